"""Bands by conformal prediction: as wide as the forecast's own past errors were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tradewind.forecast.series import Floats

RECENCY = 0.5  # a window counts half as much as the one after it
OWN = 0.5  # how far a series' own past errors set its width; the rest is its scale
ENOUGH = 40
NORMAL = {80: 1.2816, 95: 1.9600}
UNTRIED = {80: 1.7, 95: 3.0}  # widths in scales while no error is known


@dataclass(frozen=True)
class Forecast:
    """One series seen from one origin: what was said, its kind and scale then, and what came, as far as it did."""

    said: Floats
    kind: str
    scale: float
    actual: Floats


@dataclass(frozen=True)
class BandParameters:
    """How wide bands are.

    widths   by (kind, level in percent): half the width in scales, an array over the horizon
    judged   past errors that each kind's widths rest on
    """

    widths: Mapping[tuple[str, int], Floats]
    judged: Mapping[str, int]


Past = Sequence[Sequence[Forecast | None]]  # windows, newest first; in each the same series


def fit_bands(past: Past, horizon: int, levels: Sequence[int]) -> BandParameters:
    """Half widths by kind, level and month ahead, from the past windows.

    The score of an error is |actual - said| over the series' scale and the square root of its own errors in the other
    windows. A month's width is the weighted quantile of the scores of that month over all series of the kind; of
    neighbouring months too while they are fewer than 40.
    source   split conformal prediction: Lei et al. (2018), JASA 113(523); weights as in Barber et al. (2023)
    """
    scores = _scores(past, horizon)
    widths, judged = {}, {}
    for kind, (found, weights) in scores.items():
        judged[kind] = int(np.isfinite(found).sum())
        for level in levels:
            widths[kind, level] = _widths(found, weights, level)
        _widen_where_few(widths, kind, sorted(levels), judged[kind])
    return BandParameters(widths, judged)


def half_widths(ahead: Forecast, past: Sequence[Forecast | None], known: BandParameters, level: int) -> Floats:
    """Half the band's width for each month ahead, in the unit of the series.

    past   the same series in the past windows, newest first
    """
    shape = known.widths.get((ahead.kind, level))
    if shape is None:
        return np.asarray(_untried(level) * ahead.scale * np.sqrt(1 + np.arange(ahead.said.size) / 12))
    return np.asarray(shape * ahead.scale * own_errors([one for one in past if one is not None]) ** OWN)


def own_errors(windows: Sequence[Forecast]) -> float:
    """The mean absolute error of these windows over the scale; 1 where none is known."""
    known = [
        float(np.abs(one.actual - one.said[: one.actual.size]).mean()) / one.scale for one in windows if len(one.actual)
    ]
    return max(float(np.mean(known)), 0.05) if known else 1.0


def _untried(level: int) -> float:
    nearest = min(UNTRIED, key=lambda one: abs(one - level))
    return UNTRIED[nearest]


def _scores(past: Past, horizon: int) -> dict[str, tuple[Floats, Floats]]:
    rows: dict[str, list[Floats]] = {}
    weights: dict[str, list[float]] = {}
    for place, window in enumerate(past):
        for series, one in enumerate(window):
            if one is None or not one.actual.size:
                continue
            others = [past[other][series] for other in range(len(past)) if other != place]
            usual = one.scale * own_errors([other for other in others if other is not None]) ** OWN
            row = np.full(horizon, np.nan)
            row[: one.actual.size] = np.abs(one.actual - one.said[: one.actual.size]) / usual
            rows.setdefault(one.kind, []).append(row)
            weights.setdefault(one.kind, []).append(RECENCY**place)
    return {kind: (np.array(rows[kind]), np.array(weights[kind])) for kind in rows}


def _widths(scores: Floats, weights: Floats, level: int) -> Floats:
    horizon = scores.shape[1]
    shape = np.empty(horizon)
    for ahead in range(horizon):
        reach = 0
        while reach < horizon and np.isfinite(scores[:, max(0, ahead - reach) : ahead + reach + 1]).sum() < ENOUGH:
            reach += 1
        near = scores[:, max(0, ahead - reach) : ahead + reach + 1]
        each = np.repeat(weights[:, None], near.shape[1], axis=1)
        known = np.isfinite(near)
        shape[ahead] = _quantile(near[known], each[known], level / 100)
    return shape


def _quantile(scores: Floats, weights: Floats, share: float) -> float:
    """The score that `share` of the weight, and of one more yet unseen score, does not exceed."""
    order = np.argsort(scores, kind="stable")
    reached = np.cumsum(weights[order]) / (weights.sum() + weights.max())
    place = int(np.searchsorted(reached, share))
    return float(scores[order[min(place, scores.size - 1)]])


def _widen_where_few(widths: dict[tuple[str, int], Floats], kind: str, levels: Sequence[int], judged: int) -> None:
    """Outer bands of few errors are at least as much wider than inner ones as a normal error's would be."""
    for inner, outer in pairwise(levels):
        least = widths[kind, inner]
        if judged < ENOUGH and inner in NORMAL and outer in NORMAL:
            least = least * NORMAL[outer] / NORMAL[inner]
        widths[kind, outer] = np.maximum(widths[kind, outer], least)
