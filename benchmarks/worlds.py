"""Made-up order histories of many rhythms: to teach the shipped prior, and to try models where no real data may go.

Each buyer has an own mean gap, regularity and life; a world may have a season, a drift of the buyers' pace, or a fixed
calendar on whose days alone buyers order. Nothing of it is taken from real data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from polars import col

BEGIN = date(2020, 1, 1)


@dataclass(frozen=True)
class World:
    """buyers over so many days. gap_days and its spread (of the logarithm); regularity 1 is chance, more is steadier;
    life_days the median time a buyer stays (null: for good); season and drift of the log-pace; calendar_days between
    the only days on which anyone orders, of which each buyer skips a share."""

    buyers: int
    days: int
    gap_days: float
    gap_spread: float = 0.8
    regularity: float = 1.0
    life_days: float | None = None
    season: float = 0.0
    drift: float = 0.0
    calendar_days: int | None = None
    skipped: float = 0.05


WORLDS = {
    "wholesale": (World(1500, 740, 75, 0.8, 1.0, 700, season=0.5, drift=0.5), (90, 180)),
    "invoices": (World(700, 800, 25, 1.1, 1.3, 1200, season=0.3, drift=1.0), (60, 90)),
    "apparel": (World(800, 1500, 160, 0.8, 1.0, 350, season=0.4), (180, 365)),
    "supermarket": (World(900, 500, 9, 0.9, 0.9, 3000, drift=0.8), (30, 60)),
    "four_months": (World(2000, 120, 28, 0.9, 0.8, 600), (30,)),
    "clockwork": (World(300, 1000, 40, 0.5, 10.0, 700), (30, 90)),
    "quarterly": (World(500, 1460, 91, calendar_days=91, life_days=900), (91, 182)),
    "cohort": (World(2000, 540, 90, 1.2, 0.9, 120), (90, 180)),
    "few": (World(90, 870, 140, 0.5, 1.5, 1500, season=0.3), (90, 180)),
}


def order_history(world: World, seed: int) -> pl.DataFrame:
    """Orders of the world: customer_id, ordered_on, amount, amount_base."""
    draw = np.random.default_rng(seed)
    rows = [row for n in range(world.buyers) for row in orders_of_one(world, f"b{n:05}", draw)]
    days = pl.DataFrame(rows, schema=["customer_id", "day", "amount"], orient="row")
    on = (pl.lit(BEGIN) + pl.duration(days=col.day)).cast(pl.Date)
    return days.select("customer_id", ordered_on=on, amount=col.amount, amount_base=col.amount)


def orders_of_one(world: World, name: str, draw: np.random.Generator) -> Iterator[tuple[str, int, float]]:
    """One buyer's orders."""
    usual = 500 * float(np.exp(draw.normal()))
    for day in days_of_one(world, draw):
        yield name, day, usual * float(np.exp(draw.normal() / 2))


def days_of_one(world: World, draw: np.random.Generator) -> Iterator[int]:
    """The days since BEGIN on which one buyer orders."""
    joined = draw.uniform(0, 0.7 * world.days if draw.random() < 0.6 else min(world.gap_days, world.days / 3))
    life = np.inf if world.life_days is None else world.life_days * np.exp(draw.normal())
    end = min(joined + life, world.days)
    if world.calendar_days:
        begin = int(np.ceil(joined / world.calendar_days)) * world.calendar_days
        yield from (day for day in range(begin, int(end), world.calendar_days) if draw.random() > world.skipped)
        return
    gap, steady = (
        world.gap_days * np.exp(draw.normal() * world.gap_spread),
        world.regularity * np.exp(draw.normal() / 2),
    )
    swing, pace, day = world.season * draw.uniform(0.3, 1.2), 0.0, joined
    while day < end:
        yield int(day)
        wait = draw.gamma(steady, 1 / steady) * gap
        pace += draw.normal() * world.drift * np.sqrt(min(wait, 400) / 365)
        day += max(wait / np.exp(pace + swing * np.cos(2 * np.pi * (day - 320) / 365)), 0.02)


def last_day(world: World) -> date:
    """The last day of the world."""
    return BEGIN + timedelta(days=world.days - 1)
