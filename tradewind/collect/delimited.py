"""CSV and its kin as a table: which separator, which row is the heading, which rows have too few or too many cells.

Two readers give the same table. Polars reads a clean file at speed; that the file was clean is then proved by
counting separators. Every other file goes through Python's reader, which forgives stray quotes and counts cells.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import polars as pl
from polars.exceptions import PolarsError

from tradewind.collect.collected import Form
from tradewind.collect.headings import heading_row, is_mark, meaning
from tradewind.collect.table import Table, table_of
from tradewind.collect.unpacked import MOST_BYTES
from tradewind.errors import EmptyFile, UnclosedQuote

SEPARATORS = (",", ";", "\t", "|")
SAMPLE_ROWS = 50
SAMPLE_CHARACTERS = 1 << 17
STEP_ROWS = 50_000
Row = list[str]
csv.field_size_limit(MOST_BYTES)  # the bound of a whole file; Python's own, 131,072, is below what people paste


def delimited(text: str, file: str, encoding: str) -> Table:
    """The table in comma, semicolon, tab or pipe separated text; raises EmptyFile, UnclosedQuote."""
    text = text.replace("\0", "")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    if not text.strip():
        raise EmptyFile(file=file)
    separator = max(SEPARATORS, key=lambda candidate: _fit(_sample(text, candidate)))
    first = _sample(text, separator)
    above = heading_row(first)
    frame = _clean(text, separator, len(first[above])) if above == 0 else None
    if frame is None:
        frame = _forgiven(text, separator, above, len(first[above]), file)
    return table_of(first[above], frame, Form("csv", encoding=encoding, separator=separator))


def _sample(text: str, separator: str) -> list[Row]:
    """The first rows; of a longer text without its last, which the cut may have broken."""
    part = text[:SAMPLE_CHARACTERS]
    try:
        rows = list(islice(csv.reader(io.StringIO(part, newline=""), delimiter=separator), SAMPLE_ROWS + 1))
    except csv.Error:
        rows = [line.split(separator) for line in part.splitlines()[: SAMPLE_ROWS + 1]]
    return rows[:-1] if len(rows) > 1 and len(part) < len(text) else rows


def _fit(rows: list[Row]) -> tuple[int, float, int]:
    """How well a separator explains the first rows: known headings, share of rows of one width, that width."""
    widths = Counter(len(row) for row in rows if row)
    width, times = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
    known = sum(is_mark(cell) or meaning(cell) is not None for cell in rows[heading_row(rows)]) if rows else 0
    return known if width > 1 else 0, times / max(1, len(rows)) if width > 1 else 0.0, width


def _clean(text: str, separator: str, width: int) -> pl.DataFrame | None:
    """The rows below the heading of a file without flaws; None when there may be flaws in it."""
    if text.count('"') % 2 or text.count("\r") != text.count("\r\n"):
        return None
    schema = {str(position): pl.String for position in range(width)}
    try:
        frame = pl.read_csv(
            text.encode(), separator=separator, has_header=False, schema=schema, infer_schema=False,
            empty_string_is_null=False, extra_columns="raise", missing_columns="insert",
        )  # fmt: skip
    except PolarsError:
        return None
    inside = frame.select(pl.all().str.count_matches(separator, literal=True).sum()).sum_horizontal().item()
    if text.count(separator) - inside != (width - 1) * frame.height:
        return None
    return frame.with_row_index("row", 1).cast({"row": pl.Int64}).slice(1)


def _forgiven(text: str, separator: str, above: int, width: int, file: str) -> pl.DataFrame:
    """The rows below the heading, each cut or filled to `width` cells and marked where that was needed."""
    rows = _rows(text, separator, file)
    for _ in range(above + 1):
        next(rows)
    steps = [_framed([], width)]
    while step := list(islice(rows, STEP_ROWS)):
        steps.append(_framed(step, width))
    return pl.concat(steps).with_row_index("row", above + 2).cast({"row": pl.Int64})


def _rows(text: str, separator: str, file: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number, start, end, row = 0, 0, 0, Row()
    try:
        for row in reader:
            number, start, end = number + 1, end, reader.line_num
            yield row
    except csv.Error as cause:
        raise UnclosedQuote(file=file, row=number + 1) from cause
    if any("\n" in cell for cell in row) and not _closes(text, separator, start):
        raise UnclosedQuote(file=file, row=number)


def _closes(text: str, separator: str, start: int) -> bool:
    """Whether the last row, which begins at line `start`, ends outside of quotes."""
    tail = io.StringIO("".join(text.splitlines(keepends=True)[start:]), newline="")
    try:
        return bool(list(csv.reader(tail, delimiter=separator, strict=True)))
    except csv.Error as cause:
        return "unexpected end" not in str(cause)


def _framed(rows: list[Row], width: int) -> pl.DataFrame:
    flaws = [_flaw(row, width) for row in rows]
    level = [row[:width] + [""] * (width - len(row)) for row in rows]
    columns = zip(*level, strict=True) if level else [[] for _ in range(width)]
    frame = pl.DataFrame({str(place): pl.Series(cells, dtype=pl.String) for place, cells in enumerate(columns)})
    beyond = [row[width:] if flaw == "too_many_cells" else None for row, flaw in zip(rows, flaws, strict=True)]
    return frame.with_columns(
        pl.Series("flaw", flaws, dtype=pl.String), pl.Series("beyond", beyond, dtype=pl.List(pl.String))
    )


def _flaw(row: Row, width: int) -> str | None:
    """Empty cells beyond the heading do not count; a row that is empty throughout is no row."""
    if len(row) == width or not any(row):
        return None
    if len(row) < width:
        return "too_few_cells"
    return "too_many_cells" if any(row[width:]) else None
