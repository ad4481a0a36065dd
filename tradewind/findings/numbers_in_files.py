"""Columns of numbers and periods out of a file that people name by their headings: panels, tables of answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from tradewind.collect.opened import opened
from tradewind.collect.table import Table, as_text
from tradewind.collect.unpacked import file_bytes
from tradewind.errors import NumberNotRead, UnknownHeading

NOTHING = ("", "na", "n/a", "nan", "null", "none", "inf", "infinity", "never", "-", "无", "从未")
MONTH = re.compile(r"^(\d{4})[-/.](\d{1,2})(?:[-/.]\d{1,2})?(?:[ T].*)?$")


def table_in(path: Path, sheet: str | None = None) -> Table:
    """The table in a file of any form that `collect` opens. Raises FileMissing, TooLarge, and what `opened` raises."""
    return opened(file_bytes(path), path.name, sheet)


def column(table: Table, heading: str, file: str) -> pl.Series:
    """The cells under a heading, as text, null where empty. Raises UnknownHeading."""
    if heading not in table.headings:
        raise UnknownHeading(file=file, heading=heading, headings=", ".join(table.headings))
    return as_text(table.cells(table.headings.index(heading)))


def numbers(table: Table, heading: str, file: str) -> pl.Series:
    """A column of numbers; null where a cell says that there is none. Raises UnknownHeading, NumberNotRead."""
    cells = column(table, heading, file)
    return _checked(table, cells, cells.str.strip_chars().cast(pl.Float64, strict=False), heading, file)


def periods(table: Table, headings: Sequence[str], file: str) -> tuple[list[pl.Series], bool]:
    """Columns of periods on one scale: numbers as they are, or months such as 2026-03 as months since year 0.

    returns  the columns; whether they are months
    raises   UnknownHeading, NumberNotRead
    """
    texts = [column(table, heading, file) for heading in headings]
    if not any(cells.str.contains(MONTH.pattern).any() for cells in texts):
        return [numbers(table, heading, file) for heading in headings], False
    return [
        _checked(table, cells, _months(cells), heading, file) for heading, cells in zip(headings, texts, strict=True)
    ], True


def period_told(value: float, are_months: bool) -> int | float | str:
    """A period as the file had it: a month such as 2026-03, a whole number, or a number."""
    if are_months:
        return f"{int(value) // 12:04d}-{int(value) % 12 + 1:02d}"
    return int(value) if value == int(value) else value


def _months(cells: pl.Series) -> pl.Series:
    parts = cells.str.extract_groups(MONTH.pattern)
    year, month = (parts.struct.field(name).cast(pl.Float64) for name in ("1", "2"))
    told = pl.DataFrame({"year": year, "month": month, "text": cells})
    return told.select(
        pl.when(pl.col("month").is_between(1, 12)).then(pl.col("year") * 12 + pl.col("month") - 1)
        .when(pl.col("text").str.strip_chars() == "0").then(0.0)
    ).to_series()  # fmt: skip


def _checked(table: Table, cells: pl.Series, read: pl.Series, heading: str, file: str) -> pl.Series:
    read = read.fill_nan(None)
    read = pl.select(pl.when(read.is_infinite()).then(None).otherwise(read)).to_series() if len(read) else read
    says_none = cells.str.strip_chars().str.to_lowercase().is_in(NOTHING)
    bad = (read.is_null() & cells.is_not_null() & ~says_none).arg_true()
    if len(bad):
        row, value = table.frame["row"][bad[0]], cells[bad[0]]
        raise NumberNotRead(file=file, row=row, column=heading, value=value, bad=len(bad))
    return read
