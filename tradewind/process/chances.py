"""How likely does a programme lose money? Draws of its inputs within their ranges, and the worth of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradewind.process.programme import Programme, used_to
from tradewind.process.ranges import Range

Numbers = NDArray[np.float64]
DRAWS, MOST_DRAWS = 1_000_000, 10_000_000
STEPS = 4096  # of the table of quantiles; between them the line is straight
FINE = 1 << 16
PART = 1 << 16  # draws computed at once, so that they stay in the processor's cache
QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Chances:
    """mean, P5, P50, P95 of the NPV, and the share of draws in which it is below 0."""

    draws: int
    seed: int
    mean: float
    p5: float
    p50: float
    p95: float
    p_negative: float


def chances(programme: Programme, ranges: Mapping[str, Range], draws: int = DRAWS, seed: int = 0) -> Chances:
    """The spread of the NPV when each input with a range is drawn from it, independently of the others.

    draws   1 to 10 million; the same seed gives the same draws
    """
    dice = np.random.default_rng(seed)
    tables = {field: quantile_table(one) for field, one in ranges.items() if not one.is_known}
    worth = np.empty(draws)
    for start in range(0, draws, PART):
        size = min(PART, draws - start)
        drawn = {field: looked_up(table, dice.random(size)) for field, table in tables.items()}
        worth[start : start + size] = worth_of(programme, drawn)
    p5, p50, p95 = np.quantile(worth, QUANTILES)
    return Chances(draws, seed, float(worth.mean()), float(p5), float(p50), float(p95), float((worth < 0).mean()))


def quantile_table(one: Range) -> Numbers:
    """The values below which 0, 1/4096, … 1 of the range's probability lies; the density is summed in fine steps."""
    alpha, beta = one.shape
    places = (np.arange(FINE) + 0.5) / FINE
    density = places ** (alpha - 1) * (1 - places) ** (beta - 1)
    below = np.concatenate(([0.0], np.cumsum(density) / density.sum()))
    shares = np.interp(np.linspace(0, 1, STEPS + 1), below, np.linspace(0, 1, FINE + 1))
    found: Numbers = one.low + (one.high - one.low) * shares
    return found


def looked_up(table: Numbers, shares: Numbers) -> Numbers:
    """The quantiles of `shares` in [0, 1)."""
    at = shares * STEPS
    step = at.astype(np.int32)
    low = table[step]
    found: Numbers = low + (at - step) * (table[step + 1] - low)
    return found


def worth_of(programme: Programme, drawn: Mapping[str, Numbers]) -> Numbers | float:
    """NPV = u·g·B·b - (PV(I) + T + m·I·a + side by side + p·L/(1 + r)) for many values of the drawn inputs at once."""
    value: Any = {field: drawn.get(field, getattr(programme, field)) for field in Programme.__dataclass_fields__}
    factor = 1 / (1 + value["rate"])
    years = value["years"]
    longest = int(np.max(years))
    upkeep: Any = 0.0
    gained: Any = 0.0
    beside: Any = 0.0
    discount: Any = 1.0
    for year in range(1, longest + 1):
        discount = discount * factor
        lasts = discount * np.clip(np.rint(years) - year + 1, 0, 1) if "years" in drawn else discount
        upkeep = upkeep + lasts
        gained = gained + lasts * _used_to(value["ramp_months"], year)
        beside = beside + lasts * np.clip(value["overlap_months"] - (year - 1) * 12, 0, 12)
    paid = sum(share * factor**at for at, share in programme.instalments)
    costs = value["investment"] * (paid + value["maintenance"] * upkeep) + value["training"]
    costs = costs + beside * value["overlap_cost"] + value["interruption"] * value["loss"] * factor
    found: Numbers | float = value["realised"] * value["gain"] * value["base"] * gained - costs
    return found


def _used_to(months: Any, year: int) -> Any:
    """`programme.used_to` for many lengths at once."""
    if not isinstance(months, np.ndarray):
        return used_to(months, year)
    safe = np.maximum(months, 1e-9)
    now, before = (np.minimum(safe, until) for until in (year * 12, year * 12 - 12))
    grown = (now**2 - before**2) / (2 * safe) + 12 - now + before
    return grown / 12
