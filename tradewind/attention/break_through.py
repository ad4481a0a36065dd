"""Which messages may interrupt between two windows? The urgent ones, up to a budget a day, those at once together."""

from __future__ import annotations

import numpy as np

from tradewind.attention.arrivals import Arrivals, Bools
from tradewind.attention.waiting import COALESCED_MIN, coalesced
from tradewind.hours.clock import DAY_MIN


def break_through(coming: Arrivals, urgent: Bools, budget: int, from_min: int, to_min: int) -> Bools:
    """Which of the messages interrupt, in the order of time.

    urgent            whether each is P1, as long as `coming`
    budget            interruptions a workday, 0 or more; an urgent message within five minutes of the one before
                      that broke through comes with it and costs nothing
    from_min, to_min  only within these minutes of a workday; what comes at night waits for the first window
    """
    through = np.zeros(coming.day.size, dtype=bool)
    inside = urgent & coming.at_work & (coming.minute >= from_min) & (coming.minute <= to_min)
    last_at, day, spent = -np.inf, -1, 0
    for place in np.flatnonzero(inside):
        at = float(coming.day[place] * DAY_MIN + coming.minute[place])
        if coming.day[place] != day:
            day, spent, last_at = int(coming.day[place]), 0, -np.inf
        if at - last_at >= COALESCED_MIN:
            if spent >= budget:
                continue
            spent += 1
        last_at = at
        through[place] = True
    return through


def interruptions_with(coming: Arrivals, through: Bools, windows: int) -> float:
    """Interruptions a workday: the windows, and what breaks through, coalesced."""
    at = coming.day[through] * DAY_MIN + coming.minute[through]
    return windows + coalesced(at) / max(coming.workdays, 1)
