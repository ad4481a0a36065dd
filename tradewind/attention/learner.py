"""Logistic regression that learns from one answer at a time: a dense part that knows its own doubt, and words.

The dense part keeps the normal approximation of what is known of the weights and corrects it with each answer (an
extended Kalman filter on the log-odds): one pass is as good as a fit on the whole past, and there is no step to tune.
The words are far too many for that; each has its own step, shorter the more often it was corrected (AdaGrad).

source   Spiegelhalter & Lauritzen (1990), Networks 20, section 5; Duchi, Hazan & Singer (2011), JMLR 12
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp

import numpy as np
from numpy.typing import NDArray

from tradewind.attention.business import Floats, Ints
from tradewind.attention.words import BUCKETS

LEAST_DOUBT = 1e-3  # p (1 - p) of a chance that is all but sure
NEWTON_STEPS, CLOSE = 12, 1e-4
LONGEST_TEXT = 5  # added to the words of a message, so that one of two words is no oracle


def chance_of(log_odds: float) -> float:
    """The share that log-odds stand for."""
    return 1 / (1 + exp(-log_odds)) if log_odds > -700 else 0.0


@dataclass
class Dense:
    """A few dozen weights, with the covariance of what is not known about them yet.

    precision   one entry per weight, above 0: how strongly it is held to 0
    """

    precision: Floats
    weights: Floats = field(init=False)
    doubt: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.weights = np.zeros(self.precision.size)
        self.doubt = np.diag(1 / self.precision)

    def learn(self, signals: Floats, came: float, beside: float) -> None:
        """Correct the weights by one answer: `came` is 1 or 0, `beside` the log-odds that others contribute.

        The correction goes to the likeliest weights, not by the slope at the old ones: a first surprise, when little is
        known yet, would throw them far beyond.
        """
        pull = self.doubt @ signals
        before, reach = float(signals @ self.weights) + beside, float(signals @ pull)
        wrong = settled(before, reach, came)
        said = chance_of(before + reach * wrong)
        bend = max(said * (1 - said), LEAST_DOUBT)
        gain = pull / (1 + bend * reach)
        self.doubt -= np.outer(bend * gain, pull)
        self.weights += wrong * pull


def settled(before: float, reach: float, came: float) -> float:
    """The a at which a = came - chance(before + reach a): how far the answer moves what was said, by Newton steps."""
    wrong = 0.0
    low, high = (0.0, 1.0) if came else (-1.0, 0.0)
    for _ in range(NEWTON_STEPS):
        said = chance_of(before + reach * wrong)
        gap = wrong - came + said
        low, high = (wrong, high) if gap < 0 else (low, wrong)
        step = wrong - gap / (1 + reach * said * (1 - said))
        wrong = step if low < step < high else (low + high) / 2
        if abs(gap) < CLOSE:
            break
    return wrong


@dataclass
class Words:
    """A weight per bucket of words, for the team (row 0) and for each rep (row 1 …), which comes on top.

    rows     1 + the number of reps
    steps    the length of the first correction, of the team's row and of a rep's own
    """

    rows: int
    steps: tuple[float, float] = (0.3, 0.6)
    weights: NDArray[np.float32] = field(init=False)
    corrected: NDArray[np.float32] = field(init=False)
    level: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.weights = np.zeros((self.rows, BUCKETS), dtype=np.float32)
        self.corrected = np.full((self.rows, BUCKETS), 0.1, dtype=np.float32)
        self.level = np.zeros(self.rows)

    def log_odds(self, buckets: Ints) -> Floats:
        """What the words say, without the level: one entry per row."""
        said: Floats = self.weights[:, buckets].sum(axis=1, dtype=np.float64) * scale(buckets)
        return said

    def learn(self, buckets: Ints, row: int, came: float, base: float) -> None:
        """Correct the team's row, then the rep's own on top of it; `base` is the log-odds of a first guess."""
        size, beside = scale(buckets), base
        for at, step in zip((0, row), self.steps, strict=True):
            beside += self.level[at] + float(self.weights[at, buckets].sum()) * size
            wrong = chance_of(beside) - came
            slope = wrong * size
            self.corrected[at, buckets] += slope * slope
            self.weights[at, buckets] -= step * slope / np.sqrt(self.corrected[at, buckets])
            self.level[at] -= LEVEL_STEP * wrong


LEVEL_STEP = 0.02


def scale(buckets: Ints) -> float:
    """What one word of a message counts: less in a long one."""
    return float((buckets.size + LONGEST_TEXT) ** -0.5)
