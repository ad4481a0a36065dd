"""Orders go in whole or not at all: a row that cannot be read takes the other rows of its order out with it."""

from __future__ import annotations

import polars as pl

from tradewind.collect.cells import Cells
from tradewind.collect.orders import number_or_day
from tradewind.collect.problems import WRONG_ORDER, described


def with_their_orders(found: pl.DataFrame, rows: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """`found` and the other rows of each order that one of its failed rows belongs to, as `order_has_wrong_row`.

    Orders of one number go together even where they name several customers or currencies: what tells them apart
    (1001@acme, 1001@USD) is that they stand side by side, and half of them would come in under another id.
    Without a number it is the customer's day; a row of which neither can be read goes alone.

    found   as `problems.problems` gives it
    rows    as `rows.order_rows` gives them, one per row of the table
    """
    failed = found.filter(pl.col("outcome") == "failed")["place"]
    if failed.is_empty():
        return found
    keyed = rows.select("order_id", key=number_or_day()).with_row_index("place").cast({"place": pl.Int64})
    wrong = keyed["key"].gather(failed).drop_nulls().unique()
    others = keyed.filter(pl.col("key").is_in(wrong.implode())).join(found, on="place", how="anti")
    numbered = pl.col("order_id").is_not_null()
    parts = {"order_id": others.filter(numbered), cells.customer_field: others.filter(~numbered)}
    told = [described(part.select("place"), WRONG_ORDER, field, cells) for field, part in parts.items() if len(part)]
    return pl.concat([found, *told], how="diagonal").sort("place")
