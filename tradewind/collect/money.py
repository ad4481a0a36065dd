"""What each row is worth, and in which currency."""

from __future__ import annotations

import polars as pl

from tradewind.collect.cells import Cells, each_distinct
from tradewind.collect.currencies import currency, currency_in_heading
from tradewind.collect.order_totals import line_amounts
from tradewind.collect.shops import CANCELLED
from tradewind.errors import UnknownChoice

DECIMALS = 4


def money(cells: Cells, otherwise: str | None) -> pl.DataFrame:
    """Each row's amount and currency.

    otherwise  ISO code for rows that name no currency
    returns    amount        Float64 with at most 4 decimals: the amount column, else quantity x price, rounded half up
               currency      ISO code: of the currency column, the sign beside the amount, the heading, or `otherwise`
               currency_bad  Boolean  the currency column holds no currency, or another one than the sign
               mark_bad      Boolean  what stands beside the amount is no currency
    raises     UnknownChoice when `otherwise` is no currency
    """
    field = money_field(cells)
    last = currency_in_heading(cells.headings[field]) or _checked(otherwise)
    marks = cells.column(f"{field}_mark")
    for other in ("price", "order_total"):
        marks = marks.fill_null(cells.column(f"{other}_mark"))
    written = cells.column("currency")
    told, signed = each_distinct(written, currency), each_distinct(marks, currency)
    code, sign = told.replace("", None), signed.replace("", None)
    return pl.DataFrame(
        {
            "amount": _amount(cells),
            "currency": code.fill_null(sign).fill_null(pl.lit(last, dtype=pl.String)),
            "currency_bad": (told.is_null() & written.is_not_null()) | (code != sign).fill_null(value=False),
            "mark_bad": signed.is_null() & marks.is_not_null(),
        }
    )


def money_field(cells: Cells) -> str:
    """The field that tells what a row is worth: the first there of its amount, its price, its order's total."""
    return next((field for field in ("amount", "price", "order_total") if field in cells.headings), "price")


def _amount(cells: Cells) -> pl.Series:
    amount, quantity, price = (cells.column(name, pl.Float64) for name in ("amount", "quantity", "price"))
    amount = line_amounts(amount, quantity * price, cells)
    total, is_cancelled = cells.column("order_total", pl.Float64), cells.frame["flaw"].eq_missing(CANCELLED)
    amount = amount.set(amount.is_null() & total.is_not_null(), 0.0).set(is_cancelled, 0.0)
    return amount.round(DECIMALS, mode="half_away_from_zero").alias("amount")


def _checked(code: str | None) -> str | None:
    if code is None:
        return None
    found = currency(code)
    if not found:
        raise UnknownChoice(option="currency", choice=code, choices="USD, EUR, CNY, GBP, …")
    return found
