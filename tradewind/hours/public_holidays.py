"""Public holidays and make-up workdays of a country, a year at a time, from the package `holidays`."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tradewind.errors import YearOutOfRange
from tradewind.hours.holiday_names import chinese_name

FIRST_YEAR, LAST_YEAR = 1990, 2100
# Days that are no public holidays by law, and on which offices are closed all the same, by category and English name.
CLOSED_ALL_THE_SAME: dict[str, dict[str, frozenset[str]]] = {
    "BR": {"optional": frozenset({"Carnival", "Ash Wednesday", "Corpus Christi"})},
    "CA": {"government": frozenset({"Victoria Day", "Thanksgiving Day"})},
    "JP": {"bank": frozenset({"Bank Holiday"})},
    "PT": {"optional": frozenset({"Carnival"})},
    "SE": {"de_facto": frozenset({"Midsummer Eve", "Christmas Eve", "New Year's Eve"})},
    "UY": {"bank": frozenset({"Carnival"})},
}
PART = {"GB": "ENG"}  # whose own days are meant where a country has them by part
ARRANGED_YEARLY = {"CN"}  # where each year's days off and make-up days are only known once they are announced
ESTIMATED = re.compile(r"\s*\([^()]*estimated[^()]*\)")


@dataclass(frozen=True)
class Holiday:
    """A public holiday by its names in English, in Chinese ("" where we know none) and in the country's language."""

    on: date
    name: str
    name_zh: str
    name_local: str
    is_estimated: bool  # by the moon, and not announced yet: it may move by a day


@dataclass(frozen=True)
class National:
    """One country's year: its holidays, the weekend days on which it works, and its weekend."""

    holidays: dict[date, Holiday]
    make_up: frozenset[date]
    weekend: frozenset[int]
    is_known: bool


def holiday_on(country: str, day: date) -> Holiday | None:
    """The public holiday of the country on that day; raises YearOutOfRange."""
    known = national(country, day.year)
    return known.holidays.get(day) if known else None


def is_make_up_workday(country: str, day: date) -> bool:
    """Whether offices of the country work on that weekend day to make up for a holiday (调休上班)."""
    known = national(country, day.year)
    return known is not None and day in known.make_up


def holidays_known(country: str, year: int) -> bool:
    """Whether the country's holidays of that year are all known: not before a yearly arrangement is announced."""
    known = national(country, year)
    return bool(known and known.is_known)


@lru_cache(maxsize=2048)
def national(country: str, year: int) -> National | None:
    """The holidays of a country (ISO 3166 alpha-2) in a year; None for a country that `holidays` does not know."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutOfRange(year=year, first=FIRST_YEAR, last=LAST_YEAR)
    if country not in _supported():
        return None
    with warnings.catch_warnings(record=True) as told:  # `holidays` warns of a year for which it has not all of them
        warnings.simplefilter("always")
        return _national(country, year, told)


def _national(country: str, year: int, told: list[warnings.WarningMessage]) -> National:
    import holidays

    part = PART.get(country)
    plain = holidays.country_holidays(country, subdiv=part, years=year)
    english = _named(country, part, year, "en_US" if "en_US" in plain.supported_languages else None)
    local = _named(country, part, year, plain.default_language)
    table = {day: _holiday(day, name, local.get(day, name)) for day, name in english.items()}
    is_partly_known = bool(told)
    after = holidays.country_holidays(country, subdiv=part, years=year + 1)  # it may make up in the December before
    make_up = frozenset(day for day in plain.weekend_workdays | after.weekend_workdays if day.year == year)
    first = date(year, 1, 1)
    week = (first + timedelta(days) for days in range(7))
    weekend = frozenset(day.weekday() for day in week if plain.is_weekend(day))
    is_arranged = country not in ARRANGED_YEARLY or any(day.year == year for day in plain.weekend_workdays)
    return National(table, make_up, weekend, is_arranged and not is_partly_known)


def _named(country: str, part: str | None, year: int, language: str | None) -> dict[date, str]:
    """The name of each holiday, those included on which offices are closed without being bound to."""
    import holidays

    bound = holidays.country_holidays(country, subdiv=part, years=year, language=language)
    days = dict(sorted(bound.items()))
    for category, names in CLOSED_ALL_THE_SAME.get(country, {}).items():
        kept = holidays.country_holidays(country, years=year, categories=(category,), language="en_US")
        spoken = holidays.country_holidays(country, years=year, categories=(category,), language=language)
        days |= {day: spoken[day] for day, name in kept.items() if name in names and day not in days}
    return days


def _holiday(day: date, name: str, local: str) -> Holiday:
    english = ESTIMATED.sub("", name)
    return Holiday(day, english, chinese_name(english), local, english != name)


@lru_cache(maxsize=1)
def _supported() -> frozenset[str]:
    import holidays

    return frozenset(holidays.list_supported_countries(include_aliases=False))
