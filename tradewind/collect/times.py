"""Times of day that stand in a column of their own, beside the date; and moments counted in seconds since 1970."""

from __future__ import annotations

import re

import polars as pl

from tradewind.collect.clock import TIME, clock, clock_is_possible, zone_minutes
from tradewind.collect.dates import NO_DATE, simplified
from tradewind.collect.headings import plain
from tradewind.collect.table import as_text

MOSTLY = 0.9
SAYS_EPOCH = re.compile("timestamp|epoch|unix|时间戳")
SECONDS, MILLISECONDS = r"^[1-3]\d{9}$|^40\d{8}$", r"^[1-3]\d{12}$|^40\d{11}$"  # 2001 to 2099
YEAR_TO_HOUR = r"^20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])$"
DAY_SHARE = r"^(?:0?\.\d+|0)$"  # a spreadsheet's time of day as a number: 0.5 is noon


def clock_readings(cells: pl.Series) -> pl.DataFrame:
    """Each distinct text of a column as a time of day.

    returns  value; rows: how often it stands there; empty: it means that there is none
             clock     Duration  null where it is no time of day
             zone_min  Int64     minutes east of UTC, null where no zone is written
    """
    values = as_text(cells).rename("value").value_counts(name="rows").filter(pl.col("value").is_not_null())
    frame = values.with_columns(text=simplified(pl.col("value"))).with_columns(empty=pl.col("text").is_in(NO_DATE))
    parts = frame.with_columns((" " + pl.col("text")).str.extract_groups("^" + TIME).alias("parts")).unnest("parts")
    share = pl.col("value").str.extract(f"({DAY_SHARE})").cast(pl.Float64)
    seconds = pl.duration(seconds=(share * 86400).round().cast(pl.Int64), time_unit="us")
    told = pl.when(pl.col("hour").is_not_null() & clock_is_possible()).then(clock())
    return parts.select("value", "rows", "empty", clock=pl.coalesce(told, seconds), zone_min=zone_minutes())


def is_mostly_clocks(cells: pl.Series) -> bool:
    """Whether nine in ten of the filled cells are times of day without a date."""
    if cells.dtype.is_temporal():
        return cells.dtype == pl.Time
    read = clock_readings(cells)
    clocks = read.filter(pl.col("clock").is_not_null() | pl.col("empty"))
    return bool(read["clock"].count()) and int(clocks["rows"].sum()) >= MOSTLY * int(read["rows"].sum())


def is_epoch(cells: pl.Series, heading: str) -> bool:
    """Whether a column counts seconds or milliseconds since 1970: its heading says so, and nine in ten cells agree.

    Not when they may as well be year, month, day and hour, as 2026030514.
    """
    if cells.dtype.is_temporal() or not SAYS_EPOCH.search(plain(heading)):
        return False
    text = as_text(cells).drop_nulls()
    counted = [text.str.contains(form).sum() for form in (SECONDS, MILLISECONDS)]
    return max(counted) >= MOSTLY * max(1, len(text)) and not text.str.contains(YEAR_TO_HOUR).all()


def epochs(cells: pl.Series) -> pl.Series:
    """The moments in UTC, null where a cell is none."""
    text = as_text(cells)
    number = pl.col("text").cast(pl.Int64, strict=False)
    at = pl.when(pl.col("text").str.contains(SECONDS)).then(pl.from_epoch(number * 1000, time_unit="ms"))
    thousandths = pl.when(pl.col("text").str.contains(MILLISECONDS)).then(pl.from_epoch(number, time_unit="ms"))
    return text.to_frame("text").select(at=pl.coalesce(at, thousandths).cast(pl.Datetime("us")))["at"]
