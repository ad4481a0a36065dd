"""A buyer's silence beside its own reorder cycle: like a check with a period and a grace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_noop as _

GRACE_CYCLES = 0.5
STATES = {
    "on_time": (_("on time"), "check"),
    "late": (_("late"), "clock"),
    "overdue": (_("overdue"), "alert"),
    "unknown": (_("no cycle yet"), "dash"),
}


@dataclass(frozen=True)
class Cycle:
    """How far a buyer is into its cycle, as numbers and as places on a bar of 100 units.

    state      on_time up to one cycle, late within the grace of half a cycle more, overdue beyond, or unknown
    """

    state: str
    silent: float = 0.0
    period: float = 0.0
    grace: float = 0.0
    next_on: date | None = None

    @property
    def grace_width(self) -> float:
        return round(self.grace - self.period, 1)

    @property
    def word(self) -> str:
        return STATES[self.state][0]

    @property
    def icon(self) -> str:
        return STATES[self.state][1]


def cycle_of(silent_days: int, cycle_days: float | None, last_ordered_on: date) -> Cycle:
    """The cycle of a buyer who ordered last on that day."""
    if not cycle_days:
        return Cycle("unknown")
    ends, grace = cycle_days, cycle_days * (1 + GRACE_CYCLES)
    full = max(silent_days, grace * 4 / 3)
    state = "on_time" if silent_days <= ends else "late" if silent_days <= grace else "overdue"
    silent, period, until = (round(100 * days / full, 1) for days in (silent_days, ends, grace))
    return Cycle(state, silent, period, until, last_ordered_on + timedelta(days=round(cycle_days)))
