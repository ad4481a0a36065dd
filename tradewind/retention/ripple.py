"""What does a rise of churn set off? The loop churn → orders → supply-chain response → churn, month by month.

Plain floats, no frames: a page asks it anew with each move of a slider.

    c = (c0 + shock) R^phi                      churn, a yearly rate; R is the response of the month before
    N' = c0/c + (N - c0/c) exp(-c / 12)         customers, with as many new ones as before
    O = N exp(-psi (c - c0))                    orders: fewer customers, and less from each of those at risk
    R = (1 - sf) + sf / O                       response time: the share sf of it waits for goods to be consolidated

Customers, orders and response are levels, 1 before the change.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

MONTHS_A_YEAR = 12
AVERAGES = (0.175, 0.9, 1.05)  # published: churn after, orders, response
NOTHING_LEFT = 1e-100  # keeps every number finite once the loop has eaten all orders
PSI_AROUND = (0.5, 4.0)  # feedback moves psi up from its value without any, and not far
TINY_CHANGE = 1e-6
HALVINGS = 500
LAST_BIT = 4e-16
ECHO = 0.1  # a first guess at the loop's part in a year's rise of churn


@dataclass(frozen=True)
class Change:
    """What a change of churn did within 12 months.

    before, after  churn, a yearly share in (0, 1); `after` is the rate of month 12, the loop's echo included
    orders         level of orders at month 12, above 0
    response       level of response time at month 12, above 0
    """

    before: float
    after: float
    orders: float
    response: float


CASE = Change(before=0.18, after=0.23, orders=0.88, response=1.08)


@dataclass(frozen=True)
class RippleParameters:
    """How strongly one thing pulls the next.

    psi   orders: each point of churn above c0 takes psi % of the orders of those who stay
    sf    response: the share of response time that grows as orders fall
    phi   feedback: churn grows with response time to this power, 0 or more; the published case does not tell it
    """

    psi: float
    sf: float
    phi: float


Levels = tuple[float, float, float, float]


class Month(NamedTuple):
    """The end of one month: levels of customers, orders and response, and churn as a yearly rate."""

    customers: float
    orders: float
    response: float
    churn: float


def ripple(parameters: RippleParameters, before: float, shocks: Sequence[float]) -> list[Month]:
    """The months after a change of churn.

    before   churn until then, a yearly share in (0, 1), in balance with the new customers
    shocks   what is added to churn from outside in each month, e.g. 0.05 for 5 points
    returns  one Month per shock, all finite
    source   calibrated so that the published case comes out; see fit_ripple

    >>> last = ripple(fit_ripple(CASE, 0.3), 0.18, [shock_of(fit_ripple(CASE, 0.3), 0.18, 0.23)] * 12)[-1]
    >>> round(last.orders, 9), round(last.response, 9), round(last.churn, 9)
    (0.88, 1.08, 0.23)
    """
    return list(map(Month._make, levels(parameters, before, shocks)))


def levels(parameters: RippleParameters, before: float, shocks: Sequence[float]) -> list[Levels]:
    """The same in plain tuples, for loops that run it thousands of times."""
    psi, sf, phi, exp = parameters.psi, parameters.sf, parameters.phi, math.exp
    customers = echo = 1.0
    months = []
    for shock in shocks:
        churn = (before + shock) * echo
        balance = before / churn
        customers = balance + (customers - balance) * exp(-churn / MONTHS_A_YEAR)
        orders = customers * exp(-psi * (churn - before))
        response = 1 - sf + sf / (orders if orders > NOTHING_LEFT else NOTHING_LEFT)
        echo = response**phi
        months.append((customers, orders, response, (before + shock) * echo))
    return months


def fit_ripple(change: Change, phi: float) -> RippleParameters:
    """The parameters with which month 12 hits `change` exactly, for feedback `phi`, 0 or more, which it does not tell.

    >>> fit_ripple(CASE, 0.0).psi, fit_ripple(CASE, 0.0).sf
    (1.6427694699770..., 0.586666666666...)
    """
    sf = (change.response - 1) / (1 / change.orders - 1)
    shocks = [change.after / change.response**phi - change.before] * MONTHS_A_YEAR

    def missed(psi: float) -> float:
        return levels(RippleParameters(psi, sf, phi), change.before, shocks)[-1][1] - change.orders

    balance = change.before / change.after
    customers = balance + (1 - balance) * math.exp(-change.after)
    without = math.log(customers / change.orders) / (change.after - change.before)
    low, high = without - PSI_AROUND[0], without + PSI_AROUND[1]
    return RippleParameters(root(missed, without, low, high), sf, phi)


def average_change(phi: float) -> Change:
    """The published averages as a change: the churn before it, which is not published, is the one that the case's psi
    implies, 13.4 % without feedback.

    >>> round(average_change(0.0).before, 3)
    0.134
    """
    psi = fit_ripple(CASE, phi).psi

    def missed(before: float) -> float:
        return fit_ripple(Change(before, *AVERAGES), phi).psi - psi

    return Change(root(missed, 0.134, 0.5 * AVERAGES[0], 0.95 * AVERAGES[0]), *AVERAGES)


def shock_of(parameters: RippleParameters, before: float, after: float) -> float:
    """The lasting change of churn from outside with which churn is `after` at month 12.

    The rate that a team measures a year later holds the loop's echo; what came from outside is less. Without feedback
    it is after - before.
    """
    if parameters.phi == 0 or before == after:
        return after - before

    def missed(shock: float) -> float:
        return levels(parameters, before, [shock] * MONTHS_A_YEAR)[-1][3] - after

    low, high = sorted((0.0, after - before))
    return root(missed, (after - before) * (1 - ECHO), low, high)


def loop_gain(parameters: RippleParameters, before: float) -> float:
    """By how much one turn of the loop multiplies a small rise of churn; 1 or more is a runaway: it feeds itself."""
    return parameters.phi * parameters.sf * (1 + parameters.psi * before)


def elasticities(parameters: RippleParameters, before: float, after: float) -> tuple[float, float]:
    """Log change of orders and of response at month 12 per unit of churn, i.e. about % per point.

    >>> [round(one, 3) for one in elasticities(fit_ripple(CASE, 0.3), 0.18, 0.23)]
    [-2.557, 1.539]
    """
    after = after if after != before else before + TINY_CHANGE
    last = ripple(parameters, before, [shock_of(parameters, before, after)] * MONTHS_A_YEAR)[-1]
    return (
        math.log(max(last.orders, NOTHING_LEFT)) / (after - before),
        math.log(last.response) / (after - before),
    )


def root(missed: Callable[[float], float], guess: float, low: float, high: float) -> float:
    """Where a rising or falling function crosses 0 between `low` and `high`, to the last bit; else the nearer end.

    Secant steps from `guess`; halving where one of them leaves the interval or gains little.
    """

    def bounded(place: float) -> float:
        return max(-1.0, min(1.0, missed(place)))

    at_low, at_high = bounded(low), bounded(high)
    if (at_low > 0) == (at_high > 0) or at_low == 0 or at_high == 0:
        return low if abs(at_low) <= abs(at_high) else high
    one, at_one = (low, at_low) if guess - low < high - guess else (high, at_high)
    for step in range(HALVINGS):
        at_guess = bounded(guess)
        low, high = (low, guess) if (at_guess > 0) == (at_high > 0) else (guess, high)
        rise = at_guess - at_one
        following = guess - at_guess * (guess - one) / rise if rise else high
        if at_guess == 0 or (rise and abs(following - guess) <= LAST_BIT * abs(guess)):
            return guess
        one, at_one = guess, at_guess
        guess = following if low < following < high and step % 8 != 7 else low + (high - low) / 2
        if guess in (low, high):
            return guess
    return guess
