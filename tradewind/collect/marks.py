"""What Tradewind writes beside the rows it gives back for correction, and takes off again when they return.

`Tradewind: row` and `Tradewind: reason` stand behind the file's own columns; `Tradewind: cell 5` holds the fifth cell
of a row under four headings. Cells that a spreadsheet program would run as a formula stand behind an apostrophe.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from tradewind.collect.headings import is_mark, plain
from tradewind.collect.options import Options

ROW, REASON, BEYOND = "Tradewind: row", "Tradewind: reason", "Tradewind: cell"
BETWEEN = "; "
FORMULA = r"^'*[=+\-@\t\r]"
PLAIN_NUMBER = r"^[+-]?(?:\d[\d.,]*|[.,]\d+)(?:[eE][+-]?\d+)?$"


def defused(text: pl.Expr) -> pl.Expr:
    """Cells that begin as a formula does, and are no plain number, behind one apostrophe (more)."""
    runs = text.str.contains(FORMULA) & ~text.str.contains(PLAIN_NUMBER)
    return pl.when(runs).then(text.str.replace("^", "'")).otherwise(text)


def fused(text: pl.Expr) -> pl.Expr:
    """The cells before they were `defused`."""
    inside = text.str.slice(1)
    runs = text.str.starts_with("'") & inside.str.contains(FORMULA) & ~inside.str.contains(PLAIN_NUMBER)
    return pl.when(runs).then(inside).otherwise(text)


def without_marks(headings: Sequence[str], frame: pl.DataFrame) -> tuple[list[str], pl.DataFrame]:
    """The table as it was before the marks were written, and the marks as columns of `frame`.

    headings  as they stand in the file
    frame     the columns "0", "1", … as text or typed, row, sheet, flaw, beyond
    returns   the file's own headings; its own columns, and reason (null where none is told), and flaw and beyond also
              where a row is still as it was refused: a cell beyond the headings, or no last cell though one was missing
    """
    marks = {plain(heading): frame[str(place)] for place, heading in enumerate(headings) if is_mark(heading)}
    if plain(REASON) not in marks:
        return list(headings), frame.with_columns(pl.lit(None, dtype=pl.String).alias("reason"))
    own = [place for place, heading in enumerate(headings) if not is_mark(heading)]
    cells = [_own(frame[str(old)]).alias(str(new)) for new, old in enumerate(own)]
    beyond = [cell.cast(pl.String) for name, cell in marks.items() if name.startswith(plain(BEYOND))]
    found = frame.select(*cells, "row", "sheet", "flaw", "beyond", reason=marks[plain(REASON)].cast(pl.String))
    return [_own(pl.Series([headings[place]]))[0] for place in own], _still_flawed(found, len(own), beyond)


def reread(options: Options, reasons: pl.Series) -> Options:
    """`options`, where they leave it open with the order of dates and the decimal sign that the reasons name."""
    told = {name: _suffix(reasons, name).drop_nulls() for name in ("dates", "decimal")}
    said = {name: str(found[0]) for name, found in told.items() if len(found) and getattr(options, name) == "auto"}
    return replace(options, **said)  # type: ignore[arg-type]


def reading(dates: Iterable[str | None], decimals: Iterable[str]) -> str:
    """How a file was read, as `reread` finds it at the end of a reason; nothing where its columns differ."""
    told: dict[str, set[str | None]] = {"dates": set(dates) - {None}, "decimal": set(decimals)}
    return "".join(f"{BETWEEN}{name}={found.pop()}" for name, found in told.items() if len(found) == 1)


def is_told_of(reasons: pl.Series, code: str, heading: str | None = None) -> pl.Series:
    """Whether each row was refused for this reason (in this column)."""
    start = code if heading is None else f"{code}{BETWEEN}{heading}"
    return ((reasons == start) | reasons.str.starts_with(start + BETWEEN)).fill_null(value=False)


def _suffix(reasons: pl.Series, name: str) -> pl.Series:
    return reasons.str.extract(rf"{BETWEEN}{name}=([a-z]+)(?:{BETWEEN}[a-z]+=[^;]*)*$")


def _own(cells: pl.Series) -> pl.Series:
    return cells.to_frame("cell").select(fused(pl.col("cell")))["cell"] if cells.dtype == pl.String else cells


def _still_flawed(frame: pl.DataFrame, width: int, beyond: Sequence[pl.Series]) -> pl.DataFrame:
    if beyond:
        more = pl.DataFrame([cell.alias(str(place)) for place, cell in enumerate(beyond)])
        any_more = pl.any_horizontal(pl.all().is_not_null())
        frame = frame.with_columns(more.select(beyond=pl.when(any_more).then(pl.concat_list(pl.all()))))
    short = is_told_of(frame["reason"], "too_few_cells") & frame[str(width - 1)].is_null()
    many = pl.when(pl.col("beyond").is_not_null()).then(pl.lit("too_many_cells"))
    return frame.with_columns(flaw=pl.coalesce(many, pl.when(short).then(pl.lit("too_few_cells")), "flaw"))
