"""How often does each buyer order, and how late is the buyer by that habit?"""

from __future__ import annotations

from datetime import date

import polars as pl
from polars import col

from tradewind.retention.order_days import order_days


def order_gaps(orders: pl.DataFrame, today: date) -> pl.DataFrame:
    """The days between one order day and the next.

    orders   one row per order: customer_id, ordered_on, amount -- see ledger.schema.ORDERS
    returns  one row per order day but each buyer's first, sorted: customer_id, ordered_on, gap_days (int, 1 or more)
    raises   MissingColumn
    """
    gap = col.ordered_on.diff().over("customer_id").dt.total_days()
    return order_days(orders, today).with_columns(gap_days=gap).drop_nulls("gap_days")


def reorder_rhythm(orders: pl.DataFrame, today: date) -> pl.DataFrame:
    """Each buyer's own reorder rhythm, and how far behind it the buyer is today.

    orders   one row per order: customer_id, ordered_on, amount -- see ledger.schema.ORDERS
    returns  one row per buyer with at least two order days, sorted by customer_id:
               cycle_days   float  median gap between order days, 1 or more
               silent_days  int    days since the last order day, 0 or more
               overdue      float  silent_days / cycle_days; above 1 the buyer is late by its own habit
    raises   MissingColumn
    source   inter-purchase times as in Platzer & Reutterer (2016), section 2

    >>> orders = pl.DataFrame({"customer_id": ["a"] * 3, "amount": [10.0] * 3,
    ...     "ordered_on": [date(2026, 1, 1), date(2026, 1, 31), date(2026, 3, 2)]})
    >>> reorder_rhythm(orders, date(2026, 4, 16)).row(0)
    ('a', 30.0, 45, 1.5)
    """
    gaps = order_gaps(orders, today).group_by("customer_id", maintain_order=True)
    rhythm = gaps.agg(cycle_days=col.gap_days.median(), silent_days=(today - col.ordered_on.max()).dt.total_days())
    return rhythm.with_columns(overdue=col.silent_days / col.cycle_days)


def team_cycle_days(rhythm: pl.DataFrame) -> float | None:
    """The median of the buyers' own cycles in days; None where no buyer has ordered twice."""
    middle = rhythm["cycle_days"].median()
    return float(middle) if isinstance(middle, (int, float)) else None
