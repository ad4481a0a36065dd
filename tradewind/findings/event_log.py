"""What really happens in the work? The event log's findings as JSON documents, for every door."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from tradewind.errors import ChangeOutOfLog, NotInLog, NoTwoSides
from tradewind.hours.clock import Clock, span_of
from tradewind.process import before_after, conformance, flow, lifecycle, odd_times, risk, standing
from tradewind.process.log import EPOCH, NOBODY, SECOND, EventLog, event_log, in_business_hours
from tradewind.process.odd_times import moment

Document = dict[str, Any]
LONG_CASE = 10_000
ONE_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Asking:
    """What a person asks of a log.

    office    lengths are work time of this office; null: they are plain time
    standard  the drawn standard way, a list of activities; empty: none
    closing   activities that end a case; empty: those with which at least half of their cases end
    today     where cases stand is told as of the end of this day; null: of the last event
    named     kind of trouble (late, complaint, cancellation) -> activities that tell of it; else by their names
    shipped_late   cases that are known to have shipped late, beside what activities tell
    """

    office: Clock | None = None
    standard: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    today: date | None = None
    named: Mapping[str, Collection[str]] = field(default_factory=dict)
    shipped_late: Collection[str] = ()


def asking_of(
    events: pl.DataFrame,
    office: tuple[str, str, str] | None = None,
    standard: tuple[str, ...] = (),
    closing: tuple[str, ...] = (),
    today: date | None = None,
    named: Mapping[str, Collection[str]] | None = None,
) -> Asking:
    """What a person wrote, as an `Asking`; office as zone, country and hours such as 09:00-18:00.

    raises   NotInLog for an activity that no event has; NoHours, and what `hours.clock.Clock` raises
    """
    present = set(events["activity"].drop_nulls().unique())
    told = (*closing, *(activity for names in (named or {}).values() for activity in names))
    for activity in told:
        if activity not in present:
            raise NotInLog(activity=activity, activities=", ".join(sorted(present))[:600])
    clock = Clock(office[0], office[1].upper(), *span_of(office[2])) if office else None
    return Asking(clock, standard, closing, today, named or {})


def process_map(events: pl.DataFrame, asking: Asking = Asking()) -> Document:
    """Everything about a log: flow, lengths, ways, rework, handover, bottlenecks, where cases stand, troubles.

    raises   MissingColumn, NoEvents, YearOutOfRange
    """
    log, now, odd = _opened(events, asking)
    follows, ways = flow.directly_follows(log), flow.variants(log)
    closing = asking.closing or standing.closing_activities(log)
    lengths = flow.case_lengths(log) / SECOND
    begins, ends = flow.ends_of_cases(log)
    waiting = standing.open_cases(log, now, closing)
    worked = lifecycle.waiting_and_working(log)
    return {
        "cases": len(log.starts),
        "events": len(log.case),
        "activities": len(log.activities),
        "variants": len(ways),
        "dfg": follows.to_dicts(),
        "top_variants": _top(ways, log),
        "median_case_s": float(np.median(lengths)),
        "case_s": _spread(lengths),
        "rework": flow.rework(log).to_dicts(),
        "done_again": flow.done_again(log).to_dicts(),
        "handover": flow.handover(log).to_dicts(),
        "begins": begins.to_dicts(),
        "ends": ends.to_dicts(),
        "bottlenecks": flow.bottlenecks(follows).head(10).to_dicts(),
        "waiting": None if worked is None else worked.to_dicts(),
        "closing": list(closing),
        "open_cases": waiting.height,
        "standing": standing.standing(waiting).to_dicts(),
        "conformance": _conformance(ways, log, asking.standard),
        "risk": _risk(log, asking),
        "business_hours": asking.office is not None,
        "problems": _problems(log, odd, events),
    }


def comparison(
    events: pl.DataFrame, change_on: date, asking: Asking = Asking(), kinds: Mapping[str, str] | None = None
) -> Document:  # fmt: skip
    """The same figures for cases that began before a day and from it on, kinds of cases held constant.

    kinds    case_id -> kind; null: the activity with which a case begins
    raises   ChangeOutOfLog, NoTwoSides when no kind has ten ended cases on both sides; and those of `process_map`
    """
    log, _, _ = _opened(events, asking)
    change = _micros(datetime(change_on.year, change_on.month, change_on.day, tzinfo=EPOCH.tzinfo))
    first, last = moment(int(log.at.min())).date(), moment(int(log.at.max())).date()
    if not first < change_on <= last:
        raise ChangeOutOfLog(day=change_on, first=first, last=last)
    closing = asking.closing or standing.closing_activities(log)
    closed = standing.is_closed(log, closing)
    found = before_after.sides(log.at[log.starts], log.at[log.ends], closed, change, _now_at(log, asking))
    codes = log.activity[log.starts] if kinds is None else before_after.as_codes(kinds, log.cases.to_list())
    figures = {"median_case_s": before_after.compared(flow.case_lengths(log) / SECOND, codes, found, "median")}
    for kind, has in risk.troubled(log, asking.named, asking.shipped_late).items():
        figures[f"{kind}_share"] = before_after.compared(has.astype(np.float64), codes, found, "mean")
    if (cost := _cost_per_case(events, log)) is not None:
        figures["cost_per_case"] = before_after.compared(cost, codes, found, "mean")
    if figures["median_case_s"].verdict is None:
        raise NoTwoSides(before=int(found.before.sum()), after=int(found.after.sum()), least=before_after.FEWEST)
    return {
        "change_on": change_on.isoformat(),
        "cases": {"before": int(found.before.sum()), "after": int(found.after.sum())},
        "left_out": {"straddling": found.straddling, "unfinished": found.unfinished},
        "followed_s": found.followed / SECOND,
        "figures": {name: asdict(one) for name, one in figures.items()},
        "operating_risk": _operating_risk(figures[f"{risk.ANY}_share"]),
        "risk": {
            side: {
                kind: asdict(risk.share_of(int(has[chosen].sum()), int(chosen.sum())))
                for kind, has in risk.troubled(log, asking.named, asking.shipped_late).items()
            }
            for side, chosen in (("before", found.before), ("after", found.after))
        },
        "closing": list(closing),
    }


def _operating_risk(shares: before_after.Change) -> Document | None:
    """How far the share of cases with any trouble moved, relative to before, as the published figure says it; its
    interval is that of the difference over the share before. Null where it cannot be compared, or none had any."""
    if shares.before is None or not shares.before:
        return None
    moved = {"change": shares.difference, "low": shares.low, "high": shares.high}
    return {name: None if part is None else part / shares.before for name, part in moved.items()}


def _opened(events: pl.DataFrame, asking: Asking) -> tuple[EventLog, int, odd_times.OddTimes | None]:
    """The log by the clock that was asked for, now by that clock, and the odd times."""
    log = event_log(events)
    odd, now = odd_times.odd_times(log), _now_at(log, asking)
    if asking.office is None:
        return log, now, odd
    log, now = in_business_hours(log, asking.office, now)
    return log, now, odd


def _now_at(log: EventLog, asking: Asking) -> int:
    """The end of the day asked for, else the last event whose time is not odd."""
    if asking.today is not None:
        day = datetime(asking.today.year, asking.today.month, asking.today.day, tzinfo=EPOCH.tzinfo)
        return _micros(day + timedelta(days=1))
    return odd_times.latest(log)


def _micros(at: datetime) -> int:
    return round((at - EPOCH) / ONE_SECOND) * SECOND


def _top(ways: list[flow.Variant], log: EventLog) -> list[Document]:
    return [
        {"count": way.count, "sequence": [log.activities[step] for step in way.sequence]} for way in ways[: flow.SHOWN]
    ]


def _spread(lengths: Any) -> Document:
    low, middle, p90, high = np.quantile(lengths, (0, 0.5, 0.9, 1))
    return {
        "mean": float(lengths.mean()),
        "median": float(middle),
        "min": float(low),
        "max": float(high),
        "p90": float(p90),
    }


def _conformance(ways: list[flow.Variant], log: EventLog, standard: tuple[str, ...]) -> Document | None:
    return asdict(conformance.conformance(ways, log.activities, standard)) if standard else None


def _risk(log: EventLog, asking: Asking) -> Document:
    """Per kind of trouble its share of cases; a kind of which no activity tells is null."""
    every = risk.troubled(log, asking.named, asking.shipped_late)
    found = {kind: asdict(risk.share_of(int(has.sum()), len(has))) for kind, has in every.items()}
    return {**dict.fromkeys(risk.WORDS), **found, "told_by": risk.marks(log, asking.named)}


def _cost_per_case(events: pl.DataFrame, log: EventLog) -> Any:
    """Sum of costs per case, in the log's order; null where the log knows none."""
    if "cost" not in events.columns or not events["cost"].count():
        return None
    sums = events.filter(pl.col("cost").is_not_null()).group_by("case_id").agg(pl.col("cost").sum())
    cases = log.cases.gather(log.case[log.starts]).alias("case_id").to_frame()
    return cases.join(sums, on="case_id", how="left", maintain_order="left")["cost"].to_numpy().astype(np.float64)


def _problems(log: EventLog, odd: odd_times.OddTimes | None, events: pl.DataFrame) -> list[Document]:
    """What one must know to read the figures: codes with their numbers."""
    found: list[Document] = []
    if odd is not None:
        told = {"first": odd.first.isoformat(), "last": odd.last.isoformat()}
        found.append({"code": "strange_times", "events": odd.events, "cases": odd.cases, **told})
    if NOBODY in log.resources:
        nobody = int((log.resource == log.resources.index(NOBODY)).sum())
        found.append({"code": "no_resource", "events": nobody})
    if events.height > len(log.case):
        found.append({"code": "left_out", "events": events.height - len(log.case)})
    sizes = log.ends - log.starts + 1
    if (longest := int(sizes.max())) > LONG_CASE:
        case = log.cases[int(log.case[log.starts[int(sizes.argmax())]])]
        found.append({"code": "long_case", "case_id": case, "events": longest})
    if not log.follows.any():
        found.append({"code": "no_flow", "cases": len(log.starts)})
    if not (log.at % (86_400 * SECOND)).any():
        found.append({"code": "days_only"})
    return found
