"""When on that day? In work time of both where there is such, else when the buyer opens, at an odd hour's price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from tradewind.hours import Clock, local_time, next_open, next_working_morning, overlap
from tradewind.hours.day import work_spans

BOTH, BUYER, REP = "both", "buyer", "rep"
DAYS_AHEAD = 7  # a weekend or a holiday of one of the two is waited for
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class Placed:
    """A moment (UTC); `how` it was found: both work then, only the buyer does, or nobody knows the buyer's clock and
    the rep works; `price_min` are the minutes between it and the rep's own work time of that day, 0 within."""

    at: datetime
    how: str
    price_min: int


def place(rep: Clock, buyer: Clock | None, start: datetime) -> Placed:
    """The first good moment from `start` (aware) on, never before the rep's next work time begins.

    raises   NaiveTime, YearOutOfRange, NeverOpens

    >>> from datetime import UTC
    >>> here = Clock("Asia/Shanghai", "CN")
    >>> at = datetime(2026, 11, 25, 0, tzinfo=UTC)  # Wednesday, 8:00 in Shanghai
    >>> berlin, brazil = Clock("Europe/Berlin", "DE"), Clock("America/Sao_Paulo", "BR")
    >>> told = [place(here, buyer, at) for buyer in (berlin, brazil, None)]
    >>> [(one.at.strftime("%d %H:%M"), one.how, one.price_min) for one in told]
    [('25 08:00', 'both', 0), ('25 12:00', 'buyer', 120), ('25 01:00', 'rep', 0)]
    """
    start = next_open(rep, start)
    if buyer is None:
        return Placed(start, REP, 0)
    first = local_time(rep, start).date()
    for day in (first + timedelta(days=n) for n in range(DAYS_AHEAD)):
        for since, until in _overlap(rep, buyer, day):
            if until > start:
                return Placed(max(since, start), BOTH, 0)
    opens = next_working_morning(buyer, start)
    return Placed(opens, BUYER, price_min(rep, opens))


def price_min(rep: Clock, at: datetime) -> int:
    """Whole minutes between the moment and the rep's work time nearest to it of that local day or its neighbours; 0
    within. On a day off the hours of a workday count as if it were one: the distance is that of the clock."""
    workday = Clock(rep.zone, opens_min=rep.opens_min, closes_min=rep.closes_min, weekend=frozenset())
    day = local_time(rep, at).date()
    spans = [span for n in (-1, 0, 1) for span in work_spans(workday, day + n * DAY)]
    away = min(max(since - at, at - until, timedelta()) for since, until in spans)
    return round(away / MINUTE)


@lru_cache(maxsize=8192)
def _overlap(rep: Clock, buyer: Clock, day: date) -> tuple[tuple[datetime, datetime], ...]:
    return tuple(overlap(rep, buyer, day))
