"""An event log out of a file: CSV, Excel, Parquet or JSON Lines with headings matched, or XES.

The order of the rows is kept: it decides between events of one moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl
from polars import col

from tradewind.collect.date_order import date_orders
from tradewind.collect.dates import ORDERS, readings
from tradewind.collect.event_words import event_columns
from tradewind.collect.iso_times import iso_times
from tradewind.collect.opened import opened
from tradewind.collect.table import Table, as_text
from tradewind.collect.times import epochs
from tradewind.collect.unpacked import MOST_BYTES, unpacked
from tradewind.collect.xes import is_xes, xes
from tradewind.errors import BadEventRow, EmptyFile, FileMissing, TooLarge
from tradewind.ledger.schema import EVENTS, TIME

NEEDED = ("case_id", "activity", "happened_at")


def collect_events(
    path: Path, headings: Mapping[str, str] | None = None, sheet: str | None = None, dates: str = "auto"
) -> pl.DataFrame:
    """The events of a file in its order: EVENTS, and `kind` (String) where a column was named so.

    headings  corrections, heading -> field; the field "kind" is what cases of one kind have in common
    dates     "auto", "dmy", "mdy" or "ymd": how dates such as 05/03/26 are read
    raises    FileMissing, NoEventFile, BadEventRow for the first row without a case, an activity or a time, and the
              InputErrors of `opened` and of `xes`
    """
    if not path.is_file():
        raise FileMissing(file=str(path))
    if path.stat().st_size > MOST_BYTES:
        raise TooLarge(file=path.name, most=MOST_BYTES // 10**6)
    data = path.read_bytes()
    if not data:
        raise EmptyFile(file=path.name)
    inside, _ = unpacked(data, path.name)
    if is_xes(inside):
        return xes(inside, path.name)
    return _events_of(opened(data, path.name, sheet), headings or {}, dates, path.name)


def _events_of(table: Table, corrections: Mapping[str, str], order: str, file: str) -> pl.DataFrame:
    columns = event_columns(table.headings, corrections, file)
    cells = {field: table.cells(column) for field, column in columns.items()}
    at = _times(cells["happened_at"], table.headings[columns["happened_at"]], order, file)
    texts = [as_text(cells[field]).alias(field) for field in cells if field not in ("happened_at", "cost")]
    found = pl.DataFrame([*texts, at.alias("happened_at")])
    _check(found, table, columns, file)
    if "cost" in cells:
        cost = cells["cost"].cast(pl.Float64, strict=False)
        found = found.with_columns(cost.set(~cost.is_finite().fill_null(value=True), None).alias("cost"))
    return found.select(name for name in (*EVENTS, "kind") if name in found.columns)


def _times(cells: pl.Series, heading: str, order: str, file: str) -> pl.Series:
    """Moments in UTC, to the microsecond; null where a cell is none."""
    if isinstance(cells.dtype, pl.Datetime):
        return cells.cast(TIME)
    if cells.dtype == pl.Date:
        return cells.cast(TIME)
    text = as_text(cells)
    at = iso_times(text)
    if (rest := at.is_null() & text.is_not_null()).any():
        at = at.zip_with(~rest, _as_people_write(text.set(~rest, None), heading, order, file))
    return at


def _as_people_write(text: pl.Series, heading: str, order: str, file: str) -> pl.Series:
    """Dates in the order that the whole column tells, and numbers of seconds since 1970. Raises AmbiguousDates."""
    read = readings(text)
    if order == "auto":
        order = date_orders({"at": read}, {"at": heading}, file)["at"] or ORDERS[0]
    on = col(order)
    moment = on.cast(TIME) + col.clock.fill_null(pl.duration()) - pl.duration(minutes=col.zone_min.fill_null(0))
    moments = read.select("value", moment.alias("at"))
    dated = text.to_frame("value").join(moments, on="value", how="left", maintain_order="left")["at"]
    return dated.zip_with(dated.is_not_null(), epochs(text))


def _check(found: pl.DataFrame, table: Table, columns: Mapping[str, int], file: str) -> None:
    """Raise BadEventRow for the first row that is no event."""
    lacking = found.select(NEEDED).select(pl.any_horizontal(pl.all().is_null()).arg_true()).to_series()
    if lacking.is_empty():
        return
    place = lacking[0]
    field = next(field for field in NEEDED if found[field][place] is None)
    raise BadEventRow(
        file=file,
        row=table.frame["row"][place],
        column=table.headings[columns[field]],
        value=(as_text(table.cells(columns[field])[place : place + 1])[0] or "")[:80],
        bad=len(lacking),
    )
