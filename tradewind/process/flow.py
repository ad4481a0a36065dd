"""What follows what, how often and after how long; which ways the cases went; what was done again; who handed over.

Counts and lengths are those of pm4py 2.7: every event counts, whatever its lifecycle; a null resource is `__NONE__`.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from polars import col

from tradewind.process.log import SECOND, EventLog, Whole

SHOWN = 10  # variants that people look at


def directly_follows(log: EventLog) -> pl.DataFrame:
    """How often an activity directly follows another in a case, and after how long.

    returns  from, to, count, mean_s, median_s, min_s, max_s; seconds by the log's clock; most frequent first, then by
             name
    """
    pair, waited = _pairs(log.activity, len(log.activities), log), np.diff(log.clock)[log.follows]
    seconds = col.waited / SECOND
    found = pl.DataFrame({"pair": pair, "waited": waited}).group_by("pair").agg(
        count=pl.len().cast(pl.Int64),
        mean_s=seconds.mean(), median_s=seconds.median(), min_s=seconds.min(), max_s=seconds.max(),
    )  # fmt: skip
    return _named(found, log.activities)


def handover(log: EventLog) -> pl.DataFrame:
    """Who works directly after whom in a case: from, to, count, most frequent first, then by name."""
    pair = _pairs(log.resource, len(log.resources), log)
    found = pl.DataFrame({"pair": pair}).group_by("pair").agg(count=pl.len().cast(pl.Int64))
    return _named(found, log.resources)


def _pairs(codes: Whole, names: int, log: EventLog) -> Whole:
    found: Whole = (codes[:-1] * names + codes[1:])[log.follows]
    return found


def _named(found: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Pairs by name, most frequent first."""
    pair, known = found["pair"].to_numpy(), pl.Series(names, dtype=pl.String)
    first, second = known.gather(pair // max(len(names), 1)), known.gather(pair % max(len(names), 1))
    named = found.drop("pair").insert_column(0, first.alias("from")).insert_column(1, second.alias("to"))
    return named.sort("count", "from", "to", descending=[True, False, False])


def variants(log: EventLog) -> pl.DataFrame:
    """The ways that cases went: count, sequence (codes of activities); most frequent first, then by activity names."""
    steps = pl.DataFrame({"case": log.case, "sequence": log.activity.astype(np.int32)})
    ways = steps.group_by("case", maintain_order=True).agg("sequence")
    found = ways.group_by("sequence").agg(count=pl.len().cast(pl.Int64))
    most = found.sort("count", descending=True).select("count", "sequence")
    return _ties_by_name(most)


def _ties_by_name(most: pl.DataFrame) -> pl.DataFrame:
    """Lists have no order in Polars, so the ties of the ten shown are put in order here."""
    if most.height == 0:
        return most
    bar = most["count"][min(SHOWN, most.height) - 1]
    shown = most.filter(col.count >= bar).rows()
    ordered = sorted(shown, key=lambda row: (-row[0], row[1]))
    return pl.concat([pl.DataFrame(ordered, schema=most.schema, orient="row"), most.filter(col.count < bar)])


def rework(log: EventLog) -> pl.DataFrame:
    """Activities done more than once in a case: activity, cases in which that is so, extra (times beyond the first)."""
    _, activity, times = log.done
    again = times > 1
    size = len(log.activities)
    cases = np.bincount(activity[again], minlength=size)
    extra = np.bincount(activity[again], weights=times[again] - 1, minlength=size).astype(np.int64)
    names = pl.Series("activity", log.activities, dtype=pl.String)
    found = pl.DataFrame({"activity": names, "cases": cases, "extra": extra}).filter(col.cases > 0)
    return found.sort("cases", "activity", descending=[True, False])


def case_lengths(log: EventLog) -> Whole:
    """From each case's first event to its last, in microseconds by the log's clock."""
    found: Whole = log.clock[log.ends] - log.clock[log.starts]
    return found


def ends_of_cases(log: EventLog) -> tuple[pl.DataFrame, pl.DataFrame]:
    """With which activity cases begin, and with which they end: activity, count."""
    return _counted(log, log.starts), _counted(log, log.ends)


def _counted(log: EventLog, places: Whole) -> pl.DataFrame:
    counts = np.bincount(log.activity[places], minlength=len(log.activities))
    found = pl.DataFrame({"activity": pl.Series(log.activities, dtype=pl.String), "count": counts})
    return found.filter(col.count > 0).sort("count", "activity", descending=[True, False])


def bottlenecks(follows: pl.DataFrame) -> pl.DataFrame:
    """Where the time goes: the steps of `directly_follows` with their share of all time between events, longest first.

    returns  from, to, count, median_s, share
    """
    time = col.mean_s * col.count
    shared = follows.with_columns(share=time / pl.max_horizontal(time.sum(), 1e-9))
    return shared.select("from", "to", "count", "median_s", "share").sort("share", descending=True)
