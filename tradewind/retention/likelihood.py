"""Which BG/NBD parameters make the data most likely, and what to do when the data cannot say?

Time is scaled by the mean age and all parameters are positive, so the search runs over logarithms, from several
starts. With few or one-sided data the likelihood has no maximum (a parameter runs to zero or infinity). Then, and only
then, the logarithms are pulled softly towards prior values, and the fit says why.
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
    rate = pooled_rate(buyers)
    runs = [climb(buyers, np.log([r, r / rate, a, b])) for r, a, b in STARTS]
    best = max(runs, key=lambda run: run[1])
    return best[0] if best[2] and np.all(np.abs(best[0]) < EDGE) else None


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
