"""Which of a buyer's messages may hold some words: pairs of letters, indexed for buyers with very many messages.

Reading 50,000 messages that lie all over a table takes a sixth of a second and more, so for buyers with over 5,000
each pair of letters (`报价`, `价单`) has the numbers of the messages it stands in. The index tells candidates only:
a message that is gone or was changed is found out when the candidates are read. What it must not do is leave one out,
so whoever gives a buyer messages that were there before, or changes a text, says so by `forget`; newer messages than
the index has are looked through themselves until a job has added them.
"""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction
from django.db.models import Count, Max

from tradewind.desk import bulk
from tradewind.desk.models import Customer, Message, TalkIndex, TalkWord

MANY = 5_000  # messages of a buyer; fewer are read through in a few hundredths of a second
AT_ONCE = 4_000
FEW = 200  # candidates that are read rather than thinned out further
FIELDS = ("text", "subject", "sender", "attachments")


@dataclass(frozen=True)
class Candidates:
    """The messages up to the number `until` that may hold all the words; none but these do."""

    until: int
    numbers: frozenset[int]


def pairs_of(text: str) -> set[str]:
    """Every two letters that stand side by side in a word, whatever their case.

    >>> sorted(pairs_of("A4 报价单"))
    ['a4', '价单', '报价']
    """
    return {pair for word in text.casefold().split() for pair in map("".join, pairwise(word))}


def candidates(customer: Customer, words: Iterable[str]) -> Candidates | None:
    """Where the words may stand; None where the buyer has no index, or no word has two letters."""
    pairs = set().union(*map(pairs_of, words))
    index = TalkIndex.objects.filter(customer=customer, is_stale=False).first() if pairs else None
    if index is None:
        return None
    rows = TalkWord.objects.filter(customer=customer, word__in=[pair.encode("utf-8", "replace") for pair in pairs])
    found = sorted((bytes(numbers) for numbers in rows.values_list("numbers", flat=True)), key=len)
    if len(found) < len(pairs):
        return Candidates(index.until, frozenset())
    left = frozenset(_read(found[0]))
    for numbers in found[1:]:
        if len(left) <= FEW:
            break
        left &= frozenset(_read(numbers))
    return Candidates(index.until, left)


def forget(customers: Iterable[str], since: int = 0) -> None:
    """The buyers with these keys have other messages than before, or other texts, the first of them with the number
    `since`: where the index goes so far, it is to be made anew."""
    TalkIndex.objects.filter(customer__customer_id__in=list(customers), until__gte=since).update(is_stale=True)


def refresh() -> None:
    """Index what is not indexed yet, in short transactions; may be interrupted and run again."""
    talked = Message.objects.filter(customer__isnull=False).order_by().values_list("customer__pk")
    known = dict(TalkIndex.objects.filter(is_stale=False).values_list("customer", "until"))
    for pk, _, newest in talked.annotate(n=Count("pk"), newest=Max("pk")).filter(n__gte=MANY):
        if known.get(pk, -1) < newest:
            _refresh(Customer.objects.get(pk=pk))
            bulk.breathe()


def _refresh(customer: Customer) -> None:
    index, _ = TalkIndex.objects.get_or_create(customer=customer)
    if index.is_stale:
        with transaction.atomic():
            TalkWord.objects.filter(customer=customer).delete()
            TalkIndex.objects.filter(pk=index.pk).update(until=0, is_stale=False)
            index.until = 0
    mine = Message.objects.filter(customer=customer).order_by("pk").values_list("pk", *FIELDS)
    while rows := list(mine.filter(pk__gt=index.until)[:AT_ONCE]):
        with transaction.atomic():
            _add(customer, rows)
            index.until = rows[-1][0]
            TalkIndex.objects.filter(pk=index.pk).update(until=index.until)
        bulk.breathe()


def _add(customer: Customer, rows: Sequence[tuple[int, str, str, str, str]]) -> None:
    found: defaultdict[bytes, array[int]] = defaultdict(lambda: array("Q"))
    for number, *texts in rows:
        for pair in pairs_of("\n".join(texts)):
            found[pair.encode("utf-8", "replace")].append(number)
    for words in bulk.parts(list(found), bulk.KEYS_AT_ONCE):
        there = TalkWord.objects.filter(customer=customer, word__in=words).values_list("pk", "word", "numbers")
        known = [(pk, bytes(word), bytes(numbers)) for pk, word, numbers in there]
        more = [(numbers + _written(found[word]), pk) for pk, word, numbers in known]
        bulk.update(TalkWord, "id", ("numbers",), more)
        new = set(words) - {word for _, word, _ in known}
        bulk.insert(
            TalkWord, ("customer_id", "word", "numbers"), [(customer.pk, one, _written(found[one])) for one in new]
        )


def _written(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _read(stored: bytes) -> array[int]:
    numbers: array[int] = array("Q")
    numbers.frombytes(stored)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
