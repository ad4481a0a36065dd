"""Windows weighed while someone waits: the best 1, 2, … a day on a person's own arrivals, as a JSON document.

Plain numbers on what a job has stored (`inbox.TeamInbox.basis`); loads no frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from tradewind.attention.asked_plan import (
    AskedPlan,
    Judged,
    at_once,
    best_plans,
    even_plan,
    judged,
    price_of_late,
    slots_of,
)
from tradewind.errors import BadPlanHours
from tradewind.findings.times_said import minute_said, span_said
from tradewind.hours.clock import CLOSES_MIN, of_minutes

Document = dict[str, Any]
MOST_WITHIN_H = 200.0


def asked(first: str, last: str, blocked: Sequence[str], within_hours: str) -> AskedPlan:
    """What a person asks. Raises NoHours, NoSpan, BadPlanHours."""
    try:
        within = float(within_hours)
    except ValueError:
        within = 0.0
    plan = AskedPlan(
        minute_said(first), minute_said(last), tuple(span_said(one) for one in blocked if one.strip()), within * 60
    )
    if not (plan.from_min < plan.to_min and 0 < within <= MOST_WITHIN_H and slots_of(plan)):
        raise BadPlanHours(first=first, last=last, most=f"{MOST_WITHIN_H:g}")
    return plan


def windows(basis: Document, plan: AskedPlan, chosen: Sequence[int] = ()) -> Document:
    """The best windows for each number a day beside evenly spaced ones, the person's own, and reading at once.

    chosen   the person's windows as they are, in minutes after midnight
    returns  plans: [{windows, number, mean_wait_min, median_wait_min, within_share, even: {…}, late}]; `late` prices
             the last window where it lies after 18:00; chosen: the same of the person's own, null without;
             realtime_interruptions_per_day; messages, workdays (that it is weighed on)
    """
    found = best_plans(basis, plan)
    early = best_plans(basis, replace(plan, to_min=min(plan.to_min, CLOSES_MIN))) if found else []
    told = [one_plan(basis, plan, best, early) for best in found]
    own = sorted(set(chosen))
    return {
        "plans": told,
        "chosen": document(judged(basis, own, plan.within_min)) if own and basis["messages"] else None,
        "realtime_interruptions_per_day": at_once(basis, plan),
        "messages": basis["messages"],
        "workdays": basis["workdays"],
        "asked": asdict(plan),
    }


def one_plan(basis: Document, plan: AskedPlan, best: tuple[int, ...], early: Sequence[tuple[int, ...]]) -> Document:
    """A plan with its judgement, the even one beside it, and the price of its late window."""
    number = len(best)
    late = None
    if best[-1] > CLOSES_MIN and len(early) >= number:
        without = early[number - 1]
        late = {
            "window": of_minutes(best[-1]), "without": [of_minutes(one) for one in without],
            **price_of_late(basis, best, without),
        }  # fmt: skip
    even = judged(basis, even_plan(plan, number), plan.within_min)
    return {**document(judged(basis, best, plan.within_min)), "even": document(even), "late": late}


def document(one: Judged) -> Document:
    """What windows do, as plain values."""
    return {
        "windows": [of_minutes(window) for window in one.windows],
        "number": len(one.windows),
        "mean_wait_min": one.mean_min,
        "median_wait_min": one.median_min,
        "within_share": one.within_share,
    }
