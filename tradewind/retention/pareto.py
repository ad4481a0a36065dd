"""The Pareto/NBD model in numbers: likelihood, its gradient, and what it says of one buyer.

A buyer orders at random with an own rate, Gamma(r, alpha) over the team, and stops for good at a random time, at an own
rate, Gamma(s, beta) over the team; unlike in BG/NBD a buyer of one order may have stopped. All functions take arrays
x, t_x, T in one unit of time, and theta = (r, alpha, s, beta), alpha and beta in that unit.

The published likelihood has a difference of two hypergeometric functions, which overflows for frequent buyers and
cancels for recent ones. The same number is an integral over the time at which the buyer stopped, of positive terms; in
the variable z of `stopping_times` what is integrated is bounded and smooth.

source   Schmittlein, Morrison & Colombo (1987), Management Science 33(1); Fader & Hardie (2005), "A note on deriving
         the Pareto/NBD model and related expressions"
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import expit, gammaln, psi

from tradewind.retention.bgnbd import Floats, Histories

NODES = 24  # of the quadrature over the time of stopping; the log-likelihood of CDNOW has nine digits with it
PRIOR = (1.0, 1.0, 0.7, 1.5)  # r, alpha over r / pooled rate, s, beta over the mean age
LEAST = 1e-300
POINTS, WEIGHTS = np.polynomial.legendre.leggauss(NODES)
POINTS, WEIGHTS = (POINTS + 1) / 2, WEIGHTS / 2


def log_likelihood(theta: Sequence[float], buyers: Histories) -> tuple[float, Floats]:
    """The log-likelihood of theta and its gradient by (r, alpha, s, beta), in theta's own units."""
    r, alpha, s, beta = theta
    x, count, size = buyers.distinct, buyers.count, buyers.x.size
    value = float(count @ (gammaln(r + x) - gammaln(r))) + size * (r * np.log(alpha) + s * np.log(beta))
    by_r = float(count @ (psi(r + x) - psi(r))) + size * np.log(alpha)
    slope = np.array([by_r, size * r / alpha, size * np.log(beta), size * s / beta])
    for part in buyers.parts():
        timed, by = timed_logs(theta, part)
        value += float(timed.sum())
        slope += by.sum(axis=1)
    return float(value), slope


def timed_logs(theta: Sequence[float], buyers: Histories) -> tuple[Floats, Floats]:
    """Per buyer: the logarithm of buying still or having stopped since the last order, and its four slopes."""
    r, alpha, s, beta = theta
    shape, till_now, life = r + buyers.x, alpha + buyers.age, beta + buyers.age
    buying = buying_log(theta, buyers)
    stopped, by_stopped = stopped_log(theta, buyers)
    gone = expit(stopped - buying)
    by_buying = np.array([-np.log(till_now), -shape / till_now, -np.log(life), -s / life])
    return np.logaddexp(buying, stopped), by_buying + gone * (by_stopped - by_buying)


def buying_log(theta: Sequence[float], buyers: Histories) -> Floats:
    """Per buyer log((alpha + T)^-(r+x) (beta + T)^-s): silent since the last order, and buying still."""
    r, alpha, s, beta = theta
    value: Floats = -(r + buyers.x) * np.log(alpha + buyers.age) - s * np.log(beta + buyers.age)
    return value


def stopped_log(theta: Sequence[float], buyers: Histories) -> tuple[Floats, Floats]:
    """Per buyer log(s x the integral of (alpha + t)^-(r+x) (beta + t)^-(s+1) dt from t_x to T), and its four slopes."""
    r, alpha, s, beta = theta
    shape = (r + buyers.x)[:, None]
    log_a, log_weight = stopping_times(alpha, shape + s, buyers)
    a = np.exp(log_a)
    b = a + (beta - alpha)
    log_b = np.log(b)
    terms = log_weight + (1 - shape) * log_a - (s + 1) * log_b
    top = terms.max(axis=1, keepdims=True)
    share = np.exp(terms - top)
    total = share.sum(axis=1, keepdims=True)
    share /= total
    by = (-share * log_a, -share * shape / a, -share * log_b, -(s + 1) * share / b)
    slopes = np.array([one.sum(axis=1) for one in by])
    slopes[2] += 1 / s
    return np.log(s) + (top + np.log(total))[:, 0], slopes


def stopping_times(alpha: float, steep: Floats, buyers: Histories) -> tuple[Floats, Floats]:
    """log(alpha + t) at times t between t_x and T, and the logarithm of each one's weight, dt / (alpha + t).

    y = log((alpha + t) / (alpha + t_x)) runs from 0 to Y, and z = (1 - e^(-steep y)) / (1 - e^(-steep Y)) from 0 to 1.
    """
    start = np.log(alpha + buyers.recency)[:, None]
    reach = np.log((alpha + buyers.age) / (alpha + buyers.recency))[:, None]
    covered = np.maximum(-np.expm1(-steep * reach), LEAST)  # a buyer who ordered today had no time to stop
    y = -np.log1p(-POINTS * covered) / steep
    return start + y, np.log(WEIGHTS) + np.log(covered) - np.log(steep) + steep * y


def p_alive(theta: Sequence[float], buyers: Histories) -> Floats:
    """The chance that a buyer has not stopped for good."""
    return np.concatenate(
        [np.zeros(0), *(expit(buying_log(theta, part) - stopped_log(theta, part)[0]) for part in buyers.parts())]
    )


def no_order(theta: Sequence[float], buyers: Histories, horizon: float) -> Floats:
    """The chance of no order within `horizon`: how likely the same orders are seen until then, over until now."""
    later = Histories(buyers.x, buyers.recency, buyers.age + horizon, buyers.distinct, buyers.place, buyers.count)
    pairs = zip(later.parts(), buyers.parts(), strict=True)
    logs = [timed_logs(theta, then)[0] - timed_logs(theta, now)[0] for then, now in pairs]
    chance: Floats = np.exp(np.minimum(np.concatenate([np.zeros(0), *logs]), 0.0))
    return chance


def expected_orders(theta: Sequence[float], buyers: Histories, horizon: float) -> Floats:
    """The orders to expect within `horizon`: the posterior mean rate times the time that the buyer stays."""
    r, alpha, s, beta = theta
    life = beta + buyers.age
    near = abs(s - 1) < 1e-9  # where the closed form is 0 / 0
    reach = np.log1p(horizon / life)
    stays = life * (reach if near else -np.expm1(-(s - 1) * reach) / (s - 1))
    expected: Floats = p_alive(theta, buyers) * (r + buyers.x) / (alpha + buyers.age) * stays
    return expected
