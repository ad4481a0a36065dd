"""Which holidays come soon, for many buyers at once: one computation per country."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tradewind.hours.public_holidays import Holiday, holiday_on


@dataclass(frozen=True)
class BuyersHoliday:
    """A country's holiday, with its last day where the same one lasts for several days in a row."""

    country: str
    holiday: Holiday
    until: date


def holidays_ahead(countries: Iterable[str], first: date, days: int = 7) -> list[BuyersHoliday]:
    """The public holidays of the countries on `days` days from `first` on, by day, then country. Raises YearOutOfRange.

    >>> [(one.country, one.holiday.name, one.until.day) for one in holidays_ahead(["BR", "US"], date(2026, 2, 13))]
    [('BR', 'Carnival', 17), ('US', "Washington's Birthday", 16), ('BR', 'Ash Wednesday', 18)]
    """
    found: list[BuyersHoliday] = []
    for country in sorted(set(countries)):
        in_row: BuyersHoliday | None = None
        for day in (first + timedelta(days=n) for n in range(days)):
            holiday = holiday_on(country, day)
            if in_row and (holiday is None or holiday.name != in_row.holiday.name):
                found.append(in_row)
                in_row = None
            if holiday:
                in_row = BuyersHoliday(country, in_row.holiday if in_row else holiday, day)
        if in_row:
            found.append(in_row)
    return sorted(found, key=lambda one: (one.holiday.on, one.country))
