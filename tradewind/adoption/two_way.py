"""The naive comparison: one number by regression on unit and period effects (TWFE), and what it is really made of.

Goodman-Bacon (2021): the number is a weighted mean of two-group comparisons, some of which use units that have the
tool already as if they did not.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np

from tradewind.adoption.panel import Flags, Floats, Panel
from tradewind.errors import NoTreated


@dataclass(frozen=True)
class TwoWay:
    """The coefficient of having the tool, its standard error by unit (CR1), and the degrees of freedom: units - 1."""

    att: float
    se: float
    df: int


@dataclass(frozen=True)
class Comparison:
    """All two-group comparisons of one kind: their share of the TWFE number, and the mean of what they find.

    kind  treated_vs_never, earlier_vs_later, later_vs_earlier (compared with units that have the tool already),
          later_vs_always (with units that had it from the first period on)
    """

    kind: str
    weight: float
    estimate: float


def two_way(panel: Panel) -> TwoWay:
    """The effect of having the tool, by least squares with unit and period effects.

    The error is clustered by unit, with the usual small-sample factors: unit effects, nested in the clusters, are not
    counted as parameters. Raises NoTreated where having the tool does not vary within units and periods.
    """
    has = _without_means(panel.treated.astype(np.float64))
    outcome = _without_means(panel.outcome)
    spread = (has**2).sum()
    if spread < 1e-12:
        raise NoTreated(periods=panel.times.size)
    att = float((has * outcome).sum() / spread)
    scores = (has * (outcome - att * has)).sum(axis=1)
    units, cells = panel.outcome.shape[0], panel.outcome.size
    parameters = panel.times.size + 1
    factor = units / (units - 1) * (cells - 1) / max(1, cells - parameters)
    return TwoWay(att, float(np.sqrt(factor * (scores**2).sum()) / spread), units - 1)


def bacon(panel: Panel) -> list[Comparison]:
    """The TWFE number taken apart, largest weight first; weights sum to 1, weighted estimates to the number."""
    pieces = [*_against_the_untreated(panel), *_between_cohorts(panel)]
    total = sum(weight for _, weight, _ in pieces)
    kinds: dict[str, list[tuple[float, float]]] = {}
    for kind, weight, estimate in pieces:
        kinds.setdefault(kind, []).append((weight, estimate))
    told = [_summed(kind, found, total) for kind, found in kinds.items()]
    return sorted(told, key=lambda one: -one.weight)


def _summed(kind: str, found: list[tuple[float, float]], total: float) -> Comparison:
    weight = sum(part for part, _ in found)
    estimate = sum(part * effect for part, effect in found) / weight if weight else 0.0
    return Comparison(kind, weight / total, estimate)


def _against_the_untreated(panel: Panel) -> list[tuple[str, float, float]]:
    never, every = panel.start == panel.never, np.ones(panel.times.size, dtype=bool)
    if not never.any():
        return []
    return [
        ("treated_vs_never", *_compared(panel, panel.start == group, never, int(group), every))
        for group in panel.groups
    ]


def _between_cohorts(panel: Panel) -> list[tuple[str, float, float]]:
    starts = np.unique(panel.start[panel.start < panel.never])
    periods = np.arange(panel.times.size)
    pieces = []
    for ours, theirs in permutations(starts, 2):
        if ours == 0:
            continue  # no before
        seen = periods < theirs if ours < theirs else periods >= theirs
        kind = "earlier_vs_later" if ours < theirs else ("later_vs_always" if theirs == 0 else "later_vs_earlier")
        pieces.append((kind, *_compared(panel, panel.start == ours, panel.start == theirs, int(ours), seen)))
    return pieces


def _compared(panel: Panel, ours: Flags, others: Flags, start: int, seen: Flags) -> tuple[float, float]:
    """Weight (unscaled) and estimate of one comparison of two groups over the periods `seen`.

    The weight is the product of how much of the sample it uses, squared, and how evenly units and periods are split.
    """
    after = seen & (np.arange(panel.times.size) >= start)
    before = seen & ~after
    n_ours, n_others, share = ours.sum(), others.sum(), after.sum() / seen.sum()
    used = (n_ours + n_others) / panel.start.size * seen.mean()
    part = n_ours / (n_ours + n_others)
    change = panel.outcome[:, after].mean(axis=1) - panel.outcome[:, before].mean(axis=1)
    weight = used**2 * part * (1 - part) * share * (1 - share)
    return float(weight), float(change[ours].mean() - change[others].mean())


def _without_means(values: Floats) -> Floats:
    """Values less their unit's and period's means: what unit and period effects leave of a balanced panel."""
    whole = values - values.mean(axis=1, keepdims=True) - values.mean(axis=0, keepdims=True) + values.mean()
    return np.asarray(whole)
