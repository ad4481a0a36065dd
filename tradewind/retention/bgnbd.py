"""The BG/NBD model in numbers: likelihood, its gradient, and what it says of one buyer.

A buyer orders at random with an own rate, Gamma(r, alpha) over the team, and after each order stops for good with an
own probability, Beta(a, b) over the team. All functions take arrays x, t_x, T in one unit of time, and
theta = (r, alpha, a, b) with alpha in that unit. Everything is in logarithms, so frequent buyers do not overflow.

source   Fader, Hardie & Lee (2005), Marketing Science 24(2), equations 6 to 10
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, gammaln, psi

Floats = NDArray[np.float64]
Theta = tuple[float, float, float, float]

AT_ONCE = 8_192  # buyers whose numbers fit into a processor's cache together
COUNTABLE = 1e6  # order days below which a table of all counts is small
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
        distinct, place, count = tally(x)
        return cls(x, recency, age, distinct, place, count)

    def part(self, rows: slice) -> Histories:
        """Some of the buyers; `count` stays that of all."""
        at = (self.x[rows], self.recency[rows], self.age[rows])
        return Histories(*at, self.distinct, self.place[rows], self.count)

    def parts(self) -> Iterator[Histories]:
        """All buyers, so many at a time that their numbers stay in the processor's cache."""
        yield from (self.part(slice(at, at + AT_ONCE)) for at in range(0, self.x.size, AT_ONCE))


def tally(x: Floats) -> tuple[Floats, NDArray[np.intp], Floats]:
    """The distinct values of x, the place of each buyer's among them, and how many buyers have each.

    x counts order days, so it is whole and rarely beyond thousands: counting beats sorting.
    """
    if x.size and float(x.max()) < COUNTABLE and np.array_equal(whole := x.astype(np.intp), x):
        times = np.bincount(whole)
        distinct = np.flatnonzero(times)
        place = (np.cumsum(times > 0) - 1)[whole]
        return distinct.astype(np.float64), place, times[distinct].astype(np.float64)
    values, back, times = np.unique(x, return_inverse=True, return_counts=True)
    return values, back, times.astype(np.float64)


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
    sums = np.zeros(5)
    for part in buyers.parts():
        sums += timed_sums(theta, part)
    return float(sums[0]), sums[1:]


def timed_sums(theta: Theta, buyers: Histories) -> Floats:
    """Of one part of the buyers: the value of `timed`, and its slopes by r, alpha, a and b."""
    r, alpha, a, b = theta
    shape, till_now, till_last = r + buyers.x, alpha + buyers.age, alpha + buyers.recency
    log_t = np.log(till_now)
    silence = log_t - np.log(till_last)
    odds = stop_odds(theta, buyers)[buyers.place] + shape * silence
    small = np.exp(-np.abs(odds))  # never overflows, however many orders
    gone = np.where(odds > 0, 1.0, small) / (1 + small)
    value = np.log1p(small) + np.maximum(odds, 0) - shape * log_t
    by_r = gone * silence - log_t
    by_alpha = shape * (gone * (1 / till_now - 1 / till_last) - 1 / till_now)
    stops = np.bincount(buyers.place, gone, buyers.distinct.size)
    by_b = -float(stops @ (1 / after_last(b, buyers.distinct)))
    return np.array([value.sum(), by_r.sum(), by_alpha.sum(), gone.sum() / a, by_b])


def after_last(b: float, distinct: Floats) -> Floats:
    """b + x - 1; for x = 0, where nothing is divided by it, any number above 0."""
    return np.where(distinct > 0, b + distinct - 1, b)


def stop_odds(theta: Theta, buyers: Histories) -> Floats:
    """For each distinct x the logarithm of a / (b + x - 1); no buyer of one order is known to have stopped."""
    _, _, a, b = theta
    return np.where(buyers.distinct > 0, np.log(a) - np.log(after_last(b, buyers.distinct)), -np.inf)


def stopped_share(theta: Theta, buyers: Histories) -> Floats:
    """The chance that a buyer has stopped for good; 0 for a buyer of one order, of whom the model cannot know."""
    r, alpha, _, _ = theta
    silence = np.log((alpha + buyers.age) / (alpha + buyers.recency))
    share: Floats = expit(stop_odds(theta, buyers)[buyers.place] + (r + buyers.x) * silence)
    return share


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
    _, _, a, b = theta
    points, weights = beta_quadrature(a, b + buyers.distinct)
    over = weights / points
    totals = [expected_if_buying(theta, part, horizon, points, over) for part in buyers.parts()]
    expected: Floats = (1 - stopped_share(theta, buyers)) * np.concatenate([np.zeros(0), *totals])
    return expected


def expected_if_buying(theta: Theta, buyers: Histories, horizon: float, points: Floats, over: Floats) -> Floats:
    """The orders to expect of some buyers who have not stopped, over the quadrature's points."""
    r, alpha, _, _ = theta
    reach, shape = horizon / (alpha + buyers.age), -(r + buyers.x)
    total = np.zeros_like(reach)
    for k in range(NODES):
        total -= over[buyers.place, k] * np.expm1(shape * np.log1p(points[buyers.place, k] * reach))
    return total


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
