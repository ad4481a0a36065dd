"""Lengths of time in somebody's business minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

from tradewind.hours.clock import Clock, aware, local_time
from tradewind.hours.day import work_spans
from tradewind.hours.opening import next_open

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def business_minutes_between(clock: Clock, start: datetime, end: datetime) -> float:
    """How many minutes of work time lie between two moments; below 0 when `end` is before `start`.

    Sums add up: from a to b and from b to c are from a to c. Raises NaiveTime, YearOutOfRange.
    """
    if aware(end) < aware(start):
        return -business_minutes_between(clock, end, start)
    since, until = aware(start), aware(end)
    day, last = local_time(clock, since).date() - DAY, local_time(clock, until).date() + DAY
    worked = timedelta()
    while day <= last:
        for begins, ends in work_spans(clock, day):
            worked += max(min(ends, until) - max(begins, since), timedelta())
        day += DAY
    return worked / MINUTE


def business_deadline(clock: Clock, start: datetime, minutes: float) -> datetime:
    """The first moment (UTC) by which `minutes` (0 or more) of work time have passed since `start`.

    raises   NaiveTime, YearOutOfRange; NeverOpens as `next_open`

    >>> from datetime import UTC
    >>> friday = datetime(2026, 11, 20, 21, tzinfo=UTC)  # 16:00 in New York, two hours before the office closes
    >>> business_deadline(Clock("America/New_York", "US"), friday, 180).isoformat()  # Monday 10:00
    '2026-11-23T15:00:00+00:00'
    """
    at, left = aware(start), timedelta(minutes=minutes)
    while left > timedelta():
        at = next_open(clock, at)
        until = _closes(clock, at)
        if until - at >= left:
            return at + left
        left -= until - at
        at = until
    return at


def _closes(clock: Clock, at: datetime) -> datetime:
    """The end of the work time that contains the moment."""
    spans = work_spans(clock, local_time(clock, at).date())
    return next(ends for begins, ends in spans if begins <= at < ends)
