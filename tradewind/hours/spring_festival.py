"""When does Chinese New Year stop the trade? From New Year's Eve to the Lantern Festival."""

from __future__ import annotations

from datetime import date, timedelta

from tradewind.hours.public_holidays import FIRST_YEAR, LAST_YEAR, national

NEW_YEAR = "Chinese New Year (Spring Festival)"
TO_LANTERNS = timedelta(days=14)  # the 15th day of the first month


def spring_festivals(first: date, last: date) -> list[tuple[date, date]]:
    """The Spring Festivals that touch the time from `first` to `last`, earliest first: the eve, and the day of the
    Lantern Festival (元宵), 16 days in all. Years before 1991 and after 2099 have none that is known.

    >>> spring_festivals(date(2026, 1, 1), date(2026, 12, 31))
    [(datetime.date(2026, 2, 16), datetime.date(2026, 3, 3))]
    """
    years = range(max(first.year, FIRST_YEAR + 1), min(last.year, LAST_YEAR - 1) + 1)
    found = [(new_year(year) - timedelta(days=1), new_year(year) + TO_LANTERNS) for year in years]
    return [(eve, lanterns) for eve, lanterns in found if lanterns >= first and eve <= last]


def new_year(year: int) -> date:
    """The first day of the Chinese year that begins in `year`."""
    known = national("CN", year)
    if known is None:
        raise AssertionError("the package `holidays` knows no China")
    return min(day for day, holiday in known.holidays.items() if holiday.name == NEW_YEAR)
