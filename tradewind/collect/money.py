"""What each row is worth, and in which currency."""

from __future__ import annotations

import polars as pl

from tradewind.collect.cells import Cells, each_distinct
from tradewind.collect.currencies import currency, currency_in_heading
from tradewind.collect.order_totals import line_amounts
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
    field = "amount" if "amount" in cells.headings else "price"
    last = currency_in_heading(cells.headings[field]) or _checked(otherwise)
    written, marks = cells.column("currency"), cells.column(f"{field}_mark").fill_null(cells.column("price_mark"))
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


def _amount(cells: Cells) -> pl.Series:
    amount, quantity, price = (cells.column(name, pl.Float64) for name in ("amount", "quantity", "price"))
    amount = line_amounts(amount, quantity * price, cells)
    return amount.round(DECIMALS, mode="half_away_from_zero").alias("amount")


def _checked(code: str | None) -> str | None:
    if code is None:
        return None
    found = currency(code)
    if not found:
        raise UnknownChoice(option="currency", choice=code, choices="USD, EUR, CNY, GBP, …")
    return found
