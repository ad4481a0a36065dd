"""Made-up panels whose truth is known."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import strategies as st

from tradewind.adoption.panel import Floats, Panel, panel


def rows_of(outcome: Floats, first: list[float]) -> pl.DataFrame:
    """One row per unit and period; periods are 1, 2, …, `first` the first one with the tool, 0 for never."""
    units, periods = outcome.shape
    return pl.DataFrame(
        {
            "unit": np.repeat([f"u{n:03d}" for n in range(units)], periods),
            "time": np.tile(np.arange(1.0, periods + 1), units),
            "outcome": outcome.ravel(),
            "first_treated": np.repeat(np.array(first, dtype=float), periods),
        }
    )


def made_up(
    seed: int,
    units: int = 30,
    periods: int = 12,
    starts: tuple[int, ...] = (5, 8),
    gain: float = 1.0,
    noise: float = 0.1,
) -> Panel:
    """A roll-out in which the tool adds `gain` at once; a third of the units never gets it."""
    chance = np.random.default_rng(seed)
    first = [float(([0, *starts])[n % (len(starts) + 1)]) for n in range(units)]
    level, season = chance.normal(0, 1, units), np.cumsum(chance.normal(0.1, 0.3, periods))
    has = np.arange(1, periods + 1) >= np.where(np.array(first) > 0, first, np.inf)[:, None]
    outcome = level[:, None] + season + gain * has + chance.normal(0, noise, (units, periods))
    return panel(rows_of(outcome, first))


@st.composite
def panels(draw: st.DrawFn) -> Panel:
    """Small balanced panels with two cohorts and some units that never start."""
    units, periods = draw(st.integers(6, 12)), draw(st.integers(4, 7))
    return made_up(
        draw(st.integers(0, 10_000)), units, periods, (draw(st.integers(2, 3)), 4), draw(st.floats(-2, 2)), 0.5
    )
