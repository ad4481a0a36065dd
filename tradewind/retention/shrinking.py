"""Who still orders, but less, or no longer a product line? Warned of with the money that a year of it comes to."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from polars import col

from tradewind.ledger.schema import require

HALF_YEAR_DAYS = 182
STILL_ORDERS_DAYS = 91  # an order day within them; who is silent for longer is a matter of the early warning
SHRUNK_BELOW = 0.7  # of the usual half year
YEAR = timedelta(days=365)
SURE_BY_CHANCE = 2.33  # standard errors: one buyer in a hundred who orders as ever falls below
FEWEST_ORDER_DAYS = 6  # in the two half years before
FEWEST_OF_A_LINE = 3  # order days with the line
DROPPED_BY_CHANCE = 0.02  # the chance to leave the line out so often by luck, at most
SHRINKING = pl.Schema(
    {
        "customer_id": pl.String, "amount_half_year": pl.Float64, "amount_half_year_before": pl.Float64,
        "amount_a_year": pl.Float64,
    }
)  # fmt: skip
DROPPED = pl.Schema(
    {
        "customer_id": pl.String, "product_line": pl.String, "last_line_on": pl.Date, "order_days": pl.Int64,
        "amount_a_year": pl.Float64,
    }
)  # fmt: skip


def shrinking(orders: pl.DataFrame, today: date) -> pl.DataFrame:
    """The buyers who order clearly less than in the year before, though they order.

    A half year of a buyer is a sum of random orders at random times, so its variance is about the sum of the squared
    order days. Shrinking is whose last half year is below 70 % of its usual half year (the mean of the two before), by
    2.33 standard errors, and below the same half year a year ago, so that a season is no loss.

    orders   one row per order: customer_id, ordered_on, amount, amount_base -- see ledger.schema.ORDERS; returns count
             against the half year that they fall in
    returns  most money first: customer_id,
               amount_half_year         base currency, the last 182 days up to today
               amount_half_year_before  base currency, the usual half year
               amount_a_year            base currency, above 0: what a year at this pace lacks, twice the difference
    raises   MissingColumn
    """
    days = amounts_by_day(orders, today)
    half = ((today - col.ordered_on).dt.total_days() // HALF_YEAR_DAYS).alias("half")
    dated = days.with_columns(half)
    first = days.group_by("customer_id").agg(age=(today - col.ordered_on.min()).dt.total_days())
    sums = dated.group_by("customer_id").agg(
        amount_half_year=col.net.filter(col.half == 0).sum(),
        amount_half_year_before=col.net.filter(col.half.is_in([1, 2])).sum() / 2,
        a_year_ago=col.net.filter(col.half == 2).sum(),
        variance=(col.net**2).filter(col.half == 0).sum() + (col.net**2).filter(col.half.is_in([1, 2])).sum() / 4,
        order_days=(col.half.is_in([1, 2]) & col.placed).sum(),
        still=(col.placed & ((today - col.ordered_on).dt.total_days() < STILL_ORDERS_DAYS)).any(),
    )
    less = col.amount_half_year_before - col.amount_half_year
    shrunk = (
        col.still
        & (col.age >= 3 * HALF_YEAR_DAYS)
        & (col.order_days >= FEWEST_ORDER_DAYS)
        & (col.amount_half_year < SHRUNK_BELOW * col.amount_half_year_before)
        & (col.amount_half_year < col.a_year_ago)
        & (less >= SURE_BY_CHANCE * col.variance.sqrt())
    )
    found = sums.join(first, on="customer_id").filter(shrunk).with_columns(amount_a_year=2 * less)
    return found.select(SHRINKING.names()).sort("amount_a_year", "customer_id", descending=[True, False])


def dropped_lines(orders: pl.DataFrame, lines: pl.DataFrame, today: date) -> pl.DataFrame:
    """The product lines that buyers have stopped ordering, while they order others.

    A buyer's share s of order days with the line, while it ordered it, is (n + 1) / (d + 2) for n of d order days.
    Where it ordered the line a year ago already, and less often in these same days, it is the share of then: a line may
    have its season. Had nothing changed, the chance of m order days in a row without it is (1 - s)^m; dropped is
    below 2 %.

    orders   as for `shrinking`, with order_id
    lines    order_id, product, product_line, amount -- see ledger.schema.ORDER_LINES; the product stands in for a
             line that is not named
    returns  most money first: customer_id, product_line, last_line_on date, order_days int (since then, without it),
             amount_a_year base currency, above 0: the line's amount in the 365 days up to last_line_on
    raises   MissingColumn
    """
    require(lines, "order_lines", "order_id", "product", "amount")
    bought = lines_by_day(orders, lines, today)
    days = amounts_by_day(orders, today).filter("placed").select("customer_id", "ordered_on")
    last = days.group_by("customer_id").agg(last_on=col.ordered_on.max())
    of_line = bought.group_by("customer_id", "product_line").agg(
        first_line_on=col.ordered_on.min(), last_line_on=col.ordered_on.max(), n=col.ordered_on.n_unique()
    )
    often = of_line.filter(col.n >= FEWEST_OF_A_LINE).join(days, on="customer_id")
    ordered, then = col.ordered_on, (col.ordered_on > col.last_line_on - YEAR) & (col.ordered_on <= today - YEAR)
    of = ["customer_id", "product_line", "first_line_on", "last_line_on", "n"]
    counted = often.group_by(of).agg(
        during=ordered.is_between(col.first_line_on, col.last_line_on).sum(),
        order_days=(ordered > col.last_line_on).sum().cast(pl.Int64),
        then_days=then.sum(),
    )
    with_line = bought.join(of_line, on=["customer_id", "product_line"]).filter(then)
    a_year_ago = with_line.group_by("customer_id", "product_line").agg(then_line=ordered.n_unique())
    counted = counted.join(a_year_ago, on=["customer_id", "product_line"], how="left")
    had_a_year = (col.first_line_on <= col.last_line_on - YEAR) & (col.then_days > 0)
    season = pl.when(had_a_year).then(col.then_line.fill_null(0) / col.then_days).otherwise(1.0)
    share = pl.min_horizontal((col.n + 1) / (col.during + 2), season)
    by_luck = (1 - share.clip(0, 1)) ** col.order_days
    silent, gone = ((today - on).dt.total_days() for on in (col.last_on, col.last_line_on))
    dropped = counted.join(last, on="customer_id").filter(
        col.order_days >= 2, by_luck <= DROPPED_BY_CHANCE, silent < STILL_ORDERS_DAYS, gone <= 2 * HALF_YEAR_DAYS + 1
    )
    year = bought.join(
        dropped.select("customer_id", "product_line", "last_line_on"), on=["customer_id", "product_line"]
    )
    within = (col.last_line_on - col.ordered_on).dt.total_days() <= 2 * HALF_YEAR_DAYS
    money = year.filter(within).sort("ordered_on", "base").group_by("customer_id", "product_line").agg(
        amount_a_year=col.base.sum()
    )  # fmt: skip
    found = dropped.join(money, on=["customer_id", "product_line"]).filter(col.amount_a_year > 0)
    by = ["amount_a_year", "customer_id", "product_line"]
    return found.select(DROPPED.names()).cast(DROPPED).sort(by, descending=[True, False, False])


def shrinks_by(reasons: pl.Expr) -> pl.Expr:
    """The money of a year that a buyer orders less by its reasons, base currency, 0 where it does not: what it shrinks
    by, or its dropped lines together where these come to more.

    reasons  the column as `reasons.reasons` returns it
    """
    money = {
        code: reasons.list.eval(
            pl.when(pl.element().struct["code"] == code).then(pl.element().struct["amount_a_year"])
        ).list.sum().fill_null(0.0)
        for code in ("shrinking", "line_dropped")
    }  # fmt: skip
    return pl.max_horizontal(money["shrinking"], money["line_dropped"]).fill_null(0.0)


def amounts_by_day(orders: pl.DataFrame, today: date) -> pl.DataFrame:
    """customer_id, ordered_on, net (base currency, returns taken off), placed (an order and not returns only)."""
    require(orders, "orders", "customer_id", "ordered_on", "amount", "amount_base")
    known = orders.filter(col.customer_id.is_not_null(), col.ordered_on <= today)
    by_day = known.sort("customer_id", "ordered_on", "amount", "amount_base").group_by(
        "customer_id", "ordered_on", maintain_order=True
    )
    return by_day.agg(net=col.amount_base.sum(), placed=(col.amount > 0).any())


def lines_by_day(orders: pl.DataFrame, lines: pl.DataFrame, today: date) -> pl.DataFrame:
    """customer_id, product_line, ordered_on, base: what was ordered of each line on each day, in base currency."""
    line = col.product_line if "product_line" in lines.columns else pl.lit(None, dtype=pl.String)
    named = pl.when(line.fill_null("") != "").then(line).otherwise("product")
    known = lines.select("order_id", "amount", product_line=named).filter(col.product_line.fill_null("") != "")
    placed = orders.filter(col.ordered_on <= today, col.amount > 0, col.customer_id.is_not_null())
    rate = placed.select("order_id", "customer_id", "ordered_on", rate=col.amount_base / col.amount)
    joined = known.filter(col.amount > 0).join(rate, on="order_id")
    return joined.select("customer_id", "product_line", "ordered_on", base=(col.amount * col.rate).fill_null(0.0))
