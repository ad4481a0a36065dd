"""The BG/NBD model in numbers: likelihood, its gradient, and what it says of one buyer.

A buyer orders at random with an own rate, Gamma(r, alpha) over the team, and after each order stops for good with an
own probability, Beta(a, b) over the team. All functions take arrays x, t_x, T in one unit of time, and
theta = (r, alpha, a, b) with alpha in that unit. Everything is in logarithms, so frequent buyers do not overflow.

source   Fader, Hardie & Lee (2005), Marketing Science 24(2), equations 6 to 10
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, gammaln, psi

Floats = NDArray[np.float64]
Theta = tuple[float, float, float, float]

NODES = 24  # of the quadrature over the probability to stop; agrees with the closed form to 1e-10 where that is stable


@dataclass(frozen=True)
class Histories:
    """x, t_x and T of many buyers, with the distinct values of x apart: the gamma functions see only those."""

    x: Floats
    recency: Floats
    age: Floats
    distinct: Floats
    place: NDArray[np.intp]
    count: Floats

    @classmethod
    def of(cls, x: Floats, recency: Floats, age: Floats) -> Histories:
        distinct, place, count = np.unique(x, return_inverse=True, return_counts=True)
        return cls(x, recency, age, distinct, place, count.astype(np.float64))


def log_likelihood(theta: Theta, buyers: Histories) -> tuple[float, Floats]:
    """The log-likelihood of theta and its gradient by (r, alpha, a, b), in theta's own units."""
    value, slope = counted(theta, buyers)
    timed_value, timed_slope = timed(theta, buyers)
    return value + timed_value, slope + timed_slope


def counted(theta: Theta, buyers: Histories) -> tuple[float, Floats]:
    """The part of the log-likelihood that knows only how often each buyer ordered, and its gradient."""
    r, alpha, a, b = theta
    x, n = buyers.distinct, buyers.count
    rate = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    stop = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    by_r = psi(r + x) - psi(r) + np.log(alpha)
    by_a = psi(a + b) - psi(a + b + x)
    by_b = by_a + psi(b + x) - psi(b)
    return float(n @ (rate + stop)), np.array([n @ by_r, n.sum() * r / alpha, n @ by_a, n @ by_b])


def timed(theta: Theta, buyers: Histories) -> tuple[float, Floats]:
    """The part that knows when: still buying, or stopped at the last order; and its gradient."""
    r, alpha, a, b = theta
    shape, gone = r + buyers.x, stopped_share(theta, buyers)
    log_t, log_tx = np.log(alpha + buyers.age), np.log(alpha + buyers.recency)
    after = np.maximum(b + buyers.x - 1, b)
    stopped = np.where(buyers.x > 0, np.log(a / after) - shape * log_tx, -np.inf)
    value = np.logaddexp(-shape * log_t, stopped)
    by_r = -(log_t + gone * (log_tx - log_t))
    by_alpha = -shape * ((1 - gone) / (alpha + buyers.age) + gone / (alpha + buyers.recency))
    return float(value.sum()), np.array([by_r.sum(), by_alpha.sum(), gone.sum() / a, -(gone / after).sum()])


def stopped_share(theta: Theta, buyers: Histories) -> Floats:
    """The chance that a buyer has stopped for good; 0 for a buyer of one order, of whom the model cannot know."""
    r, alpha, a, b = theta
    silence = np.log(alpha + buyers.age) - np.log(alpha + buyers.recency)
    odds = np.log(a) - np.log(np.maximum(b + buyers.x - 1, b)) + (r + buyers.x) * silence
    return np.where(buyers.x > 0, expit(odds), 0.0)


def no_order(theta: Theta, buyers: Histories, horizon: float) -> Floats:
    """The chance of no order within `horizon`: stopped, or still buying and silent all the same."""
    r, alpha, _, _ = theta
    order_if_buying = -np.expm1(-(r + buyers.x) * np.log1p(horizon / (alpha + buyers.age)))
    return 1 - (1 - stopped_share(theta, buyers)) * order_if_buying


def expected_orders(theta: Theta, buyers: Histories, horizon: float) -> Floats:
    """The orders to expect within `horizon`.

    The published closed form has a pole at a = 1 and a hypergeometric function that overflows for frequent buyers.
    The same number is the mean of (1 - (1 + p c)^-(r + x)) / p, c = horizon / (alpha + T), over p from Beta(a, b + x).
    """
    r, alpha, a, b = theta
    points, weights = beta_quadrature(a, b + buyers.distinct)
    reach = horizon / (alpha + buyers.age)
    total = np.zeros_like(reach)
    for k in range(NODES):
        p = points[buyers.place, k]
        total += weights[buyers.place, k] * -np.expm1(-(r + buyers.x) * np.log1p(p * reach)) / p
    return (1 - stopped_share(theta, buyers)) * total


def beta_quadrature(a: float, b: Floats) -> tuple[Floats, Floats]:
    """Gauss points in (0, 1) and weights that sum to 1 for each Beta(a, b): Golub & Welsch's eigenvalues."""
    k = np.arange(NODES, dtype=np.float64)
    s = (2 * k + a - 1) + b[:, None] - 1  # 2k + (a-1) + (b-1)
    upper, lower = b[:, None] - 1, a - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = (lower**2 - upper**2) / (s * (s + 2))
        side = 4 * k * (k + upper) * (k + lower) * (k + upper + lower) / (s**2 * (s**2 - 1))
    middle[:, :1] = (lower - upper[:, :1]) / (upper[:, :1] + lower + 2)
    side[:, 1:2] = 4 * (1 + upper) * (1 + lower) / ((2 + upper + lower) ** 2 * (3 + upper + lower))
    points, vectors = np.linalg.eigh(tridiagonal(middle, np.sqrt(side[:, 1:])))
    return np.clip((1 + points) / 2, 1e-300, 1.0), vectors[:, 0, :] ** 2


def tridiagonal(middle: Floats, side: Floats) -> Floats:
    """Symmetric matrices (one per row) with `middle` on the diagonal and `side` beside it."""
    matrix = np.zeros((*middle.shape, middle.shape[1]))
    at = np.arange(middle.shape[1])
    matrix[:, at, at] = middle
    matrix[:, at[1:], at[:-1]] = matrix[:, at[:-1], at[1:]] = side
    return matrix
