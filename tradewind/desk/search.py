"""Finding a buyer by what one types: the beginning of a word, Chinese characters, pinyin, initials, a country.

`SearchWord` is a narrow table of words, kept wherever a buyer's name, number or country is written. A rare word gives
few buyers at once; a word that many share is looked for along the names instead, which ends after a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from tradewind.desk import access, bulk
from tradewind.desk.models import Customer, FollowUp, Note, Person, SearchWord
from tradewind.desk.search_words import LONGEST, countries_meant, is_chinese, runs, words_of

FEW, MANY = 500, 10_000
AT_ONCE = 2_000
COLUMNS = ("id", "name", "customer_id", "country")
LAST = b"\xff"  # sorts after every UTF-8 byte


def index(keys: Sequence[str]) -> None:
    """Write the words of the buyers with these keys anew; the caller holds the transaction."""
    for some in bulk.parts(keys, AT_ONCE):
        buyers = list(bulk.select(Customer, COLUMNS, "customer_id", some))
        bulk.delete(SearchWord, "customer_id", [row[0] for row in buyers])
        bulk.insert(SearchWord, ("word", "customer_id"), _rows(buyers))


def forget(numbers: Sequence[int]) -> None:
    """Remove the words of the buyers with these numbers."""
    bulk.delete(SearchWord, "customer_id", numbers)


def matching(rows: QuerySet[Customer], text: str) -> QuerySet[Customer]:
    """Of `rows` the buyers whom `text` names: every word of it begins a word of theirs; where that finds none,
    those whose name or number contains it."""
    found, words = rows, asked(text)
    for word in words:
        found = found.filter(_has(word))
    return found if words and found.exists() else rows.filter(search__contains=text.casefold().strip())


def found_buyers(person: Person, text: str, most: int = 8) -> list[Customer]:
    """The first buyers by name that `person` may see and that `text` names; of more than 10,000 buyers to be seen and
    500 that are meant, the first by the word that is meant instead, and no middle of a word is looked for."""
    seen, words = access.customers_of(person), asked(text)
    meanings = [_meaning(word) for word in words]
    if meanings and _many(seen, MANY):
        if all(_many(SearchWord.objects.filter(one), FEW) for one in meanings):
            return _first_by_word(seen, meanings, most)
        for word in words:
            seen = seen.filter(_has(word))
        return list(seen.select_related("owner").order_by("name", "pk")[:most])
    return list(matching(seen, text).select_related("owner").order_by("name", "pk")[:most])


def _has(word: str) -> Q | Exists:
    """The buyers with a word that is meant: a rare one by their numbers, a common one along the names."""
    meant = _meaning(word)
    few = set(SearchWord.objects.filter(meant).values_list("customer", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return Q(pk__in=few)
    if not _many(SearchWord.objects.filter(meant), MANY):
        return Q(pk__in=SearchWord.objects.filter(meant).values("customer"))
    return Exists(SearchWord.objects.filter(meant, customer=OuterRef("pk")))


def _first_by_word(seen: QuerySet[Customer], meanings: list[Q], most: int) -> list[Customer]:
    """Buyers who have all that is meant, in the order of the words that one of the meanings has."""
    counts = [SearchWord.objects.filter(one)[: 10 * MANY].count() for one in meanings]
    rarest = counts.index(min(counts))
    rows = SearchWord.objects.filter(meanings.pop(rarest), customer__in=seen)
    for other in meanings:
        rows = rows.filter(Exists(SearchWord.objects.filter(other, customer=OuterRef("customer"))))
    numbers = dict.fromkeys(rows.values_list("customer", flat=True)[: 8 * most])
    buyers = Customer.objects.select_related("owner").in_bulk(list(numbers)[:most])
    return sorted(buyers.values(), key=lambda one: (one.name, one.pk))


def _many(rows: QuerySet[Customer] | QuerySet[SearchWord], most: int) -> bool:
    """Whether there are more than `most` rows, without counting on."""
    return rows.order_by()[: most + 1].count() > most


def asked(text: str) -> list[str]:
    """The words of a question, at most six: a number as it is written, and runs of letters."""
    words = runs(text)[:6]
    return [word[:LONGEST] if is_chinese(word) else word[: LONGEST // 2] for word in words]


def _meaning(word: str) -> Q:
    """The words of buyers that a word of a question stands for."""
    begins = Q(word__gte=word.encode(), word__lt=word.encode() + LAST)
    codes = [Q(word=code.encode()) for code in countries_meant(word)] if len(word) > 1 else []
    return reduce(or_, codes[:20], begins)


def _rows(buyers: Iterable[bulk.Row]) -> list[bulk.Row]:
    return [(word, pk) for pk, name, key, country in buyers for word in words_of(name, key, country)]


def recent_buyers(person: Person, most: int = 8) -> list[Customer]:
    """The buyers that `person` worked on last, by notes and steps, those that `person` may still see."""
    touched = [
        *Note.objects.filter(by=person).order_by("-pk").values_list("at", "customer")[: 4 * most],
        *FollowUp.objects.filter(made_by=person).order_by("-pk").values_list("made_at", "customer")[: 4 * most],
    ]
    order = list(dict.fromkeys(customer for _, customer in sorted(touched, reverse=True)))
    seen = access.customers_of(person).select_related("owner").in_bulk(order)
    return [seen[pk] for pk in order if pk in seen][:most]
