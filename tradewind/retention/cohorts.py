"""How many of the buyers who began in one quarter still order in the next ones?"""

from __future__ import annotations

from datetime import date

import polars as pl
from polars import col

from tradewind.retention.order_days import order_days

MOST = 12  # quarters


def cohorts(orders: pl.DataFrame, today: date, most: int = MOST) -> pl.DataFrame:
    """The share of each quarter's new buyers who ordered in the quarters after it.

    orders   one row per order: customer_id, ordered_on, amount -- see ledger.schema.ORDERS
    most     so many of the latest quarters
    returns  by cohort, then quarter: cohort (date, the first day of the quarter of the first order day), buyers int,
             quarter int (0 is the cohort's own), active int (buyers with an order day in it), share (of buyers).
             Quarters that are not over are left out, but for nothing else than the latest
    raises   MissingColumn

    >>> rows = [("a", date(2025, 1, 5)), ("a", date(2025, 4, 9)), ("b", date(2025, 2, 1))]
    >>> orders = pl.DataFrame(rows, schema=["customer_id", "ordered_on"], orient="row").with_columns(amount=1.0)
    >>> cohorts(orders, date(2025, 7, 1)).rows()
    [(datetime.date(2025, 1, 1), 2, 0, 2, 1.0), (datetime.date(2025, 1, 1), 2, 1, 1, 0.5)]
    """
    days = order_days(orders, today).with_columns(at=number(col.ordered_on))
    now = today.year * 4 + (today.month - 1) // 3
    began = days.group_by("customer_id").agg(cohort_at=col.at.min())
    size = began.group_by("cohort_at").agg(buyers=pl.len().cast(pl.Int64))
    active = days.join(began, on="customer_id").group_by("cohort_at", "at").agg(
        active=col.customer_id.n_unique().cast(pl.Int64)
    )  # fmt: skip
    kept = size.filter(col.cohort_at < now, col.cohort_at >= now - most)
    grid = kept.with_columns(at=pl.int_ranges("cohort_at", now)).explode("at")
    told = grid.join(active, on=["cohort_at", "at"], how="left").with_columns(col.active.fill_null(0))
    cohort = pl.date(col.cohort_at // 4, col.cohort_at % 4 * 3 + 1, 1)
    return told.sort("cohort_at", "at").select(
        cohort=cohort, buyers="buyers", quarter=(col.at - col.cohort_at).cast(pl.Int64), active="active",
        share=col.active / col.buyers,
    )  # fmt: skip


def number(day: pl.Expr) -> pl.Expr:
    """The quarter of a day as a number that grows by one a quarter."""
    return day.dt.year().cast(pl.Int64) * 4 + (day.dt.month().cast(pl.Int64) - 1) // 3
