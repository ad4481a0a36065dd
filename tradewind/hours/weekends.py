"""Which weekdays offices in a country are closed."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from tradewind.hours.public_holidays import national

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
USUAL = frozenset({SATURDAY, SUNDAY})

# `holidays` knows the weekend of most countries. Here is where current practice in offices differs from what it says:
PRACTICE: dict[str, frozenset[int]] = {
    "CD": USUAL,  # the law's Sunday only; offices work Monday to Friday, as CLDR says
    "HK": USUAL,  # the general holidays are Sundays; offices keep a five-day week, as CLDR says
    "LY": frozenset({FRIDAY, SATURDAY}),  # as CLDR says
    "MR": USUAL,  # since October 2014, as CLDR says
    "NE": USUAL,
    "NP": frozenset({SATURDAY}),  # the two-day weekend on trial in 2022 was taken back within weeks
    "PS": frozenset({FRIDAY, SATURDAY}),
    "PY": USUAL,
    "SO": frozenset({FRIDAY}),
    "VE": USUAL,
}


@lru_cache(maxsize=4096)
def weekend_of(country: str, day: date) -> frozenset[int]:
    """The closed weekdays (0 Monday … 6 Sunday) in a country as of a day; Saturday and Sunday where nothing is known.

    >>> weekend_of("AE", date(2021, 6, 1)) == {FRIDAY, SATURDAY}, weekend_of("AE", date(2026, 6, 1)) == USUAL
    (True, True)
    """
    if country in PRACTICE:
        return PRACTICE[country]
    known = national(country, day.year)
    return known.weekend if known else USUAL
