"""MBG/CNBD-k in numbers: BG/NBD for buyers who order more regularly than at random.

The gaps between a buyer's orders are Erlang-k: each is the sum of k random waits, so that a gap close to the mean is
likelier than a very short or a very long one; k = 1 is pure chance. The rate of the waits is the buyer's own,
Gamma(r, alpha) over the team; after each order, the first included, a buyer stops for good with a probability of its
own, Beta(a, b) over the team. theta = (r, alpha, a, b); k is whole and the same for the team.

source   Platzer & Reutterer (2016), Marketing Science 35(5); Reutterer, Platzer & Schroeder (2021), International
         Journal of Research in Marketing 38(3): MBG/CNBD-k
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import expit, gammaln, psi

from tradewind.retention.bgnbd import Floats, Histories

PRIOR = (1.0, 1.0, 0.5, 4.5)  # r, alpha over k r / pooled rate, a, b


def log_likelihood(theta: Sequence[float], buyers: Histories, k: int) -> tuple[float, Floats]:
    """The log-likelihood of theta, without `gaps_log`, and its gradient by (r, alpha, a, b)."""
    r, alpha, a, b = theta
    x, count, size = buyers.distinct, buyers.count, buyers.x.size
    stayed = gammaln(a + b) - gammaln(b) + gammaln(b + x + 1) - gammaln(a + b + x + 1)
    value = float(count @ (stayed + gammaln(r + k * x) - gammaln(r))) + size * r * np.log(alpha)
    by_a = psi(a + b) - psi(a + b + x + 1)
    by_b = by_a + psi(b + x + 1) - psi(b)
    by_r = float(count @ (psi(r + k * x) - psi(r))) + size * np.log(alpha)
    slope = np.array([by_r, size * r / alpha, float(count @ by_a), float(count @ by_b)])
    for part in buyers.parts():
        timed, by, gone = timed_logs(theta, part, k)
        value += float(timed.sum())
        slope += np.array([*by.sum(axis=1), gone.sum() / a, -(gone / (b + part.x)).sum()])
    return float(value), slope


def gaps_log(gaps: Floats, k: int) -> float:
    """The part of the log-likelihood that knows only the gaps: it decides between one k and another."""
    return float((k - 1) * np.log(gaps).sum() - gaps.size * gammaln(k))


def timed_logs(theta: Sequence[float], buyers: Histories, k: int) -> tuple[Floats, Floats, Floats]:
    """Per buyer: the logarithm of buying still or having stopped, its slopes by r and alpha, and the share stopped."""
    r, alpha, a, b = theta
    shape, log_last = r + k * buyers.x, np.log(alpha + buyers.recency)
    buying, by_buying = buying_log(theta, buyers, k)
    stopped = np.log(a) - np.log(b + buyers.x) - shape * log_last
    gone = expit(stopped - buying)
    by_stopped = np.array([-log_last, -shape / (alpha + buyers.recency)])
    return np.logaddexp(buying, stopped), by_buying + gone * (by_stopped - by_buying), gone


def buying_log(theta: Sequence[float], buyers: Histories, k: int) -> tuple[Floats, Floats]:
    """Per buyer: the logarithm of fewer than k waits since the last order, and its slopes by r and alpha."""
    r, alpha, _, _ = theta
    shape, log_t = r + k * buyers.x, np.log(alpha + buyers.age)
    with np.errstate(divide="ignore"):
        silence = np.log(buyers.age - buyers.recency) - log_t
    waits = np.zeros((k, shape.size))
    by_r = np.zeros((k, shape.size))
    for j in range(1, k):
        waits[j] = waits[j - 1] + np.log((shape + j - 1) / j) + silence
        by_r[j] = by_r[j - 1] + 1 / (shape + j - 1)
    top = waits.max(axis=0)
    share = np.exp(waits - top)
    total = share.sum(axis=0)
    share /= total
    passed = np.arange(k) @ share
    slopes = np.array([(share * by_r).sum(axis=0) - log_t, -(shape + passed) / (alpha + buyers.age)])
    return top + np.log(total) - shape * log_t, slopes


def p_alive(theta: Sequence[float], buyers: Histories, k: int) -> Floats:
    """The chance that a buyer has not stopped for good."""
    parts = [1 - timed_logs(theta, part, k)[2] for part in buyers.parts()]
    return np.concatenate([np.zeros(0), *parts])


def no_order(theta: Sequence[float], buyers: Histories, horizon: float, k: int) -> Floats:
    """The chance of no order within `horizon`: how likely the same orders are seen until then, over until now."""
    later = Histories(buyers.x, buyers.recency, buyers.age + horizon, buyers.distinct, buyers.place, buyers.count)
    pairs = zip(later.parts(), buyers.parts(), strict=True)
    logs = [timed_logs(theta, then, k)[0] - timed_logs(theta, now, k)[0] for then, now in pairs]
    chance: Floats = np.exp(np.minimum(np.concatenate([np.zeros(0), *logs]), 0.0))
    return chance
