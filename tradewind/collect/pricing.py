"""Orders with their amount in the base currency, or the question that only a person can answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from tradewind.collect.rates import RATES, amounts_in_base, last_rate, missing_rates
from tradewind.errors import MissingRates

ALWAYS = date(1, 1, 1)


def main_currency(orders: pl.DataFrame) -> str | None:
    """The currency that most orders name, of several the one named first; null where none is named."""
    named = orders["currency"].drop_nulls()
    modes = set(named.mode())
    return next((str(currency) for currency in named if currency in modes), None)


def priced(
    orders: pl.DataFrame,
    base: str,
    file: str,
    own: pl.DataFrame | None = None,
    answers: Mapping[str, float] | None = None,
    without_rates: bool = False,
) -> pl.DataFrame:
    """`orders` with amount_base and rate_source; an order that names no currency is in the base.

    own            a person's dated table, RATES
    answers        units for one of the base by currency, for days that nobody has a rate of
    without_rates  leave the amount_base of the others null instead of asking
    raises         MissingRates for the first currency without a rate
    """
    named = orders.with_columns(pl.col("currency").fill_null(pl.lit(base, dtype=pl.String)))
    told = amounts_in_base(named, base, own)
    if answers:
        told = _answered(told, answers)
    missing = missing_rates(told)
    if missing.is_empty() or without_rates:
        return told
    first = missing.row(0, named=True)
    known = last_rate(first["currency"], base, first["last_on"])
    suggested = f"{known:.6g}" if known else "–"
    facts = {name: first[name] for name in ("currency", "orders")}
    raise MissingRates(file=file, base=base, first_on=first["first_on"].isoformat(), suggested=suggested, **facts)


def _answered(orders: pl.DataFrame, answers: Mapping[str, float]) -> pl.DataFrame:
    rows = [(currency, ALWAYS, rate) for currency, rate in answers.items()]
    table = pl.DataFrame(rows, schema=RATES, orient="row")
    by_answer = amounts_in_base(orders, "", table).select("amount_base", "rate_source")
    unknown = pl.col("rate_source") == "none"
    return orders.with_columns(
        amount_base=pl.when(unknown).then(by_answer["amount_base"]).otherwise("amount_base"),
        rate_source=pl.when(unknown).then(by_answer["rate_source"]).otherwise("rate_source"),
    )
