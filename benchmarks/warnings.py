"""How early does the warning come, and does it keep to its budget? On a real wholesaler and on made-up teams.

    python -m benchmarks.warnings [ORDERS.parquet HORIZON_DAYS …]

A file has customer_id, ordered_at, amount. Each is replayed over its last 2.5 horizons at budgets of 5, 10 and 20 %.
The made-up teams differ in rhythm, season, drift and length; their figures show whether the bar holds, nothing else.
"""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import polars as pl
from polars import col

from tradewind.retention.early_warning import caught, false_alarm_rate, judged_silences
from tradewind.retention.replay import replay

BUDGETS = (0.05, 0.10, 0.20)
FIRST_DAY = date(2018, 1, 1)


class World(NamedTuple):
    """Gaps are gamma with the own regularity; the order rate follows a season and drifts at random."""

    horizon: int = 60
    buyers: int = 700
    days: int = 730
    gap: float = 18.0
    spread: float = 0.9
    regularity: tuple[float, float] = (1.0, 5.0)
    stop: float = 0.04
    season: float = 0.3
    drift: float = 0.4
    trend: float = 0.0


WORLDS = {
    "wholesale": World(), "wholesale, 400 days": World(days=400),
    "monthly buyers": World(horizon=90, gap=35, spread=0.6, regularity=(2, 6), stop=0.06),
    "wild": World(regularity=(0.6, 1.5), season=0.5, drift=0.8), "falling": World(trend=-0.4),
    "rising": World(trend=0.5, season=0.5), "3.5 years": World(horizon=90, days=1300, gap=25),
    "grocery": World(horizon=90, buyers=1200, days=1000, gap=20, regularity=(0.7, 3), stop=0.12, spread=1.0),
    "120 buyers": World(buyers=120),
}  # fmt: skip


def made_up(world: World, seed: int) -> pl.DataFrame:
    """The orders of one made-up team."""
    chance, rows = np.random.default_rng(seed), []
    for buyer in range(world.buyers):
        on = -chance.uniform(0, 200) if chance.uniform() > 0.6 else chance.uniform(0, world.days)
        gap = world.gap * np.exp(world.spread * chance.normal())
        regular = np.exp(chance.uniform(*np.log(world.regularity)))
        stop, pace = chance.beta(1, 1 / world.stop), 0.0
        money = np.exp(6 + 1.2 * chance.normal())
        while on < world.days:
            if on >= 0:
                amount = float(money * np.exp(0.4 * chance.normal()))
                rows.append((f"c{buyer}", FIRST_DAY + timedelta(days=int(on)), amount))
            if chance.uniform() < stop:
                break
            busy = pace + world.season * np.sin(2 * np.pi * on / 365.25 + 1) + world.trend * on / 365
            step = max(chance.gamma(regular, gap / regular) * np.exp(-busy), 0.3)
            pace += world.drift * np.sqrt(step / 365) * chance.normal()
            on += step
    frame = pl.DataFrame(rows, schema=["customer_id", "ordered_on", "amount"], orient="row")
    return frame.with_columns(amount_base=col.amount)


def line(name: str, orders: pl.DataFrame, horizon: int, budget: float) -> str:
    """One replay in figures."""
    end = orders.filter(col.amount > 0)["ordered_on"].max()
    assert isinstance(end, date)
    from_on, started = end - timedelta(days=int(2.5 * horizon)), time.process_time()
    found = replay(orders, from_on, end, horizon, budget).silences
    seconds = time.process_time() - started
    judged = judged_silences(found, from_on, end, horizon).filter(col.order_days >= 2)
    left = caught(judged)
    flagged, money = left["flagged"], left["money_flagged"]
    assert isinstance(flagged, dict)
    assert isinstance(money, dict)
    shares = "".join(f"{flagged[day]:7.1%}{money[day]:7.1%}" for day in flagged)
    rates = f"{false_alarm_rate(judged):8.1%}{false_alarm_rate(judged.filter('mature')):8.1%}"
    return f"{name:24}{budget:7.0%}{rates}{left['buyers']:>6}{shares}{left['median_delay_days']!s:>7}{seconds:6.1f}"


def main() -> None:
    given = sys.argv[1:]
    print(
        f"{'':24}{'budget':>7}{'reached':>8}{'mature':>8}{'left':>6}{'by 30, money':>14}{'60':>14}{'90':>14} days CPU s"
    )
    for file, horizon in zip(given[::2], given[1::2], strict=True):
        raw = pl.read_parquet(file).drop_nulls("customer_id")
        orders = raw.with_columns(ordered_on=col.ordered_at.dt.date(), amount_base=col.amount)
        for budget in BUDGETS:
            print(line(file.rpartition("/")[2][:23], orders, int(horizon), budget), flush=True)
    for seed, (name, world) in enumerate(WORLDS.items()):
        for budget in BUDGETS:
            print(line(name, made_up(world, seed), world.horizon, budget), flush=True)


if __name__ == "__main__":
    main()
