"""How well do people read data? An item response model of right and wrong answers.

P(right) = 1 / (1 + exp(-a (theta - b))): a discrimination, b difficulty; theta is standard normal among people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit, logsumexp

from tradewind.errors import AnswerNotRead, FewAnswers, ItemAllAlike

Floats = NDArray[np.float64]


def _log_normal(nodes: Floats) -> Floats:
    density = np.exp(-(nodes**2) / 2)
    return np.asarray(np.log(density / density.sum()))


WIDE = np.linspace(-6.0, 6.0, 121)  # for items, some of which are very easy
NODES = np.linspace(-4.0, 4.0, 81)  # for a person: an ability beyond 4 standard deviations is not told apart
PRIOR_WIDE, PRIOR = _log_normal(WIDE), _log_normal(NODES)
LEAST_A, MOST_A = 0.05, 6.0
BAND = 0.90


@dataclass(frozen=True)
class Calibration:
    """What answers say of the items.

    discrimination, difficulty  one per item, in the items' order; with model "1pl" all discriminations are the same
    log_likelihood              of all answers, ability integrated out
    people, model               how many answered; "1pl" or "2pl"
    """

    discrimination: Floats
    difficulty: Floats
    log_likelihood: float
    people: int
    model: str


@dataclass(frozen=True)
class Ability:
    """A person's posterior: mean and standard deviation of theta, and its 90 % band."""

    theta: float
    sd: float
    low: float
    high: float


def fit_items(answers: Floats, counts: Floats, model: str = "2pl") -> Calibration:
    """Items by marginal maximum likelihood, with ability standard normal.

    answers   patterns x items of 0, 1, and nan for an item that was not asked
    counts    how many people gave each pattern
    raises    AnswerNotRead for another value, FewAnswers below 10 people or 2 items, ItemAllAlike for an item that
              all got right or all wrong: its difficulty is beyond every number
    """
    _refuse(answers, counts)
    asked = ~np.isnan(answers)
    right, wrong = np.where(asked, np.nan_to_num(answers), 0.0), np.where(asked, 1 - np.nan_to_num(answers), 0.0)
    share = np.array([np.average(right[seen, i], weights=counts[seen]) for i, seen in enumerate(asked.T)])
    items, slopes = answers.shape[1], 1 if model == "1pl" else answers.shape[1]

    def loss(numbers: Floats) -> tuple[float, Floats]:
        slope, intercept = np.broadcast_to(numbers[:slopes], items), numbers[slopes:]
        reach = slope[:, None] * WIDE + intercept[:, None]
        told = -right @ np.logaddexp(0, -reach) - wrong @ np.logaddexp(0, reach) + PRIOR_WIDE
        each = logsumexp(told, axis=1)
        posterior = np.exp(told - each[:, None]) * counts[:, None]
        pull = right.T @ posterior - (asked.T.astype(np.float64) @ posterior) * expit(reach)
        by_slope = pull @ WIDE
        slope_pull = by_slope if slopes == items else by_slope.sum(keepdims=True)
        return -float(counts @ each), -np.concatenate([slope_pull, pull.sum(axis=1)])

    begin = np.concatenate([np.ones(slopes), logit(np.clip(share, 0.01, 0.99)) * 1.1])
    bounds = [(LEAST_A, MOST_A)] * slopes + [(-30.0, 30.0)] * items
    found = minimize(
        loss, begin, jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-13, "gtol": 1e-7, "maxiter": 2000}
    )
    slope = np.broadcast_to(found.x[:slopes], items).copy()
    return Calibration(slope, -found.x[slopes:] / slope, -float(found.fun), int(counts.sum()), model)


def _refuse(answers: Floats, counts: Floats) -> None:
    told = answers[~np.isnan(answers)]
    odd = told[(told != 0) & (told != 1)]
    if odd.size:
        raise AnswerNotRead(said=f"{odd[0]:g}")
    if counts.sum() < 10 or answers.shape[1] < 2:
        raise FewAnswers(people=int(counts.sum()), items=answers.shape[1])
    for item in range(answers.shape[1]):
        given = answers[~np.isnan(answers[:, item]) & (counts > 0), item]
        if np.unique(given).size < 2:
            raise ItemAllAlike(item=item + 1)


def ability(answers: Floats, discrimination: Floats, difficulty: Floats) -> Ability:
    """One person's ability after these answers (0, 1, nan for not asked), by the posterior mean."""
    weights = posterior(answers, discrimination, difficulty)
    mean = float(weights @ NODES)
    reach = np.cumsum(weights)
    low, high = np.interp([(1 - BAND) / 2, (1 + BAND) / 2], reach, NODES + (NODES[1] - NODES[0]) / 2)
    return Ability(mean, float(np.sqrt(weights @ (NODES - mean) ** 2)), float(low), float(high))


def posterior(answers: Floats, discrimination: Floats, difficulty: Floats) -> Floats:
    """The chance of each node of ability after these answers; sums to 1."""
    asked = ~np.isnan(answers)
    a, b, x = discrimination[asked], difficulty[asked], answers[asked]
    reach = a[:, None] * (NODES - b[:, None])
    told = -x @ np.logaddexp(0, -reach) - (1 - x) @ np.logaddexp(0, reach) + PRIOR
    return np.asarray(np.exp(told - logsumexp(told)))


def score(weights: Floats, discrimination: Floats, difficulty: Floats) -> tuple[float, float, float]:
    """The data-reading score, 0 to 100, and its 90 % band: the share of the reference items that one would get right.

    weights   a posterior over the nodes of ability
    """
    expected = 100 * expit(discrimination[:, None] * (NODES - difficulty[:, None])).mean(axis=0)
    mean = float(weights @ expected)
    low, high = np.interp([(1 - BAND) / 2, (1 + BAND) / 2], np.cumsum(weights), expected)
    return mean, float(low), float(high)


def information(theta: float, discrimination: Floats, difficulty: Floats) -> Floats:
    """Fisher's information of each item at this ability: which question tells most about such a person."""
    right = expit(discrimination * (theta - difficulty))
    return np.asarray(discrimination**2 * right * (1 - right))
