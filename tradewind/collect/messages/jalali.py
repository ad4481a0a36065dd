"""The Persian calendar, in which phones in Iran write dates."""

from __future__ import annotations

from datetime import date, timedelta

CYCLE_YEARS, CYCLE_DAYS = 33, 12053
LEAPS = (1, 5, 9, 13, 17, 22, 26, 30)  # of a cycle of 33 years, as they fell from 1342 to 1473
FIRST = date(1922, 3, 22)  # the first day of 1301


def gregorian(year: int, month: int, day: int) -> date:
    """Our date of a Persian one from 1343 on; raises ValueError where there is no such day.

    >>> gregorian(1403, 1, 1)
    datetime.date(2024, 3, 20)
    """
    longest = 31 if month <= 6 else 30 if month < 12 or _is_leap(year) else 29
    if not (1 <= month <= 12 and 1 <= day <= longest):
        raise ValueError(day)
    before = sum(366 if _is_leap(one) else 365 for one in range(1301, year))
    return FIRST + timedelta(days=before + 31 * min(month - 1, 6) + 30 * max(0, month - 7) + day - 1)


def _is_leap(year: int) -> bool:
    return year % CYCLE_YEARS in LEAPS
