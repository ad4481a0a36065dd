"""What an order comes to where an export tells that once for the whole order, and what was given back of it."""

from __future__ import annotations

import polars as pl
from polars import col

WHOLE = 10_000  # amounts are summed as whole ten-thousandths
RETURN = "-R"


def with_totals(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines, and one more where an order comes to more or less than they do: shipping, taxes, discounts.

    What was refunded is a return, an order of its own under the number with -R, with a negative amount. A cancelled
    order comes to nothing.

    lines    one row per line, order_id as it is kept; amount, order_total and refunded, is_cancelled
    returns  the same with is_more: lines that are no row of the file
    """
    lines = lines.with_columns(is_more=pl.lit(value=False))
    if lines["order_total"].null_count() == lines.height and lines["refunded"].null_count() == lines.height:
        return lines
    orders = lines.group_by("order_id", maintain_order=True).agg(
        summed=(col.amount * WHOLE).round().cast(pl.Int64).sum(),
        total=(col.order_total * WHOLE).round().cast(pl.Int64).drop_nulls().first(),
        refunded=(col.refunded.abs() * WHOLE).round().cast(pl.Int64).drop_nulls().first(),
        is_dead=col.is_cancelled.any(),
    )
    rest = orders.filter(~col.is_dead, col.total != col.summed).select("order_id", more=col.total - col.summed)
    back = orders.filter(~col.is_dead, col.refunded > 0).select("order_id", more=-col.refunded)
    given_back = _beside(lines, back).with_columns(col.order_id + RETURN)
    return pl.concat([lines, _beside(lines, rest), given_back])


def _beside(lines: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    """A line for each of the orders that speaks of no goods."""
    firsts = lines.unique("order_id", keep="first", maintain_order=True).join(
        more, on="order_id", how="inner", maintain_order="left"
    )
    nothing = [
        pl.lit(None, dtype=lines.schema[name]).alias(name) for name in ("product", "product_line", "quantity", "unit")
    ]
    return firsts.with_columns(*nothing, amount=col.more / WHOLE, is_more=pl.lit(value=True)).select(lines.columns)
