"""Did a window plan change anything? Two intervals, and the plain word "not proven" where they do not agree.

The first compares the days before with the days after, in whole weeks drawn anew (bootstrap), because neighbouring
days are alike. The second allows for a trend that was there anyway (interrupted time series): a level and a slope
before, a step at the change, weekdays apart, with errors that may hang together from day to day (Newey-West).

source   Efron & Tibshirani (1993), ch. 8; Bernal, Cummins & Gasparrini (2017), Int. J. Epidemiology 46(1);
         Newey & West (1987), Econometrica 55(3)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradewind.attention.business import Floats, Ints

DRAWS, SEED = 2000, 20261125
FEWEST_DAYS = 20  # workdays on each side; with fewer nothing is claimed
LAGS = 5
Z95 = 1.959963984540054
LESS, MORE, NOT_PROVEN, TOO_SHORT = "less", "more", "not_proven", "too_short"


@dataclass(frozen=True)
class Interval:
    """A difference, after less before, with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def sign(self) -> int:
        """-1 or 1 where the whole interval lies on that side of 0, else 0."""
        return int(self.low > 0) - int(self.high < 0)


@dataclass(frozen=True)
class Change:
    """What changed in one daily measure.

    before, after      means; days_before, days_after how many days they are of
    difference, step   of means, and of levels beside the trend; null where the days are too few
    verdict            `less` or `more` where both intervals say so, else `not_proven`; `too_short` for few days
    """

    before: float | None
    after: float | None
    days_before: int
    days_after: int
    difference: Interval | None
    step: Interval | None
    verdict: str


def change(day: Ints, measured: Floats, since: int) -> Change:
    """What changed in a measure from the day `since` on.

    day, measured   one entry per workday, ascending; days as in `interruptions.Days`
    """
    after = day >= since
    counts = int((~after).sum()), int(after.sum())
    means = [float(measured[side].mean()) if side.any() else None for side in (~after, after)]
    if min(counts) < FEWEST_DAYS:
        return Change(means[0], means[1], *counts, None, None, TOO_SHORT)
    difference, step = difference_of_means(day, measured, after), step_beside_trend(day, measured, after)
    agreed = difference.sign if difference.sign == step.sign else 0
    return Change(means[0], means[1], *counts, difference, step, {-1: LESS, 1: MORE, 0: NOT_PROVEN}[agreed])


def difference_of_means(day: Ints, measured: Floats, after: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Interval:
    """After less before, with the percentile interval of a bootstrap over weeks."""
    draw = np.random.default_rng(SEED)
    sides = [drawn_means(day[side], measured[side], draw) for side in (~after, after)]
    drawn = sides[1] - sides[0]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(float(measured[after].mean() - measured[~after].mean()), float(low), float(high))


def drawn_means(day: Ints, measured: Floats, draw: np.random.Generator) -> Floats:
    """The mean of the days, with whole weeks drawn anew."""
    _, week = np.unique(day // 7, return_inverse=True)
    sums, counts = np.bincount(week, measured), np.bincount(week)
    chosen = draw.integers(0, sums.size, (DRAWS, sums.size))
    means: Floats = sums[chosen].sum(axis=1) / counts[chosen].sum(axis=1)
    return means


def step_beside_trend(day: Ints, measured: Floats, after: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Interval:
    """The step at the change beside a trend, a change of trend and the weekdays; Newey-West interval."""
    time = (day - day[after][0]) / 365.0
    weekdays = [(day % 7 == number).astype(np.float64) for number in range(1, 5)]
    columns = np.column_stack([np.ones(day.size), time, after.astype(np.float64), after * time, *weekdays])
    inverse = np.linalg.pinv(columns.T @ columns)
    weights = inverse @ columns.T @ measured
    scores = columns * (measured - columns @ weights)[:, None]
    middle = scores.T @ scores
    for lag in range(1, min(LAGS, day.size - 1) + 1):
        shifted = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (LAGS + 1)) * (shifted + shifted.T)
    spread = Z95 * float(np.sqrt(max((inverse @ middle @ inverse)[2, 2], 0.0)))
    return Interval(float(weights[2]), float(weights[2]) - spread, float(weights[2]) + spread)
