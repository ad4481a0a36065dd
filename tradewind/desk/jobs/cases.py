"""Churn warnings after a run: new ones are opened, those that ended by themselves are closed."""

from __future__ import annotations

from django.db.models import F, OuterRef, Subquery

from tradewind.desk.models import BuyerRisk, ChurnWarning, FindingRun
from tradewind.desk.retention import NEWEST_CASE

State = ChurnWarning.State


def update_cases(run: FindingRun) -> None:
    """Close the open warnings that ended, then open one for each buyer on the list who has none.

    A buyer who ordered again is won back, one lost already by the rule is lost, one who left the list otherwise
    rests unless someone works on the case. What a person has closed stays closed until the buyer orders again.
    """
    _close(run)
    _open(run)


def _close(run: FindingRun) -> None:
    mine = BuyerRisk.objects.filter(run=run, customer=OuterRef("customer"))
    cases = ChurnWarning.objects.filter(state__in=ChurnWarning.OPEN).annotate(
        now_last=Subquery(mine.values("last_ordered_on")),
        now_listed=Subquery(mine.values("on_list")),
        now_why=Subquery(mine.values("why_not")),
    )
    ended = {
        State.WON_BACK: cases.filter(now_last__gt=F("last_ordered_on")),
        State.LOST: cases.filter(now_why="lost_already"),
        State.QUIET: cases.filter(now_listed=False, state=State.NEW),
    }
    for state, some in ended.items():
        numbers = list(some.values_list("pk", flat=True))
        ChurnWarning.objects.filter(pk__in=numbers).update(state=state, closed_on=run.as_of)


def _open(run: FindingRun) -> None:
    latest = ChurnWarning.objects.filter(customer=OuterRef("customer")).order_by(*NEWEST_CASE)
    listed = BuyerRisk.objects.filter(run=run, on_list=True).annotate(
        case_state=Subquery(latest.values("state")[:1]), case_last=Subquery(latest.values("last_ordered_on")[:1])
    )
    ChurnWarning.objects.bulk_create(
        ChurnWarning(customer_id=risk.customer_id, first_seen_on=run.as_of, last_ordered_on=risk.last_ordered_on)
        for risk in listed
        if not _is_settled(risk.case_state, risk.case_last == risk.last_ordered_on)
    )


def _is_settled(state: str | None, same_silence: bool) -> bool:
    """Whether the buyer has an open case, or one that ended for good during this same silence."""
    return state in ChurnWarning.OPEN or (same_silence and state in (State.WON_BACK, State.LOST))
