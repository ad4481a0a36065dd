"""Where do cases stand now, and how long will they still take? By the median of cases that stood there as long."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars import col

from tradewind.process.log import SECOND, EventLog, Whole

MOSTLY = 0.5
FEWEST_LIKE = 5
RANKS = 256
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


def closing_activities(log: EventLog) -> list[str]:
    """Activities that end a case: those with which at least half of the cases end that they occur in."""
    last = np.bincount(log.activity[log.ends], minlength=len(log.activities))
    present = np.bincount(log.done[1], minlength=len(log.activities))
    return [name for name, ends, cases in zip(log.activities, last, present, strict=True) if ends >= MOSTLY * cases]


def is_closed(log: EventLog, closing: Collection[str]) -> Flags:
    """Per case: whether its last event closes it."""
    ends = np.array([name in closing for name in log.activities])
    return ends[log.activity[log.ends]]


def open_cases(log: EventLog, now: int, closing: Collection[str]) -> pl.DataFrame:
    """Each case that no closing activity has ended.

    now      by the log's clock, in microseconds, at or after the last event
    returns  case_id, activity (its last one), waited_s since then, remaining_s: the median of what closed cases still
             took that had stood there as long (null where fewer than five did), like (how many)
    """
    closed = is_closed(log, closing)
    remaining = _remaining_of_closed(log, closed)
    places = log.ends[~closed]
    steps, waited = log.activity[places], np.maximum(now - log.clock[places], 0)
    still, like = np.full(len(places), np.nan), np.zeros(len(places), dtype=np.int64)
    for step in np.flatnonzero(np.bincount(steps, minlength=len(log.activities))):
        here = steps == step
        still[here], like[here] = _still(*remaining[int(step)], waited[here])
    found = pl.DataFrame(
        {
            "case_id": log.cases.gather(log.case[places]),
            "activity": pl.Series(log.activities, dtype=pl.String).gather(steps),
            "waited_s": waited / SECOND,
            "remaining_s": pl.Series(still / SECOND).fill_nan(None),
            "like": like,
        }
    )
    return found.sort("waited_s", "case_id", descending=[True, False])


Stay = tuple[Whole, Whole]


def _remaining_of_closed(log: EventLog, closed: Flags) -> dict[int, Stay]:
    """Activity -> how long closed cases stayed at it, ascending, and how long they took from it to their end."""
    sizes = log.ends - log.starts + 1
    end = np.repeat(log.clock[log.ends], sizes)
    inner = np.repeat(closed, sizes) & np.append(log.follows, False)
    places = np.flatnonzero(inner)
    stayed, rest = log.clock[places + 1] - log.clock[places], end[places] - log.clock[places]
    order = np.lexsort((stayed, log.activity[places]))
    steps, stayed, rest = log.activity[places][order], stayed[order], rest[order]
    bounds = np.searchsorted(steps, np.arange(len(log.activities) + 1))
    return {step: (stayed[low:high], rest[low:high]) for step, (low, high) in enumerate(pairwise(bounds))}


def _still(stayed: Whole, rest: Whole, waited: Whole) -> tuple[Numbers, Whole]:
    """For each length of waiting: the median rest of those who stayed as long, less the waiting; and how many they are.

    Where cases wait at very many lengths, those between two of 256 ranks are taken together.
    """
    place = np.searchsorted(stayed, waited)
    like = len(stayed) - place
    grid = max(1, -(-len(stayed) // RANKS))
    rank = place // grid * grid
    medians = {one: float(np.median(rest[one:])) for one in set(rank.tolist()) if one < len(rest)}
    found = np.array([medians.get(one, np.nan) for one in rank.tolist()]) - waited
    found[like < FEWEST_LIKE] = np.nan
    return np.maximum(found, 0), like


def standing(cases: pl.DataFrame) -> pl.DataFrame:
    """Of `open_cases`, per activity: cases, waited_median_s, remaining_median_s; most cases first."""
    found = cases.group_by("activity").agg(
        cases=pl.len().cast(pl.Int64),
        waited_median_s=col.waited_s.median(),
        remaining_median_s=col.remaining_s.median(),
    )
    return found.sort("cases", "activity", descending=[True, False])
