"""What a file does not say about an order stays as the desk has it.

An export with fewer columns, or with one sum where the desk has lines, changes nothing that it does not speak of.
"""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from tradewind.desk import bulk
from tradewind.desk.jobs.money import ten_thousandths
from tradewind.desk.models import Order, OrderLine
from tradewind.ledger.schema import ORDER_LINES, TIME, Kind

UNSAID: dict[str, Kind] = {
    "ordered_at": TIME,
    "requested_on": pl.Date,
    "promised_on": pl.Date,
    "shipped_on": pl.Date,
    "rep": pl.String,
}
LINE = tuple(ORDER_LINES)


def completed(orders: pl.DataFrame, lines: pl.DataFrame, order_ids: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The orders and lines of a file, with what the desk knows of `order_ids` where the file says nothing."""
    if not order_ids:
        return orders, lines
    known = pl.DataFrame(
        [tuple(map(_naive, row)) for row in bulk.select(Order, ("order_id", "amount", *UNSAID), "order_id", order_ids)],
        schema={"order_id": pl.String, "stored": pl.Int64} | {f"{name}_known": kind for name, kind in UNSAID.items()},
        orient="row",
    ).with_columns(pl.col("rep_known").replace("", None))
    joined = orders.join(known, on="order_id", how="left", maintain_order="left")
    filled = joined.with_columns(pl.coalesce(name, f"{name}_known") for name in UNSAID)
    sums = _sums_only(lines).join(
        filled.filter(ten_thousandths("amount") == pl.col("stored")), on="order_id", how="semi"
    )
    return filled.select(orders.columns), _with_known_lines(lines, sums["order_id"])


def _sums_only(lines: pl.DataFrame) -> pl.DataFrame:
    """The orders of which the file has one line that names neither product nor quantity: their sum."""
    bare = pl.col("product").is_null() & pl.col("product_line").is_null() & pl.col("quantity").is_null()
    return lines.group_by("order_id").agg(bare=bare.all() & (pl.len() == 1)).filter("bare")


def _naive(value: object) -> object:
    """A time as UTC without zone, as frames have it; anything else as it is."""
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value


def _with_known_lines(lines: pl.DataFrame, order_ids: pl.Series) -> pl.DataFrame:
    """The lines, those of `order_ids` as the desk has them."""
    rows = list(bulk.select(OrderLine, LINE, "order_id", order_ids.to_list()))
    known = pl.DataFrame(rows, schema={**ORDER_LINES, "amount": pl.Int64}, orient="row").with_columns(
        pl.col("amount") / 10_000, pl.col("product", "product_line", "unit").replace("", None)
    )
    others = lines.filter(~pl.col("order_id").is_in(order_ids.implode()))
    return pl.concat([others, known.select(others.columns)])
