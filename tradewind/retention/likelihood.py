"""Which BG/NBD parameters make the data most likely, and what to do when the data cannot say?

Time is scaled by the mean age and all parameters are positive, so the search runs over logarithms, from several
starts. With few or one-sided data the likelihood has no maximum (a parameter runs to zero or infinity). Then, and only
then, the logarithms are pulled softly towards prior values, and the fit says why.

Of very many buyers a sample is searched from every start, and all of them only from where that search ended: the
maximum is that of all buyers, reached in a dozen steps instead of hundreds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from tradewind.retention.bgnbd import Floats, Histories, Theta, log_likelihood

FEWEST_BUYERS = 10  # below this, four parameters are not to be had from the data
EDGE = 9.0  # |log| of a scaled parameter beyond which there is no maximum
STARTS = ((1.0, 0.5, 4.0), (0.3, 1.0, 2.0), (2.0, 0.1, 1.0))  # r, a, b; alpha follows from the pooled rate
PRIOR = (1.0, 0.5, 4.5)  # rates spread like an exponential; one order in ten is the last
LEAST_DAYS = 60.0  # what a team is taken to have seen of its buyers at least: a day tells no rate
PRIOR_SPREAD = 1.0  # standard deviation of each logarithm around the prior
PRECISION = {"maxiter": 500, "ftol": 1e-13, "gtol": 1e-8}
SAMPLE = 10_000  # buyers that bring the search close enough
STEPS = 12  # Newton's steps that the fit of all buyers may take from there; three or four do
LEVEL = 1e-8  # slope per buyer at which they end
DIFFERENCE = 1e-4
FLAT = 1e-4  # slope per buyer and unit of logarithm below which the search has come to rest


@dataclass(frozen=True)
class Fit:
    theta: Theta
    log_likelihood: float
    degenerate: str | None


def fit(buyers: Histories) -> Fit:
    """The best parameters for `buyers`, in the time unit of `buyers`."""
    degenerate = too_little(buyers)
    scale = max(float(np.mean(buyers.age)), LEAST_DAYS) if buyers.x.size else LEAST_DAYS
    scaled = Histories.of(buyers.x, buyers.recency / scale, buyers.age / scale)
    found = None if degenerate else maximum(scaled)
    if found is None:
        degenerate = degenerate or "no_maximum"
        found = near_prior(scaled)
    r, alpha, a, b = (float(value) for value in np.exp(found))
    theta = (r, alpha * scale, a, b)
    return Fit(theta, log_likelihood(theta, buyers)[0], degenerate)


def too_little(buyers: Histories) -> str | None:
    """Why these buyers cannot carry a fit by maximum likelihood, or None."""
    if buyers.x.size < FEWEST_BUYERS:
        return "few_buyers"
    return None if np.any(buyers.x > 0) else "no_repeat_buyers"


def maximum(buyers: Histories) -> Floats | None:
    """The logarithms of the most likely parameters; None when the search ends at an edge or not at all."""
    if buyers.x.size > 2 * SAMPLE:
        some = sampled(buyers)
        near = maximum(some)
        found = None if near is None else last_steps(buyers, near, curvature(some, near))
        if found is not None:
            return found
    rate = pooled_rate(buyers)
    runs = [climb(buyers, np.log([r, r / rate, a, b])) for r, a, b in STARTS]
    return inside(max(runs, key=lambda run: run[1]))


def inside(run: tuple[Floats, float, bool]) -> Floats | None:
    """Where a search ended, if it came to rest and not at an edge."""
    return run[0] if run[2] and np.all(np.abs(run[0]) < EDGE) else None


def last_steps(buyers: Histories, near: Floats, bend: Floats) -> Floats | None:
    """From `near` the maximum to it: Newton's steps with the curvature of a sample; None when they lead astray."""
    logs = near
    for _ in range(STEPS):
        slope = per_buyer_slope(buyers, logs)
        if np.max(np.abs(slope)) < LEVEL:
            return logs if np.all(np.abs(logs) < EDGE) else None
        logs = np.clip(logs + np.linalg.solve(bend, slope), -EDGE, EDGE)
    return None


def curvature(buyers: Histories, logs: Floats) -> Floats:
    """Minus the second derivatives of the log-likelihood per buyer by the logarithms, from differences of slopes."""
    rows = [
        per_buyer_slope(buyers, logs - one) - per_buyer_slope(buyers, logs + one)
        for one in np.eye(logs.size) * DIFFERENCE
    ]
    bend: Floats = np.array(rows) / (2 * DIFFERENCE)
    return (bend + bend.T) / 2


def per_buyer_slope(buyers: Histories, logs: Floats) -> Floats:
    """The slope of the log-likelihood by the logarithms, per buyer."""
    r, alpha, a, b = theta = np.exp(logs)
    slope: Floats = log_likelihood((r, alpha, a, b), buyers)[1] * theta / buyers.x.size
    return slope


def sampled(buyers: Histories) -> Histories:
    """About `SAMPLE` buyers, evenly spread over all rows."""
    rows = slice(None, None, buyers.x.size // SAMPLE)
    return Histories.of(buyers.x[rows], buyers.recency[rows], buyers.age[rows])


def near_prior(buyers: Histories) -> Floats:
    """The logarithms of the most likely parameters when each is also pulled towards its prior value."""
    r, a, b = PRIOR
    prior = np.log([r, r / pooled_rate(buyers), a, b])
    return climb(buyers, prior, PRIOR_SPREAD)[0]


def pooled_rate(buyers: Histories) -> float:
    """Repeat order days per unit of time over all buyers, with one order day added so that it is never zero."""
    return (float(np.sum(buyers.x)) + 1) / (float(np.sum(buyers.age)) + 1)


def climb(buyers: Histories, start: Floats, spread: float | None = None) -> tuple[Floats, float, bool]:
    """From `start` uphill: the logarithms reached, the height there, and whether the search came to rest."""

    def below(logs: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = theta = np.exp(logs)
        value, slope = log_likelihood((r, alpha, a, b), buyers)
        pull = (logs - start) / spread**2 if spread else np.zeros(4)
        height = value - float(pull @ (logs - start)) / 2
        return -height / size, (pull - slope * theta) / size

    size = max(buyers.x.size, 1)
    found = minimize(below, start, jac=True, method="L-BFGS-B", bounds=[(-EDGE, EDGE)] * 4, options=PRECISION)
    return found.x, -float(found.fun), bool(np.max(np.abs(found.jac)) < FLAT)
