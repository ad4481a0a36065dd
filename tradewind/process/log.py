"""An event log as arrays: whose case, what was done, when, by whom; cases together, each in order of time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tradewind.errors import NoEvents
from tradewind.hours.clock import Clock
from tradewind.hours.day import work_spans
from tradewind.ledger.schema import conform, require

Whole = NDArray[np.int64]
NOBODY = "__NONE__"  # who did it is not known; a name of its own, so that no handover is lost
SECOND = 1_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class EventLog:
    """Events sorted by case, and within a case by time; those of one moment stay in the order of the file.

    case, activity, resource  codes: places in `cases`, `activities`, `resources`
    at                        microseconds since 1970, UTC
    clock                     what lengths are measured by: `at`, or microseconds of work time
    starts                    place of each case's first event; one per case
    lifecycle                 as written, in the same order; null where the log has none
    """

    case: Whole
    activity: Whole
    at: Whole
    resource: Whole
    clock: Whole
    starts: Whole
    cases: pl.Series
    activities: list[str]
    resources: list[str]
    lifecycle: pl.Series | None

    @property
    def ends(self) -> Whole:
        """Place of each case's last event."""
        return np.append(self.starts[1:], len(self.case)) - 1

    @cached_property
    def done(self) -> tuple[Whole, Whole, Whole]:
        """What was done in which case, once each: codes of cases, codes of activities, how often."""
        return self.times(np.ones(len(self.case), dtype=np.bool_))

    def times(self, counting: NDArray[np.bool_]) -> tuple[Whole, Whole, Whole]:
        """The same of the events that count, of which there is one at least."""
        both = np.sort((self.case * len(self.activities) + self.activity)[counting])
        first = np.flatnonzero(np.concatenate(([True], both[1:] != both[:-1])))
        times = np.diff(np.append(first, len(both)))
        return both[first] // len(self.activities), both[first] % len(self.activities), times

    @property
    def follows(self) -> NDArray[np.bool_]:
        """For each event but the last: whether the next one is of the same case."""
        found: NDArray[np.bool_] = self.case[1:] == self.case[:-1]
        return found


def event_log(events: pl.DataFrame) -> EventLog:
    """The log of a table of events, in the order of its file; see ledger.schema.EVENTS.

    raises   MissingColumn; NoEvents when no row has a case, an activity and a time
    """
    require(events, "events", "case_id", "activity", "happened_at")
    known = events.drop_nulls(["case_id", "activity", "happened_at"])
    if known.is_empty():
        raise NoEvents
    cases = known["case_id"].unique(maintain_order=True)
    activities = known["activity"].unique().sort()
    who = conform(known, "events")["resource"].fill_null(NOBODY)
    resources = who.unique().sort()
    case, at = _codes(known["case_id"], cases), known["happened_at"].cast(pl.Datetime("us")).to_physical().to_numpy()
    order = np.lexsort((at, case))
    case, at = case[order], at[order]
    starts = np.flatnonzero(np.concatenate(([True], case[1:] != case[:-1])))
    lifecycle = known["lifecycle"].gather(order) if "lifecycle" in known.columns else None
    return EventLog(
        case=case,
        activity=_codes(known["activity"], activities)[order],
        at=at,
        resource=_codes(who, resources)[order],
        clock=at,
        starts=starts,
        cases=cases,
        activities=activities.to_list(),
        resources=resources.to_list(),
        lifecycle=lifecycle if lifecycle is not None and lifecycle.count() else None,
    )


def _codes(values: pl.Series, names: pl.Series) -> Whole:
    return values.cast(pl.Enum(names)).to_physical().cast(pl.Int64).to_numpy()


def in_business_hours(log: EventLog, office: Clock, now: int) -> tuple[EventLog, int]:
    """The same log, and now, with lengths in the work time of an office. Raises YearOutOfRange."""
    worked = work_time(np.append(log.at, now), office)
    return replace(log, clock=worked[:-1]), int(worked[-1])


def work_time(at: Whole, office: Clock) -> Whole:
    """How many microseconds of work time have passed by each moment, from the first one on."""
    day = (EPOCH + timedelta(microseconds=int(at.min()))).date() - timedelta(days=2)
    last = (EPOCH + timedelta(microseconds=int(at.max()))).date() + timedelta(days=2)
    spans = []
    while day <= last:
        spans += work_spans(office, day)
        day += timedelta(days=1)
    pairs = [[_micros(since), _micros(until)] for since, until in sorted(spans)]
    edges = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    before = np.concatenate(([0], np.cumsum(edges[:, 1] - edges[:, 0])))
    place = np.searchsorted(edges[:, 0], at, side="right")
    until = edges[np.maximum(place - 1, 0), 1]
    left = np.where(place > 0, np.maximum(until - at, 0), 0)
    found: Whole = before[place] - left
    return found


def _micros(moment: datetime) -> int:
    return round((moment - EPOCH) / timedelta(microseconds=1))
