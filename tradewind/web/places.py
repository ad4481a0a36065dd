"""Countries and currencies by their names in the reader's language."""

from __future__ import annotations

from functools import cache

from babel.core import get_global
from babel.numbers import get_currency_name

from tradewind.web.numbers import reader

# What the European Central Bank publishes rates for, most used in trade first; the desk converts these.
CURRENCIES = (
    "USD", "EUR", "CNY", "GBP", "JPY", "HKD", "AUD", "CAD", "CHF", "SGD", "KRW", "INR", "BRL", "MXN", "ZAR", "TRY",
    "THB", "MYR", "IDR", "PHP", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "ILS", "ISK", "BGN",
)  # fmt: skip


def country(code: str) -> str:
    """A country's name by its two letters; what is no such code stays as it was written."""
    return str(reader().territories.get(code, code)) if len(code) == 2 else code


NO_COUNTRY = frozenset({"ZZ", "EU", "EZ", "UN", "QO", "XA", "XB"})


@cache
def tender_codes() -> tuple[str, ...]:
    """The codes of all currencies that are legal tender somewhere today."""
    rows = [row for rows in get_global("territory_currencies").values() for row in rows]
    return tuple(sorted({code for code, _, end, is_tender in rows if end is None and is_tender}))


def tender_currencies() -> list[tuple[str, str]]:
    """Codes and names of all currencies that are legal tender somewhere today."""
    return [(code, get_currency_name(code, locale=reader())) for code in tender_codes()]


def currencies() -> list[tuple[str, str]]:
    """Codes of currencies with their names."""
    return [(code, get_currency_name(code, locale=reader())) for code in CURRENCIES]


def countries() -> list[tuple[str, str]]:
    """Codes of countries with their names, by name."""
    known = reader().territories
    codes = [code for code in map(str, known) if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY]
    return sorted(((code, str(known[code])) for code in codes), key=lambda one: one[1])
