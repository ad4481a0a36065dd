"""One team, or a few that start together, against a weighted mean of the others: synthetic difference in differences.

Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021). Ridges as in their `synthdid`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradewind.adoption.panel import Floats, Integers, Panel
from tradewind.errors import FewControls, NoControl, NoTreated, SeveralStarts, ShortBefore

MOST_STEPS = 10_000
MOST_PLACEBOS = 200
DESIGNS = ("did", "sc", "sdid")


@dataclass(frozen=True)
class Synthetic:
    """The effect by one design, its standard error by placebos (null with fewer than 2), and the weights.

    unit_weights   one per unit without the tool, summing to 1
    time_weights   one per period before the start, summing to 1
    """

    att: float
    se: float | None
    unit_weights: Floats
    time_weights: Floats


def synthetic(panel: Panel, seed: int = 0) -> dict[str, Synthetic]:
    """The effect by difference in differences (`did`), synthetic control (`sc`) and both together (`sdid`).

    raises   NoTreated, NoControl, SeveralStarts, ShortBefore (fewer than 2 periods before), FewControls (fewer than 2)
    """
    treated, start = _block(panel)
    ours, others = panel.outcome[treated], panel.outcome[~treated]
    groups = _placebos(others.shape[0], ours.shape[0], np.random.default_rng(seed))
    return {design: _with_error(design, ours, others, start, groups) for design in DESIGNS}


def _block(panel: Panel) -> tuple[np.ndarray, int]:
    treated = panel.start < panel.never
    starts = np.unique(panel.start[treated])
    if not starts.size:
        raise NoTreated(periods=panel.times.size)
    if treated.all():
        raise NoControl
    if starts.size > 1:
        raise SeveralStarts(starts=", ".join(f"{panel.times[one]:g}" for one in starts[:5]))
    if starts[0] < 2:
        raise ShortBefore(periods=int(starts[0]))
    if (~treated).sum() < 2:
        raise FewControls(controls=int((~treated).sum()))
    return treated, int(starts[0])


def _placebos(controls: int, treated: int, chance: np.random.Generator) -> list[Integers]:
    """Groups of untreated units that stand in for the treated: each alone where one is treated, else drawn."""
    if treated == 1:
        return [np.array([one]) for one in range(controls)]
    if treated >= controls:
        return []
    return [chance.choice(controls, treated, replace=False) for _ in range(MOST_PLACEBOS)]


def _with_error(design: str, ours: Floats, others: Floats, start: int, groups: list[Integers]) -> Synthetic:
    att, units, periods = _effect(design, ours.mean(axis=0), others, start, ours.shape[0])
    found = []
    for group in groups:
        rest = np.delete(others, group, axis=0)
        if rest.shape[0] > 1:
            found.append(
                _effect(
                    design, others[group].mean(axis=0), rest, start, group.size, units_from=np.delete(units, group)
                )[0]
            )
    se = float(np.std(found)) if len(found) > 1 else None
    return Synthetic(att, se, units, periods)


def _effect(
    design: str, ours: Floats, others: Floats, start: int, treated: int, units_from: Floats | None = None
) -> tuple[float, Floats, Floats]:
    """Effect, unit weights and time weights, with `ours` the mean of the treated units."""
    before, after = others[:, :start], others[:, start:]
    noise = np.diff(before, axis=1).std(ddof=1) or 1.0
    units = np.full(others.shape[0], 1 / others.shape[0])
    periods = np.full(start, 1 / start) if design == "did" else np.zeros(start)
    if design == "sdid":
        ridge = (treated * after.shape[1]) ** 0.25 * noise
        periods = _weights(before, after.mean(axis=1), 1e-6 * noise, noise, intercept=True)
        units = _weights(before.T, ours[:start], ridge, noise, intercept=True)
    elif design == "sc":
        units = _weights(before.T, ours[:start], 1e-6 * noise, noise, intercept=False)
    contrast = ours - units @ others
    return float(contrast[start:].mean() - contrast[:start] @ periods), units, periods


def _weights(columns: Floats, target: Floats, ridge: float, noise: float, intercept: bool) -> Floats:
    """Weights of at least 0 that sum to 1, with which the columns come closest to the target; few are above 0.

    Frank-Wolfe in pairs: weight goes from the worst column that has some to the best one, as far as pays, until no way
    promises to lower the mean squared distance by more than (1e-5 noise)^2.
    """
    if intercept:
        columns, target = columns - columns.mean(axis=0), target - target.mean()
    rows = columns.shape[0]
    penalty, least = rows * ridge**2, (1e-5 * noise) ** 2
    weights = np.full(columns.shape[1], 1 / columns.shape[1])
    fitted = columns @ weights
    for _ in range(MOST_STEPS):
        slope = columns.T @ (fitted - target) + penalty * weights
        best = int(np.argmin(slope))
        if 2 / rows * (slope @ weights - slope[best]) <= least:
            break
        worst = int(np.argmax(np.where(weights > 0, slope, -np.inf)))
        moved = columns[:, best] - columns[:, worst]
        curve = moved @ moved + 2 * penalty
        length = min(weights[worst], (slope[worst] - slope[best]) / curve) if curve > 0 else weights[worst]
        weights[best] += length
        weights[worst] -= length
        fitted = fitted + length * moved
    return weights
