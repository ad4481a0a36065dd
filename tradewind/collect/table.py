"""A file's rows as they came, before anybody knows what they mean."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tradewind.collect.collected import Form
from tradewind.collect.marks import without_marks

ASIDE = {"flaw": pl.String(), "sheet": pl.String(), "beyond": pl.List(pl.String)}
MOST_CELL = 32_767  # characters: as many as a cell of a spreadsheet holds; the rest is cut off
INVISIBLE = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{80}-\x{9f}\x{200b}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}]"
)


@dataclass(frozen=True)
class Table:
    """Headings and cells.

    headings   as written, one per column
    frame      the columns "0", "1", … in the headings' order: text (tidy; empty is null) or as the file typed them;
               row    Int64   the row number a person sees
               flaw   String  too_few_cells, too_many_cells; null for a whole row
               sheet  String  null outside workbooks
               beyond List    the cells beyond the headings; null for most rows
               reason String  why the row was given back for correction (`marks`); null in other files
    """

    headings: tuple[str, ...]
    frame: pl.DataFrame
    form: Form

    def cells(self, column: int) -> pl.Series:
        """One column's cells."""
        return self.frame.get_column(str(column))


def table_of(headings: list[str], frame: pl.DataFrame, form: Form) -> Table:
    """A tidy table: cells without invisible characters and outer spaces, and no row that is empty throughout.

    frame   columns "0", "1", …, row, and if there are any flaw, sheet and beyond
    """
    for name, kind in ASIDE.items():
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit(None, dtype=kind).alias(name))
    tidy = frame.with_columns(_tidied(frame.get_column(str(place))) for place in range(len(headings)))
    headings, tidy = _without_empty_columns(*without_marks(headings, tidy))
    names = [str(place) for place in range(len(headings))]
    filled = pl.any_horizontal(pl.col(names).is_not_null()) | pl.col("beyond").is_not_null()
    return Table(tuple(headings), tidy.filter(filled) if names else tidy.clear(), form)


def _without_empty_columns(headings: list[str], frame: pl.DataFrame) -> tuple[list[str], pl.DataFrame]:
    """Without the columns that have neither a heading nor a filled cell, as formatted sheets have them at the right."""
    filled = [place for place, heading in enumerate(headings) if heading.strip() or frame[str(place)].count()]
    columns = [pl.col(str(old)).alias(str(new)) for new, old in enumerate(filled)]
    return [headings[place] for place in filled], frame.select(*columns, "row", *ASIDE, "reason")


def _tidied(cells: pl.Series) -> pl.Series:
    if cells.dtype.is_float():
        return cells.fill_nan(None)
    if cells.dtype != pl.String:
        return cells
    if (cells.str.len_bytes() > MOST_CELL).any():
        cells = cells.str.slice(0, MOST_CELL)
    if cells.str.contains(INVISIBLE).any():
        cells = cells.str.replace_all(INVISIBLE, "")
    return cells.str.strip_chars().replace("", None)


def as_text(cells: pl.Series) -> pl.Series:
    """Typed cells as the text a person would write: whole numbers without ".0", times in ISO form."""
    if cells.dtype == pl.String:
        return cells
    if cells.dtype.is_nested() or cells.dtype in (pl.Binary, pl.Object):
        return pl.Series(cells.name, [None if cell is None else str(cell) for cell in cells], dtype=pl.String)
    if cells.dtype.is_float():
        return cells.cast(pl.String).str.replace(r"\.0$", "")
    if isinstance(cells.dtype, pl.Datetime):
        return cells.cast(pl.String).str.replace(r"(?: 00:00:00)?\.0+$", "")
    return cells.cast(pl.String)
