"""One number out of many cohorts and periods, four ways: simple, by time since the start, by cohort, by calendar."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradewind.adoption.panel import Floats, Integers
from tradewind.adoption.staggered import GroupTime

AGGREGATES = ("simple", "dynamic", "group", "calendar")


@dataclass(frozen=True)
class Aggregate:
    """One weighted mean of ATT(g, t).

    at          the steps that it is the mean of: periods since the start (dynamic, also before it), cohorts (group),
                periods (calendar); empty for simple
    effects     the effect of each step;  influence_at  n x steps
    att         the mean over steps with the tool;  influence  n
    """

    att: float
    influence: Floats
    at: Integers
    effects: Floats
    influence_at: Floats


def aggregate(found: GroupTime, kind: str) -> Aggregate:
    """The aggregate of this kind, one of AGGREGATES. Weights are the cohorts' sizes, and their chance is counted."""
    return {"simple": _simple, "dynamic": _dynamic, "group": _group, "calendar": _calendar}[kind](found)


def _simple(found: GroupTime) -> Aggregate:
    att, influence = _weighted(found, np.flatnonzero(found.is_after))
    none = np.zeros(0)
    return Aggregate(att, influence, none.astype(np.int64), none, np.zeros((influence.size, 0)))


def _dynamic(found: GroupTime) -> Aggregate:
    since = found.time - found.group
    steps = np.unique(since)
    return _mean_of(steps, [_weighted(found, np.flatnonzero(since == step)) for step in steps], steps >= 0)


def _calendar(found: GroupTime) -> Aggregate:
    steps = np.unique(found.time[found.is_after])
    cells = [np.flatnonzero(found.is_after & (found.time == step)) for step in steps]
    return _mean_of(steps, [_weighted(found, one) for one in cells], np.ones(steps.size, dtype=bool))


def _group(found: GroupTime) -> Aggregate:
    steps = np.unique(found.group[found.is_after])
    parts = []
    for step in steps:
        cells = found.is_after & (found.group == step)
        parts.append((float(found.att[cells].mean()), found.influence[:, cells].mean(axis=1)))
    effects = np.array([effect for effect, _ in parts])
    pulls = np.column_stack([pull for _, pull in parts])
    share = _shares(found, steps)
    weights = share / share.sum()
    influence = pulls @ weights + _chance_of_weights(found, steps) @ effects
    return Aggregate(float(effects @ weights), influence, steps, effects, pulls)


def _mean_of(steps: Integers, parts: list[tuple[float, Floats]], counted: np.ndarray) -> Aggregate:
    effects = np.array([effect for effect, _ in parts])
    pulls = np.column_stack([pull for _, pull in parts])
    return Aggregate(float(effects[counted].mean()), pulls[:, counted].mean(axis=1), steps, effects, pulls)


def _weighted(found: GroupTime, cells: Integers) -> tuple[float, Floats]:
    """The mean over cells by the size of their cohorts, and its influence."""
    share = _shares(found, found.group[cells])
    weights = share / share.sum()
    influence = found.influence[:, cells] @ weights
    return float(found.att[cells] @ weights), influence + _chance_of_weights(found, found.group[cells]) @ found.att[
        cells
    ]


def _shares(found: GroupTime, groups: Integers) -> Floats:
    return np.array([(found.cohort == group).mean() for group in groups])


def _chance_of_weights(found: GroupTime, groups: Integers) -> Floats:
    """n x cells: how each unit moves the weights, since which cohort a unit is in was chance too."""
    share = _shares(found, groups)
    off = (found.cohort[:, None] == groups) - share
    return np.asarray(off / share.sum() - off.sum(axis=1)[:, None] * share / share.sum() ** 2)
