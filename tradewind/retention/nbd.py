"""Gamma-Poisson (NBD) in numbers: buyers who order at random with an own rate, Gamma(r, alpha), and never stop.

All functions take arrays x, T in one unit of time, and theta = (r, alpha), alpha in that unit.

source   Ehrenberg (1959), Applied Statistics 8(1); the posterior rate is Gamma(r + x, alpha + T)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import gammaln, psi

from tradewind.retention.bgnbd import Floats, Histories

PRIOR = (1.0, 1.0)  # r, and alpha over r / pooled rate


def log_likelihood(theta: Sequence[float], buyers: Histories) -> tuple[float, Floats]:
    """The log-likelihood of theta and its gradient by (r, alpha), in theta's own units."""
    r, alpha = theta
    x, count, size = buyers.distinct, buyers.count, buyers.x.size
    log_t = np.log(alpha + buyers.age)
    shape = r + buyers.x
    value = float(count @ (gammaln(r + x) - gammaln(r))) + size * r * np.log(alpha) - float(shape @ log_t)
    by_r = float(count @ (psi(r + x) - psi(r))) + size * np.log(alpha) - float(log_t.sum())
    by_alpha = size * r / alpha - float((shape / (alpha + buyers.age)).sum())
    return float(value), np.array([by_r, by_alpha])


def no_order(theta: Sequence[float], buyers: Histories, horizon: float) -> Floats:
    """The chance of no order within `horizon`."""
    r, alpha = theta
    chance: Floats = np.exp(-(r + buyers.x) * np.log1p(horizon / (alpha + buyers.age)))
    return chance


def expected_orders(theta: Sequence[float], buyers: Histories, horizon: float) -> Floats:
    """The orders to expect within `horizon`: the posterior mean rate, times the time."""
    r, alpha = theta
    expected: Floats = (r + buyers.x) / (alpha + buyers.age) * horizon
    return expected
