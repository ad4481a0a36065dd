"""A person's windows of a day beside the office hours of buyers, zone by zone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tradewind.desk.clocks import BuyersClock, desk_clock
from tradewind.desk.models import ReadingPlan
from tradewind.desk.windows import Span, meetings_of, spans_on
from tradewind.hours import Clock, local_time
from tradewind.hours.day import work_spans

MOST_ZONES = 6
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Overlap:
    """The local day that begins at `midnight` on the desk's clock: one's windows, and the office hours of the zones in
    which most of the buyers are, as moments; a zone's may begin before the day and end after it."""

    midnight: datetime
    windows: list[Span]
    zones: list[tuple[str, list[Span]]]


def overlap_of(plan: ReadingPlan, known: Iterable[BuyersClock], now: datetime) -> Overlap:
    """The day of `now` (aware). One query, none where no window was chosen."""
    clock = desk_clock()
    midnight = datetime.combine(local_time(clock, now).date(), time(), clock.rules)
    counted: dict[str, list[Clock]] = {}
    for one in known:
        if one.clock:
            counted.setdefault(one.clock.zone, []).append(one.clock)
    often = sorted(counted, key=lambda zone: (-len(counted[zone]), zone))[:MOST_ZONES]
    busy = meetings_of(plan, midnight, midnight + DAY) if plan.windows else []
    windows = spans_on(plan, clock, midnight.date(), busy)
    return Overlap(midnight, windows, [(zone, _office(counted[zone][0], midnight)) for zone in often])


def _office(clock: Clock, midnight: datetime) -> list[Span]:
    day = local_time(clock, midnight).date()
    return [span for n in (-1, 0, 1, 2) for span in work_spans(clock, day + n * DAY)]
