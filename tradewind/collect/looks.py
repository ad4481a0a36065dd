"""What a column is, told by what stands in it: for headings in words that nobody taught us."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from tradewind.collect.amounts import numbers, written_numbers
from tradewind.collect.dates import ORDERS, readings
from tradewind.collect.table import Table, as_text

SAMPLE_ROWS = 2000
MOSTLY = 0.9
REPEATED = 0.8  # at most this many distinct buyers per order, or it is no history of orders


def fields_by_values(table: Table, taken: Mapping[int, str]) -> dict[int, str]:
    """Column -> field for the date, amount and customer that no heading names; only where one column alone fits."""
    present = set(taken.values())
    free = [column for column in range(len(table.headings)) if column not in taken]
    kinds = {column: _kind(table.cells(column).head(SAMPLE_ROWS)) for column in free}
    missing = {
        "ordered_on": ("date", not present & {"ordered_on"}),
        "amount": ("money", not present & {"amount", "price"}),
        "customer": ("party", not present & {"customer", "customer_id"}),
    }
    found = {field: _only(column for column in free if kinds[column] == kind) for field, (kind, _) in missing.items()}
    return {column: field for field, column in found.items() if column is not None and missing[field][1]}


def is_mostly_dates(cells: pl.Series) -> bool:
    """Whether nine in ten of the filled cells are dates in one order or another, or mean that there is none."""
    if cells.dtype.is_temporal():
        return True
    read = readings(cells)
    dated = read.filter(pl.any_horizontal(pl.col(ORDERS).is_not_null()) | pl.col("empty"))
    return _rows(dated) >= MOSTLY * _rows(read)


def _kind(cells: pl.Series) -> str:
    if cells.dtype.is_temporal():
        return "date"
    text = as_text(cells).drop_nulls()
    if text.is_empty():
        return "empty"
    written = written_numbers(text)
    if max(_numbers(written, sign) for sign in ("point", "comma")) >= MOSTLY * _rows(written):
        return "money" if _has_decimals(written) else "number"
    if is_mostly_dates(text):
        return "date"
    return "party" if text.n_unique() <= REPEATED * len(text) else "text"


def _numbers(written: pl.DataFrame, sign: str) -> int:
    return _rows(numbers(written, sign).filter(pl.col("number").is_not_null()))


def _has_decimals(written: pl.DataFrame) -> bool:
    return bool(written.get_column("body").str.contains(r"[.,]\d{1,2}$").any()) or bool(
        written.get_column("mark").is_not_null().any()
    )


def _rows(frame: pl.DataFrame) -> int:
    return int(frame.get_column("rows").sum())


def _only(columns: Iterable[int]) -> int | None:
    found = list(columns)
    return found[0] if len(found) == 1 else None
