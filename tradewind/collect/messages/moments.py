"""Times of messages in a column of a table, as people's programs write them: ISO, epoch, or a date in an open order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tradewind.collect.messages.dated import date_in
from tradewind.collect.messages.day_orders import Dated, Question, goes_back, order_of
from tradewind.collect.messages.form import Asked
from tradewind.collect.messages.grammar import ambiguous
from tradewind.collect.messages.header import BEFORE, BETWEEN, CLOCK, DATE, HALF, SECOND
from tradewind.collect.messages.times_of_day import clock_of

ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*")
WRITTEN = re.compile(rf"{DATE}(?:[T\s]?{BETWEEN}(?P<time>{BEFORE}{CLOCK}(?:{SECOND})?(?:[\s_]*{HALF})?))?(?:\.\d+)?\s*")
EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\d{3})?(?:\.\d+)?")
FIRST_S, LAST_S = 631_152_000, 4_102_444_800  # 1990 to 2100


@dataclass(frozen=True)
class Moment:
    """When a message was sent; the names are those of `Message`."""

    sent_at: datetime
    sent_at_utc: datetime | None = None
    utc_offset_min: int | None = None


def moment(cell: object, order: str) -> Moment | None:
    """The moment in a cell, None where it is none. An epoch is read as UTC.

    >>> moment("2024-03-05T08:07:00+08:00", "dmy").utc_offset_min
    480
    """
    if isinstance(cell, datetime):
        return Moment(cell.replace(tzinfo=None))
    if isinstance(cell, date):
        return Moment(datetime(cell.year, cell.month, cell.day))  # noqa: DTZ001  as written
    text = f"{cell:.6f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell).strip()
    if EPOCH.fullmatch(text):
        return _epoch(text)
    if ISO.fullmatch(text):
        return _iso(text)
    found = WRITTEN.fullmatch(text)
    day = date_in(order, found["date"]) if found else None
    clock = clock_of(found["time"]) if found and found["time"] else (0, False)
    if day is None or clock is None:
        return None
    return Moment(datetime(day.year, day.month, day.day) + timedelta(seconds=clock[0]))  # noqa: DTZ001  as written


def order_in(cells: Iterable[tuple[int, object]], asked: Asked, file: str) -> str:
    """The order of day, month and year in a column of (row, cell).

    raises   AmbiguousMessageDates where two remain and nobody said
    """
    if asked.dates != "auto":
        return asked.dates
    dates = [one for row, cell in cells if (one := _open(row, cell))]
    told = _told(dates)
    if isinstance(told, Question):
        raise ambiguous(told, file)
    return told


def _told(dates: Sequence[Dated]) -> str | Question:
    """By their order in time, where the rows have one; else by what is no date."""
    for rows in (dates, dates[::-1]):
        told = order_of(rows)
        if isinstance(told, str) and _rises(rows, told):
            return told
    return order_of(dates, in_time=False)


def _rises(dates: Sequence[Dated], order: str) -> bool:
    last_s = 0
    for one in dates:
        day = date_in(order, one.date)
        at_s = day.toordinal() * 86_400 + one.clock_s if day else last_s
        if goes_back(at_s, last_s):
            return False
        last_s = max(last_s, at_s)
    return True


def _open(row: int, cell: object) -> Dated | None:
    if not isinstance(cell, str) or ISO.fullmatch(cell.strip()) or EPOCH.fullmatch(cell.strip()):
        return None
    found = WRITTEN.fullmatch(cell.strip())
    clock = clock_of(found["time"]) if found and found["time"] else (0, False)
    return Dated(row, found["date"], clock[0]) if found and clock else None


def _epoch(text: str) -> Moment | None:
    whole = text.split(".")[0]
    seconds = float(text) / 10 ** (len(whole) - 10)
    if not FIRST_S <= seconds <= LAST_S:
        return None
    at = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    return Moment(at, at, 0)


def _iso(text: str) -> Moment | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    wall, offset = at.replace(tzinfo=None), at.utcoffset()
    if offset is None:
        return Moment(wall)
    return Moment(wall, wall - offset, round(offset.total_seconds() / 60))
