"""Why does the model think so, buyer by buyer, in numbers?

The reasons with a weight are exact: their weights sum to the buyer's p_no_order. Those without are signs that the
model does not know of, told because a rep would want to know.
"""

from __future__ import annotations

from datetime import date

import polars as pl
from polars import col

from tradewind.retention.rhythm import order_gaps
from tradewind.retention.shrinking import dropped_lines, shrinking

NUMBERS: dict[str, pl.DataType] = {
    "weight": pl.Float64(),
    "cycle_days": pl.Float64(),
    "silent_days": pl.Int64(),
    "overdue": pl.Float64(),
    "order_days": pl.Int64(),
    "span_days": pl.Int64(),
    "longest_gap_days": pl.Int64(),
    "amount_half_year": pl.Float64(),
    "amount_half_year_before": pl.Float64(),
    "cancelled_orders": pl.Int64(),
    "cancelled_share": pl.Float64(),
    "amount_a_year": pl.Float64(),
    "product_line": pl.String(),
}
HALF_YEAR_DAYS = 182
ORDERING_LESS_BELOW = 0.8  # of the half year before
CANCELLED_FROM = 0.1  # of what was ordered in the same year


def reasons(
    buyers: pl.DataFrame,
    orders: pl.DataFrame,
    today: date,
    team_cycle_days: float | None,
    usual_share: float | None = None,
    lines: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Each buyer's reasons: the one to say first, then the lighter ones, any_buyer, and the signs.

    buyers   as `warning.risk_of_silence` returns it: the whole team, or, with `usual_share`, some of it
    orders   one row per order: customer_id, ordered_on, amount, amount_base -- see ledger.schema.ORDERS
    usual_share  the team's mean chance of no order on the day of an order; null: that of `buyers`
    lines    the orders' lines, see ledger.schema.ORDER_LINES; null: no line is known, and none is dropped
    returns  customer_id, reasons: list of struct {code, weight or null, and NUMBERS, null where not of the code}
      with a weight, in probability points of p_no_order (they sum to it):
        silent_beyond_rhythm, silent_within_rhythm  {cycle_days, silent_days, overdue}: what the silence has added
        silent_beyond_team_rhythm  {cycle_days of the team, silent_days}, silent_since_only_order  {silent_days}:
                        the same for a buyer of one order day
        rarely_orders, often_orders  {order_days, span_days}: this buyer's habit against the team's
        one_order_only  {order_days}: the same for a buyer of one order day
        any_buyer       the team's mean chance on the day of an order
      without, not in the model:
        longest_silence {longest_gap_days, silent_days}: never silent for so long before
        shrinking       {amount_half_year, amount_half_year_before, amount_a_year}: still orders, but less
        line_dropped    {product_line, order_days, amount_a_year}: still orders, but no longer of that line
        ordering_less   {amount_half_year, amount_half_year_before}: up to the last order day; where not shrinking
        cancelled       {cancelled_orders, cancelled_share}: in the 365 days up to today
    raises   MissingColumn
    """
    usual = buyers["p_no_order_at_last"].mean() if usual_share is None else usual_share
    base = pl.lit(usual, dtype=pl.Float64)
    less = shrinking(orders, today).join(buyers.select("customer_id"), on="customer_id", how="semi")
    found = [
        silence(buyers, team_cycle_days),
        habit(buyers, base),
        buyers.select("customer_id", code=pl.lit("any_buyer"), weight=base),
        longest_silence(buyers, order_gaps(orders, today)),
        less.with_columns(code=pl.lit("shrinking")),
        ordering_less(buyers, orders).join(less, on="customer_id", how="anti"),
        *([] if lines is None else [dropped_lines(orders, lines, today).with_columns(code=pl.lit("line_dropped"))]),
        cancelled(buyers, orders, today),
    ]
    rows = pl.concat([with_all_numbers(one) for one in found])
    last = [col.weight.is_null(), col.code == "any_buyer", -col.weight, col.code, -col.amount_a_year, col.product_line]
    one = pl.struct("code", *NUMBERS)
    return rows.sort("customer_id", *last).group_by("customer_id", maintain_order=True).agg(reasons=one)


def with_all_numbers(found: pl.DataFrame) -> pl.DataFrame:
    """The rows of one reason with every number's column, null where the reason has none."""
    numbers = (
        (col(name) if name in found.columns else pl.lit(None)).cast(kind).alias(name) for name, kind in NUMBERS.items()
    )
    return found.select("customer_id", col.code.cast(pl.String), *numbers)


def silence(buyers: pl.DataFrame, team_cycle_days: float | None) -> pl.DataFrame:
    """What the days since the last order have added to the chance of no order."""
    team = pl.lit(team_cycle_days, dtype=pl.Float64)
    code = (
        pl.when(col.overdue > 1).then(pl.lit("silent_beyond_rhythm"))
        .when(col.overdue.is_not_null()).then(pl.lit("silent_within_rhythm"))
        .when(col.silent_days > team).then(pl.lit("silent_beyond_team_rhythm"))
        .otherwise(pl.lit("silent_since_only_order"))
    )  # fmt: skip
    told = pl.when(code == "silent_beyond_team_rhythm").then(team).otherwise(col.cycle_days)
    weight = col.p_no_order - col.p_no_order_at_last
    silent = buyers.filter(col.silent_days > 0)
    return silent.select("customer_id", "silent_days", "overdue", code=code, weight=weight, cycle_days=told)


def habit(buyers: pl.DataFrame, base: pl.Expr) -> pl.DataFrame:
    """How much less, or more, this buyer orders than the team's buyers do."""
    weight = col.p_no_order_at_last - base
    rarely = pl.when(weight > 0).then(pl.lit("rarely_orders")).otherwise(pl.lit("often_orders"))
    return buyers.select(
        "customer_id", "order_days",
        code=pl.when(col.order_days == 1).then(pl.lit("one_order_only")).otherwise(rarely),
        weight=weight,
        span_days=pl.when(col.order_days > 1).then((col.last_ordered_on - col.first_ordered_on).dt.total_days()),
    )  # fmt: skip


def longest_silence(buyers: pl.DataFrame, gaps: pl.DataFrame) -> pl.DataFrame:
    """Buyers who have never been silent for so long."""
    longest = gaps.group_by("customer_id").agg(longest_gap_days=col.gap_days.max())
    never = buyers.join(longest, on="customer_id").filter(col.silent_days > col.longest_gap_days)
    return never.select("customer_id", "silent_days", "longest_gap_days", code=pl.lit("longest_silence"))


def ordering_less(buyers: pl.DataFrame, orders: pl.DataFrame) -> pl.DataFrame:
    """Buyers whose last half year, up to their last order, is clearly smaller than the half year before it."""
    known = (col.last_ordered_on - col.first_ordered_on).dt.total_days() >= 2 * HALF_YEAR_DAYS
    dated = orders.join(buyers.filter(known).select("customer_id", "last_ordered_on"), on="customer_id")
    half = (col.last_ordered_on - col.ordered_on).dt.total_days() // HALF_YEAR_DAYS
    halves = dated.with_columns(half=half).sort("customer_id", "ordered_on", "amount_base").group_by("customer_id").agg(
        amount_half_year=col.amount_base.filter(col.half == 0).sum(),
        amount_half_year_before=col.amount_base.filter(col.half == 1).sum(),
    )  # fmt: skip
    less = col.amount_half_year < ORDERING_LESS_BELOW * col.amount_half_year_before
    return halves.filter(col.amount_half_year_before > 0, less).with_columns(code=pl.lit("ordering_less"))


def cancelled(buyers: pl.DataFrame, orders: pl.DataFrame, today: date) -> pl.DataFrame:
    """Buyers who have cancelled or returned a good part of what they ordered in the year up to today."""
    age = (today - col.ordered_on).dt.total_days()
    year = orders.filter(age >= 0, age < 2 * HALF_YEAR_DAYS + 1).sort("customer_id", "ordered_on", "amount_base")
    placed, back = (col.amount_base.filter(sign).sum() for sign in (col.amount > 0, col.amount < 0))
    sums = year.group_by("customer_id").agg(
        cancelled_orders=(col.amount < 0).sum(),
        cancelled_share=pl.when(placed > 0).then((-back / placed).clip(0, 1)),
    )
    many = sums.filter(col.cancelled_orders > 0, col.cancelled_share >= CANCELLED_FROM)
    return many.join(buyers.select("customer_id"), on="customer_id").with_columns(code=pl.lit("cancelled"))
