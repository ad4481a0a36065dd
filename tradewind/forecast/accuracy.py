"""How far a forecast was off: scaled errors, share of sales, and whether bands held what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tradewind.forecast.kinds import demand_class
from tradewind.forecast.series import SEASON, Floats, Sales


@dataclass(frozen=True)
class Window:
    """One forecast of one series against what came.

    known    the months that were known
    actual   the months after them
    said     what was said of these
    bands    by level: lower and upper ends; empty for a model without bands
    """

    known: Floats
    actual: Floats
    said: Floats
    bands: dict[int, tuple[Floats, Floats]]


@dataclass(frozen=True)
class Accuracy:
    """Errors over all windows.

    mase       mean absolute error over that of the naive forecast within the known months; mean of series and windows
    rmsse      the same of squares, with the root: mean of series and windows
    wape       sum of absolute errors over sum of sales
    coverage   by level in percent: the share of months within the band; empty without bands
    windows    how many were judged
    """

    mase: float | None
    rmsse: float | None
    wape: float | None
    coverage: dict[int, float]
    windows: int


def usual_lag(sales: Sales) -> int:
    """The lag of the naive forecast that scales errors: 12 months; 1 where most series are sparse or under two years.

    source   Hyndman & Koehler (2006), IJF 22(4); for sparse series Makridakis et al. (2022), IJF 38(4), M5
    """
    sparse = [demand_class(one) in ("intermittent", "lumpy") or one.size < 2 * SEASON for one in sales.months]
    return 1 if np.mean(sparse) > 0.5 else SEASON


def accuracy(windows: Sequence[Window], lag: int) -> Accuracy:
    """Errors over these windows; a window whose known months never moved by the naive forecast has no scaled error."""
    absolute: list[float] = []
    squared: list[float] = []
    covered: dict[int, list[float]] = {}
    off, sold = 0.0, 0.0
    for one in windows:
        error = one.actual - one.said
        off, sold = off + float(np.abs(error).sum()), sold + float(one.actual.sum())
        steps = one.known[lag:] - one.known[:-lag]
        if steps.size and steps.any():
            absolute.append(float(np.abs(error).mean() / np.abs(steps).mean()))
            squared.append(float(np.sqrt((error**2).mean() / (steps**2).mean())))
        for level, (low, high) in one.bands.items():
            covered.setdefault(level, []).append(float(((one.actual >= low) & (one.actual <= high)).mean()))
    return Accuracy(
        _mean(absolute), _mean(squared), off / sold if sold else None,
        {level: float(np.mean(found)) for level, found in covered.items()}, len(windows),
    )  # fmt: skip


def _mean(found: Sequence[float]) -> float | None:
    return float(np.mean(found)) if found else None
