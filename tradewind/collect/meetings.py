"""When is somebody busy? The meetings of a calendar file (.ics, RFC 5545) as moments, and nothing else of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from tradewind.errors import CalendarNotRead
from tradewind.hours.zones import rules

Span = tuple[datetime, datetime]  # from, until, both UTC
MOST_MB, MOST_MEETINGS, MOST_OF_ONE = 2, 2_000, 400
LONGEST = timedelta(days=1)  # what lasts longer is a day off or a note, and no meeting
OFTEN = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
FINER = ("BYHOUR", "BYMINUTE", "BYSECOND")
OLDEST = datetime(1990, 1, 1, tzinfo=UTC)


def meetings(data: bytes, file: str, zone: str, since: datetime, until: datetime) -> list[Span]:
    """The meetings that begin between two moments (aware), in order, each once; up to 2,000.

    zone     of times that name none
    raises   CalendarNotRead
    """
    events, moved = list(_events(data, file)), set()
    for event in events:
        if isinstance(at := _value(event, "RECURRENCE-ID"), datetime):
            moved.add((str(event.get("UID")), _moment(at, zone)))
    found: set[Span] = set()
    for event in events:
        for begins, ends in _spans(event, zone, since, until):
            is_moved = event.get("RECURRENCE-ID") is None and (str(event.get("UID")), begins) in moved
            if since <= begins < until and not is_moved:
                found.add((begins, ends))
    return sorted(found)[:MOST_MEETINGS]


def _events(data: bytes, file: str) -> Iterator[Any]:
    """The events that keep somebody busy."""
    if len(data) > MOST_MB * 1_000_000:
        raise CalendarNotRead(file=file, why=f"{len(data) / 1e6:.1f} MB", most_mb=MOST_MB)
    from icalendar import Calendar

    try:
        known = Calendar.from_ical(data)
    except Exception as error:
        raise CalendarNotRead(file=file, why=str(error)[:80] or type(error).__name__, most_mb=MOST_MB) from error
    if not isinstance(known, Calendar):
        raise CalendarNotRead(file=file, why="VCALENDAR?", most_mb=MOST_MB)
    for event in known.walk("VEVENT"):
        is_free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
        is_off = str(event.get("STATUS", "")).upper() == "CANCELLED"
        if not is_free and not is_off and isinstance(_value(event, "DTSTART"), datetime):
            yield event


def _spans(event: Any, zone: str, since: datetime, until: datetime) -> Iterator[Span]:
    start = _value(event, "DTSTART")
    begins = _moment(start, zone) if isinstance(start, datetime) else None
    lasts = _lasts(event, begins, zone)
    if not isinstance(start, datetime) or begins is None or lasts is None or begins < OLDEST:
        return
    yield begins, begins + lasts
    rule = event.get("RRULE")
    if rule is None or isinstance(rule, list) or str(rule.get("FREQ", [""])[0]).upper() not in OFTEN:
        return
    if any(name in rule for name in FINER):
        return
    left_out = set(_left_out(event, zone))
    for at in _again(start, rule.to_ical().decode(), zone, since, until):
        if at not in left_out:
            yield at, at + lasts


def _again(start: datetime, rule: str, zone: str, since: datetime, until: datetime) -> Iterator[datetime]:
    """The moments at which it comes again, by the clock of the zone in which it was written."""
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

    local = start if start.tzinfo else start.replace(tzinfo=rules(zone))
    try:
        every = rrulestr(rule, dtstart=local)
        for at in islice(every.xafter(since - LONGEST, inc=True), MOST_OF_ONE):
            if at >= until:
                return
            yield at.astimezone(UTC)
    except (ValueError, OverflowError, TypeError):  # a rule that is none: the first time stands
        return


def _left_out(event: Any, zone: str) -> Iterator[datetime]:
    said = event.get("EXDATE")
    for one in said if isinstance(said, list) else [said] if said is not None else []:
        for entry in getattr(one, "dts", []):
            if isinstance(entry.dt, datetime) and (at := _moment(entry.dt, zone)):
                yield at


def _lasts(event: Any, begins: datetime | None, zone: str) -> timedelta | None:
    """How long it is; None for what is no meeting."""
    if begins is None:
        return None
    ends, length = _value(event, "DTEND"), _value(event, "DURATION")
    until = _moment(ends, zone) if isinstance(ends, datetime) else None
    lasts = until - begins if until else length if isinstance(length, timedelta) else None
    return lasts if lasts and timedelta() < lasts <= LONGEST else None


def _value(event: Any, name: str) -> object:
    try:
        return getattr(event.get(name), "dt", None)
    except (ValueError, TypeError):
        return None


def _moment(at: datetime, zone: str) -> datetime | None:
    try:
        return (at if at.tzinfo else at.replace(tzinfo=rules(zone))).astimezone(UTC)
    except (OverflowError, ValueError):
        return None
