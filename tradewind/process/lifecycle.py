"""Where a log tells when work starts and when it is done: how long cases are worked on, and how long they wait."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars import col

from tradewind.process.log import SECOND, EventLog

START, COMPLETE = ("start", "resume"), ("complete", "suspend")


def waiting_and_working(log: EventLog) -> pl.DataFrame | None:
    """Per activity: times, working_s and waiting_s (medians), most time in all first; null without starts in the log.

    Each completion belongs to the earliest open start of the same activity in its case. Waiting is from the case's
    latest completion before a start to that start; work side by side waits for nothing.
    """
    if log.lifecycle is None:
        return None
    events = pl.DataFrame(
        {"case": log.case, "activity": log.activity, "clock": log.clock, "phase": log.lifecycle.str.to_lowercase()}
    ).with_row_index("place")
    begun = _numbered(events.filter(col.phase.is_in(START)))
    done = _numbered(events.filter(col.phase.is_in(COMPLETE)))
    if begun.is_empty():
        return None
    latest = pl.when(col.phase.is_in(COMPLETE)).then(col.clock)
    waited = events.with_columns(before=latest.shift(1).forward_fill().over("case"))
    begun = begun.join(waited.select("place", "before"), on="place")
    pairs = begun.join(done, on=["case", "activity", "number"], suffix="_done").filter(col.clock_done >= col.clock)
    names = pl.DataFrame({"activity": range(len(log.activities)), "name": log.activities})
    found = pairs.group_by("activity").agg(
        times=pl.len().cast(pl.Int64),
        working_s=((col.clock_done - col.clock) / SECOND).median(),
        waiting_s=((col.clock - col.before) / SECOND).median(),
        whole=(col.clock_done - pl.coalesce("before", "clock")).sum(),
    )
    named = found.join(names, on="activity").sort("whole", "name", descending=[True, False])
    return named.select(col.name.alias("activity"), "times", "working_s", "waiting_s")


def completions(log: EventLog) -> NDArray[np.bool_]:
    """Per event whether it counts as its activity done once: the completions of an activity that has any in the log,
    else all of its events. A begin and an end are one piece of work, not two."""
    if log.lifecycle is None:
        return np.ones(len(log.case), dtype=np.bool_)
    phase = log.lifecycle.fill_null("").str.to_lowercase()
    done = phase.is_in(["complete", ""]).to_numpy()
    tells = np.bincount(log.activity[done], minlength=len(log.activities)) > 0
    found: NDArray[np.bool_] = done | ~tells[log.activity]
    return found


def _numbered(events: pl.DataFrame) -> pl.DataFrame:
    """The first, second, … event of its activity in its case."""
    return events.with_columns(number=pl.int_range(pl.len()).over("case", "activity"))
