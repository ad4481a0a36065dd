"""How often is a rep interrupted, and what does it cost? A count, and a range over three costs from the literature.

What one interruption costs is not known for this rep, so no single number is told: 64 seconds is the least that a
field study measured, 25 minutes the most, and between them lies the cost at which a busy mail writer's day loses
the hour that the article published.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradewind.attention.business import MONDAY_MIN, Floats, Ints
from tradewind.attention.waiting import COALESCED_MIN
from tradewind.hours.clock import CLOSES_MIN, DAY_MIN, OPENS_MIN

WORKDAYS = 5


@dataclass(frozen=True)
class Cost:
    """What one interruption takes from focus, and who says so."""

    code: str
    minutes: float
    source: str


COSTS = (
    Cost("recovery", 64 / 60, "Jackson, Dawson & Wilson 2003: 64 s until work goes on after a mail"),
    Cost("calibrated", 60 / 23.2, "the published hour a day over 23.2 interruptions a workday, measured on r-help"),
    Cost("return", 25 + 26 / 60, "Mark, Gonzalez & Harris 2005: 25 min 26 s until the task is taken up again"),
)


@dataclass(frozen=True)
class Days:
    """A rep's workdays, Monday to Friday, on the rep's clock.

    day         one entry per workday, whole days since the Monday before 1970
    moments     per workday the minutes after midnight of its interruptions, ascending
    """

    day: Ints
    moments: tuple[Floats, ...]

    @property
    def counts(self) -> Floats:
        """Interruptions of each workday."""
        return np.array([float(one.size) for one in self.moments])


def interrupted_days(local: Floats, first_day: int, last_day: int) -> Days:
    """The workdays from the first day to the last, each with the switches to messages that it had.

    local   minutes since 1970-01-01 on the rep's clock at which the rep wrote, ascending. Writing again within five
            minutes of the message before is the same switch
    """
    since_monday = local + MONDAY_MIN
    switches = since_monday[np.diff(since_monday, prepend=-np.inf) >= COALESCED_MIN]
    of_day = np.floor(switches / DAY_MIN).astype(np.int64)
    days = np.arange(first_day, last_day + 1, dtype=np.int64)
    days = days[days % 7 < WORKDAYS]
    start, end = np.searchsorted(of_day, days), np.searchsorted(of_day, days, side="right")
    return Days(days, tuple(switches[a:b] - day * DAY_MIN for a, b, day in zip(start, end, days, strict=True)))


def focus_lost_min(days: Days, cost_min: float) -> Floats:
    """Minutes of focus lost on each workday, if every interruption takes `cost_min`, or the time to the next one.

    Recoveries that overlap count once, so a day of quick answers cannot lose more than its own length.

    >>> morning = Days(np.array([0]), (np.array([540.0, 550.0, 700.0]),))
    >>> focus_lost_min(morning, 25.0).tolist()  # 10 until the next, then twice 25
    [60.0]
    """
    return np.array([float(np.minimum(np.diff(at, append=np.inf), cost_min).sum()) for at in days.moments])


def longest_free_min(days: Days, opens: int = OPENS_MIN, closes: int = CLOSES_MIN) -> Floats:
    """The longest stretch of each workday's office hours without an interruption, in minutes."""
    inside = (at[(at > opens) & (at < closes)] for at in days.moments)
    return np.array([float(np.diff(at, prepend=opens, append=closes).max()) for at in inside])
