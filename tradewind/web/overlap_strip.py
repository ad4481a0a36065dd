"""The 24 hours of a day on the desk's clock: one's own windows above the office hours of the buyers who wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tradewind.desk.clock_told import city
from tradewind.desk.clocks import BuyersClock
from tradewind.desk.models import ReadingPlan
from tradewind.desk.overlap import overlap_of
from tradewind.web.numbers import reader

LEFT, HOUR, LINE, TOP = 120.0, 25.0, 20.0, 18.0
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One line of the strip: whose, at which height, and its bars as (from, length) in the drawing."""

    name: str
    top: float
    bars: list[tuple[float, float]]

    @property
    def below(self) -> float:
        """The foot of its name."""
        return self.top + 11


@dataclass(frozen=True)
class Strip:
    """The drawing: `ours` first, then a line per zone, and where now is."""

    ours: Line
    zones: list[Line]
    now: float
    hours: list[tuple[float, int]]
    height: float
    width: float = LEFT + 24 * HOUR + 10


def overlap_strip(plan: ReadingPlan, known: Iterable[BuyersClock], now: datetime) -> Strip:
    """The strip of the day of `now`."""
    day = overlap_of(plan, known, now)
    lines = [
        Line(city(zone, str(reader())), TOP + LINE * number, _bars(spans, day.midnight))
        for number, (zone, spans) in enumerate(day.zones, 1)
    ]
    hours = [(LEFT + HOUR * hour, hour) for hour in range(0, 25, 3)]
    height = TOP + LINE * (len(lines) + 1) + 4
    return Strip(Line("", TOP, _bars(day.windows, day.midnight)), lines, _x(day.midnight, now), hours, height)


def _bars(spans: Iterable[tuple[datetime, datetime]], midnight: datetime) -> list[tuple[float, float]]:
    inside = [(max(since, midnight), min(until, midnight + DAY)) for since, until in spans]
    places = [(_x(midnight, since), _x(midnight, until)) for since, until in inside if since < until]
    return [(left, round(right - left, 1)) for left, right in places]


def _x(midnight: datetime, at: datetime) -> float:
    return round(LEFT + HOUR * ((at - midnight) / timedelta(hours=1)), 1)
