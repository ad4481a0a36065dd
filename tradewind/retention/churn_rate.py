"""What share of the buyers leaves within a year, month by month, and what do the last months announce?"""

from __future__ import annotations

from datetime import date

import polars as pl
from polars import col

from tradewind.retention.order_days import order_days

EARLY_DAYS = 90


def churn_rate(orders: pl.DataFrame, today: date, data_from: date | None = None) -> pl.DataFrame:
    """The share of active buyers who stop, at the first day of each month.

    orders     one row per order: customer_id, ordered_on, amount -- see ledger.schema.ORDERS
    data_from  the first day that the data cover; null: the first order day in `orders`. Pass the team's when
               `orders` holds only some of its buyers
    returns    one row per month and form, sorted by month:
                 month   date    the first of the month, d
                 form    string  final: no order day in the 12 months from d; early_90: none in the 90 days from d
                 active  int     buyers with an order day in the 12 months before d, 1 or more
                 lost    int     those of them without an order day in the form's time from d
                 rate    share   lost / active
               only months whose 12 months before are covered by data, and whose time from d is over
    raises     MissingColumn
    """
    days = order_days(orders, today)
    active = active_buyers(days).join(next_order_days(days), on=["customer_id", "month"], how="left")
    covered = col.month.dt.offset_by("-12mo") >= first_month(days, data_from)
    forms = {"early_90": col.month.dt.offset_by(f"{EARLY_DAYS}d"), "final": col.month.dt.offset_by("12mo")}
    rates = [rate_of(active.filter(covered), form, until, today) for form, until in forms.items()]
    return pl.concat(rates).sort("month", "form")


def first_month(days: pl.DataFrame, data_from: date | None) -> pl.Expr:
    """The first day of the month in which the data begin; null where there are none."""
    begin = days["ordered_on"].min() if data_from is None else data_from
    return pl.lit(begin, dtype=pl.Date).dt.truncate("1mo")


def active_buyers(days: pl.DataFrame) -> pl.DataFrame:
    """The first days of month at which each buyer is active: those of the 12 months that follow an order day."""
    ordered = days.select("customer_id", ordered_in=col.ordered_on.dt.truncate("1mo")).unique()
    steps = pl.DataFrame({"step": [f"{n}mo" for n in range(1, 13)]})
    months = ordered.join(steps, how="cross").select("customer_id", month=col.ordered_in.dt.offset_by(col.step))
    return months.unique().sort("month", "customer_id")


def next_order_days(days: pl.DataFrame) -> pl.DataFrame:
    """For each buyer and active month, the first order day on or after the first of the month, or null."""
    following = days.select("customer_id", next_ordered_on="ordered_on").sort("next_ordered_on")
    return active_buyers(days).join_asof(
        following, left_on="month", right_on="next_ordered_on", by="customer_id",
        strategy="forward", check_sortedness=False,
    )  # fmt: skip


def rate_of(active: pl.DataFrame, form: str, until: pl.Expr, today: date) -> pl.DataFrame:
    """The rate of one form, for the months whose time is over: `until` is the first day after it."""
    over = active.filter(until <= pl.lit(today).dt.offset_by("1d"))
    lost = col.next_ordered_on.is_null() | (col.next_ordered_on >= until)
    sums = over.group_by("month").agg(active=pl.len().cast(pl.Int64), lost=lost.sum().cast(pl.Int64))
    return sums.select("month", "active", "lost", form=pl.lit(form), rate=col.lost / col.active).select(
        "month", "form", "active", "lost", "rate"
    )
