"""Which BG/NBD parameters make the data most likely, and what to do when the data cannot say?

The search runs over the logarithms of the parameters, alpha's in mean ages, from several starts. With few or one-sided
data the likelihood has no maximum (a parameter runs to zero or infinity). Then, and only then, the logarithms are
pulled softly towards prior values, and the fit says why.

Of very many buyers a sample is searched from every start, and all of them only from where that search ended: the
maximum is that of all buyers, reached in a dozen steps instead of hundreds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from tradewind.retention.bgnbd import Histories, Theta, log_likelihood
from tradewind.retention.histogram import Floats, Histogram

FEWEST_BUYERS = 10  # below this, four parameters are not to be had from the data
EDGE = 9.0  # |log| of a scaled parameter beyond which there is no maximum
STARTS = ((1.0, 0.5, 4.0), (0.3, 1.0, 2.0), (2.0, 0.1, 1.0))  # r, a, b; alpha follows from the pooled rate
PRIOR = (1.0, 0.5, 4.5)  # rates spread like an exponential; one order in ten is the last
LEAST_DAYS = 60.0  # what a team is taken to have seen of its buyers at least: a day tells no rate
PRIOR_SPREAD = 1.0  # standard deviation of each logarithm around the prior
PRECISION = {"maxiter": 500, "ftol": 1e-13, "gtol": 1e-8}
SAMPLE = 10_000  # buyers that bring the search close enough
STEPS = 12  # Newton's steps that the fit of all buyers may take from there; three or four do
LEVEL = 1e-10  # slope per buyer at which they end: the parameters are then right to nine digits
DIFFERENCE = 1e-4
FLAT = 1e-4  # slope per buyer and unit of logarithm below which the search has come to rest

Rise = Callable[[Floats], tuple[float, Floats]]  # logarithms to the log-likelihood per buyer and its slope by them


@dataclass(frozen=True)
class Fit:
    theta: Theta
    log_likelihood: float
    degenerate: str | None


def fit(buyers: Histories) -> Fit:
    """The best parameters for `buyers`, in the time unit of `buyers`."""
    return fit_histogram(Histogram.of(buyers.x, buyers.recency, buyers.age))


def fit_histogram(buyers: Histogram) -> Fit:
    """The best parameters for the buyers that the histogram has counted, in its time unit."""
    degenerate = too_little(buyers.buyers, buyers.x.values)
    scale = np.array([1.0, max(mean_age(buyers), LEAST_DAYS), 1.0, 1.0])
    found = None if degenerate else maximum(buyers, scale)
    if found is None:
        degenerate = degenerate or "no_maximum"
        found = near_prior(buyers, scale)
    r, alpha, a, b = (float(value) for value in np.exp(found) * scale)
    return Fit((r, alpha, a, b), log_likelihood((r, alpha, a, b), buyers)[0], degenerate)


def too_little(buyers: float, x: Floats) -> str | None:
    """Why so many buyers with these counts of repeat orders cannot carry a fit by maximum likelihood, or None."""
    if buyers < FEWEST_BUYERS:
        return "few_buyers"
    return None if np.any(x > 0) else "no_repeat_buyers"


def mean_age(buyers: Histogram) -> float:
    """The mean T; 0 of no buyers."""
    return float(buyers.count @ buyers.age.values[buyers.age.place]) / max(buyers.buyers, 1.0)


def maximum(buyers: Histogram, scale: Floats) -> Floats | None:
    """The logarithms of the most likely parameters; None when the search ends at an edge or not at all."""
    if buyers.buyers > 2 * SAMPLE:
        some = buyers.spread(SAMPLE)
        near = maximum(some, scale)
        if near is not None:
            found = last_steps(rise_of(buyers, scale), near, curvature(rise_of(some, scale), near))
            if found is not None:
                return found
    rate = pooled_rate(buyers, scale)
    runs = [climb(rise_of(buyers, scale), np.log([r, r / rate, a, b])) for r, a, b in STARTS]
    return inside(max(runs, key=lambda run: run[1]))


def inside(run: tuple[Floats, float, bool]) -> Floats | None:
    """Where a search ended, if it came to rest and not at an edge."""
    return run[0] if run[2] and np.all(np.abs(run[0]) < EDGE) else None


def rise_of(buyers: Histogram, scale: Floats) -> Rise:
    """The log-likelihood per buyer over the logarithms of the parameters in units of `scale`."""
    size = max(buyers.buyers, 1.0)

    def rise(logs: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = theta = np.exp(logs) * scale
        value, slope = log_likelihood((r, alpha, a, b), buyers)
        return value / size, slope * theta / size

    return rise


def last_steps(rise: Rise, near: Floats, bend: Floats) -> Floats | None:
    """From `near` the maximum to it: Newton's steps with the curvature of a sample; None when they lead astray."""
    logs = near
    for _ in range(STEPS):
        slope = rise(logs)[1]
        if np.max(np.abs(slope)) < LEVEL:
            return logs if np.all(np.abs(logs) < EDGE) else None
        logs = np.clip(logs + np.linalg.solve(bend, slope), -EDGE, EDGE)
    return None


def curvature(rise: Rise, logs: Floats) -> Floats:
    """Minus the second derivatives of the log-likelihood per buyer, from differences of slopes."""
    rows = [rise(logs - one)[1] - rise(logs + one)[1] for one in np.eye(logs.size) * DIFFERENCE]
    bend: Floats = np.array(rows) / (2 * DIFFERENCE)
    return (bend + bend.T) / 2


def near_prior(buyers: Histogram, scale: Floats) -> Floats:
    """The logarithms of the most likely parameters when each is also pulled towards its prior value."""
    r, a, b = PRIOR
    prior = np.log([r, r / pooled_rate(buyers, scale), a, b])
    return climb(rise_of(buyers, scale), prior, PRIOR_SPREAD**2 * max(buyers.buyers, 1.0))[0]


def pooled_rate(buyers: Histogram, scale: Floats) -> float:
    """Repeat order days per scaled unit of time over all buyers, with one added so that it is never zero."""
    orders = float(buyers.count @ buyers.x.values[buyers.x.place])
    return (orders + 1) / (mean_age(buyers) * buyers.buyers / float(scale[1]) + 1)


def climb(rise: Rise, start: Floats, looseness: float | None = None) -> tuple[Floats, float, bool]:
    """From `start` uphill: the logarithms reached, the height there, and whether the search came to rest.

    looseness  the variance around `start`, times the buyers, to which the logarithms are held; null: they are free
    """

    def below(logs: Floats) -> tuple[float, Floats]:
        value, slope = rise(logs)
        pull = (logs - start) / looseness if looseness else np.zeros(4)
        return float(pull @ (logs - start)) / 2 - value, pull - slope

    found = minimize(below, start, jac=True, method="L-BFGS-B", bounds=[(-EDGE, EDGE)] * 4, options=PRECISION)
    return found.x, -float(found.fun), bool(np.max(np.abs(found.jac)) < FLAT)
