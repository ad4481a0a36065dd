"""Lines of orders into orders: which lines are one order, what it sums to, and its lines as they came.

An order number used by two customers or in two currencies is as many orders: nothing mixes people or money. Their
ids say so, e.g. 1001@acme and 1001@USD. Lines without a number are one order per customer, day and currency.
"""

from __future__ import annotations

import polars as pl

from tradewind.collect.often import most_frequent
from tradewind.ledger.schema import ORDER_LINES, ORDERS

DECIMALS = 4
WHOLE = 10**DECIMALS  # amounts are summed as whole ten-thousandths: a sum does not depend on the order of rows
NO_CURRENCY = "XXX"  # ISO 4217 for none


def with_order_ids(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with the ids their orders are kept under.

    lines    order_id as written or null, customer_id, ordered_on, currency, and whatever else
    returns  the same with order_id; currency is filled where the order's other lines name one and the same
    """
    lines = _apart(lines.with_columns(number_or_day().alias("order_id")), pl.col("customer_id"))
    named = pl.col("currency").drop_nulls()
    only = lines.group_by("order_id").agg(pl.when(named.n_unique() == 1).then(named.first()).alias("only"))
    lines = lines.join(only, on="order_id", how="left", maintain_order="left")
    lines = lines.with_columns(pl.coalesce("currency", "only")).drop("only")
    return _apart(lines, pl.col("currency").fill_null(NO_CURRENCY))


def number_or_day() -> pl.Expr:
    """The order's number, else customer@day; null where neither can be read."""
    day = pl.concat_str("customer_id", pl.col("ordered_on").dt.to_string("%Y-%m-%d"), separator="@")
    return pl.coalesce("order_id", day)


def _apart(lines: pl.DataFrame, value: pl.Expr) -> pl.DataFrame:
    """Order ids that stand for several values get the value behind them."""
    mixed = lines.group_by("order_id").agg((value.n_unique() > 1).alias("mixed")).filter("mixed")
    if mixed.is_empty():
        return lines
    apart = pl.concat_str("order_id", value, separator="@")
    shared = pl.col("order_id").is_in(mixed["order_id"].implode())
    return lines.with_columns(pl.when(shared).then(apart).otherwise("order_id").alias("order_id"))


def orders(lines: pl.DataFrame) -> pl.DataFrame:
    """One row per order, by day and id: ORDERS + source_rows.

    The earliest time and day of its lines, and the latest of their other dates: the last line completes an order.
    """
    whole = (pl.col("amount") * WHOLE).round(mode="half_away_from_zero").cast(pl.Int64)
    latest = ("requested_on", "promised_on", "shipped_on")
    summed = lines.group_by("order_id").agg(
        pl.col("customer_id", "currency").first(),
        pl.col("ordered_on", "ordered_at").min(),
        (whole.sum() / WHOLE).round(DECIMALS).alias("amount"),
        pl.col(latest).max(),
        (~pl.col("is_more")).sum().cast(pl.Int64).alias("source_rows"),
    )
    summed = summed.join(most_frequent(lines, "order_id", "rep"), on="order_id", how="left")
    base = summed.with_columns(pl.lit(None, dtype=pl.Float64).alias("amount_base"))
    return base.select(*ORDERS, "source_rows").sort("ordered_on", "order_id")


def order_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines, numbered within each order as they stand in the file: ORDER_LINES.

    A product is known by its code where the file has one, since names are written in more than one way.
    """
    number = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("order_id")
    return lines.with_columns(number.alias("line_no")).select(*ORDER_LINES)
