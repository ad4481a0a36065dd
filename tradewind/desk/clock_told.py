"""What a buyer's clock says, as a plain document and in words. Knows no table and no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from tradewind.errors import NoZone, UnknownCountry
from tradewind.hours import (
    Clock,
    Closed,
    Holiday,
    ZoneFound,
    holidays_known,
    is_make_up_workday,
    is_open,
    local_time,
    next_open,
    why_closed,
    written_zone,
    zone_of_buyer,
)
from tradewind.hours.zones import countries

# What each code of `why_closed` says beside the local time. English sentences that doors translate and fill.
WHY_CLOSED: dict[str, str] = {
    "night": "closed: outside business hours",
    "weekend": "closed: weekend",
    "holiday": "closed: {holiday}",
    "closed_day": "closed: its own closed day",
}
OPEN = "open now"
SOURCES: dict[str, str] = {
    "own": "its own entry",
    "phone": "its telephone number",
    "country": "its country",
}
# CLDR writes these without their accent in English.
CITIES = {("America/Sao_Paulo", "en"): "São Paulo", ("America/Asuncion", "en"): "Asunción"}


def clock_asked_for(country: str, zone: str, phone: str, at: datetime) -> dict[str, Any]:
    """The document of an office of which only so much is said, each "" where it is not.

    raises   UnknownCountry, UnknownZone; NoZone when nothing tells one; NaiveTime, YearOutOfRange
    """
    home = known_country(country) if country else ""
    found = zone_of_buyer(written_zone(zone) if zone else "", [phone], home)
    if found.zone is None:
        raise NoZone
    return clock_document(Clock(found.zone, found.country), found, at)


def known_country(code: str) -> str:
    """The country's two letters in capitals; raises UnknownCountry."""
    country = code.strip().upper()
    if country not in countries():
        raise UnknownCountry(country=code)
    return country


def clock_document(clock: Clock, found: ZoneFound, at: datetime) -> dict[str, Any]:
    """What the clock shows at the moment `at` (aware), as plain values. Raises NaiveTime, YearOutOfRange."""
    local, closed = local_time(clock, at), why_closed(clock, at)
    holiday = closed.holiday if closed else None
    opens = next_open(clock, at)
    return {
        "at": written(at),
        "country": clock.country or None,
        "zone": clock.zone,
        "zone_source": found.source,
        "zone_certain": found.is_certain,
        "zone_candidates": list(found.candidates),
        "local": local.isoformat(timespec="seconds"),
        "weekday": local.strftime("%A"),
        "is_open": is_open(clock, at),
        "why_closed": closed.code if closed else None,
        "holiday": holiday.name if holiday else None,
        "holiday_names": names_of(holiday) if holiday else None,
        "is_make_up_workday": bool(clock.country) and is_make_up_workday(clock.country, local.date()),
        "holidays_known": bool(clock.country) and holidays_known(clock.country, local.year),
        "next_open_utc": written(opens),
        "next_open_local": local_time(clock, opens).isoformat(timespec="seconds"),
    }


@dataclass(frozen=True)
class Face:
    """What a clock shows at one moment: the time there, why the office is closed (None: open), and when it opens."""

    zone: str
    local: datetime
    closed: Closed | None
    opens: datetime


def face_of(clock: Clock, at: datetime) -> Face:
    """The face of a clock at the moment `at`, its times as shown there. Raises as `clock_document`."""
    opens = local_time(clock, next_open(clock, at))
    return Face(clock.zone, local_time(clock, at), why_closed(clock, at), opens)


def names_of(holiday: Holiday) -> dict[str, str]:
    """A holiday's names by language: en, zh ("" where none is known) and local."""
    return {"en": holiday.name, "zh": holiday.name_zh, "local": holiday.name_local}


def holiday_name(holiday: Holiday, language: str) -> str:
    """A holiday's name for a reader of `language`, e.g. `zh-hans`; in English where there is none in Chinese."""
    return holiday.name_zh if language.startswith("zh") and holiday.name_zh else holiday.name


@cache
def city(zone: str, language: str) -> str:
    """The city that a zone is named for, in the reader's language; a distance from UTC as it is.

    >>> city("America/Sao_Paulo", "en"), city("America/Sao_Paulo", "zh_Hans"), city("UTC+05:45", "en")
    ('São Paulo', '圣保罗', 'UTC+05:45')
    """
    from babel import Locale
    from babel.core import get_global

    if (zone, language) in CITIES:
        return CITIES[zone, language]
    names = Locale.parse(language).time_zones
    older = (alias for alias, kept in get_global("zone_aliases").items() if kept == zone)  # CLDR keeps the first name
    known = next((names[name]["city"] for name in (zone, *older) if "city" in names.get(name, {})), "")
    return str(known or zone.rpartition("/")[2].replace("_", " "))


def written(moment: datetime) -> str:
    """A moment in UTC as programs read it, e.g. 2026-02-13T12:00:00Z."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
