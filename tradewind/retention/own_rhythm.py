"""How surprising is a silence by the buyer's own rhythm, where few gaps are known?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradewind.retention.bgnbd import Floats
from tradewind.retention.silences import Places, Spells

PRIOR_GAPS = 4.0  # gaps whose spread the team's spread stands for in a buyer's own
FEWEST_BUYERS = 5
UNKNOWN = (float(np.log(60)), 0.5, 0.8)  # two months, as long as no buyer has ordered twice
MOST_SURPRISE = 8.0  # one in three thousand; beyond, the logistic tail says nothing


@dataclass(frozen=True)
class RhythmPrior:
    """The logarithms of the team's gaps: their mean, and variance between buyers and within one."""

    mean: float
    between: float
    within: float


def fit_rhythm_prior(spells: Spells, today: float) -> RhythmPrior:
    """The prior from each buyer's gaps before `today`, a buyer once (method of moments)."""
    latest = (spells.began < today) & (spells.ended >= today) & (spells.repeats >= 1)
    if latest.sum() < FEWEST_BUYERS:
        return RhythmPrior(*UNKNOWN)
    n = spells.repeats[latest]
    means = spells.log_gaps[latest] / n
    squares = np.maximum(spells.log_gaps_squared[latest] - n * means**2, 0)
    within = (squares.sum() + UNKNOWN[2] * 20) / ((n - 1).sum() + 20)
    between = max(float(np.var(means)) - within * float(np.mean(1 / n)), 0.05 * within)
    return RhythmPrior(float(means.mean()), between, float(within))


def own_gap(spells: Spells, at: Places, prior: RhythmPrior) -> tuple[Floats, Floats]:
    """Mean and standard deviation of the logarithm of the buyer's next gap, drawn towards the team's."""
    n = spells.repeats[at]
    mean = np.where(n > 0, spells.log_gaps[at] / np.maximum(n, 1), prior.mean)
    squares = np.maximum(spells.log_gaps_squared[at] - n * mean**2, 0)
    variance = (PRIOR_GAPS * prior.within + squares) / (PRIOR_GAPS + np.maximum(n - 1, 0))
    pull = variance / prior.between
    return (pull * prior.mean + n * mean) / (pull + n), np.sqrt(variance * (1 + 1 / (pull + n)))


def surprise(spells: Spells, at: Places, silent: Floats, prior: RhythmPrior) -> Floats:
    """-log of the chance that a gap of the buyer's is longer than `silent` days, 0 to 8 (log-logistic)."""
    mean, spread = own_gap(spells, at, prior)
    standard = (np.log(silent) - mean) * np.pi / (spread * np.sqrt(3))
    return np.asarray(np.minimum(np.logaddexp(0, standard), MOST_SURPRISE))


def own_cycle(spells: Spells, at: Places, prior: RhythmPrior) -> Floats:
    """The buyer's usual gap in days, the median of the predicted one."""
    return np.asarray(np.exp(own_gap(spells, at, prior)[0]))
