"""An event log out of a file: CSV, Excel, Parquet or JSON Lines with headings matched, or XES.

The order of the rows is kept: it decides between events of one moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tradewind.collect.collected import Column
from tradewind.collect.event_words import event_columns
from tradewind.collect.moments import moments
from tradewind.collect.opened import opened
from tradewind.collect.recognised import column_of
from tradewind.collect.table import Table, as_text
from tradewind.collect.unpacked import file_bytes, unpacked
from tradewind.collect.xes import is_xes, xes
from tradewind.errors import BadEventRow, EmptyFile
from tradewind.ledger.schema import EVENTS

NEEDED = ("case_id", "activity", "happened_at")


@dataclass(frozen=True)
class EventFile:
    """The events of a file in its order: EVENTS, and `kind` (String) where a column was named so; and its columns with
    what each was taken for, none of XES."""

    events: pl.DataFrame
    columns: tuple[Column, ...] = ()


def collect_events(
    path: Path, headings: Mapping[str, str] | None = None, sheet: str | None = None, dates: str = "auto"
) -> pl.DataFrame:
    """The events of a file alone; see `event_file`."""
    return event_file(path, headings, sheet, dates).events


def event_file(
    path: Path,
    headings: Mapping[str, str] | None = None,
    sheet: str | None = None,
    dates: str = "auto",
    name: str | None = None,
) -> EventFile:
    """The events of a file, and how its columns were read.

    headings  corrections, heading -> field, "" for a column to be left out; the field "kind" is what cases of one kind
              have in common
    dates     "auto", "dmy", "mdy" or "ymd": how dates such as 05/03/26 are read
    name      what people call the file, when `path` is where an upload was stored
    raises    FileMissing, NoEventFile, BadEventRow for the first row without a case, an activity or a time, and the
              InputErrors of `opened` and of `xes`
    """
    file = name or path.name
    data = file_bytes(path, file)
    if not data:
        raise EmptyFile(file=file)
    inside, _ = unpacked(data, file)
    if is_xes(inside):
        return EventFile(xes(inside, file))
    return _events_of(opened(data, file, sheet), headings or {}, dates, file)


def _events_of(table: Table, corrections: Mapping[str, str], order: str, file: str) -> EventFile:
    columns = event_columns(table.headings, corrections, file)
    cells = {field: table.cells(column) for field, column in columns.items()}
    at = moments(cells["happened_at"], table.headings[columns["happened_at"]], order, file)
    texts = [as_text(cells[field]).alias(field) for field in cells if field not in ("happened_at", "cost")]
    found = pl.DataFrame([*texts, at.alias("happened_at")])
    _check(found, table, columns, file)
    if "cost" in cells:
        cost = cells["cost"].cast(pl.Float64, strict=False)
        found = found.with_columns(cost.set(~cost.is_finite().fill_null(value=True), None).alias("cost"))
    chosen = found.select(name for name in (*EVENTS, "kind") if name in found.columns)
    return EventFile(chosen, _columns(table, columns, corrections))


def _columns(table: Table, columns: Mapping[str, int], corrections: Mapping[str, str]) -> tuple[Column, ...]:
    fields = {place: field for field, place in columns.items()}
    how = {place: "person" if table.headings[place] in corrections else "name" for place in range(len(table.headings))}
    return tuple(column_of(table, place, fields.get(place), how) for place in range(len(table.headings)))


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
        headings=", ".join(table.headings)[:600],
    )
