"""Orders of which a file holds only some of the lines that the desk has."""

from __future__ import annotations

import polars as pl

from tradewind.desk import bulk
from tradewind.desk.jobs.comparing import Compared
from tradewind.desk.jobs.money import ten_thousandths
from tradewind.desk.models import Batch, OrderLine
from tradewind.errors import PartOrders

LINE = ("order_id", "product", "quantity", "amount")
CHOICES = ("keep", "replace")


def settle_parts(batch: Batch, compared: Compared) -> Compared:
    """The comparison with each part order as the batch's option `part_orders` says: kept as it is, or replaced.

    raises   PartOrders when the option says nothing and there are part orders
    """
    parts = part_orders(compared)
    choice = batch.options.get("part_orders")
    if parts and choice not in CHOICES:
        raise PartOrders(file=batch.file_name, orders=len(parts), order=parts[0])
    return compared if choice != "keep" else compared.keeping(parts)


def part_orders(compared: Compared) -> list[str]:
    """The changed orders whose lines in the file are all among the desk's lines, and fewer."""
    changed = compared.orders.filter((pl.col("status") == "updated") & ~pl.col("written"))["order_id"]
    if changed.is_empty():
        return []
    ours = pl.DataFrame(
        list(bulk.select(OrderLine, LINE, "order_id", changed.to_list())),
        schema={"order_id": pl.String, "product": pl.String, "quantity": pl.Float64, "amount": pl.Int64},
        orient="row",
    )
    said = compared.lines.filter(pl.col("order_id").is_in(changed.implode())).select(
        "order_id", pl.col("product").fill_null("").str.slice(0, 300), "quantity", ten_thousandths("amount")
    )
    both = _counted(said, "said").join(_counted(ours, "ours"), on=LINE, how="full", nulls_equal=True, coalesce=True)
    held = (
        both.with_columns(pl.col("said", "ours").fill_null(0))
        .group_by("order_id")
        .agg(inside=(pl.col("said") <= pl.col("ours")).all(), fewer=pl.col("said").sum() < pl.col("ours").sum())
    )
    return held.filter("inside", "fewer")["order_id"].sort().to_list()


def _counted(lines: pl.DataFrame, name: str) -> pl.DataFrame:
    return lines.group_by(LINE).agg(pl.len().cast(pl.Int64).alias(name))
