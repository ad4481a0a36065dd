"""What do CLI and API hand out of the meter? One rep's interruptions, focus and response as plain JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import polars as pl

from tradewind.attention.before_after import Change
from tradewind.attention.contact_rules import USUAL_RULES, ContactRule
from tradewind.attention.interruptions import COSTS, longest_free_min
from tradewind.attention.meter import changes, focus_lost_hours, meter
from tradewind.attention.response import by_channel
from tradewind.findings.documents import benchmark, rows

Document = dict[str, Any]


def meter_document(
    mail: pl.DataFrame, rep: str, zone: str, file: str, since: date | None,
    rules: Sequence[ContactRule] = USUAL_RULES,
) -> Document:  # fmt: skip
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
        "response": {
            "answered": found.waited.height,
            "channels": rows(by_channel(found.waited, rules)),
            "within_share": within_share(found.waited, rules),
        },
        "benchmark": benchmark("focus_lost"),
        "changes": {name: told(one) for name, one in changes(found, since).items()} if since else None,
        "since": since.isoformat() if since else None,
    }


def within_share(waited: pl.DataFrame, rules: Sequence[ContactRule]) -> float | None:
    """The share of the answered messages that were answered within their channel's deadline."""
    of_channel = by_channel(waited, rules).filter(pl.col("within_share").is_not_null())
    answered = int(of_channel["answered"].sum())
    return float((of_channel["answered"] * of_channel["within_share"]).sum()) / answered if answered else None


def team_document(told: Sequence[Document]) -> Document:
    """The figures of several people as means of theirs; nobody's own can be told from it.

    told   documents of `meter_document`
    """
    lost = [one["focus_lost_h_per_day"] for one in told]
    kept = [one for one in told if one["response"]["within_share"] is not None]
    answered = sum(one["response"]["answered"] for one in kept)
    return {
        "people": len(told),
        "interruptions_per_day": mean([one["interruptions_per_day"] for one in told]),
        "focus_lost_h_per_day": {name: mean([one[name] for one in lost]) for name in ("low", "calibrated", "high")},
        "longest_free_min": mean([one["longest_free_min"] for one in told]),
        "response": {
            "answered": answered,
            "within_share": sum(one["response"]["answered"] * one["response"]["within_share"] for one in kept)
            / answered
            if answered
            else None,
        },
        "benchmark": benchmark("focus_lost"),
    }


def mean(values: Sequence[float | None]) -> float | None:
    """The mean of those that are there."""
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None


def told(one: Change) -> Document:
    """What changed, as plain values."""
    return asdict(one)
