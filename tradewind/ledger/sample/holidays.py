"""When nobody answers: weekends, the Spring Festival here, and the buyers' own holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

# The first day of the lunar year.
NEW_YEARS = {
    2020: date(2020, 1, 25), 2021: date(2021, 2, 12), 2022: date(2022, 2, 1), 2023: date(2023, 1, 22),
    2024: date(2024, 2, 10), 2025: date(2025, 1, 29), 2026: date(2026, 2, 17), 2027: date(2027, 2, 6),
    2028: date(2028, 1, 26), 2029: date(2029, 2, 13), 2030: date(2030, 2, 3), 2031: date(2031, 1, 23),
    2032: date(2032, 2, 11), 2033: date(2033, 1, 31), 2034: date(2034, 2, 19), 2035: date(2035, 2, 8),
    2036: date(2036, 1, 28), 2037: date(2037, 2, 15), 2038: date(2038, 2, 4), 2039: date(2039, 1, 24),
    2040: date(2040, 2, 12),
}  # fmt: skip
EID, LUNAR_YEAR_DAYS = date(2024, 4, 10), 354.367
FRIDAY_RESTS = {"SA", "EG"}


def spring_festival(year: int) -> date:
    """The first day of the lunar year; 5 February for years that are not listed."""
    return NEW_YEARS.get(year, date(year, 2, 5))


@cache
def factory_rests(on: date) -> bool:
    """Whether factories stand still: from 10 days before the lunar new year to 12 days after it."""
    return -10 <= (on - spring_festival(on.year)).days <= 12


@cache
def team_rests(on: date) -> bool:
    """Whether the reps do not work: Sundays, the Spring Festival week, the first days of May and October."""
    festival = -1 <= (on - spring_festival(on.year)).days <= 7
    return on.weekday() == 6 or festival or (on.month == 10 and on.day <= 5) or (on.month == 5 and on.day <= 3)


@cache
def buyer_rests(on: date, rests: str, country: str) -> bool:
    """Whether a buyer does not work: its weekend, and the holidays that its market keeps."""
    if on.weekday() in ((4, 5) if country in FRIDAY_RESTS else (5, 6)):
        return True
    if rests == "spring":
        return -1 <= (on - spring_festival(on.year)).days <= 5
    if rests == "eid":
        return -1 <= ((on - EID).days + 3) % LUNAR_YEAR_DAYS - 3 <= 4
    if rests == "japan":
        return (on.month, on.day) >= (12, 29) or (on.month, on.day) <= (1, 3) or (4, 29) <= (on.month, on.day) <= (5, 5)
    if rests == "august" and on.month == 8 and 5 <= on.day <= 25:
        return True
    return rests != "none" and ((on.month, on.day) >= (12, 23) or (on.month, on.day) <= (1, 2))


def next_working_day(on: date, rests: str, country: str) -> date:
    """The first day from `on` on which such a buyer works."""
    while buyer_rests(on, rests, country):
        on += timedelta(days=1)
    return on
