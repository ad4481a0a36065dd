"""The cells of the fields, each as what it is: text, date or number, aligned with the table's rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from tradewind.collect.amounts import MOST, decimal_signs, numbers, written_numbers
from tradewind.collect.date_order import date_orders
from tradewind.collect.dates import FIRST_YEAR, LAST_YEAR, NO_DATE, readings
from tradewind.collect.options import Options
from tradewind.collect.table import Table, as_text
from tradewind.collect.times import clock_readings, epochs, is_epoch
from tradewind.collect.vocabulary import DATE_FIELDS, NUMBER_FIELDS

DAYS_0_AND_1 = date(1899, 12, 30), date(1900, 1, 1)


@dataclass(frozen=True)
class Cells:
    """One row per row of the table.

    frame        row, flaw, sheet, and per field
                   texts     <field>  String
                   dates     <field>  Date,    <field>_at    Datetime in UTC, <field>_bad  Boolean: filled, but no date
                   times     ordered_time  String,  ordered_time_bad  Boolean: filled, but no time of day
                   numbers   <field>  Float64, <field>_mark  String,          <field>_bad  Boolean: filled, no number
    written      field -> the cells as they stand in the file
    headings     field -> heading
    date_orders  date field -> dmy, mdy, ymd; None where the dates tell their own
    decimals     number field -> point, comma
    """

    frame: pl.DataFrame
    written: Mapping[str, pl.Series]
    headings: Mapping[str, str]
    date_orders: Mapping[str, str | None]
    decimals: Mapping[str, str]

    @property
    def customer_field(self) -> str:
        """The field that shows who a row is of."""
        return "customer" if "customer" in self.headings else "customer_id"

    def column(self, name: str, kind: type[pl.DataType] = pl.String) -> pl.Series:
        """A column of `frame`, all null when the file has none of that name."""
        if name in self.frame.columns:
            return self.frame.get_column(name)
        return nothing(self.frame.height, kind).alias(name)


def cells_of(table: Table, fields: Mapping[str, int], options: Options, file: str) -> Cells:
    """The table's cells by field; raises AmbiguousDates, AmbiguousAmounts."""
    written = {field: table.cells(column) for field, column in fields.items()}
    headings = {field: table.headings[column] for field, column in fields.items()}
    orders, dates = _dates(written, headings, options, file)
    signs, amounts = _numbers(written, headings, options, file)
    typed = (*DATE_FIELDS, *NUMBER_FIELDS)
    texts = [as_text(cells).alias(field) for field, cells in written.items() if field not in typed]
    frame = pl.concat([table.frame.select("row", "flaw", "sheet", "reason"), *dates, *amounts], how="horizontal")
    if "ordered_time" in written and "ordered_on" in written:
        frame = frame.with_columns(_timed(frame, written["ordered_time"]))
    return Cells(frame.with_columns(texts), written, headings, orders, signs)


def nothing(rows: int, kind: type[pl.DataType] = pl.String) -> pl.Series:
    """A column of nulls."""
    return pl.Series([None], dtype=kind).new_from_index(0, rows)


def each_distinct(cells: pl.Series, change: Callable[[str], str | None]) -> pl.Series:
    """`change` of each cell, called once per distinct text; null stays null."""
    distinct = cells.drop_nulls().unique().to_list()
    changed = pl.Series([change(text) for text in distinct], dtype=pl.String)
    return cells.replace_strict(distinct, changed, default=None, return_dtype=pl.String)


def _dates(
    written: Mapping[str, pl.Series], headings: Mapping[str, str], options: Options, file: str
) -> tuple[dict[str, str | None], list[pl.DataFrame]]:
    columns = {field: written[field] for field in DATE_FIELDS if field in written}
    counted = [field for field, cells in columns.items() if is_epoch(cells, headings[field])]
    written_out = {f: cells for f, cells in columns.items() if f not in counted and not cells.dtype.is_temporal()}
    texts = {field: readings(cells) for field, cells in written_out.items()}
    orders: dict[str, str | None] = dict.fromkeys(texts, options.dates)
    if options.dates == "auto":
        orders = date_orders(texts, headings, file)
    typed = [
        _counted(columns[f], f) if f in counted else _typed_dates(columns[f], f) for f in columns if f not in texts
    ]
    return orders, [*typed, *(_dated(columns[field], texts[field], orders[field], field) for field in texts)]


def _counted(cells: pl.Series, field: str) -> pl.DataFrame:
    at, text = epochs(cells), as_text(cells)
    bad = at.is_null() & text.is_not_null() & ~text.str.to_lowercase().is_in(NO_DATE)
    return _moments(at.dt.date(), at, bad, field)


def _timed(frame: pl.DataFrame, cells: pl.Series) -> list[pl.Series]:
    """The moment of each order out of its day and the time beside it, unless the day's own column tells times."""
    by_row = as_text(cells).to_frame("value").join(clock_readings(cells), on="value", how="left", maintain_order="left")
    bad = by_row.select(pl.col("clock").is_null() & ~pl.col("empty")).to_series()
    shift = by_row.select(pl.col("clock") - pl.duration(minutes=pl.col("zone_min").fill_null(0))).to_series()
    at = frame["ordered_on_at"]
    beside = frame["ordered_on"].cast(pl.Datetime("us")) + shift
    return [at if at.count() else beside.alias("ordered_on_at"), bad.fill_null(value=False).alias("ordered_time_bad")]


def _typed_dates(cells: pl.Series, field: str) -> pl.DataFrame:
    """A spreadsheet's day 0 or 1 stands for an empty cell."""
    at = cells.cast(pl.Datetime("us"))
    at = at.set(at.dt.date().is_between(*DAYS_0_AND_1), None)
    bad = ~at.dt.year().is_between(FIRST_YEAR, LAST_YEAR).fill_null(value=True)
    at = at.set(bad, None)
    return _moments(at.dt.date(), at, bad, field)


def _dated(cells: pl.Series, read: pl.DataFrame, order: str | None, field: str) -> pl.DataFrame:
    on = pl.col(order or "dmy")
    at = on.cast(pl.Datetime("us")) + pl.col("clock") - pl.duration(minutes=pl.col("zone_min").fill_null(0))
    moments = read.select("value", on.alias("on"), at.alias("at"), (on.is_null() & ~pl.col("empty")).alias("bad"))
    by_row = as_text(cells).to_frame("value").join(moments, on="value", how="left", maintain_order="left")
    return _moments(by_row["on"], by_row["at"], by_row["bad"].fill_null(value=False), field)


def _moments(on: pl.Series, at: pl.Series, bad: pl.Series, field: str) -> pl.DataFrame:
    """A column whose clock says midnight throughout has no times of day."""
    if _is_midnight(at):
        at = at.clear(len(at))
    return pl.DataFrame({field: on, f"{field}_at": at, f"{field}_bad": bad})


def _is_midnight(at: pl.Series) -> bool:
    return not ((at.dt.hour() > 0) | (at.dt.minute() > 0) | (at.dt.second() > 0)).any()


def _numbers(
    written: Mapping[str, pl.Series], headings: Mapping[str, str], options: Options, file: str
) -> tuple[dict[str, str], list[pl.DataFrame]]:
    columns = {field: written[field] for field in NUMBER_FIELDS if field in written}
    texts = {field: written_numbers(cells) for field, cells in columns.items() if not cells.dtype.is_numeric()}
    signs = dict.fromkeys(texts, options.decimal)
    if options.decimal == "auto":
        signs = decimal_signs(texts, headings, file)
    frames = [
        _numbered(cells, numbers(texts[field], signs[field]), field) if field in texts else _typed_numbers(cells, field)
        for field, cells in columns.items()
    ]
    return {field: signs.get(field, "point") for field in columns}, frames


def _typed_numbers(cells: pl.Series, field: str) -> pl.DataFrame:
    number = cells.cast(pl.Float64)
    sane = number.abs() <= MOST
    bad = ~sane.fill_null(value=True)
    return pl.DataFrame({field: number.set(bad, None), f"{field}_mark": nothing(len(cells)), f"{field}_bad": bad})


def _numbered(cells: pl.Series, read: pl.DataFrame, field: str) -> pl.DataFrame:
    number, bad = pl.col("number"), pl.col("number").is_null() & ~pl.col("empty")
    read = read.select("value", number.alias(field), pl.col("mark").alias(f"{field}_mark"), bad.alias(f"{field}_bad"))
    by_row = as_text(cells).to_frame("value").join(read, on="value", how="left", maintain_order="left").drop("value")
    return by_row.with_columns(pl.col(f"{field}_bad").fill_null(value=False))
