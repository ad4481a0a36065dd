"""What follows what, how often and after how long; which ways the cases went; what was done again; who handed over.

Counts and lengths are those of pm4py 2.7: every event counts, whatever its lifecycle; a null resource is `__NONE__`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars import col

from tradewind.process.lifecycle import completions
from tradewind.process.log import SECOND, EventLog, Whole

SHOWN = 10  # variants that people look at
STEP = np.dtype(">i4")  # so that bytes come in the order of their numbers


@dataclass(frozen=True)
class Variant:
    """A way that `count` cases went; `steps` are the codes of its activities, packed."""

    count: int
    steps: bytes

    @property
    def sequence(self) -> list[int]:
        """The codes of its activities."""
        found: list[int] = np.frombuffer(self.steps, STEP).tolist()
        return found


def directly_follows(log: EventLog) -> pl.DataFrame:
    """How often an activity directly follows another in a case, and after how long.

    returns  from, to, count, mean_s, median_s, min_s, max_s; seconds by the log's clock; most frequent first, then by
             name
    """
    pair, waited = _pairs(log.activity, len(log.activities), log), np.diff(log.clock)[log.follows]
    order = np.lexsort((waited, pair))
    pair, seconds = pair[order], waited[order] / SECOND
    first = _firsts(pair)
    count = np.diff(np.append(first, len(pair)))
    lower, upper = seconds[first + (count - 1) // 2], seconds[first + count // 2]
    lengths = {
        "mean_s": np.add.reduceat(seconds, first) / count if len(first) else seconds,
        "median_s": (lower + upper) / 2,
        "min_s": seconds[first],
        "max_s": seconds[first + count - 1],
    }
    return _named(pair[first], count, log.activities, lengths)


def handover(log: EventLog) -> pl.DataFrame:
    """Who works directly after whom in a case: from, to, count, most frequent first, then by name."""
    pair = _pairs(log.resource, len(log.resources), log)
    pair = np.sort(pair)
    first = _firsts(pair)
    return _named(pair[first], np.diff(np.append(first, len(pair))), log.resources, {})


def _firsts(ordered: Whole) -> Whole:
    """Places at which another value begins."""
    return np.flatnonzero(np.concatenate((np.ones(min(1, len(ordered)), dtype=bool), ordered[1:] != ordered[:-1])))


def _pairs(codes: Whole, names: int, log: EventLog) -> Whole:
    found: Whole = (codes[:-1] * names + codes[1:])[log.follows]
    return found


def _named(pair: Whole, count: Whole, names: list[str], lengths: Mapping[str, NDArray[np.float64]]) -> pl.DataFrame:
    """Pairs by name, most frequent first."""
    order = np.lexsort((pair, -count))  # codes are in the order of their names
    known, pair = pl.Series(names, dtype=pl.String), pair[order]
    ends = {"from": known.gather(pair // len(names)), "to": known.gather(pair % len(names))}
    return pl.DataFrame({**ends, "count": count[order], **{name: one[order] for name, one in lengths.items()}})


def variants(log: EventLog) -> list[Variant]:
    """The ways that cases went; most frequent first, then by the names of their activities."""
    steps = log.activity.astype(STEP).tobytes()
    bounds = (np.append(log.starts, len(log.activity)) * STEP.itemsize).tolist()
    ways = Counter(steps[begin:end] for begin, end in pairwise(bounds))
    return [Variant(count, way) for way, count in sorted(ways.items(), key=lambda one: (-one[1], one[0]))]


def rework(log: EventLog) -> pl.DataFrame:
    """Activities done more than once in a case: activity, cases in which that is so, extra (times beyond the first)."""
    return _again(log, *log.done[1:])


def done_again(log: EventLog) -> pl.DataFrame:
    """`rework`, an activity whose begin and end are two events being done once."""
    return _again(log, *log.times(completions(log))[1:])


def _again(log: EventLog, activity: Whole, times: Whole) -> pl.DataFrame:
    again = times > 1
    size = len(log.activities)
    cases = np.bincount(activity[again], minlength=size)
    extra = np.bincount(activity[again], weights=times[again] - 1, minlength=size).astype(np.int64)
    return _most_first(log, {"cases": cases, "extra": extra})


def _most_first(log: EventLog, counts: Mapping[str, Whole]) -> pl.DataFrame:
    """A row per activity whose first count is above 0, the most first, then by name."""
    most = next(iter(counts.values()))
    order = np.lexsort((np.arange(len(most)), -most))
    order = order[most[order] > 0]
    names = pl.Series("activity", log.activities, dtype=pl.String).gather(order)
    return pl.DataFrame([names, *(pl.Series(name, one[order]) for name, one in counts.items())])


def case_lengths(log: EventLog) -> Whole:
    """From each case's first event to its last, in microseconds by the log's clock."""
    found: Whole = log.clock[log.ends] - log.clock[log.starts]
    return found


def ends_of_cases(log: EventLog) -> tuple[pl.DataFrame, pl.DataFrame]:
    """With which activity cases begin, and with which they end: activity, count."""
    return _counted(log, log.starts), _counted(log, log.ends)


def _counted(log: EventLog, places: Whole) -> pl.DataFrame:
    return _most_first(log, {"count": np.bincount(log.activity[places], minlength=len(log.activities))})


def bottlenecks(follows: pl.DataFrame) -> pl.DataFrame:
    """Where the time goes: the steps of `directly_follows` with their share of all time between events, longest first.

    returns  from, to, count, median_s, share
    """
    time = col.mean_s * col.count
    shared = follows.with_columns(share=time / pl.max_horizontal(time.sum(), 1e-9))
    return shared.select("from", "to", "count", "median_s", "share").sort("share", descending=True)
