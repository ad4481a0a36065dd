"""A buyer's orders as dots on a line of time, for the eye; the table below it has the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tradewind.desk.models import Order

WIDTH, MOST_RADIUS, LEAST_RADIUS = 1000, 16.0, 3.0


@dataclass(frozen=True)
class Dot:
    """One order: its place on the line, its size by amount, and whether it was taken back."""

    x: float
    radius: float
    is_return: bool


@dataclass(frozen=True)
class Timeline:
    """Dots between two days."""

    first: date
    last: date
    dots: list[Dot]


def timeline(orders: Sequence[Order], until: date) -> Timeline | None:
    """The orders between the first of them and `until`; None where there is none."""
    if not orders:
        return None
    first = min(order.ordered_on for order in orders)
    last = max(until, *(order.ordered_on for order in orders))
    span, most = max((last - first).days, 1), max(max(abs(order.amount) for order in orders), 1)
    dots = [
        Dot(
            round(MOST_RADIUS + (WIDTH - 2 * MOST_RADIUS) * (order.ordered_on - first).days / span, 1),
            round(max(LEAST_RADIUS, MOST_RADIUS * (abs(order.amount) / most) ** 0.5), 1),
            order.amount < 0,
        )
        for order in orders
    ]
    return Timeline(first, last, dots)
