"""How likely is it, on a given day of a silence, that no order comes within the horizon?

The chance of BG/NBD is the starting point; how much the buyer's own rhythm and the length of its history correct it is
learnt from the team's own earlier silences, and stays at nothing where there are few of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from tradewind.retention import bgnbd
from tradewind.retention.bgnbd import Floats, Histories, Theta
from tradewind.retention.likelihood import fit as fit_bgnbd
from tradewind.retention.own_rhythm import RhythmPrior, fit_rhythm_prior, surprise
from tradewind.retention.silences import Places, Spells

LEARNT_AT = (7.0, 14.0, 30.0, 45.0, 60.0, 90.0, 120.0)  # days of a silence
START = np.array([0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])  # as BG/NBD says
RIDGE = 10.0
HALF_LIFE_DAYS = 180.0  # of what was learnt: rhythms change
REST_DAYS = 30.0  # that a buyer is taken to have been watched at least, for its rate


@dataclass(frozen=True)
class SuspicionParameters:
    """What is known on one day: BG/NBD's r, alpha, a, b; the prior of the rhythms; the learnt weights; the mean money
    of buyers who were silent for the horizon; how many days of silences it was learnt from."""

    theta: Theta
    rhythm: RhythmPrior
    weights: tuple[float, ...]
    mean_money: float
    learnt_from: int


def fit_suspicion(spells: Spells, today: float, horizon: float) -> SuspicionParameters:
    """The parameters from what happened before `today` (counted days)."""
    theta, rhythm = fit_theta(spells, today), fit_rhythm_prior(spells, today)
    seen = [np.flatnonzero((spells.ended - spells.began > t) & (spells.began + t + horizon < today)) for t in LEARNT_AT]
    at = np.concatenate(seen)
    silent = np.concatenate([np.full(some.size, t) for some, t in zip(seen, LEARNT_AT, strict=True)])
    stayed_silent = (spells.ended[at] - spells.began[at] > silent + horizon).astype(np.float64)
    columns = evidence(spells, at, silent, theta, rhythm, horizon)
    weight = row_weights(spells.buyer[at]) * 0.5 ** ((today - spells.began[at] - silent - horizon) / HALF_LIFE_DAYS)
    weights = learn(columns, stayed_silent, weight)
    gone = (spells.began < today - horizon) & (spells.ended >= today) & (spells.repeats >= 1)
    money = spells.money[gone] if gone.sum() >= FEWEST_GONE else spells.money[spells.began < today]
    mean = max(float(money.mean()), 1.0) if money.size else 1.0
    return SuspicionParameters(theta, rhythm, tuple(weights.tolist()), mean, int(at.size))


FEWEST_GONE = 6


def fit_theta(spells: Spells, today: float) -> Theta:
    """BG/NBD's parameters from the order days before `today`."""
    latest = (spells.began < today) & (spells.ended >= today)
    x, recency = spells.repeats[latest], (spells.began - spells.first)[latest]
    return fit_bgnbd(Histories.of(x, recency, today - spells.first[latest])).theta


def row_weights(buyer: Places) -> Floats:
    """A buyer of many silences counts more than one of few, but not as many times more; half a case on average."""
    if not buyer.size:
        return np.zeros(0)
    weight = 1 / np.sqrt(np.bincount(buyer)[buyer])
    return np.asarray(weight * buyer.size / weight.sum() / 2)


def evidence(spells: Spells, at: Places, silent: Floats, theta: Theta, rhythm: RhythmPrior, horizon: float) -> Floats:
    """One row per silence and day of it: what is known of the buyer then, in logarithms."""
    x, recency = spells.repeats[at], (spells.began - spells.first)[at]
    known = Histories.of(x, recency, recency + silent)
    alive = np.clip(1 - bgnbd.stopped_share(theta, known), 1e-3, 1 - 1e-3)
    chance = np.clip(bgnbd.no_order(theta, known, horizon), 1e-4, 1 - 1e-4)
    return np.column_stack([
        np.ones(at.size), logit(chance), surprise(spells, at, silent, rhythm), np.log1p(x), np.log1p(recency) / 2,
        logit(alive) / 2, np.log(silent), np.log(order_rate(theta, x, recency + silent) * horizon), x == 0,
    ])  # fmt: skip


def order_rate(theta: Theta, repeats: Floats, age: Floats) -> Floats:
    """Orders a day of a buyer that still buys, drawn towards the team's."""
    return (theta[0] + repeats) / (theta[1] + age)


def learn(columns: Floats, happened: Floats, weight: Floats) -> Floats:
    """Logistic weights by Newton's method, held softly to START."""
    ridge = np.r_[0.01, np.full(columns.shape[1] - 1, RIDGE)]
    found = START.copy()
    for _ in range(40):
        chance = expit(columns @ found)
        slope = columns.T @ (weight * (chance - happened)) + ridge * (found - START)
        bend = (columns * (weight * chance * (1 - chance))[:, None]).T @ columns + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        largest = float(np.abs(step).max())
        found = found - step * min(1.0, 2 / max(largest, 1e-12))
        if largest < 1e-9:
            break
    return found


def log_odds(spells: Spells, at: Places, silent: Floats, parameters: SuspicionParameters, horizon: float) -> Floats:
    """The log-odds of no order in the horizon that follows day `silent` of each silence."""
    columns = evidence(spells, at, silent, parameters.theta, parameters.rhythm, horizon)
    return np.asarray(columns @ np.array(parameters.weights))


def expected_others(spells: Spells, at: Places, parameters: SuspicionParameters, days: float) -> Floats:
    """How many further silences a buyer that still buys begins within `days`."""
    age = (spells.began - spells.first)[at] + REST_DAYS
    return order_rate(parameters.theta, spells.repeats[at], age) * days
