"""Dates as people write them, each distinct text read in every order it allows.

Most ways of writing tell their own order: 2026-03-05, 5 March 2026, 2026年3月5日, and 46086 in Excel. That of
05/03/2026 is open; `date_order` decides it on the evidence of the whole column.
"""

from __future__ import annotations

import polars as pl

from tradewind.collect.clock import TIME, clock, clock_is_possible, zone_minutes
from tradewind.collect.table import as_text

ORDERS = ("dmy", "mdy", "ymd")
FIRST_YEAR, LAST_YEAR = 1900, 2100
FIRST_SERIAL, LAST_SERIAL = 18264, 73415  # Excel's numbers for days from 1950 on; lower ones are mere numbers
EXCEL_DAY_0 = pl.date(1899, 12, 30)
DAY_MS = 86_400_000
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NO_DATE = ("-", "--", "—", "/", "n/a", "na", "nan", "nat", "none", "null", "无", "tbd", "tba", "tbc", "asap",
           "待定", "待确认", "未定", "另议", "尽快", "0000-00-00", "00/00/0000")  # fmt: skip

# What spreadsheets and databases show for an empty date: day 0 and day 1 of their calendar.
DAY_0 = (
    r"^(?:0|1899-12-3[01]|1900[-/.]0?1[-/.]0?[01]|0?[01][-/.]0?[01][-/.]1900)(?: 0?0:00(?::00(?:\.0+)?)?)?$"
    r"|^0?0:00(?::00)?$"
)

NAME = rf"(?P<m>{'|'.join(MONTHS)})[a-z]*\.?"
DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
OPEN = rf"^(?P<p1>\d{{1,2}})[-/.\s]+(?P<p2>\d{{1,2}})[-/.\s]+(?P<p3>\d{{4}}|\d{{2}}){TIME}"
TOLD = (
    rf"^(?P<y>\d{{4}})[-/.\s]+(?P<m>\d{{1,2}})[-/.\s]+(?P<d>\d{{1,2}}){TIME}",
    rf"^(?P<y>\d{{4}})(?P<m>\d{{2}})(?P<d>\d{{2}}){TIME}",
    rf"^{DAY}[-/.\s,]*{NAME}[-/.\s,]*(?P<y>\d{{4}}|\d{{2}}){TIME}",
    rf"^{NAME}[-/.\s]*{DAY}[-/\s,]+(?P<y>\d{{4}}|\d{{2}}){TIME}",
    rf"^(?P<y>\d{{4}})[-/.\s]+{NAME}[-/.\s]+{DAY}{TIME}",
)


def readings(cells: pl.Series) -> pl.DataFrame:
    """Each distinct text of a column, in every order.

    returns  value; rows: how often it stands there; empty: it means that there is no date; open: its order is open;
             dmy, mdy, ymd  Date      null where it is no date in that order
             clock          Duration  time of day, null where none is written
             zone_min       Int64     minutes east of UTC, null where no zone is written
             p1, p3         String    first and last part of an open date with a two-digit year
    """
    values = as_text(cells).rename("value").value_counts(name="rows").filter(pl.col("value").is_not_null())
    frame = values.with_columns(text=simplified(pl.col("value"))).with_columns(empty=_is_empty())
    found = pl.concat([*(_told(frame, form) for form in TOLD), _open(frame), _serials(frame)], how="diagonal")
    found = found.unique("value", keep="first", maintain_order=True)
    read = frame.join(found, on="value", how="left").with_columns(pl.col("open").fill_null(value=False))
    return read.with_columns(pl.when(~pl.col("empty")).then(order).alias(order) for order in ORDERS)


def _is_empty() -> pl.Expr:
    return pl.col("text").is_in(NO_DATE) | pl.col("text").str.contains(DAY_0)


def simplified(text: pl.Expr) -> pl.Expr:
    """Lower case, half width, one way of writing year, month, day, hour and half of the day; no weekday."""
    text = text.str.normalize("NFKC").str.to_lowercase()
    text = text.str.replace_all(r"(?:星期|礼拜|周)[一二三四五六日天]", " ")
    text = text.str.replace_all("[年月]", "-").str.replace_all("[日号]", " ")
    text = text.str.replace_all("[时時点分]", ":").str.replace_all("秒", "")
    text = text.str.replace(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.\s]+", "")
    text = text.str.replace_all(r"\b([ap])\.\s?m\b\.?", "${1}m")
    return text.str.replace_all(r"\s+", " ").str.strip_chars(" :")


def _matched(frame: pl.DataFrame, form: str, first: str) -> pl.DataFrame:
    groups = frame.select("value", pl.col("text").str.extract_groups(form).alias("parts")).unnest("parts")
    return groups.filter(pl.col(first).is_not_null()).with_columns(pl.col(first).alias(first))


def _told(frame: pl.DataFrame, form: str) -> pl.DataFrame:
    date = pl.when(clock_is_possible()).then(_date("y", "m", "d"))
    return _matched(frame, form, "y").select(
        "value", dmy=date, mdy=date, ymd=date, clock=clock(), zone_min=zone_minutes(), open=pl.lit(value=False)
    )


def _open(frame: pl.DataFrame) -> pl.DataFrame:
    """Year first is a reading of two-digit years only."""
    short = pl.col("p3").str.len_chars() == 2
    return _matched(frame, OPEN, "p1").select(
        "value",
        pl.when(short).then("p1"),
        pl.when(short).then("p3"),
        dmy=pl.when(clock_is_possible()).then(_date("p3", "p2", "p1")),
        mdy=pl.when(clock_is_possible()).then(_date("p3", "p1", "p2")),
        ymd=pl.when(clock_is_possible() & short).then(_date("p1", "p2", "p3")),
        clock=clock(),
        zone_min=zone_minutes(),
        open=pl.lit(value=True),
    )


def _date(year: str, month: str, day: str) -> pl.Expr:
    full = pl.when(pl.col(year).str.len_chars() > 2).then(pl.col(year)).otherwise(_century(year) + pl.col(year))
    number = pl.col(month).replace(list(MONTHS), [f"{place:02}" for place in range(1, 13)]).str.zfill(2)
    written = pl.concat_str([full, number, pl.col(day).str.zfill(2)], separator="-")
    date = written.str.to_date("%Y-%m-%d", strict=False)
    return pl.when(date.dt.year().is_between(FIRST_YEAR, LAST_YEAR)).then(date)


def _century(year: str) -> pl.Expr:
    """Two-digit years up to 68 are of this century, as POSIX reads them."""
    return pl.when(pl.col(year).cast(pl.Int64, strict=False) <= 68).then(pl.lit("20")).otherwise(pl.lit("19"))


def _serials(frame: pl.DataFrame) -> pl.DataFrame:
    """Excel's day numbers; what stands behind the point is the time of day, kept to the second."""
    number = pl.col("text").str.extract(r"^(\d{5}(?:\.\d+)?)$").cast(pl.Float64)
    days = number.floor().cast(pl.Int64)
    seconds = ((number - number.floor()) * 86400).round().cast(pl.Int64)
    date = EXCEL_DAY_0 + pl.duration(days=days)
    serial = frame.filter(number.is_between(FIRST_SERIAL, LAST_SERIAL))
    at = pl.when(seconds > 0).then(pl.duration(seconds=seconds, time_unit="us"))
    return serial.select("value", dmy=date, mdy=date, ymd=date, clock=at, open=pl.lit(value=False))
