"""One chance of silence out of several: weights chosen by a backtest on the team's own past, level by `level`.

The members say the log-odds of no order: the four purchase models, a logistic of the rhythm trained on the team's past
slices, the same with small trees on top, and a prior that was trained on other histories. The blend is a mean of their
log-odds with weights of 0 or more.

Weights are tried on the latest past slices, with learners that were trained only on slices over by then. They are drawn
to usual weights, and these are kept unless others were better by more than one standard error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from tradewind.retention.bgnbd import Floats
from tradewind.retention.boosted import BoostedParameters, correction, fit_boosted
from tradewind.retention.fitted import MODELS
from tradewind.retention.level import shift_to
from tradewind.retention.logistic import LogisticParameters, fit_logistic, log_odds
from tradewind.retention.prior import PRIOR
from tradewind.retention.slices import COLUMNS, Past, Slice

MEMBERS = (*MODELS, "logistic", "boosted", "prior")
USUAL = {"bgnbd": 0.15, "pareto": 0.15, "regular": 0.1, "nbd": 0.0}  # the rest goes to the learners and the prior
LEARNT_FROM = 300.0  # labelled buyers from which the team's own learners weigh as much as the prior
BOOSTED_FROM = 1_500  # labelled rows below which no trees are grown
FEWEST_LABELS = 60  # labelled rows below which nothing is learnt
FEWEST_KINDS = 8  # and that many at least who fell silent, and who did not
PENALTY = 40.0
HALF_LIFE_DAYS = 400.0  # of a past slice's weight
TRIALS = 3  # slices that the weights are tried on
HELD = 25.0  # pull to the usual weights, in units of log-likelihood


@dataclass(frozen=True)
class LearntParameters:
    """What was learnt from past slices: a logistic, and trees where the history is long enough."""

    logistic: LogisticParameters
    boosted: BoostedParameters | None
    labelled: int  # rows: a buyer counts in each slice
    buyers: int  # in the largest slice
    slices: int


@dataclass(frozen=True)
class BlendParameters:
    """weights   of MEMBERS, 0 or more, with sum 1
    why        chosen (by the backtest), usual (others were not clearly better), untried (too little past to try)
    trials     slices that they were tried on, with `tried` rows
    log_loss   on these, of each member and of the blend, each at the level that the slice turned out to have
    """

    weights: dict[str, float]
    why: str
    trials: int
    tried: int
    log_loss: dict[str, float]


def fit_learnt(slices: list[Slice], now: int, past: Past, trees: bool = True) -> LearntParameters | None:
    """The learners from past slices, recent ones counting more; None where they hold too little."""
    if not slices:
        return None
    columns = np.vstack([one.columns for one in slices])
    silent = np.concatenate([one.silent_after for one in slices])
    if silent.size < FEWEST_LABELS or min(silent.sum(), (1 - silent).sum()) < FEWEST_KINDS:
        return None
    overlap = min(1.0, past.step / past.horizon_days)
    ages = np.concatenate([np.full(len(one.columns), now - past.horizon_days - one.known.today) for one in slices])
    weight = overlap * 0.5 ** (ages / HALF_LIFE_DAYS)
    logistic = fit_logistic(columns, silent, weight, PENALTY)
    boosted = None
    if trees and silent.size >= BOOSTED_FROM:
        boosted = fit_boosted(columns, silent, weight, log_odds(columns, logistic))
    most = max(len(one.columns) for one in slices)
    return LearntParameters(logistic, boosted, silent.size, most, len(slices))


def member_odds(columns: Floats, learnt: LearntParameters | None) -> dict[str, Floats]:
    """The log-odds of no order that each member present says, by name in MEMBERS."""
    said = {name: columns[:, COLUMNS.index(name)] for name in MODELS}
    if learnt is not None:
        said["logistic"] = log_odds(columns, learnt.logistic)
        if learnt.boosted is not None:
            said["boosted"] = said["logistic"] + correction(columns, learnt.boosted)
    said["prior"] = log_odds(columns, PRIOR)
    return said


def learnt_on(past: Past, one: Slice) -> LearntParameters | None:
    """The logistic as it would have been learnt on the day of a past slice; kept, for many ask."""
    day = one.known.today
    if day not in past.learnt:
        past.learnt[day] = fit_learnt(past.before(day), day, past, trees=False)
    learnt: LearntParameters | None = past.learnt[day]
    return learnt


def own_odds(past: Past, one: Slice) -> Floats | None:
    """What the usual blend would have said on the day of a past slice; None where it had nothing to learn from."""
    learnt = learnt_on(past, one)
    if learnt is None:
        return None
    said = member_odds(one.columns, learnt)
    weights = usual_weights(learnt, min(1.0, past.step / past.horizon_days))
    total = np.zeros(len(one.columns))
    for name, weight in weights.items():
        total += weight * said[name]
    return total


def usual_weights(learnt: LearntParameters | None, overlap: float) -> dict[str, float]:
    """The weights before any trial: the more labelled buyers, the more the team's own learners weigh."""
    rest = 1 - sum(USUAL.values())
    labels = max(float(learnt.buyers), learnt.labelled * overlap) if learnt else 0.0
    own = rest * labels / (labels + LEARNT_FROM)
    weights = {**USUAL, "prior": rest - own}
    if learnt and learnt.boosted:
        return {**weights, "logistic": own / 2, "boosted": own / 2}
    return {**weights, "logistic": own} if learnt else weights


def fit_blend(past: Past, slices: list[Slice], learnt: LearntParameters | None) -> BlendParameters:
    """The weights, tried on the latest of the past slices."""
    overlap = min(1.0, past.step / past.horizon_days)
    usual = usual_weights(learnt, overlap)
    names = tuple(usual)
    trials = [trial for one in reversed(slices) if (trial := tried_on(past, one, names)) is not None][:TRIALS]
    if not trials:
        return BlendParameters(usual, "untried", 0, 0, {})
    start = np.array([usual[name] for name in names])
    found = best_weights(trials, start, overlap)
    gains = np.concatenate([losses(odds, silent, start) - losses(odds, silent, found) for odds, silent in trials])
    error = float(np.std(gains)) / np.sqrt(gains.size * overlap)
    better = float(gains.mean()) > error
    kept = found if better else start
    shown = {name: told_loss(trials, one) for name, one in zip(names, np.eye(len(names)), strict=True)}
    shown["blend"] = told_loss(trials, kept)
    weights = {name: float(value) for name, value in zip(names, kept, strict=True)}
    return BlendParameters(weights, "chosen" if better else "usual", len(trials), gains.size, shown)


def tried_on(past: Past, one: Slice, names: tuple[str, ...]) -> tuple[Floats, Floats] | None:
    """What each member would have said on that day, and who fell silent; None where not every member was there."""
    if not 0 < one.silent_after.sum() < one.silent_after.size:
        return None
    learnt = fit_learnt(past.before(one.known.today), one.known.today, past)
    said = member_odds(one.columns, learnt)
    if "boosted" in names and "logistic" in said:
        said.setdefault("boosted", said["logistic"])
    if any(name not in said for name in names):
        return None
    return np.column_stack([said[name] for name in names]), one.silent_after


def losses(odds: Floats, silent: Floats, weights: Floats) -> Floats:
    """The log-loss of each buyer under the weights, at the level that the day turned out to have."""
    mixed = odds @ weights
    mixed = mixed + shift_to(mixed, float(silent.mean()))
    lost: Floats = np.logaddexp(0.0, mixed) - silent * mixed
    return lost


def told_loss(trials: list[tuple[Floats, Floats]], weights: Floats) -> float:
    """The mean log-loss over all trials."""
    return float(np.concatenate([losses(odds, silent, weights) for odds, silent in trials]).mean())


def best_weights(trials: list[tuple[Floats, Floats]], start: Floats, overlap: float) -> Floats:
    """The weights of the least log-loss plus the pull towards the usual ones."""

    def above(weights: Floats) -> tuple[float, Floats]:
        value, slope = HELD * float((weights - start) @ (weights - start)), 2 * HELD * (weights - start)
        for odds, silent in trials:
            mixed = odds @ weights
            mixed = mixed + shift_to(mixed, float(silent.mean()))
            value += overlap * float((np.logaddexp(0.0, mixed) - silent * mixed).sum())
            slope = slope + overlap * odds.T @ (expit(mixed) - silent)
        return value, slope

    size = start.size
    whole = {"type": "eq", "fun": lambda w: float(w.sum()) - 1, "jac": lambda w: np.ones(size)}
    found = minimize(above, start, jac=True, method="SLSQP", bounds=[(0.0, 1.0)] * size, constraints=[whole])
    weights = np.clip(found.x, 0.0, None)
    return weights / weights.sum() if found.success and np.all(np.isfinite(weights)) else start
