"""Did a change change anything? Cases that began before it against cases that began after it, of the same kinds.

Cases under way at the change are left out. So are, on either side, cases that began too late to have ended: the last
stretch before the change and before the end of the log, as long as 95 of 100 earlier cases took. Bootstrap: Efron
(1979), Annals of Statistics 7(1). Kinds: direct standardisation, each kind weighing as in both sides together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tradewind.process.log import Whole

Numbers = NDArray[np.float64]
DRAWS = 2000
FEWEST = 10  # cases of a kind on each side, or it cannot be compared
INTERVAL = (0.025, 0.975)
BETTER, WORSE, NOT_PROVEN = "better", "worse", "not_proven"
LONG = 0.95


@dataclass(frozen=True)
class Sides:
    """Which cases are compared: true where a case began and ended before the change, or began after it and ended."""

    before: NDArray[np.bool_]
    after: NDArray[np.bool_]
    straddling: int
    unfinished: int
    followed: int


@dataclass(frozen=True)
class Change:
    """One figure on both sides, with kinds held constant.

    low, high   95 % bootstrap interval of after - before
    verdict     better (less), worse (more), not_proven where the interval holds 0; null: no kind can be compared
    """

    before: float | None
    after: float | None
    difference: float | None
    low: float | None
    high: float | None
    verdict: str | None


def sides(begin: Whole, end: Whole, closed: NDArray[np.bool_], change: int, now: int) -> Sides:
    """Who belongs to which side. `begin`, `end` per case and `change`, `now` in microseconds of one clock."""
    early = closed & (end < change)
    followed = int(np.quantile((end - begin)[early], LONG)) if early.any() else 0
    before = early & (begin < change - followed)
    after = (begin >= change) & closed & (begin <= now - followed)
    straddling = (begin < change) & (end >= change)
    unfinished = (begin >= change) & ~closed & (begin <= now - followed)
    return Sides(before, after, int(straddling.sum()), int(unfinished.sum()), followed)


def compared(values: Numbers, kinds: Whole, found: Sides, statistic: str, seed: int = 0) -> Change:
    """`statistic` is "mean" (of shares or money) or "median" (of lengths); less is better."""
    groups = _groups(values, kinds, found)
    if not groups:
        return Change(None, None, None, None, None, None)
    weights = np.array([len(one) + len(other) for one, other in groups], dtype=np.float64)
    weights /= weights.sum()
    dice = np.random.default_rng(seed)
    draw = _drawn_medians if statistic == "median" else _drawn_means
    middle = np.median if statistic == "median" else np.mean
    points = [[float(middle(side)) for side in pair] for pair in groups]
    before, after = (float(weights @ np.array([pair[place] for pair in points])) for place in (0, 1))
    drawn = sum(
        weight * (draw(other, dice) - draw(one, dice)) for weight, (one, other) in zip(weights, groups, strict=True)
    )
    low, high = (float(end) for end in np.quantile(np.asarray(drawn), INTERVAL))
    verdict = WORSE if low > 0 else BETTER if high < 0 else NOT_PROVEN
    return Change(before, after, after - before, low, high, verdict)


def _groups(values: Numbers, kinds: Whole, found: Sides) -> list[tuple[Numbers, Numbers]]:
    """The values of each kind before and after, where both sides have enough of them."""
    known = ~np.isnan(values)
    pairs = []
    for kind in np.unique(kinds):
        of_kind = known & (kinds == kind)
        pair = (values[of_kind & found.before], values[of_kind & found.after])
        if min(map(len, pair)) >= FEWEST:
            pairs.append(pair)
    return pairs


def _drawn_means(values: Numbers, dice: np.random.Generator) -> Numbers:
    """Means of resamples: each distinct value is drawn as often as chance has it."""
    distinct, counts = np.unique(values, return_counts=True)
    size = len(values)
    if len(distinct) > MOST_DISTINCT:  # the sum of so many draws is normal
        return dice.normal(values.mean(), values.std() / np.sqrt(size), DRAWS)
    drawn: Numbers = dice.multinomial(size, counts / size, DRAWS) @ distinct / size
    return drawn


MOST_DISTINCT = 2000


def _drawn_medians(values: Numbers, dice: np.random.Generator) -> Numbers:
    """Medians of resamples: the places that the middle of `n` uniform draws takes are beta distributed."""
    ordered, size = np.sort(values), len(values)
    middle = (size + 1) // 2
    places = dice.beta(middle, size - middle + 1, DRAWS)
    low = ordered[np.minimum((places * size).astype(np.int64), size - 1)]
    if size % 2:
        return low
    above = places + (1 - places) * dice.beta(1, size - middle, DRAWS)
    drawn: Numbers = (low + ordered[np.minimum((above * size).astype(np.int64), size - 1)]) / 2
    return drawn


def as_codes(kinds: Mapping[str, str], cases: list[str]) -> Whole:
    """Each case's kind as a number; cases without one are one kind."""
    names = {name: place for place, name in enumerate(dict.fromkeys(kinds.values()), 1)}
    return np.array([names[kinds[case]] if case in kinds else 0 for case in cases], dtype=np.int64)
