"""The time of day behind a date: 24 hours or halves of the day in two languages, seconds, zone."""

from __future__ import annotations

import polars as pl

FORENOON = ("上午", "凌晨", "早上", "am")
AFTERNOON = ("下午", "晚上", "中午", "pm")

HALF = f"(?:{'|'.join(FORENOON + AFTERNOON)})"
ZONE = r"z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2}"
TIME = (
    rf"(?:(?:t|[\s,]+)\s*(?P<before>{HALF})?\s*(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})"
    rf"(?::(?P<second>\d{{2}})(?:[.,]\d+)?)?:?\s*(?P<after>{HALF})?\s*(?P<zone>{ZONE})?)?$"
)


def clock() -> pl.Expr:
    """The time of day in the groups of TIME as a Duration; null where none is written."""
    parts = {unit: _number(unit) for unit in ("minute", "second")}
    minutes, seconds = parts["minute"], parts["second"].fill_null(0)
    return pl.duration(hours=_hour(), minutes=minutes, seconds=seconds, time_unit="us")


def clock_is_possible() -> pl.Expr:
    """False for times that no clock shows, such as 25:00; true where no time is written."""
    limits = {"hour": 23, "minute": 59, "second": 59}
    return pl.all_horizontal(_number(unit).fill_null(0) <= limit for unit, limit in limits.items())


def zone_minutes() -> pl.Expr:
    """Minutes east of UTC; null where no zone is written."""
    zone = pl.col("zone")
    sign = pl.when(zone.str.starts_with("-")).then(-1).otherwise(1)
    digits = zone.str.replace_all(r"\D", "").str.pad_end(4, "0")
    numbered = sign * (digits.str.head(2).cast(pl.Int64) * 60 + digits.str.tail(2).cast(pl.Int64))
    return pl.when(zone.is_in(["z", "utc", "gmt"])).then(0).otherwise(numbered)


def _number(unit: str) -> pl.Expr:
    return pl.col(unit).cast(pl.Int64, strict=False)


def _hour() -> pl.Expr:
    """12 am is midnight and 12 pm noon; 13 pm, which people write, is 13."""
    half = pl.coalesce("before", "after")
    hour = _number("hour")
    afternoon = half.is_in(AFTERNOON) & (hour < 12)
    midnight = half.is_in(FORENOON) & (hour == 12)
    return pl.when(afternoon).then(hour + 12).when(midnight).then(0).otherwise(hour)
