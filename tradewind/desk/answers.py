"""What a person answers when a file leaves something open, read from text."""

from __future__ import annotations

from math import isfinite

from tradewind.errors import RateNotRead


def rate_said(said: str) -> tuple[str, float]:
    """(currency, its units for one of the base) out of e.g. "AED=3.6725". Raises RateNotRead."""
    currency, _, number = said.partition("=")
    try:
        rate = float(number)
    except ValueError:
        rate = 0.0
    if len(currency) != len("USD") or not (isfinite(rate) and rate > 0):
        raise RateNotRead(said=said)
    return currency.upper(), rate
