"""A buyer's rhythm as a picture: order days on a line, then the day by which the next is due, and its grace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tradewind.desk.models import Order
from tradewind.web.cycle import GRACE_CYCLES

WIDTH, MOST_RADIUS, LEAST_RADIUS = 1000, 16.0, 3.0
ROWS = 24  # of the table below


@dataclass(frozen=True)
class Dot:
    """One order: its place on the line, its size by amount, and whether it was taken back."""

    x: float
    radius: float
    is_return: bool


@dataclass(frozen=True)
class Due:
    """When the next order is due by the own cycle, and until when that has grace: days, and places on the line."""

    on: date
    grace_on: date
    from_x: float
    x: float
    grace_x: float

    @property
    def width(self) -> float:
        return round(self.x - self.from_x, 1)

    @property
    def grace_width(self) -> float:
        return round(self.grace_x - self.x, 1)


@dataclass(frozen=True)
class Timeline:
    """Dots between two days; `due` without a cycle is null. `gaps`: order days, newest first, with the days before."""

    first: date
    last: date
    dots: list[Dot]
    today_x: float
    due: Due | None
    gaps: list[tuple[date, int | None]]


def timeline(
    orders: Sequence[Order], until: date, cycle_days: float | None = None, last_ordered_on: date | None = None
) -> Timeline | None:
    """The orders between the first of them and `until`, or the end of the grace; None where there is none."""
    if not orders:
        return None
    first = min(order.ordered_on for order in orders)
    due_on, grace_on = due_days(cycle_days, last_ordered_on)
    last = max(until, *(order.ordered_on for order in orders), *([grace_on] if grace_on else []))
    most = max(max(abs(order.amount) for order in orders), 1)

    def at(day: date) -> float:
        span = max((last - first).days, 1)
        return round(MOST_RADIUS + (WIDTH - 2 * MOST_RADIUS) * (day - first).days / span, 1)

    dots = [
        Dot(
            at(order.ordered_on), round(max(LEAST_RADIUS, MOST_RADIUS * (abs(order.amount) / most) ** 0.5), 1),
            order.amount < 0,
        )
        for order in orders
    ]  # fmt: skip
    due = None
    if due_on and grace_on and last_ordered_on:
        due = Due(due_on, grace_on, at(max(last_ordered_on, first)), at(due_on), at(grace_on))
    return Timeline(first, last, dots, at(until), due, gaps_of(orders))


def due_days(cycle_days: float | None, last_ordered_on: date | None) -> tuple[date | None, date | None]:
    """The day by which the next order is due, and the end of its grace."""
    if not cycle_days or last_ordered_on is None:
        return None, None
    due, grace = (timedelta(days=round(cycle_days * many)) for many in (1.0, 1 + GRACE_CYCLES))
    return last_ordered_on + due, last_ordered_on + grace


def gaps_of(orders: Sequence[Order], most: int = ROWS) -> list[tuple[date, int | None]]:
    """The order days, newest first, each with the days since the one before; null for the first that is known."""
    days = sorted({order.ordered_on for order in orders if order.amount > 0}, reverse=True)
    before: list[date | None] = [*days[1:], None]
    return [(day, (day - prior).days if prior else None) for day, prior in zip(days, before, strict=False)][:most]
