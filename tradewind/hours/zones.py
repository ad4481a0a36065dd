"""Time zones: their rules, how people write them, and which ones a country has.

The rules come from the locked package `tzdata`, not from the machine, so that every installation tells the same time.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from tradewind.errors import UnknownZone

OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])\s*(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
FARTHEST = timedelta(hours=14)
SAMPLED_YEAR = 2030  # by then the known changes of rules have come: zones alike in it are one zone to a rep

# Of the zones with one clock the best known gives the name, and the one with most of the trade comes first. Where
# `zone.tab`, which goes from east to west, has it otherwise, it is said here.
KNOWN_BEST = {
    "AU": ("Australia/Sydney", "Australia/Adelaide"),
    "BR": ("America/Sao_Paulo", "America/Manaus", "America/Rio_Branco", "America/Noronha"),
    "CA": (
        "America/Toronto", "America/Vancouver", "America/Edmonton", "America/Winnipeg", "America/Regina",
        "America/Halifax", "America/St_Johns",
    ),
    "CY": ("Asia/Nicosia",),
    "FM": ("Pacific/Pohnpei",),
    "RU": (
        "Europe/Moscow", "Europe/Kaliningrad", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Novosibirsk",
        "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan", "Asia/Kamchatka",
    ),
    "UA": ("Europe/Kyiv",),
    "UM": ("Pacific/Wake",),
    "US": (
        "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix",
        "America/Anchorage", "Pacific/Honolulu",
    ),
}  # fmt: skip
# By law all of China is on Beijing time; Asia/Urumqi is a custom beside it, which trade does not follow.
ONE_BY_LAW = {"CN": "Asia/Shanghai"}


@cache
def rules(zone: str) -> tzinfo:
    """The rules of a zone by its exact name, e.g. `Asia/Kathmandu`, or `UTC+05:45`; raises UnknownZone."""
    if zone == "UTC":
        return UTC
    if zone.startswith("UTC"):
        return _fixed(zone)
    if zone not in _names().values():
        raise UnknownZone(zone=zone)
    with files("tzdata").joinpath("zoneinfo", *zone.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=zone)


def written_zone(written: str) -> str:
    """The exact name of a zone as people write it; raises UnknownZone.

    >>> written_zone("america/sao paulo"), written_zone("GMT+8"), written_zone("-0330")
    ('America/Sao_Paulo', 'UTC+08:00', 'UTC-03:30')
    """
    tidy = written.strip()
    if name := _names().get(tidy.casefold().replace(" ", "_")):
        return name
    if found := OFFSET.fullmatch(tidy):
        sign, hours, minutes = found.groups()
        if timedelta(hours=int(hours), minutes=int(minutes or 0)) <= FARTHEST:
            return f"UTC{sign}{int(hours):02}:{int(minutes or 0):02}"
    raise UnknownZone(zone=written)


@cache
def zones_of(country: str) -> tuple[str, ...]:
    """The zones of a country (ISO 3166 alpha-2) whose clocks differ, the main one first; none for an unknown country.

    >>> zones_of("PT"), zones_of("CN"), zones_of("XX")
    (('Europe/Lisbon', 'Atlantic/Azores'), ('Asia/Shanghai',), ())
    """
    if country in ONE_BY_LAW:
        return (ONE_BY_LAW[country],)
    listed = _listed().get(country, ())
    differing: dict[tuple[timedelta | None, ...], str] = {}
    for zone in (*KNOWN_BEST.get(country, ()), *listed):
        differing.setdefault(_year_of(zone), zone)
    return tuple(differing.values())


def same_clock(zone: str, country: str) -> str | None:
    """The zone of the country that shows the same time as `zone`; None when it has none."""
    return next((own for own in zones_of(country) if _year_of(own) == _year_of(zone)), None)


def country_of(zone: str) -> str:
    """The country in which a zone lies; "" for a distance from UTC or a zone of no country.

    >>> country_of("Asia/Shanghai"), country_of("UTC+08:00")
    ('CN', '')
    """
    return next((country for country, zones in _listed().items() if zone in zones), "")


@cache
def countries() -> frozenset[str]:
    """The countries that have a zone, as ISO 3166 alpha-2."""
    return frozenset(_listed())


@cache
def _year_of(zone: str) -> tuple[timedelta | None, ...]:
    """The zone's offsets through a year, week by week."""
    first = datetime(SAMPLED_YEAR, 1, 1, tzinfo=UTC)
    return tuple((first + timedelta(weeks=week)).astimezone(rules(zone)).utcoffset() for week in range(53))


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    text = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            table[country] = (*table.get(country, ()), zone)
    return table


@cache
def _names() -> dict[str, str]:
    names = files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    return {name.casefold(): name for name in names if name != "Factory"}


def _fixed(zone: str) -> timezone:
    found = OFFSET.fullmatch(zone)
    if not found or zone != written_zone(zone):
        raise UnknownZone(zone=zone)
    sign, hours, minutes = found.groups()
    away = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(away if sign == "+" else -away, zone)
