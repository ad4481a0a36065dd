"""Parquet as a table: the columns keep the types that the file gives them."""

from __future__ import annotations

import io

import polars as pl
from polars.exceptions import PanicException, PolarsError

from tradewind.collect.collected import Form
from tradewind.collect.table import Table, as_text, table_of
from tradewind.errors import BrokenFile, TooLarge

MAGIC = b"PAR1"
MOST_CELLS = 500_000_000


def parquet(data: bytes, file: str) -> Table:
    """The table in a Parquet file; nested columns become text. Raises BrokenFile, TooLarge."""
    try:
        _check_size(data, file)
        frame = pl.read_parquet(io.BytesIO(data))
    except (PolarsError, PanicException, OSError) as cause:
        raise BrokenFile(file=file) from cause
    cells = {str(place): _plain(series) for place, series in enumerate(frame.get_columns())}
    rows = pl.int_range(2, frame.height + 2, dtype=pl.Int64, eager=True)
    return table_of(frame.columns, pl.DataFrame({**cells, "row": rows}), Form("parquet"))


def _check_size(data: bytes, file: str) -> None:
    lazy = pl.scan_parquet(io.BytesIO(data))
    rows = lazy.select(pl.len()).collect().item()
    if rows * len(lazy.collect_schema()) > MOST_CELLS:
        raise TooLarge(file=file, most=MOST_CELLS // 10**6)


def _plain(cells: pl.Series) -> pl.Series:
    """Numbers, dates and times without zone as they are, times with a zone in UTC, everything else as text."""
    kind = cells.dtype
    if isinstance(kind, pl.Datetime):
        return cells.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if kind.time_zone else cells
    if kind.is_numeric():
        return cells.cast(pl.Float64) if kind.is_decimal() else cells
    return cells if kind in (pl.String, pl.Date) else as_text(cells.cast(pl.String) if _is_word(kind) else cells)


def _is_word(kind: pl.DataType) -> bool:
    return isinstance(kind, pl.Categorical | pl.Enum | pl.Boolean | pl.Null)
