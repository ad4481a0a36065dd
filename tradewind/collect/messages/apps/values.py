"""Values in records that may be anything: taken where they are what they should be."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from tradewind.collect.messages.apps.records import Record

EPOCH = datetime.fromtimestamp(0, UTC).replace(tzinfo=None)
LAST_S = 4_102_444_800  # the year 2100
MS, US, NS = 10**11, 10**14, 10**17
NUMBERS = int | float | Decimal


class Clock(NamedTuple):
    """When something was said: the clock as written, UTC, minutes east of UTC; None for what is not known."""

    at: datetime | None = None
    utc: datetime | None = None
    offset_min: int | None = None


def moment(value: object) -> datetime | None:
    """UTC of seconds, milliseconds, microseconds or nanoseconds since 1970, as number or text, told by their size.

    >>> moment("1709596800"), moment(1709596800000)
    (datetime.datetime(2024, 3, 5, 0, 0), datetime.datetime(2024, 3, 5, 0, 0))
    """
    if isinstance(value, bool) or not isinstance(value, NUMBERS | str):
        return None
    try:
        number = Decimal(value)
        us = int(number * 10**6 / _scale(number)) if 0 < number < LAST_S * 10**9 else 0
    except (ValueError, ArithmeticError):
        return None
    return EPOCH + timedelta(microseconds=us) if 0 < us < LAST_S * 10**6 else None


def _scale(number: Decimal) -> int:
    """How many of its units a second has."""
    return next((10**power for power, least in ((9, NS), (6, US), (3, MS)) if number >= least), 1)


def epoch(value: object) -> Clock:
    """The clock of a source that has only the seconds since 1970: it is UTC."""
    utc = moment(value)
    return Clock(utc, utc)


def written(value: object) -> Clock:
    """The clock of an ISO time with or without a zone."""
    try:
        at = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
        if at is None or not 1970 <= at.year < 2100:
            return Clock()
        offset = at.utcoffset()
        if offset is None:
            return Clock(at)
        utc = at.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return Clock()
    return Clock(at.replace(tzinfo=None), utc, round(offset.total_seconds() / 60))


def text(value: object) -> str:
    """The value where it is text or a number, else nothing; without NUL."""
    if isinstance(value, str):
        return value.replace("\0", "") if "\0" in value else value
    return str(value) if isinstance(value, NUMBERS) and not isinstance(value, bool) else ""


def line(value: object) -> str:
    """The same on one line: names and ids."""
    return " ".join(text(value).split())


def record(value: object) -> Record:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def many(value: object) -> list[Any]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def file_name(value: object) -> str:
    """A name or address of a file without its folder."""
    return line(value).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


def object_in(value: object) -> Record:
    """An object that is written as text inside another one, as some services send it."""
    try:
        return record(json.loads(value)) if isinstance(value, str) else record(value)
    except (ValueError, RecursionError):
        return {}
