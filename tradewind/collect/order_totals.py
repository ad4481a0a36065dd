"""An order's total that a file repeats on each of the order's lines, which must count once."""

from __future__ import annotations

import polars as pl

from tradewind.collect.cells import Cells
from tradewind.collect.headings import plain
from tradewind.collect.vocabulary import WHOLE_ORDER


def line_amounts(amount: pl.Series, worth: pl.Series, cells: Cells) -> pl.Series:
    """What each line is worth.

    amount   the amount column's numbers
    worth    quantity x price; null where either is missing
    returns  amount, else worth. But where the heading speaks of whole orders and each order of several lines says the
             same on all of them: worth, or where there is none the amount on the order's first line and 0 on the others
    """
    if not _is_repeated(amount, cells):
        return amount.fill_null(worth)
    first = cells.frame.select(pl.col("order_id").is_first_distinct() | pl.col("order_id").is_null()).to_series()
    once = pl.DataFrame({"amount": amount, "first": first}).select(
        pl.when("first").then("amount").otherwise(pl.col("amount") * 0)
    )
    return worth if worth.null_count() == 0 else once.to_series()


def _is_repeated(amount: pl.Series, cells: Cells) -> bool:
    if plain(cells.headings.get("amount", "")) not in WHOLE_ORDER or "order_id" not in cells.headings:
        return False
    lines = pl.DataFrame({"order_id": cells.frame["order_id"], "amount": amount}).drop_nulls()
    several = (
        lines.group_by("order_id").agg(pl.len(), pl.col("amount").n_unique().alias("amounts")).filter(pl.col("len") > 1)
    )
    return not several.is_empty() and bool((several["amounts"] == 1).all())
