"""A folder of fact tables: `<table>.parquet`, or `<table>.csv` with the contract's column names as headings."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tradewind.ledger.schema import TABLES, conform, in_order


def tables_in(folder: Path) -> dict[str, pl.LazyFrame]:
    """The tables that the folder has, each as the contract has it; Parquet wins where a table is there twice.

    raises   MissingColumn when a table lacks a column that is not optional
    """
    found = {table: _table(folder, table) for table in TABLES}
    return {table: frame for table, frame in found.items() if frame is not None}


def _table(folder: Path, table: str) -> pl.LazyFrame | None:
    if (file := folder / f"{table}.parquet").exists():
        return pl.scan_parquet(file)
    if (file := folder / f"{table}.csv").exists():
        text = pl.read_csv(file, infer_schema=False)
        return in_order(conform(_typed(text, table), table), table).lazy()
    return None


def _typed(text: pl.DataFrame, table: str) -> pl.DataFrame:
    """A frame of text with ISO dates and times, and true or false, read as such."""
    kinds = {name: kind for name, kind in TABLES[table].items() if name in text.columns}
    dates = [pl.col(name).str.to_date("%Y-%m-%d") for name, kind in kinds.items() if kind == pl.Date]
    times = [
        pl.col(name).str.to_datetime(time_unit="us") for name, kind in kinds.items() if isinstance(kind, pl.Datetime)
    ]
    flags = [_flag(pl.col(name)) for name, kind in kinds.items() if kind == pl.Boolean]
    return text.with_columns(*dates, *times, *flags)


def _flag(text: pl.Expr) -> pl.Expr:
    return text.str.to_lowercase().replace_strict({"true": True, "1": True, "false": False, "0": False})
