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
from numpy.typing import NDArray
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
TRIALS = 6  # slices that the weights are tried on
LEAST_WEIGHT = 1e-9
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
    overlap = past.overlap
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


def learnt_on(past: Past, day: int, of: int) -> LearntParameters | None:
    """The logistic as it would have been learnt on an earlier day; kept, for many ask. `of` as in Past.before."""
    key = day, of % past.horizon_days
    if key not in past.learnt:
        past.learnt[key] = fit_learnt(past.before(day, of=of), day, past, trees=False)
    learnt: LearntParameters | None = past.learnt[key]
    return learnt


def usual_odds(columns: Floats, learnt: LearntParameters | None, overlap: float) -> Floats:
    """What the members say with the weights before any trial."""
    said = member_odds(columns, learnt)
    total = np.zeros(len(columns))
    for name, weight in usual_weights(learnt, overlap).items():
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


def fit_blend(past: Past, slices: list[Slice], learnt: LearntParameters | None, of: int) -> BlendParameters:
    """The weights, tried on the latest of the past slices; `of` as in Past.before."""
    usual = usual_weights(learnt, past.overlap)
    names = tuple(usual)
    trials = [trial for one in reversed(slices) if (trial := tried_on(past, one, names, of)) is not None][:TRIALS]
    if not trials:
        return BlendParameters(usual, "untried", 0, 0, {})
    start = np.array([usual[name] for name in names])
    found = best_weights(trials, start, past.overlap)
    gains = np.concatenate([one.losses(start) - one.losses(found) for one in trials])
    error = float(np.std(gains)) / np.sqrt(gains.size * past.overlap)
    better = float(gains.mean()) > error
    kept = found if better else start
    alone = dict(zip(names, np.eye(len(names)), strict=True))
    shown = {name: told for name, one in alone.items() if (told := told_loss(trials, one)) is not None}
    blended = told_loss(trials, kept)
    weights = {name: float(value) for name, value in zip(names, kept, strict=True)}
    return BlendParameters(
        weights, "chosen" if better else "usual", len(trials), gains.size,
        shown | ({} if blended is None else {"blend": blended}),
    )  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """A past slice: what each member would have said on its day, one column each, and who fell silent.

    present   the members that were there on that day; the others had too little to learn from, and the rest stand in
    """

    odds: Floats
    present: NDArray[np.bool_]
    silent: Floats

    def mixed(self, weights: Floats) -> Floats:
        """The weighted mean of those present, at the level that the day turned out to have."""
        those = weights * self.present
        mean: Floats = self.odds @ those / max(float(those.sum()), LEAST_WEIGHT)
        return mean

    def at_level(self, mean: Floats) -> Floats:
        return mean + shift_to(mean, float(self.silent.mean()))

    def losses(self, weights: Floats) -> Floats:
        """The log-loss of each buyer."""
        levelled = self.at_level(self.mixed(weights))
        lost: Floats = np.logaddexp(0.0, levelled) - self.silent * levelled
        return lost

    def loss_and_slope(self, weights: Floats) -> tuple[float, Floats]:
        """The log-loss of all buyers together, and its slope by the weights."""
        mean = self.mixed(weights)
        levelled = self.at_level(mean)
        off = expit(levelled) - self.silent
        whole = max(float((weights * self.present).sum()), LEAST_WEIGHT)
        slope = (self.odds.T @ off - float(off @ mean)) / whole * self.present
        return float((np.logaddexp(0.0, levelled) - self.silent * levelled).sum()), slope


def tried_on(past: Past, one: Slice, names: tuple[str, ...], of: int) -> Trial | None:
    """The members on the day of a past slice; None where all or none fell silent after it."""
    if not 0 < one.silent_after.sum() < one.silent_after.size:
        return None
    said = member_odds(one.columns, fit_learnt(past.before(one.known.today, of=of), one.known.today, past))
    if "boosted" in names and "logistic" in said:
        said.setdefault("boosted", said["logistic"])
    present = np.array([name in said for name in names])
    blank = np.zeros(len(one.columns))
    return Trial(np.column_stack([said.get(name, blank) for name in names]), present, one.silent_after)


def told_loss(trials: list[Trial], weights: Floats) -> float | None:
    """The mean log-loss over the trials in which anyone of weight was present."""
    told = [one.losses(weights) for one in trials if float((weights * one.present).sum()) > 0]
    return float(np.concatenate(told).mean()) if told else None


def best_weights(trials: list[Trial], start: Floats, overlap: float) -> Floats:
    """The weights of the least log-loss plus the pull towards the usual ones."""

    def above(weights: Floats) -> tuple[float, Floats]:
        value, slope = HELD * float((weights - start) @ (weights - start)), 2 * HELD * (weights - start)
        for one in trials:
            lost, by = one.loss_and_slope(weights)
            value, slope = value + overlap * lost, slope + overlap * by
        return value, slope

    size = start.size
    whole = {"type": "eq", "fun": lambda w: float(w.sum()) - 1, "jac": lambda w: np.ones(size)}
    found = minimize(above, start, jac=True, method="SLSQP", bounds=[(0.0, 1.0)] * size, constraints=[whole])
    weights = np.clip(found.x, 0.0, None)
    return weights / weights.sum() if found.success and np.all(np.isfinite(weights)) else start
