"""The work time of one local day as moments, right also on days that lose or repeat an hour, or do not exist."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from tradewind.hours.clock import Clock, day_closed
from tradewind.hours.zones import rules

Span = tuple[datetime, datetime]  # from, until (not included), both UTC
REACH = timedelta(hours=16)  # farther from UTC than any zone was
STEP = timedelta(hours=8)
SECOND = timedelta(seconds=1)


def work_spans(clock: Clock, day: date) -> list[Span]:
    """When the office works on its local `day`, in order: one span, none, or two around an hour that comes twice."""
    if day_closed(clock, day):
        return []
    midnight = datetime.combine(day, time(), UTC)
    opens, closes = (midnight + timedelta(minutes=minutes) for minutes in (clock.opens_min, clock.closes_min))
    spans: list[Span] = []
    for since, until, offset in steady(clock.zone, day):
        start, end = max(opens - offset, since), min(closes - offset, until)
        if start >= end:
            continue
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


@lru_cache(maxsize=8192)
def steady(zone: str, day: date) -> tuple[tuple[datetime, datetime, timedelta], ...]:
    """The stretches around a local day in which the zone keeps one offset, as (from, until, offset), in order."""
    midnight = datetime.combine(day, time(), UTC)
    since, last = midnight - REACH, midnight + timedelta(days=1) + REACH
    found = []
    at = since
    while at < last:
        after = min(at + STEP, last)
        if _offset(zone, after) != _offset(zone, at):
            turn = _turn(zone, at, after)
            found.append((since, turn, _offset(zone, at)))
            since = turn
        at = after
    return (*found, (since, last, _offset(zone, last)))


def _turn(zone: str, before: datetime, after: datetime) -> datetime:
    """The first second at which the offset is no longer that of `before`."""
    old = _offset(zone, before)
    low, high = 0, round((after - before) / SECOND)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, before + middle * SECOND) == old else (low, middle)
    return before + high * SECOND


def _offset(zone: str, at: datetime) -> timedelta:
    return at.astimezone(rules(zone)).utcoffset() or timedelta()
