"""When the office opens next, and when two offices work at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from tradewind.errors import NeverOpens
from tradewind.hours.clock import Clock, aware, local_time
from tradewind.hours.day import REACH, Span, work_spans

DAY = timedelta(days=1)
LONGEST_CLOSED_DAYS = 400


def next_open(clock: Clock, start: datetime) -> datetime:
    """The first moment (UTC), not before `start`, at which it is work time there: `start` itself when it is.

    raises   NaiveTime, YearOutOfRange; NeverOpens when own closed days leave none for over a year

    >>> next_open(Clock("Asia/Riyadh", "SA"), datetime(2026, 11, 5, 16, tzinfo=UTC)).isoformat()  # Thursday evening
    '2026-11-08T06:00:00+00:00'
    """
    moment = aware(start)
    for since, until in _spans_from(clock, moment):
        if until > moment:
            return max(since, moment)
    raise NeverOpens(days=LONGEST_CLOSED_DAYS)


def next_working_morning(clock: Clock, start: datetime) -> datetime:
    """The next moment (UTC), not before `start`, at which a working day there begins. Raises as `next_open`."""
    moment = aware(start)
    opened: date | None = None
    for since, _ in _spans_from(clock, moment):
        day = local_time(clock, since).date()
        if since >= moment and day != opened:
            return since
        opened = day
    raise NeverOpens(days=LONGEST_CLOSED_DAYS)


def overlap(rep: Clock, buyer: Clock, day: date) -> list[Span]:
    """The moments (UTC) of the rep's local `day` that are work time for both, as (from, until), in order."""
    both = []
    for since, until in work_spans(rep, day):
        for days in (-1, 0, 1):
            for begins, ends in work_spans(buyer, day + days * DAY):
                start, end = max(since, begins), min(until, ends)
                if start < end:
                    both.append((start, end))
    return sorted(both)


def _spans_from(clock: Clock, moment: datetime) -> Iterator[Span]:
    """Work time in order of time, from the day before the local day of `moment` on.

    A zone that turns back over midnight shows the end of a day after the begin of the next, so spans wait until no
    later day can come before them.
    """
    day = local_time(clock, moment).date() - DAY
    waiting: list[Span] = []
    for _ in range(LONGEST_CLOSED_DAYS):
        waiting = sorted([*waiting, *work_spans(clock, day)])
        day += DAY
        bound = datetime.combine(day, time(), UTC) - REACH
        yield from (span for span in waiting if span[0] < bound)
        waiting = [span for span in waiting if span[0] >= bound]
