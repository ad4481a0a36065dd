"""Made-up order histories to judge on, of rhythms that real teams have; none of them teaches the shipped prior.

They are made otherwise than the teachers in `worlds.py`: buyers leave by an own hazard or after an own order, a team
may have begun long before its file, buy by the calendar's quarters, grow, shrink, or close at weekends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from polars import col

BEGIN = date(2021, 1, 4)  # a Monday
LONG_BEFORE_DAYS = 900


@dataclass(frozen=True)
class Rhythm:
    """buyers over so many days, judged at these horizons.

    gap_days, spread   median of the buyers' mean gaps, and the standard deviation of its logarithm
    regular            least and most Erlang shape of the gaps; 1 is chance
    joined             cohort (within 90 days of the begin), steady, before (half of them long before the file),
                       growing (later ones more)
    leaves             median of the chance that an order was the last, log-normal over buyers; 0 for a hazard instead
    hazard_days        median life, log-normal with `life_spread`
    season, drift      of the log-pace: amplitude of the year, deviation of a year's random walk
    trend              of the log-pace by year, the same for all
    shock              a day on which every buyer's log-pace falls by one
    quarter            buys by the calendar's quarter: first (on its first day), any (on any day of it), or not
    skips              mean share of quarters that a buyer skips
    weekdays           no order on Saturday and Sunday
    once               share of the buyers who order once and are never seen again
    """

    buyers: int
    days: int
    horizons: tuple[int, ...]
    gap_days: float
    spread: float = 0.8
    regular: tuple[float, float] = (1.0, 1.5)
    joined: str = "steady"
    leaves: float = 0.0
    hazard_days: float = 3_000.0
    life_spread: float = 1.0
    season: float = 0.0
    drift: float = 0.0
    trend: float = 0.0
    shock: int | None = None
    quarter: str = ""
    skips: float = 0.05
    weekdays: bool = False
    once: float = 0.0


RHYTHMS = {
    "quarters, first day": Rhythm(420, 1095, (91, 182), 91, joined="cohort", hazard_days=900, quarter="first"),
    "quarters, any day": Rhythm(420, 1095, (91, 182), 91, joined="cohort", hazard_days=900, quarter="any", skips=0.1),
    "quarters, skipping": Rhythm(420, 1460, (91, 182), 91, hazard_days=1200, quarter="any", skips=0.25),
    "invoices": Rhythm(750, 900, (60, 90), 20, 1.2, (0.6, 2.5), hazard_days=900, drift=0.9, season=0.15,
        weekdays=True),
    "invoices, begun before": Rhythm(900, 600, (60, 90), 20, 1.2, (0.7, 3.0), "before", hazard_days=1200, drift=0.7,
        weekdays=True),
    "invoices, a shock": Rhythm(700, 800, (60,), 18, 1.1, (0.8, 2.0), hazard_days=1000, drift=0.5, shock=660,
        weekdays=True),
    "grocery, cohort": Rhythm(1500, 730, (90, 180), 24, 0.9, (0.8, 3.0), "cohort", leaves=0.06, drift=0.5),
    "grocery, year": Rhythm(1200, 365, (30,), 8, 0.8, (0.7, 2.5), "before", hazard_days=3000, drift=0.8),
    "apparel": Rhythm(600, 1900, (180, 365), 120, 0.9, (0.7, 1.2), "cohort", leaves=0.12, season=0.3),
    "four months": Rhythm(3000, 120, (30,), 24, 0.9, (0.7, 1.3), hazard_days=300),
    "six months": Rhythm(600, 182, (30, 60), 25, 0.8, (1.0, 3.0), "before", hazard_days=500),
    "gamma 2": Rhythm(500, 730, (60,), 40, 0.6, (2, 2.01), hazard_days=600),
    "gamma 4": Rhythm(500, 730, (60,), 40, 0.6, (4, 4.01), hazard_days=600),
    "gamma 8": Rhythm(500, 730, (60, 180), 40, 0.6, (8, 8.01), hazard_days=600),
    "wholesale, season": Rhythm(1500, 740, (90, 180), 60, 0.9, (0.7, 1.5), season=0.7, hazard_days=600, once=0.2),
    "wholesale, begun before": Rhythm(1200, 740, (90,), 55, 0.9, (0.8, 2.0), "before", season=0.3, drift=0.5,
        hazard_days=900),
    "growing": Rhythm(1200, 900, (90,), 45, 0.9, (0.8, 2.0), "growing", hazard_days=500, once=0.3),
    "shrinking": Rhythm(800, 900, (90,), 40, 0.8, (0.8, 2.0), "before", trend=-0.6, hazard_days=700),
    "rising": Rhythm(800, 900, (90,), 60, 0.8, (0.8, 2.0), trend=0.6, hazard_days=900),
    "music, cohort": Rhythm(2300, 545, (90, 180), 70, 1.1, (0.6, 1.2), "cohort", leaves=0.2, once=0.3),
    "90 buyers": Rhythm(90, 800, (90,), 50, 0.7, (1.0, 4.0), "before", hazard_days=900),
    "30 buyers": Rhythm(30, 800, (90,), 50, 0.7, (1.0, 4.0), "before", hazard_days=900),
}  # fmt: skip


def orders_of(rhythm: Rhythm, seed: int) -> pl.DataFrame:
    """Orders of the team: customer_id, ordered_on, amount, amount_base."""
    draw = np.random.default_rng([seed, 20261125])
    rows = [row for n in range(rhythm.buyers) for row in of_one(rhythm, f"r{n:05}", draw)]
    days = pl.DataFrame(rows, schema=["customer_id", "day", "amount"], orient="row")
    on = (pl.lit(BEGIN) + pl.duration(days=col.day)).cast(pl.Date)
    return days.select("customer_id", ordered_on=on, amount=col.amount, amount_base=col.amount)


def of_one(rhythm: Rhythm, name: str, draw: np.random.Generator) -> Iterator[tuple[str, int, float]]:
    """One buyer's orders that the file holds."""
    usual = float(np.exp(6 + 1.1 * draw.normal()))
    days = by_quarter(rhythm, draw) if rhythm.quarter else by_gap(rhythm, draw)
    for day in days:
        if 0 <= day < rhythm.days:
            yield name, day, usual * float(np.exp(0.4 * draw.normal()))


def joins(rhythm: Rhythm, draw: np.random.Generator) -> float:
    """The day of the first order, before 0 where the team began before its file."""
    share = float(draw.random())
    if rhythm.joined == "cohort":
        return 90 * share
    if rhythm.joined == "growing":
        return float(np.sqrt(share)) * rhythm.days
    if rhythm.joined == "before" and draw.random() < 0.6:
        return -LONG_BEFORE_DAYS * share
    return rhythm.days * share


def life(rhythm: Rhythm, draw: np.random.Generator) -> float:
    """How long a buyer stays at most, in days; the log-normal gives a hazard that falls with time."""
    return rhythm.hazard_days * float(np.exp(rhythm.life_spread * draw.normal()))


def by_quarter(rhythm: Rhythm, draw: np.random.Generator) -> Iterator[int]:
    """Once a quarter of the calendar, but for those skipped."""
    begin = joins(rhythm, draw)
    end, skips = begin + life(rhythm, draw), draw.beta(0.4, 0.4 / rhythm.skips - 0.4)
    for quarter in range(rhythm.days // 91 + 1):
        month = 3 * quarter
        first = (date(BEGIN.year + month // 12, month % 12 + 1, 1) - BEGIN).days
        day = max(first, 0) + (int(draw.integers(0, 90)) if rhythm.quarter == "any" else 0)
        if begin - 91 < first and day < end and draw.random() > skips:
            yield day


def by_gap(rhythm: Rhythm, draw: np.random.Generator) -> Iterator[int]:
    """One order after another, at an own pace that season, drift, trend and a shock change."""
    on = joins(rhythm, draw)
    end = on + life(rhythm, draw)
    gap = rhythm.gap_days * float(np.exp(rhythm.spread * draw.normal()))
    shape = float(np.exp(draw.uniform(*np.log(rhythm.regular))))
    leaves = min(rhythm.leaves * float(np.exp(0.9 * draw.normal())), 0.95)
    if draw.random() < rhythm.once:
        leaves = 1.0
    pace = 0.0
    while on < min(end, rhythm.days):
        yield monday_if_closed(int(np.floor(on))) if rhythm.weekdays else int(np.floor(on))
        if draw.random() < leaves:
            return
        shocked = 1.0 if rhythm.shock is not None and on >= rhythm.shock else 0.0
        busy = pace + rhythm.season * np.sin(2 * np.pi * on / 365.25 + 1) + rhythm.trend * on / 365 - shocked
        wait = max(draw.gamma(shape, gap / shape) * np.exp(-busy), 0.5)
        pace += rhythm.drift * np.sqrt(min(wait, 400) / 365) * draw.normal()
        on += wait


def monday_if_closed(day: int) -> int:
    """The Monday after a day of the weekend; BEGIN is a Monday."""
    return day + 7 - day % 7 if day % 7 >= 5 else day
