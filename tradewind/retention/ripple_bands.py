"""How far apart do the published ranges let the ripple run? Seeded draws of its parameters, and bands of what follows.

Each draw is a company within the article's ranges: churn risen to 15 to 25 %, orders down by 8 to 15 %, response 3 to
9 % longer, calibrated as the case is. Feedback is in no published figure; it is drawn from 0 to 1, .3 most likely.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import pi, sin, sqrt

from tradewind import published
from tradewind.retention.ripple import Change, Levels, RippleParameters, fit_ripple, levels, shock_of

DRAWS = 2_000
SEED = 20_251_115
BASELINE = 0.135  # the churn from which the published averages follow with the case's psi
RANK_CORRELATION = 0.6
FEEDBACK = (0.0, 0.3, 1.0)  # low, most likely, high
SHARES = (0.05, 0.5, 0.95)

Spread = tuple[float, float, float]  # P5, P50, P95


@dataclass(frozen=True)
class Band:
    """P5, P50 and P95 of the levels of one month."""

    orders: Spread
    response: Spread


@cache
def draws() -> tuple[tuple[Change, RippleParameters], ...]:
    """2,000 companies within the article's ranges, each with the parameters that its figures imply.

    source   PERT marginals (low, average, high of the published figures), rank correlation .6 between the three
    """
    dice = random.Random(SEED)  # noqa: S311 -- repeatable draws, no secret
    ranges = [published_range(name) for name in ("churn_rate", "order_reduction", "response_delay")]
    churn, fall, delay = (sorted(pert(dice, *one) for _ in range(DRAWS)) for one in ranges)
    ranks = zip(*correlated_ranks(dice, len(ranges)), strict=True)
    changes = (Change(BASELINE, churn[i], 1 - fall[j], 1 + delay[k]) for i, j, k in ranks)
    return tuple((change, fit_ripple(change, pert(dice, *FEEDBACK))) for change in changes)


def published_range(metric: str) -> tuple[float, float, float]:
    """Low, average and high of a published figure."""
    found = published.metric(metric)
    assert found.low is not None and found.average is not None and found.high is not None
    return found.low, found.average, found.high


def pert(dice: random.Random, low: float, likely: float, high: float) -> float:
    """One draw of the PERT distribution: a beta between low and high, its mode at likely."""
    width = high - low
    drawn = dice.betavariate(1 + 4 * (likely - low) / width, 1 + 4 * (high - likely) / width)
    return low + width * drawn


def correlated_ranks(dice: random.Random, series: int) -> list[list[int]]:
    """Ranks 0 … DRAWS - 1 of so many series, any two with the rank correlation: those of correlated normals."""
    share = 2 * sin(pi * RANK_CORRELATION / 6)  # of normals with this rank correlation (Pearson 1907)
    common = [dice.gauss(0, 1) for _ in range(DRAWS)]
    values = ([sqrt(share) * one + sqrt(1 - share) * dice.gauss(0, 1) for one in common] for _ in range(series))
    return [ranked(one) for one in values]


def ranked(values: list[float]) -> list[int]:
    """The rank of each value, 0 for the least."""
    ranks = [0] * len(values)
    for rank, place in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        ranks[place] = rank
    return ranks


def bands(drawn: Sequence[RippleParameters], before: float, after: float, months: int) -> list[Band]:
    """P5, P50 and P95 of orders and response in each month after a change of churn, over the parameters drawn."""
    return bands_of(levels(one, before, [shock_of(one, before, after)] * months) for one in drawn)


def bands_of(paths: Iterable[list[Levels]]) -> list[Band]:
    """The band of each month over many paths."""
    return [
        Band(quantiles([month[1] for month in at]), quantiles([month[2] for month in at]))
        for at in zip(*paths, strict=True)
    ]


@lru_cache(8)
def article_bands(months: int) -> list[Band]:
    """The same over the companies drawn, each with its own rise of churn: how far apart the published ranges run."""
    paths = (levels(one, change.before, [lasting(change, one)] * months) for change, one in draws())
    return bands_of(paths)


def lasting(change: Change, parameters: RippleParameters) -> float:
    """The change of churn from outside behind a change that the parameters were fitted to; see fit_ripple."""
    return float(change.after / change.response**parameters.phi - change.before)


def quantiles(values: Sequence[float]) -> Spread:
    """P5, P50 and P95, linear between the two nearest."""
    rising = sorted(values)
    low, middle, high = (between(rising, share * (len(rising) - 1)) for share in SHARES)
    return low, middle, high


def between(rising: Sequence[float], place: float) -> float:
    """The value at a place that may lie between two."""
    below = int(place)
    above = min(below + 1, len(rising) - 1)
    return rising[below] + (place - below) * (rising[above] - rising[below])
