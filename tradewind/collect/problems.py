"""Rows that cannot become facts: which they are, why, and the one sentence that refuses a file for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from tradewind.collect.cells import Cells
from tradewind.collect.collected import PROBLEMS
from tradewind.collect.table import as_text
from tradewind.errors import (
    BadAmount,
    BadCurrency,
    BadDate,
    BadDayMonthDate,
    BadMonthDayDate,
    BadPrice,
    BadQuantity,
    BadRows,
    BadTime,
    BadYearMonthDate,
    NoAmount,
    NoDate,
    OddDate,
    TooFewCells,
    TooManyCells,
)

MOST_VALUE = 200  # characters of a cell that are told
WRONG_ORDER = "order_has_wrong_row"
SKIPPED = ("no_customer", "total_row", "heading_again", "note_row", "not_of_goods")
REFUSALS: dict[str, type[BadRows]] = {
    "bad_date": BadDate,
    "bad_amount": BadAmount,
    "bad_quantity": BadQuantity,
    "bad_price": BadPrice,
    "bad_currency": BadCurrency,
    "no_date": NoDate,
    "odd_date": OddDate,
    "bad_time": BadTime,
    "no_amount": NoAmount,
    "too_few_cells": TooFewCells,
    "too_many_cells": TooManyCells,
    WRONG_ORDER: BadRows,  # never the first: the wrong row itself is refused before the others of its order
}
BAD_DATES: dict[str | None, type[BadRows]] = {
    "dmy": BadDayMonthDate,
    "mdy": BadMonthDayDate,
    "ymd": BadYearMonthDate,
    None: BadDate,
}


class Check(NamedTuple):
    """Rows where `fails` is true have `reason`; `field` is the cell to show, None for the whole row."""

    fails: pl.Series
    reason: str
    field: str | None


def problems(cells: Cells, checks: Sequence[Check]) -> pl.DataFrame:
    """One row per row of the table with a problem, the first of `checks` that it fails: PROBLEMS + field + place."""
    place = pl.Series(range(cells.frame.height), dtype=pl.Int64).to_frame("place")
    left, found = place, []
    for check in checks:
        failing = left.filter(check.fails.gather(left["place"]))
        if not failing.is_empty():
            found.append(described(failing, check.reason, check.field, cells))
            left = left.join(failing, on="place", how="anti", maintain_order="left")
    empty = pl.DataFrame(schema={**PROBLEMS, "field": pl.String, "place": pl.Int64})
    return pl.concat([empty, *found], how="diagonal").sort("place")


def described(failing: pl.DataFrame, reason: str, field: str | None, cells: Cells) -> pl.DataFrame:
    """The rows at `place` with their reason and the cell to show: PROBLEMS + field + place."""
    places = failing["place"]
    rows = cells.frame.select("row", "sheet").select(pl.all().gather(places))
    value = as_text(cells.written[field].gather(places)).str.slice(0, MOST_VALUE) if field else None
    heading = cells.headings[field] if field else None
    return rows.with_columns(
        places,
        pl.lit(heading, dtype=pl.String).alias("column"),
        pl.lit(value, dtype=pl.String).alias("value"),
        pl.lit(reason).alias("reason"),
        pl.lit("skipped" if reason in SKIPPED else "failed").alias("outcome"),
        pl.lit(field, dtype=pl.String).alias("field"),
    )


def refuse(found: pl.DataFrame, cells: Cells, file: str) -> None:
    """Raise the BadRows of the first failed row, if there is one."""
    failed = found.filter(pl.col("outcome") == "failed")
    for row in failed.head(1).iter_rows(named=True):
        field, order = row["field"], cells.date_orders.get(row["field"])
        refusal = BAD_DATES[order] if row["reason"] == "bad_date" else REFUSALS[row["reason"]]
        raise refusal(
            file=f"{file} ({row['sheet']})" if row["sheet"] else file,
            row=row["row"],
            column=row["column"],
            value=(row["value"] or "")[:80],
            others=cells.frame[field].count() if field in cells.frame.columns else 0,
            bad=failed.height,
        )
