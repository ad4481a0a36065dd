"""The made-up company's own exchange rates, a rate a quarter, so that its orders never wait for a bank's."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

BASE = "USD"
# Units of the currency for one US dollar, quarter by quarter, over and over.
PER_DOLLAR = {"EUR": ("0.9150", "0.9240", "0.9080", "0.9320"), "GBP": ("0.7840", "0.7910", "0.7720", "0.7880")}


def quarters(first: date, last: date) -> list[date]:
    """The first days of the quarters from that of `first` to that of `last`."""
    numbers = range(first.year * 4 + (first.month - 1) // 3, last.year * 4 + (last.month - 1) // 3 + 1)
    return [date(number // 4, number % 4 * 3 + 1, 1) for number in numbers]


def per_dollar(currency: str, on: date) -> Decimal:
    """Units of the currency for one US dollar on a day."""
    return Decimal(PER_DOLLAR[currency][(on.year + (on.month - 1) // 3) % 4]) if currency != BASE else Decimal(1)


def in_base(cents: int, currency: str, on: date) -> float:
    """An amount of cents in US dollars, half up to four decimals."""
    exact = Decimal(cents) / 100 / per_dollar(currency, on)
    return float(exact.quantize(Decimal("0.0001"), ROUND_HALF_UP))
