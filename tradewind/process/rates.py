"""Which internal rates of return do these flows have? All of them, so that a second one is never hidden.

With δ = ln(1 + rate) the present value is f(δ) = Σ c·e^(-δt). Descartes' rule holds for it: it has at most as many
roots as its coefficients change sign. The proof is the method: multiply by e^(δk) with k between two flows of unlike
sign, and the derivative has one change of sign less; between its roots there is at most one root of f.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, expm1, fsum, inf, isinf, log1p

from tradewind.process.money import Flow, in_order

MOST_SIGN_CHANGES = 60  # the work grows with their square; no programme of the trade comes near
NOTHING = 1e-13  # of the sum of the amounts without their signs: rounding, no crossing
EXCELS_GUESS = 0.1
MOST_STEPS = 50
FARTHEST = 700.0  # of δ: a rate of 1e304, or of -1 to the last bit


@dataclass(frozen=True)
class InternalRates:
    """rates         every yearly rate above -1 with a present value of 0, ascending; a double one stands once
    sign_changes  how often the amounts change sign in order of time; none: no rate, one: exactly one rate
    shown         the rate that Excel shows, which looks from 10 % on; null where there is none
    """

    rates: tuple[float, ...]
    sign_changes: int
    shown: float | None


def internal_rates(flows: Sequence[Flow]) -> InternalRates:
    """All internal rates of the flows. With more than 60 changes of sign none is looked for.

    >>> [round(rate, 9) for rate in internal_rates([(0, -100), (1, 230), (2, -132)]).rates]
    [0.1, 0.2]
    """
    terms = [(years, amount) for years, amount in in_order(flows) if amount]
    changes = sign_changes(terms)
    found = [expm1(delta) for delta in _roots(terms)] if 0 < changes <= MOST_SIGN_CHANGES else []
    rates = tuple(rate for rate in found if -1 < rate < inf)
    return InternalRates(rates, changes, _shown(terms, rates))


def sign_changes(terms: Sequence[Flow]) -> int:
    """How often the amounts change sign, in order; none of them is 0."""
    return len(_places(terms))


def _places(terms: Sequence[Flow]) -> list[int]:
    return [at for at in range(len(terms) - 1) if (terms[at][1] > 0) != (terms[at + 1][1] > 0)]


def _roots(terms: Sequence[Flow]) -> list[float]:
    """Every δ with f(δ) = 0, ascending."""
    places = _places(terms)
    if not places:
        return []
    at = places[len(places) // 2]
    between = (terms[at][0] + terms[at + 1][0]) / 2
    turns = _roots([(years, (between - years) * amount) for years, amount in terms])
    bounds = [-inf, *turns, inf]
    signs = [_sign(terms[-1][1]), *(_sign_at(terms, turn) for turn in turns), _sign(terms[0][1])]
    found = [turn for turn, sign in zip(turns, signs[1:-1], strict=True) if sign == 0]
    for number, (low, high) in enumerate(pairwise(bounds)):
        if signs[number] * signs[number + 1] < 0:
            found.append(_between(terms, low, high, signs[number]))
    return sorted(found)


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _scaled(terms: Sequence[Flow], delta: float) -> list[float]:
    """The terms of f(δ), all divided by the largest power, so that none is too large for a number."""
    most = max(-delta * terms[0][0], -delta * terms[-1][0])
    return [amount * exp(-delta * years - most) for years, amount in terms]


def _sign_at(terms: Sequence[Flow], delta: float) -> int:
    parts = _scaled(terms, delta)
    value = fsum(parts)
    return 0 if abs(value) <= NOTHING * fsum(map(abs, parts)) else _sign(value)


def _between(terms: Sequence[Flow], low: float, high: float, sign_low: int) -> float:
    """The one root between two bounds with unlike signs, to the last bit, by halving."""
    low, high = _finite(terms, low, high, sign_low)
    while low < (middle := (low + high) / 2) < high:
        if _sign(fsum(_scaled(terms, middle))) == sign_low:
            low = middle
        else:
            high = middle
    return high


def _finite(terms: Sequence[Flow], low: float, high: float, sign_low: int) -> tuple[float, float]:
    """The bounds, one without end drawn in as far as the sign allows."""
    step = 1.0
    start = 0.0 if isinf(low) and isinf(high) else high if isinf(low) else low
    if isinf(low):
        low = start - step
        while _sign(fsum(_scaled(terms, low))) != sign_low and low > -FARTHEST:
            step, low = step * 2, low - step * 2
    if isinf(high):
        step, high = 1.0, start + 1.0
        while _sign(fsum(_scaled(terms, high))) == sign_low and high < FARTHEST:
            step, high = step * 2, high + step * 2
    return low, high


def _shown(terms: Sequence[Flow], rates: Sequence[float]) -> float | None:
    """The rate to which Newton's steps from 10 % lead; the one nearest to 10 % where they lead nowhere."""
    if len(rates) < 2:
        return rates[0] if rates else None
    reached = EXCELS_GUESS
    for _ in range(MOST_STEPS):
        delta = log1p(reached)
        parts = _scaled(terms, delta)
        slope = -fsum(part * years for part, (years, _) in zip(parts, terms, strict=True)) / (1 + reached)
        if not slope:
            break
        reached -= fsum(parts) / slope
        if reached <= -1:
            reached = EXCELS_GUESS
            break
    return min(rates, key=lambda rate: abs(rate - reached))
