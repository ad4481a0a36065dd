"""What do CLI and API hand out of the meter? One rep's interruptions, focus and response as plain JSON values."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import polars as pl

from tradewind.attention.before_after import Change
from tradewind.attention.interruptions import COSTS, longest_free_min
from tradewind.attention.meter import changes, focus_lost_hours, meter
from tradewind.attention.response import by_channel
from tradewind.findings.documents import benchmark, rows

Document = dict[str, Any]


def meter_document(mail: pl.DataFrame, rep: str, zone: str, file: str, since: date | None) -> Document:
    """The meter, beside the published hour a day; `changes` is null where no day is given."""
    found = meter(mail, rep, zone, file)
    counts, lost = found.days.counts, focus_lost_hours(found.days)
    worked = counts.size > 0
    return {
        "rep": rep,
        "timezone": zone,
        "workdays": counts.size,
        "counted": "answers" if found.answers else "written",
        "interruptions_per_day": float(counts.mean()) if worked else None,
        "focus_lost_h_per_day": {
            "low": lost[COSTS[0].code] if worked else None,
            "calibrated": lost[COSTS[1].code] if worked else None,
            "high": lost[COSTS[2].code] if worked else None,
        },
        "costs": [asdict(cost) for cost in COSTS],
        "longest_free_min": float(pl.Series(longest_free_min(found.days)).median() or 0.0) if worked else None,  # type: ignore[arg-type]
        "response": {"answered": found.waited.height, "channels": rows(by_channel(found.waited))},
        "benchmark": benchmark("focus_lost"),
        "changes": {name: told(one) for name, one in changes(found, since).items()} if since else None,
        "since": since.isoformat() if since else None,
    }


def told(one: Change) -> Document:
    """What changed, as plain values."""
    return asdict(one)
