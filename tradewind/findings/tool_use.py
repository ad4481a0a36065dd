"""Who really uses the tools? The use of seats as a JSON document, by module, tool and person, beside the published."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from polars import col

from tradewind.adoption import usage
from tradewind.collect.tool_use import collect_use
from tradewind.errors import UseAfterToday
from tradewind.findings.documents import Document, benchmark, rows
from tradewind.hours.clock import Clock, day_closed

OFFICE_ZONE = "UTC"  # a day's work needs no zone here: only the calendar of the country is asked


def use_of_file(path: Path, seats: int, today: date | None = None, country: str = "") -> Document:
    """The use in a log; see `collect_use` and `tool_use`. Today is the log's last day where none is said."""
    used = collect_use(path)
    last = used["used_at"].dt.date().max()
    return tool_use(used, seats, today or last, country)  # type: ignore[arg-type]


def tool_use(used: pl.DataFrame, seats: int, today: date, country: str = "") -> Document:
    """Real use of the seats, as of today, on the working calendar of a country (without one: Monday to Friday).

    raises   UseAfterToday when nothing was done up to today, SeatsTooFew, UnknownCountry, MissingColumn
    """
    if used.filter(col.used_at.dt.date() <= today).is_empty():
        raise UseAfterToday(today=today.isoformat())
    seen = usage.window(today, workdays(today, country))
    whole = asdict(usage.real_use(used, seen, seats))
    return {
        "today": today.isoformat(),
        "from": seen.first.isoformat(),
        "country": country or None,
        "workdays": len(seen.workdays),
        **{**whole, "kept": {f"{days}_days": share for days, share in whole["kept"].items()}},
        "modules": [_part(used, seen, seats, "module", name) for name in _names(used, "module")],
        "tools": [_part(used, seen, seats, "tool", name) for name in _names(used, "tool")],
        "reps": rows(usage.use_by_rep(used, seen)),
        "benchmark": benchmark("usage_rate"),
    }


def workdays(today: date, country: str) -> list[date]:
    """The work days of the four weeks up to today."""
    office = Clock(OFFICE_ZONE, country.upper())
    days = (today - timedelta(days=back) for back in range(usage.WEEKS * usage.WEEK_DAYS))
    return [day for day in days if day_closed(office, day) is None]


def _names(used: pl.DataFrame, column: str) -> list[str]:
    return sorted(used[column].drop_nulls().unique())


def _part(used: pl.DataFrame, seen: usage.Window, seats: int, column: str, name: str) -> Document:
    """One module's or tool's own use."""
    found = usage.real_use(used.filter(col(column) == name), seen, seats)
    return {column: name, "real_use": found.real_use, "tried": found.tried, "active": found.active}
