"""What happened with a buyer, orders, messages, notes and done steps in one line of time, newest first, page by page.

A page asks each table for one page's rows after a place in time, by its index of a buyer's times, so that it costs
the same with fifty entries and with fifty thousand, on the first page and on the last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import reduce
from operator import and_, or_
from typing import Any, TypeVar

from django.db.models import Count, F, IntegerField, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Left
from django.utils import timezone

from tradewind.desk import bulk, talk_index
from tradewind.desk.models import Customer, FollowUp, Message, Note, Order, OrderLine

PAGE = 30
KINDS = ("order", "note", "step", "message")  # of one moment in this order
SHOWN = 1_200  # letters of a message that stand on the timeline
MOST_WORDS, MOST_LETTERS = 6, 60
TAIL = 2_000  # messages that are newer than the index of a buyer's words; with more of them it is left alone
MANY_CANDIDATES, WALK = 1_000, 200
M = TypeVar("M", bound=Model)
Place = tuple[datetime, int, int]


@dataclass(frozen=True)
class Happening:
    """One thing that happened: an order on a day; a note, a closed step or a message at a moment."""

    kind: str
    row: Any
    on: date
    at: datetime

    @property
    def key(self) -> Place:
        """Its place in time; unique."""
        return self.at, KINDS.index(self.kind), self.row.pk

    @property
    def place(self) -> str:
        """Its place in time, as the address of the next page names it."""
        return f"{self.at.astimezone(UTC).isoformat()}|{self.kind}|{self.row.pk}"


@dataclass(frozen=True)
class Newest:
    """A buyer's newest orders and steps, newest first, the open step before all: read once for all that shows them."""

    orders: list[Order]
    steps: list[FollowUp]

    @property
    def open_step(self) -> FollowUp | None:
        """The buyer's open next step."""
        return next((step for step in self.steps if step.state == FollowUp.State.OPEN), None)


@dataclass(frozen=True)
class Sought:
    """Which happenings: those of one of KINDS (empty: all) in which every one of `words` stands, in any place."""

    kind: str = ""
    words: str = ""

    def wants(self, kind: str) -> bool:
        """Whether happenings of this kind are asked for."""
        return self.kind in ("", kind) or self.kind not in KINDS

    @property
    def each(self) -> list[str]:
        """The words, at most six."""
        return self.words[:MOST_LETTERS].split()[:MOST_WORDS]

    def inside(self, *fields: str) -> Q:
        """Rows with every word in one of the fields; two Chinese characters are as good a word as any."""
        return reduce(and_, (reduce(or_, (_has(field, word) for field in fields)) for word in self.each), Q())


def newest(customer: Customer, most: int = 100) -> Newest:
    """The `most` newest orders, each with its lines' number as `line_count`, and the `most` newest steps. 2 queries."""
    return Newest(list(_orders(customer)[:most]), list(_steps(customer)[:most]))


def happenings(
    customer: Customer, after: str = "", most: int = PAGE, read: Newest | None = None, sought: Sought | None = None
) -> tuple[list[Happening], str | None]:
    """Up to `most` things that happened before the place `after`, newest first, and the place of the next page.

    read   what `newest` gave, of more than `most`, so that the first page does not read it again
    """
    before, asked = _place(after), sought or Sought()
    known = read if before is None and not asked.words else None
    found: list[Happening] = []
    if asked.wants("order"):
        orders = known.orders if known else _orders_before(customer, before, asked)[: most + 1]
        found += [Happening("order", row, row.ordered_on, _start(row.ordered_on)) for row in orders]
    if asked.wants("step"):
        steps = known.steps if known else _steps_before(customer, before, asked)[: most + 1]
        found += [Happening("step", row, timezone.localdate(at), at) for row in steps if (at := row.closed_at)]
    if asked.wants("note"):
        notes = _before(_notes(customer).filter(asked.inside("text")), "at", before, "note")
        found += [Happening("note", row, timezone.localdate(row.at), row.at) for row in notes[: most + 1]]
    if asked.wants("message"):
        messages = messages_before(customer, before, asked, most + 1)
        found += [Happening("message", row, timezone.localdate(row.sent_at), row.sent_at) for row in messages]
    found = [one for one in found if before is None or one.key < before]
    found.sort(key=lambda one: one.key, reverse=True)
    return found[:most], found[most - 1].place if len(found) > most else None


def messages_before(customer: Customer, before: Place | None, sought: Sought, most: int) -> Sequence[Message]:
    """Up to `most` of the buyer's messages before a place in time, newest first, each with the beginnings of its text
    as `shown` and of what a mail quotes as `folded`."""
    rows = Message.objects.filter(customer=customer).order_by("-sent_at", "-pk").defer("text", "quoted")
    rows = rows.annotate(shown=Left("text", SHOWN + 1), folded=Left("quoted", SHOWN + 1))
    holding = _before(rows.filter(sought.inside(*talk_index.FIELDS)), "sent_at", before, "message")
    known = talk_index.candidates(customer, sought.each) if sought.each else None
    if known is None:
        return list(holding[:most])
    newer = Message.objects.filter(pk__gt=known.until, customer=customer).order_by().values_list("pk", flat=True)
    if len(tail := newer[: TAIL + 1]) > TAIL:
        return list(holding[:most])
    numbers = known.numbers.union(tail)
    if len(numbers) > MANY_CANDIDATES:
        return _walked(_before(rows, "sent_at", before, "message"), holding, numbers, most)
    found = [
        row for some in bulk.parts(sorted(numbers), bulk.KEYS_AT_ONCE) for row in holding.filter(pk__in=some)[:most]
    ]
    return sorted(found, key=lambda row: (row.sent_at, row.pk), reverse=True)[:most]


def _walked(rows: QuerySet[Message], holding: QuerySet[Message], numbers: frozenset[int], most: int) -> list[Message]:
    """The first messages of `holding` among very many candidates: along the index of times, which soon finds enough."""
    found: list[Message] = []
    order, start, step = rows.values_list("pk", flat=True), 0, WALK
    while len(found) < most and (part := list(order[start : start + step])):
        hits = [number for number in part if number in numbers]
        for some in bulk.parts(hits, bulk.KEYS_AT_ONCE):
            found += holding.filter(pk__in=some)[: most - len(found)]
        start, step = start + step, 2 * step
    return found


def _orders(customer: Customer) -> QuerySet[Order]:
    lines = OrderLine.objects.filter(order=OuterRef("order_id")).order_by().values("order")
    counted = Coalesce(Subquery(lines.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
    return customer.orders.annotate(line_count=counted).order_by("-ordered_on", "-pk")


def _orders_before(customer: Customer, before: Place | None, sought: Sought) -> QuerySet[Order]:
    rows = _orders(customer).filter(sought.inside("order_id"))
    if before is None:
        return rows
    day = timezone.localtime(before[0]).date()
    rows = rows.filter(ordered_on__lte=day)
    if before[0] > _start(day) or before[1] != KINDS.index("order"):
        return rows
    return rows.filter(Q(ordered_on__lt=day) | Q(pk__lt=before[2]))


def _steps(customer: Customer) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(customer=customer).select_related("person", "closed_by")
    return rows.order_by(F("closed_at").desc(nulls_first=True), "-pk")


def _steps_before(customer: Customer, before: Place | None, sought: Sought) -> QuerySet[FollowUp]:
    closed = _steps(customer).exclude(state=FollowUp.State.OPEN).filter(sought.inside("what", "result"))
    return _before(closed, "closed_at", before, "step")


def _notes(customer: Customer) -> QuerySet[Note]:
    return Note.objects.filter(customer=customer, removed_at=None).select_related("by").order_by("-at", "-pk")


def _before(rows: QuerySet[M], at: str, before: Place | None, kind: str) -> QuerySet[M]:
    """The rows before a place in time, found along the index of their times."""
    if before is None:
        return rows
    moment, its, number = before
    here = KINDS.index(kind)
    if here > its:
        return rows.filter(**{f"{at}__lt": moment})
    rows = rows.filter(**{f"{at}__lte": moment})
    return rows if here < its else rows.filter(Q(**{f"{at}__lt": moment}) | Q(pk__lt=number))


def _has(field: str, word: str) -> Q:
    """The field contains the word; SQLite knows no case beyond Latin letters, so the usual ones are asked for."""
    cases: tuple[Callable[[str], str], ...] = (str, str.lower, str.upper, str.capitalize)
    forms = {word} if word.isascii() else {case(word) for case in cases}
    return reduce(or_, (Q(**{f"{field}__icontains": form}) for form in sorted(forms)))


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _place(text: str) -> Place | None:
    at, _, rest = text.partition("|")
    kind, _, number = rest.partition("|")
    try:
        moment = datetime.fromisoformat(at)
        place = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return place, KINDS.index(kind), min(int(number), 2**62)
    except (ValueError, OverflowError):
        return None
