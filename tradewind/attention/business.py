"""Business minutes in whole columns: how much office time, 9 to 18 Monday to Friday, has passed on a local clock.

The same arithmetic as `hours.business_minutes_between` for an office without holidays and a clock that is not changed
between two moments, for hundreds of thousands of moments at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tradewind.hours.clock import CLOSES_MIN, DAY_MIN, OPENS_MIN

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MONDAY_MIN = 3 * DAY_MIN  # 1970-01-01 was a Thursday: so many minutes after a Monday's midnight
WORKDAYS, WEEK_DAYS = 5, 7
OPEN_MIN = CLOSES_MIN - OPENS_MIN


def business_minutes(local: Floats) -> Floats:
    """Office minutes from the Monday before 1970 up to each moment; the difference of two is the office time between.

    local   minutes since 1970-01-01 00:00 as the clock on the wall counts them

    >>> friday_17_00 = 1 * 1440 + 17 * 60.0  # 1970-01-02
    >>> float(np.diff(business_minutes(np.array([friday_17_00, friday_17_00 + 64 * 60])))[0])  # Monday 09:00
    60.0
    """
    since_monday = local + MONDAY_MIN
    day = np.floor(since_monday / DAY_MIN)
    week, weekday = np.divmod(day, WEEK_DAYS)
    full_days = week * WORKDAYS + np.minimum(weekday, WORKDAYS)
    today = np.clip(since_monday - day * DAY_MIN - OPENS_MIN, 0, OPEN_MIN)
    passed: Floats = full_days * OPEN_MIN + np.where(weekday < WORKDAYS, today, 0.0)
    return passed
