"""Times as machines write them: 2026-03-05T09:30:00.123456+08:00, to the microsecond."""

from __future__ import annotations

import polars as pl

SECONDS = r"^.{10}[T ]\d{2}:\d{2}:"
ZONE = r"(?:Z|[+-]\d{2}:?\d{2})$"
FORM = "%Y-%m-%dT%H:%M:%S%.f"


def iso_times(text: pl.Series) -> pl.Series:
    """The moments in UTC, null where a cell is none; without a zone a time is UTC. Digits below a microsecond go."""
    level = text.str.strip_chars().str.replace(" ", "T", literal=True)
    if (short := ~level.str.contains(SECONDS)).any():
        level = level.zip_with(short.fill_null(value=False), level.str.replace(r"^(.{16})", "${1}:00"))
    zoned = level.str.contains(ZONE).fill_null(value=True)
    if not zoned.any():
        return level.str.to_datetime(FORM, time_unit="us", strict=False)
    if not zoned.all():
        level = level.zip_with(zoned, level + "Z")
    level = level.str.replace("Z$", "+00:00")
    at = level.str.to_datetime(FORM + "%:z", time_unit="us", time_zone="UTC", strict=False)
    return at.dt.replace_time_zone(None)
