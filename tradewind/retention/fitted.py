"""The purchase models as fitted to a team: BG/NBD, NBD, Pareto/NBD and MBG/CNBD-k, each with what it says of a buyer.

Each is fitted by maximum likelihood. Where that has no maximum, or where there is too little to fit, the logarithms of
the parameters are pulled softly towards prior values, and `degenerate` says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from tradewind.retention import bgnbd, likelihood, nbd, pareto, regular
from tradewind.retention.bgnbd import Histories
from tradewind.retention.histogram import Floats

MODELS = ("bgnbd", "pareto", "regular", "nbd")
EDGE = 9.0  # distance of a parameter's logarithm from its prior beyond which there is no maximum
SPREAD = 1.0  # standard deviation of each logarithm around its prior, where it is pulled
PRECISION = {"maxiter": 300, "ftol": 1e-12, "gtol": 1e-6}
REGULARITIES = (1, 2, 3, 4, 6, 8, 12, 16, 24)  # k of MBG/CNBD-k that are tried, until one is less likely
Rise = Callable[[Sequence[float], Histories], tuple[float, Floats]]


@dataclass(frozen=True)
class ModelParameters:
    """A fitted purchase model.

    theta           its parameters in days, as in the module of the model
    log_likelihood  at these, in days
    buyers          that the fit has seen
    degenerate      null for maximum likelihood; else few_buyers, no_repeat_buyers, no_maximum, as in LifetimeParameters
    k               regularity of MBG/CNBD-k, else 1
    """

    theta: tuple[float, ...]
    log_likelihood: float
    buyers: int
    degenerate: str | None = None
    k: int = 1


def fit_bgnbd(buyers: Histories) -> ModelParameters:
    """BG/NBD; see retention.likelihood."""
    found = likelihood.fit(buyers)
    return ModelParameters(found.theta, found.log_likelihood, buyers.x.size, found.degenerate)


def fit_nbd(buyers: Histories) -> ModelParameters:
    """Gamma-Poisson; see retention.nbd."""
    return fit_near(nbd.log_likelihood, buyers, prior_theta(nbd.PRIOR, buyers))


def fit_pareto(buyers: Histories) -> ModelParameters:
    """Pareto/NBD; see retention.pareto."""
    return fit_near(pareto.log_likelihood, buyers, prior_theta(pareto.PRIOR, buyers, in_age=3))


def fit_regular(buyers: Histories, gaps: Floats) -> ModelParameters:
    """MBG/CNBD-k with the k under which the team's history is likeliest; see retention.regular.

    gaps   the days between one order day and the next, of all buyers, 1 or more
    """
    best: ModelParameters | None = None
    start: Sequence[float] | None = None
    for k in REGULARITIES:
        found = fit_near(of_regularity(k), buyers, prior_theta(regular.PRIOR, buyers, waits=k), start)
        height = found.log_likelihood + regular.gaps_log(gaps, k)
        if best is not None and height <= best.log_likelihood:
            break
        best = ModelParameters(found.theta, height, found.buyers, found.degenerate, k)
        start = found.theta
    if best is None:
        raise AssertionError("REGULARITIES is empty")
    return best


def of_regularity(k: int) -> Rise:
    """The log-likelihood of MBG/CNBD with this k."""
    return lambda theta, buyers: regular.log_likelihood(theta, buyers, k)


def prior_theta(prior: Sequence[float], buyers: Histories, in_age: int | None = None, waits: int = 1) -> Floats:
    """Prior values in days: alpha so that the pooled rate is met; the parameter `in_age` in mean ages."""
    theta = np.array(prior, dtype=np.float64)
    age = max(float(np.mean(buyers.age)), likelihood.LEAST_DAYS) if buyers.x.size else likelihood.LEAST_DAYS
    rate = (float(np.sum(buyers.x)) + 1) / (float(np.sum(buyers.age)) + age)
    theta[1] *= waits * theta[0] / rate
    if in_age is not None:
        theta[in_age] *= age
    return theta


def fit_near(rise: Rise, buyers: Histories, prior: Floats, start: Sequence[float] | None = None) -> ModelParameters:
    """The likeliest parameters, or those near `prior` where the data cannot say."""
    why = likelihood.too_little(buyers.x.size, buyers.x)
    logs = None if why else climb(rise, buyers, prior, start)
    if logs is None:
        why = why or "no_maximum"
        logs = climb(rise, buyers, prior, spread=SPREAD)
    if logs is None:
        logs = np.log(prior)
    theta = tuple(float(value) for value in np.exp(logs))
    return ModelParameters(theta, rise(theta, buyers)[0], buyers.x.size, why)


def climb(
    rise: Rise, buyers: Histories, prior: Floats, start: Sequence[float] | None = None, spread: float | None = None
) -> Floats | None:
    """From `start` (or the prior) uphill; None when the search ends at an edge or not at all."""
    middle, size = np.log(prior), max(buyers.x.size, 1)

    def below(logs: Floats) -> tuple[float, Floats]:
        theta = np.exp(logs)
        value, slope = rise(theta.tolist(), buyers)
        pull = (logs - middle) / spread**2 if spread else np.zeros(logs.size)
        return -(value - float(pull @ (logs - middle)) / 2) / size, (pull - slope * theta) / size

    begin = middle if start is None else np.clip(np.log(start), middle - EDGE, middle + EDGE)
    edges = list(zip(middle - EDGE, middle + EDGE, strict=True))
    found = minimize(below, begin, jac=True, method="L-BFGS-B", bounds=edges, options=PRECISION)
    inside = bool(np.all(np.abs(found.x - middle) < EDGE - 1e-6)) and bool(np.all(np.isfinite(found.x)))
    return found.x if found.success and inside else None


def no_order(model: str, parameters: ModelParameters, buyers: Histories, horizon_days: float) -> Floats:
    """The chance of no order day within the horizon, in (0, 1), by one of MODELS."""
    theta = parameters.theta
    if model == "bgnbd":
        r, alpha, a, b = theta
        return bgnbd.no_order((r, alpha, a, b), buyers, horizon_days)
    if model == "regular":
        return regular.no_order(theta, buyers, horizon_days, parameters.k)
    return {"pareto": pareto.no_order, "nbd": nbd.no_order}[model](theta, buyers, horizon_days)


def expected_orders(model: str, parameters: ModelParameters, buyers: Histories, horizon_days: float) -> Floats:
    """The order days to expect within the horizon, 0 or more, by bgnbd, pareto or nbd."""
    theta = parameters.theta
    if model == "bgnbd":
        r, alpha, a, b = theta
        return bgnbd.expected_orders((r, alpha, a, b), buyers, horizon_days)
    return {"pareto": pareto.expected_orders, "nbd": nbd.expected_orders}[model](theta, buyers, horizon_days)
