"""The wrong rows as they were written, to be corrected in a spreadsheet and imported again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from tradewind.collect.cells import Cells
from tradewind.collect.collected import Collected
from tradewind.collect.marks import BETWEEN, BEYOND, REASON, ROW, defused, reading
from tradewind.collect.odd_dates import ODD, usual_until
from tradewind.collect.table import Table, as_text

MOST_BEYOND = 20  # cells of one row beyond the heading that are given back
BOM = b"\xef\xbb\xbf"  # without it spreadsheet programs take UTF-8 for the encoding of their country


def rejected(table: Table, cells: Cells, found: pl.DataFrame) -> pl.DataFrame:
    """The failed rows, all text: the table's columns in their order, `Tradewind: row` and `Tradewind: reason`.

    Headings that stand there twice, or are empty, get their column's number. Cells beyond the heading stand in
    `Tradewind: cell N` before the two. A reason is told as "bad_date; Order Date; 31/02/2026; dates=dmy;
    decimal=point": its code, the column, the value, and how the file was read, so that it is read so again.

    found   as `problems.problems` gives it
    """
    failed = found.filter(pl.col("outcome") == "failed")
    frame = table.frame.select(pl.all().gather(failed["place"]))
    own = [as_text(frame[str(place)]).alias(name) for place, name in enumerate(_names(table.headings))]
    row = pl.concat_str(pl.col("sheet") + "!", pl.col("row").cast(pl.String), ignore_nulls=True)
    read = reading(cells.date_orders.values(), cells.decimals.values())
    until = usual_until(cells.column("ordered_on", pl.Date)) if (failed["reason"] == ODD).any() else None
    told = failed.select(row.alias(ROW), _reason(read, until))
    return pl.DataFrame([*own, *_beyond(frame["beyond"], len(own)), *told])


def rejected_csv(collected: Collected) -> bytes:
    """`collected.rejected` as CSV in UTF-8 that spreadsheet programs open without running any of its cells.

    A cell that begins with = + - @ and is no plain number stands behind an apostrophe; `collect` takes it off again.
    """
    frame = collected.rejected
    own = [column.heading for column in collected.columns]
    headings = pl.Series([*own, *frame.columns[len(own) :]], dtype=pl.String)
    rows = frame.rename(dict(zip(frame.columns, map(str, range(frame.width)), strict=True)))
    first = pl.DataFrame([headings.to_list()], schema=rows.schema, orient="row")
    text = pl.concat([first, rows]).select(defused(pl.all())).write_csv(include_header=False, quote_style="always")
    return BOM + text.encode()


def _names(headings: Sequence[str]) -> list[str]:
    """The headings, each once."""
    names: list[str] = []
    for place, heading in enumerate(headings, 1):
        name = heading or f"({place})"
        while name in names:
            name = f"{name} ({place})"
        names.append(name)
    return names


def _beyond(cells: pl.Series, width: int) -> list[pl.Series]:
    most = min(MOST_BEYOND, int(cells.list.len().max() or 0))  # type: ignore[arg-type]
    return [
        cells.list.get(n, null_on_oob=True).replace("", None).alias(f"{BEYOND} {width + n + 1}") for n in range(most)
    ]


def _reason(read: str, until: date | None) -> pl.Expr:
    value = pl.col("value").str.replace_all(r"\s+", " ")
    told = pl.concat_str("reason", "column", value, separator=BETWEEN, ignore_nulls=True)
    bound = pl.when(pl.col("reason") == ODD).then(pl.lit(f"{BETWEEN}after={until}")).otherwise(pl.lit(""))
    return pl.concat_str(told, pl.lit(read), bound).alias(REASON)
