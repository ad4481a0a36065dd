"""The BG/NBD model in numbers: likelihood, its gradient, and what it says of one buyer.

A buyer orders at random with an own rate, Gamma(r, alpha) over the team, and after each order stops for good with an
own probability, Beta(a, b) over the team. All functions take arrays x, t_x, T in one unit of time, and
theta = (r, alpha, a, b) with alpha in that unit. Everything is in logarithms, so frequent buyers do not overflow.

source   Fader, Hardie & Lee (2005), Marketing Science 24(2), equations 6 to 10
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, gammaln, psi

from tradewind.retention.histogram import Axis, Histogram, Places
from tradewind.retention.histogram import Floats as Floats  # the purchase models and who asks them speak of it

Theta = tuple[float, float, float, float]

AT_ONCE = 8_192  # buyers whose numbers fit into a processor's cache together
NODES = 24  # of the quadrature over the probability to stop; agrees with the closed form to 1e-10 where that is stable


@dataclass(frozen=True)
class Histories:
    """x, t_x and T of many buyers, with the distinct values of x apart: the gamma functions see only those."""

    x: Floats
    recency: Floats
    age: Floats
    distinct: Floats
    place: Places
    count: Floats

    @classmethod
    def of(cls, x: Floats, recency: Floats, age: Floats) -> Histories:
        orders = Axis.of(x)
        count = np.bincount(orders.place, minlength=orders.values.size).astype(np.float64)
        return cls(x, recency, age, orders.values, orders.place, count)

    def part(self, rows: slice) -> Histories:
        """Some of the buyers; `count` stays that of all."""
        at = (self.x[rows], self.recency[rows], self.age[rows])
        return Histories(*at, self.distinct, self.place[rows], self.count)

    def parts(self) -> Iterator[Histories]:
        """All buyers, so many at a time that their numbers stay in the processor's cache."""
        yield from (self.part(slice(at, at + AT_ONCE)) for at in range(0, self.x.size, AT_ONCE))


def log_likelihood(theta: Theta, buyers: Histogram) -> tuple[float, Floats]:
    """The log-likelihood of theta and its gradient by (r, alpha, a, b), in theta's own units."""
    total, slope = counted(theta, buyers)
    for value, by in (silent(theta, buyers), stopped(theta, buyers)):
        total += value
        slope += by
    return total, slope


def counted(theta: Theta, buyers: Histogram) -> tuple[float, Floats]:
    """The part of the log-likelihood that knows only how often each buyer ordered, and its gradient."""
    r, alpha, a, b = theta
    x, n = buyers.x.values, buyers.x.sums(buyers.count)
    rate = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    stop = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    by_r = psi(r + x) - psi(r) + np.log(alpha)
    by_a = psi(a + b) - psi(a + b + x)
    by_b = by_a + psi(b + x) - psi(b)
    return float(n @ (rate + stop)), np.array([n @ by_r, n.sum() * r / alpha, n @ by_a, n @ by_b])


def silent(theta: Theta, buyers: Histogram) -> tuple[float, Floats]:
    """The part of a buyer who buys still, and has been silent all the same; and its gradient."""
    r, alpha, _, _ = theta
    till_now = alpha + buyers.age.values
    n = buyers.age.sums(buyers.count)
    shape = r * n + buyers.age.sums(buyers.count * buyers.x.values[buyers.x.place])
    log_t = np.log(till_now)
    return -float(shape @ log_t), np.array([-(n @ log_t), -(shape @ (1 / till_now)), 0.0, 0.0])


def stopped(theta: Theta, buyers: Histogram) -> tuple[float, Floats]:
    """What it adds that a buyer of two orders or more may have stopped at the last one; and its gradient."""
    r, alpha, a, b = theta
    x, shape, odds_of = buyers.x.values, r + buyers.x.values, stop_odds(theta, buyers.x.values)
    till_now, till_last = alpha + buyers.age.values, alpha + buyers.recency.values
    log_now, log_last, now, last = np.log(till_now), np.log(till_last), 1 / till_now, 1 / till_last
    sums, stops = np.zeros(3), np.zeros(x.size)
    for at in range(buyers.repeated_from, buyers.count.size, AT_ONCE):
        rows = slice(at, at + AT_ONCE)
        of_x, of_last, of_now, n = (
            buyers.x.place[rows], buyers.recency.place[rows], buyers.age.place[rows], buyers.count[rows]
        )  # fmt: skip
        silence = log_now[of_now] - log_last[of_last]
        odds = odds_of[of_x] + shape[of_x] * silence
        small = np.exp(-np.abs(odds))  # never overflows, however many orders
        gone = n * np.where(odds > 0, 1.0, small) / (1 + small)
        by_alpha = gone * shape[of_x] @ (now[of_now] - last[of_last])
        sums += (n @ (np.log1p(small) + np.maximum(odds, 0)), gone @ silence, by_alpha)
        stops += np.bincount(of_x, gone, x.size)
    return float(sums[0]), np.array([sums[1], sums[2], stops.sum() / a, -(stops @ (1 / after_last(b, x)))])


def after_last(b: float, distinct: Floats) -> Floats:
    """b + x - 1; for x = 0, where nothing is divided by it, any number above 0."""
    return np.where(distinct > 0, b + distinct - 1, b)


def stop_odds(theta: Theta, distinct: Floats) -> Floats:
    """For each distinct x the logarithm of a / (b + x - 1); no buyer of one order is known to have stopped."""
    _, _, a, b = theta
    return np.where(distinct > 0, np.log(a) - np.log(after_last(b, distinct)), -np.inf)


def stopped_share(theta: Theta, buyers: Histories) -> Floats:
    """The chance that a buyer has stopped for good; 0 for a buyer of one order, of whom the model cannot know."""
    r, alpha, _, _ = theta
    odds = stop_odds(theta, buyers.distinct)
    shares = [
        expit(odds[part.place] + (r + part.x) * np.log((alpha + part.age) / (alpha + part.recency)))
        for part in buyers.parts()
    ]
    return np.concatenate([np.zeros(0), *shares])


def no_order(theta: Theta, buyers: Histories, horizon: float) -> Floats:
    """The chance of no order within `horizon`: stopped, or still buying and silent all the same."""
    r, alpha, _, _ = theta

    def order_if_buying(some: Histories) -> Floats:
        return -np.expm1(-(r + some.x) * np.log1p(horizon / (alpha + some.age)))

    return 1 - (1 - stopped_share(theta, buyers)) * by_kind(buyers, order_if_buying)


def expected_orders(theta: Theta, buyers: Histories, horizon: float) -> Floats:
    """The orders to expect within `horizon`.

    The published closed form has a pole at a = 1 and a hypergeometric function that overflows for frequent buyers.
    The same number is the mean of (1 - (1 + p c)^-(r + x)) / p, c = horizon / (alpha + T), over p from Beta(a, b + x).
    """
    r, alpha, a, b = theta
    points, weights = beta_quadrature(a, b + buyers.distinct)
    over = weights / points

    def if_buying(some: Histories) -> Floats:
        reach, shape, total = horizon / (alpha + some.age), -(r + some.x), np.zeros(some.x.size)
        for k in range(NODES):
            total -= over[some.place, k] * np.expm1(shape * np.log1p(points[some.place, k] * reach))
        return total

    expected: Floats = (1 - stopped_share(theta, buyers)) * by_kind(buyers, if_buying)
    return expected


def by_kind(buyers: Histories, said: Callable[[Histories], Floats]) -> Floats:
    """What is said of each buyer by x and T alone: where many share both, it is worked out once for all of them."""
    ages = Axis.of(buyers.age)
    kinds = buyers.distinct.size * ages.values.size
    if kinds > buyers.x.size:
        return np.concatenate([np.zeros(0), *map(said, buyers.parts())])
    kind = buyers.place * ages.values.size + ages.place
    there = np.flatnonzero(np.bincount(kind, minlength=kinds))
    place, age = np.divmod(there, ages.values.size)
    then = ages.values[age]
    one_each = Histories(buyers.distinct[place], then, then, buyers.distinct, place, buyers.count)
    answers: Floats = np.zeros(kinds)
    answers[there] = np.concatenate([np.zeros(0), *map(said, one_each.parts())])
    told: Floats = answers[kind]
    return told


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
