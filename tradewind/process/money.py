"""What is money at several times worth? Present values and the modified rate, as Excel has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import fsum, isfinite

from tradewind.errors import MoneyTooLarge

DAYS_A_YEAR = 365  # of XNPV and XIRR, leap years too
Flow = tuple[float, float]  # years from the first flow on; amount, below 0 paid and above 0 received


def yearly(amounts: Sequence[float]) -> list[Flow]:
    """Amounts of the years 0, 1, 2, …"""
    return [(float(year), amount) for year, amount in enumerate(amounts)]


def dated(amounts: Sequence[float], days: Sequence[date]) -> list[Flow]:
    """Amounts by date, in years of 365 days from the first of `days` as given."""
    return [((day - days[0]).days / DAYS_A_YEAR, amount) for day, amount in zip(days, amounts, strict=True)]


def in_order(flows: Iterable[Flow]) -> list[Flow]:
    """The flows by time, those of one moment summed."""
    sums: dict[float, list[float]] = {}
    for years, amount in flows:
        sums.setdefault(years, []).append(amount)
    return [(years, fsum(sums[years])) for years in sorted(sums)]


def present_value(flows: Iterable[Flow], rate: float) -> float:
    """Σ amount / (1 + rate)^years; rate above -1. Raises MoneyTooLarge.

    >>> round(present_value(yearly([-40000, 8000, 9200, 10000, 12000, 14500]), 0.08), 2)
    1922.06
    """
    try:
        value = fsum(amount / (1 + rate) ** years for years, amount in flows)
    except (OverflowError, ZeroDivisionError, ValueError):
        raise MoneyTooLarge from None
    if not isfinite(value):
        raise MoneyTooLarge
    return value


def modified_rate(flows: Sequence[Flow], finance: float, reinvest: float) -> float | None:
    """MIRR: what is received is put out at `reinvest` until the last flow, what is paid is financed at `finance`.

    returns   a yearly rate; null where nothing is paid, nothing is received, or no time passes

    >>> round(modified_rate(yearly([-120000, 39000, 30000, 21000, 37000, 46000]), 0.10, 0.12), 5)
    0.12609
    """
    begins, ends = min(years for years, _ in flows), max(years for years, _ in flows)
    paid = -present_value([(years - begins, amount) for years, amount in flows if amount < 0], finance)
    received = present_value([(years - ends, amount) for years, amount in flows if amount > 0], reinvest)
    if paid <= 0 or received <= 0 or begins == ends:
        return None
    return float((received / paid) ** (1 / (ends - begins))) - 1


def payback_years(flows: Iterable[Flow]) -> float | None:
    """When what came in first covers what went out, undiscounted; between two flows money comes in evenly. Null: never.

    >>> payback_years(yearly([-100, 40, 40, 40]))
    2.5
    """
    total, before = 0.0, 0.0
    for years, amount in in_order(flows):
        if total < 0 <= total + amount:
            return before + (years - before) * -total / amount
        total, before = total + amount, years
    return None
