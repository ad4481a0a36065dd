"""On which days did each buyer order? The facts under every finding of retention."""

from __future__ import annotations

from datetime import date

import polars as pl
from polars import col

from tradewind.ledger.schema import require


def order_days(orders: pl.DataFrame, today: date) -> pl.DataFrame:
    """The days on which each buyer placed an order.

    orders   one row per order: customer_id, ordered_on, amount -- see ledger.schema.ORDERS
    returns  one row per buyer and order day, sorted: customer_id, ordered_on
               a return or cancellation (amount of 0 or less) makes no order day; orders after `today` are left out
    raises   MissingColumn
    """
    require(orders, "orders", "customer_id", "ordered_on", "amount")
    placed = orders.filter(col.customer_id.is_not_null(), col.amount > 0, col.ordered_on <= today)
    return placed.select("customer_id", "ordered_on").unique().sort("customer_id", "ordered_on")


def purchase_history(orders: pl.DataFrame, today: date) -> pl.DataFrame:
    """Each buyer's history in the three numbers that a purchase model reads, in days.

    orders   as for `order_days`
    returns  one row per buyer with an order day, sorted by customer_id:
               first_ordered_on, last_ordered_on  date
               order_days    int  days with an order, 1 or more
               frequency     int  x: repeat order days, order_days - 1
               recency_days  int  t_x: from the first to the last order day, 0 or more
               age_days      int  T: from the first order day to today, recency_days or more
               silent_days   int  T - t_x: from the last order day to today, 0 or more
    raises   MissingColumn
    source   Fader, Hardie & Lee (2005), "Counting your customers" the easy way, section 2
    """
    first, last = col.ordered_on.min(), col.ordered_on.max()
    return order_days(orders, today).group_by("customer_id", maintain_order=True).agg(
        first_ordered_on=first,
        last_ordered_on=last,
        order_days=pl.len().cast(pl.Int64),
        frequency=pl.len().cast(pl.Int64) - 1,
        recency_days=(last - first).dt.total_days(),
        age_days=(today - first).dt.total_days(),
        silent_days=(today - last).dt.total_days(),
    )  # fmt: skip
