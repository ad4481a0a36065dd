"""What happened with a buyer, orders, notes and done steps in one line of time, newest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from tradewind.desk.models import Customer, FollowUp, Note, Order

PAGE = 30
KINDS = ("order", "note", "step")  # of one moment in this order


@dataclass(frozen=True)
class Happening:
    """One thing that happened: an order on a day, a note or a closed step at a moment."""

    kind: str
    row: Any
    on: date
    at: datetime

    @property
    def key(self) -> tuple[datetime, int, int]:
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


def newest(customer: Customer, most: int = 100) -> Newest:
    """The `most` newest orders, each with its lines' number as `line_count`, and the `most` newest steps. 2 queries."""
    return Newest(list(_orders(customer)[:most]), list(_steps(customer)[:most]))


def happenings(
    customer: Customer, after: str = "", most: int = PAGE, read: Newest | None = None
) -> tuple[list[Happening], str | None]:
    """Up to `most` things that happened before the place `after`, newest first, and the place of the next page.

    read   what `newest` gave, of more than `most`, so that the first page does not read it again
    """
    before = _place(after)
    if read is None or before:
        read = Newest(
            list(_orders_before(customer, before)[: most + 1]), list(_steps_before(customer, before)[: most + 1])
        )
    found = [Happening("order", row, row.ordered_on, _start(row.ordered_on)) for row in read.orders]
    found += [Happening("step", row, timezone.localdate(at), at) for row in read.steps if (at := row.closed_at)]
    found += _notes(customer, before, most)
    found = [one for one in found if before is None or one.key < before]
    found.sort(key=lambda one: one.key, reverse=True)
    return found[:most], found[most - 1].place if len(found) > most else None


Place = tuple[datetime, int, int]


def _orders(customer: Customer) -> QuerySet[Order]:
    return customer.orders.annotate(line_count=Count("lines")).order_by("-ordered_on", "-pk")


def _orders_before(customer: Customer, before: Place | None) -> QuerySet[Order]:
    if before is None:
        return _orders(customer)
    day = timezone.localtime(before[0]).date()
    same = Q(ordered_on=day, pk__lt=before[2] if before[1] == 0 else 2**62)
    return _orders(customer).filter(Q(ordered_on__lt=day) | same)


def _steps(customer: Customer) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(customer=customer).select_related("person", "closed_by")
    return rows.order_by(F("closed_at").desc(nulls_first=True), "-pk")


def _steps_before(customer: Customer, before: Place | None) -> QuerySet[FollowUp]:
    closed = _steps(customer).exclude(state=FollowUp.State.OPEN)
    if before is None:
        return closed
    same = Q(closed_at=before[0], pk__lt=before[2])
    return closed.filter(Q(closed_at__lt=before[0]) | same if before[1] == 2 else Q(closed_at__lte=before[0]))


def _notes(customer: Customer, before: Place | None, most: int) -> list[Happening]:
    rows = Note.objects.filter(customer=customer, removed_at=None).select_related("by").order_by("-at", "-pk")
    if before:
        rows = rows.filter(
            Q(at__lt=before[0]) | Q(at=before[0], pk__lt=before[2]) if before[1] == 1 else Q(at__lte=before[0])
        )
    return [Happening("note", row, timezone.localdate(row.at), row.at) for row in rows[: most + 1]]


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _place(text: str) -> Place | None:
    at, _, rest = text.partition("|")
    kind, _, number = rest.partition("|")
    try:
        return datetime.fromisoformat(at), KINDS.index(kind), int(number)
    except ValueError:
        return None
