"""What do CLI and API hand out of the early warning? The report of a replay as plain JSON values."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polars as pl
from polars import col

from tradewind.retention.early_warning import CHANNELS, caught, false_alarm_rate, judged_silences

if TYPE_CHECKING:
    from tradewind.retention.replay import Replay, Stage


def early_warning_document(found: Replay, asked: dict[str, Any]) -> dict[str, Any]:
    """How early those who left were flagged, how often wolf was cried, and by which bars.

    asked    from, today (dates), horizon_days, budget
    returns  the document that docs/cli.md describes; buyers of one order day stand apart, under one_order
    """
    judged = judged_silences(found.silences, asked["from"], asked["today"], asked["horizon_days"])
    repeat, one = judged.filter(col.order_days >= 2), judged.filter(col.order_days < 2)
    return {
        **{name: asked[name].isoformat() for name in ("from", "today")},
        "horizon_days": asked["horizon_days"],
        "flags": int(found.silences["flagged_on"].count()),
        "false_alarms": {"budget": asked["budget"], **false_alarms(repeat), "with_one_order": false_alarm_rate(judged)},
        "churned": caught(repeat),
        "one_order": caught(one),
        "channels": [channel(name, found.silences, repeat) for name in CHANNELS],
        "stages": [stage_document(stage) for stage in found.stages],
    }


def false_alarms(judged: pl.DataFrame) -> dict[str, Any]:
    """The rate reached; `reached_mature` leaves out the silences that began within the last horizon."""
    back = judged.filter("came_back")
    return {
        "reached": false_alarm_rate(judged),
        "reached_mature": false_alarm_rate(judged.filter("mature")),
        "returning_buyers": back["customer_id"].n_unique(),
        "silences": back.height,
        "flagged": int(back["flagged_on"].count()),
    }


def channel(name: str, found: pl.DataFrame, judged: pl.DataFrame) -> dict[str, Any]:
    """What one channel flagged, and its part of the false alarms and of those caught."""
    told = caught(judged, name)
    kept = ("flagged", "money_flagged", "median_delay_days", "median_lead_days")
    flags = int((found["channel"] == name).sum())
    return {
        "channel": name, "flags": flags, "false_alarms": false_alarm_rate(judged, name), **{k: told[k] for k in kept}
    }  # fmt: skip


def stage_document(stage: Stage) -> dict[str, Any]:
    """A refit: from which day, with what, under which bar."""
    return {"from": stage.from_on.isoformat(), "reached_before": stage.reached, **asdict(stage.bar),
            "parameters": asdict(stage.parameters)}  # fmt: skip
