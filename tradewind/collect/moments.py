"""A column of moments, as programs or people write them: types, ISO, epochs, or dates in the order the column tells."""

from __future__ import annotations

import polars as pl
from polars import col

from tradewind.collect.date_order import date_orders
from tradewind.collect.dates import ORDERS, readings
from tradewind.collect.iso_times import iso_times
from tradewind.collect.table import as_text
from tradewind.collect.times import epochs
from tradewind.ledger.schema import TIME


def moments(cells: pl.Series, heading: str, order: str, file: str) -> pl.Series:
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
