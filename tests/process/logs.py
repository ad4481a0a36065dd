"""Small event logs, written as `case activity hour [resource]`, and their frames."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl

BEGIN = datetime(2026, 3, 2)


def events(*rows: tuple[str, str, float] | tuple[str, str, float, str | None]) -> pl.DataFrame:
    """case, activity, hours after Monday 2 March 2026 00:00, who."""
    return pl.DataFrame(
        {
            "case_id": [row[0] for row in rows],
            "activity": [row[1] for row in rows],
            "happened_at": pl.Series([BEGIN + timedelta(hours=row[2]) for row in rows], dtype=pl.Datetime("us")),
            "resource": pl.Series([row[3] if len(row) > 3 else None for row in rows], dtype=pl.String),
        }
    )


def many(
    cases: int, steps: tuple[str, ...] = ("inquiry", "quote", "order", "ship"), hours: float = 10, start: float = 0
) -> pl.DataFrame:
    """Cases a day apart, each step `hours` after the last."""
    rows = [
        (f"{start:g}-{n}", step, start + 24 * n + at * hours) for n in range(cases) for at, step in enumerate(steps)
    ]
    return events(*rows)
