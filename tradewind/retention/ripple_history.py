"""What does the team's own history say about the ripple? A panel of months by segments of buyers.

A segment is a country, a tier or a rep, whichever splits the buyers into most groups that are large enough.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from polars import col

from tradewind.ledger.schema import require
from tradewind.retention.order_days import order_days

LEAST_BUYERS = 30  # active in an average month, for a segment to count
START_MONTHS = 6  # what levels are relative to
SILENCE_SHARE = 0.95  # of all gaps between order days are shorter than the silence that counts as lost
SILENCE_DAYS = (90, 365)
SPLITS = ("country", "tier", "rep")


def ripple_panel(orders: pl.DataFrame, customers: pl.DataFrame, today: date) -> pl.DataFrame:
    """Churn, orders and response by month and segment.

    orders     one row per order: customer_id, ordered_on, amount, and shipped_on, rep where known
    customers  one row per buyer: customer_id, and country, tier where known
    returns    one row per segment and whole month, sorted:
                 segment            string
                 month              date    the first of the month
                 stayed             int     buyers who had ordered before the month and went on after it, 1 or more
                 churn              rate    12 x share of the buyers at its start who left in it, a yearly rate
                 churn_variance     float   of that rate by chance alone
                 orders             level   order days in the month, 1 on average of the segment's first six months
                 orders_per_buyer   float   order days per buyer who stayed
                 response           level   mean days from order to shipping, as orders; null without ship dates
               a buyer left on an order day that was followed by more than `silence_days` without one
    raises     MissingColumn
    """
    require(orders, "orders", "customer_id", "ordered_on", "amount")
    days = order_days(orders, today)
    silence = silence_days(days)
    states = monthly_states(days, silence, today)
    segments = best_split(orders, customers, states)
    panel = (
        states.join(segments, on="customer_id")
        .group_by("segment", "month")
        .agg(col("started", "lost", "stayed", "order_days", "stayed_order_days").sum())
        .filter(col.stayed_order_days > 0)
        .join(response_times(orders, segments, today), on=["segment", "month"], how="left")
        .sort("segment", "month")
    )
    return levels_of(panel)


def silence_days(days: pl.DataFrame) -> int:
    """How long a buyer must be silent to count as lost: longer than 19 of 20 gaps between order days, in days."""
    gaps = days.select(gap=col.ordered_on.diff().dt.total_days().over("customer_id")).drop_nulls()
    usual = gaps["gap"].quantile(SILENCE_SHARE)
    return round(min(max(usual or SILENCE_DAYS[1], SILENCE_DAYS[0]), SILENCE_DAYS[1]))


def spells_of(days: pl.DataFrame, silence: int, today: date) -> pl.DataFrame:
    """Each buyer's times of ordering without a silence longer than `silence` days: customer_id, spell, first and last
    order day, and whether it is over; with hindsight, so that a buyer left on its last order day."""
    gap = col.ordered_on.diff().dt.total_days().over("customer_id")
    numbered = days.with_columns(spell=(gap > silence).fill_null(False).cast(pl.Int64).cum_sum().over("customer_id"))
    ends = numbered.group_by("customer_id", "spell", maintain_order=True).agg(
        first=col.ordered_on.min(), last=col.ordered_on.max()
    )
    return ends.with_columns(is_over=(pl.lit(today) - col("last")).dt.total_days() > silence)


def monthly_states(days: pl.DataFrame, silence: int, today: date) -> pl.DataFrame:
    """Per month and buyer who had ordered before it: started 1, whether it was lost in it or stayed, and order days.

    customer_id, month, started, lost, stayed, order_days (of every buyer), stayed_order_days. Only months that began
    `silence` days or more after the first order day, and ended as many or more before `today`.
    """
    spells = spells_of(days, silence, today)
    months = months_between(days["ordered_on"].min(), today, silence)  # type: ignore[arg-type]
    alive = spells.join(months, how="cross").filter(col("first") < col.month, ~col.is_over | (col("last") >= col.month))
    leaves = col.is_over & (col("last") <= col.ended)
    states = alive.select(
        "customer_id", "month", started=pl.lit(1), lost=leaves.cast(pl.Int64), stayed=(~leaves).cast(pl.Int64)
    )
    ordered = days.group_by("customer_id", month=col.ordered_on.dt.truncate("1mo")).agg(order_days=pl.len())
    both = states.join(
        ordered.join(months.select("month"), on="month"), on=["customer_id", "month"], how="full", coalesce=True
    ).with_columns(pl.exclude("customer_id", "month").fill_null(0).cast(pl.Int64))
    return both.with_columns(stayed_order_days=col.order_days * col.stayed)


def months_between(first: date | None, today: date, silence: int) -> pl.DataFrame:
    """The whole months that can be judged: `month`, the first day, and `ended`, the last."""
    none = pl.DataFrame(schema={"month": pl.Date, "ended": pl.Date})
    if first is None:
        return none
    begin, end = first + timedelta(days=silence), today - timedelta(days=silence)
    if begin >= end:
        return none
    starts = pl.date_range(begin.replace(day=1), end, "1mo", eager=True).alias("month").to_frame()
    whole = starts.with_columns(ended=col.month.dt.month_end())
    return whole.filter(col.month >= begin, col.ended <= end)


def best_split(orders: pl.DataFrame, customers: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """customer_id and segment, by the split with most segments of 30 active buyers or more; the others are left out."""
    months = max(states["month"].n_unique(), 1)
    best: pl.DataFrame | None = None
    for name in SPLITS:
        source = orders.sort("ordered_on") if name == "rep" else customers
        if name not in source.columns:
            continue
        split = source.filter(col(name).is_not_null()).group_by("customer_id").agg(segment=col(name).last())
        active = states.join(split, on="customer_id").group_by("segment").agg(mean=col.started.sum() / months)
        large = active.filter(col.mean >= LEAST_BUYERS).select("segment")
        kept = split.join(large, on="segment")
        if best is None or large.height > best["segment"].n_unique():
            best = kept
    return best if best is not None else pl.DataFrame(schema={"customer_id": pl.String, "segment": pl.String})


def response_times(orders: pl.DataFrame, segments: pl.DataFrame, today: date) -> pl.DataFrame:
    """Mean days from order to shipping by segment and month of the order; no rows without ship dates."""
    if "shipped_on" not in orders.columns:
        orders = orders.with_columns(shipped_on=pl.lit(None, dtype=pl.Date))
    took = (col.shipped_on - col.ordered_on).dt.total_days()
    shipped = orders.filter(col.amount > 0, col.ordered_on <= today, took >= 0)
    return (
        shipped.join(segments, on="customer_id")
        .group_by("segment", month=col.ordered_on.dt.truncate("1mo"))
        .agg(response_days=took.mean())
    )


def levels_of(panel: pl.DataFrame) -> pl.DataFrame:
    """The panel's counts as rates and as levels relative to each segment's first six months."""
    chance = (col.lost + 0.5) / (col.started + 1)
    return panel.select(
        "segment",
        "month",
        "stayed",
        churn=12 * col.lost / col.started,
        churn_variance=144 * chance * (1 - chance) / col.started,
        orders=col.order_days / col.order_days.head(START_MONTHS).mean().over("segment"),
        orders_per_buyer=col.stayed_order_days / col.stayed,
        response=col.response_days / col.response_days.head(START_MONTHS).mean().over("segment"),
    )
