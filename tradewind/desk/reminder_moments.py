"""When a buyer is best reminded of: the moments of many at once, by their clocks and the team's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tradewind.desk.clocks import clocks_of, desk_clock
from tradewind.desk.models import Customer
from tradewind.errors import NeverOpens
from tradewind.hours import next_open
from tradewind.remind.placing import place, price_min


def moments(buyers: Sequence[Customer], start: datetime) -> dict[int, datetime]:
    """The first good moment for each buyer from `start` on, by its number; see remind.placing.place. One query."""
    ours, clocks = desk_clock(), clocks_of(buyers)
    found = {}
    for pk, theirs in clocks.items():
        try:
            found[pk] = place(ours, theirs.clock, start).at
        except NeverOpens:  # an office with own closed days for over a year
            found[pk] = next_open(ours, start)
    return found


def odd_hours_min(at: datetime) -> int:
    """By how many minutes the moment misses the team's own work time; 0 within it."""
    return price_min(desk_clock(), at)
