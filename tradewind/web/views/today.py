"""今日 Today: whom to call first, and why now."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from tradewind.desk import calendar, customers, retention
from tradewind.desk.models import BuyerRisk, DeskState, FindingRun
from tradewind.web.views.signed_in import Request

QUEUE = 50
LANE = 8


def today(request: Request) -> HttpResponse:
    """The queue of buyers to save, with what is due to be reordered soon beside it."""
    run = retention.current_run()
    context: dict[str, object] = {"run": run}
    if run:
        risks = retention.buyers_to_save(request.user, run, QUEUE)
        queue = [risk for risk in risks if not is_settled(risk)]
        context |= {
            "sums": retention.list_sums(request.user, run),
            "queue": queue,
            "settled": len(risks) - len(queue),
            "is_cut": len(risks) == QUEUE,
            "due": customers.due_soon(request.user, run, LANE),
            **freshness(run),
        }
    return render(request, "today/today.html", context)


def is_settled(risk: BuyerRisk) -> bool:
    """Whether a person has closed the case of this buyer's silence already."""
    warning = risk.warning  # type: ignore[attr-defined]
    return bool(warning and warning.closed_by_id and warning.last_ordered_on == risk.last_ordered_on)


def freshness(run: FindingRun) -> dict[str, bool]:
    """Whether the run is behind the facts, and whether it looks from the day on which the data end."""
    return {
        "is_behind": DeskState.now().facts_version > run.facts_version,
        "is_old": bool(run.data_end and calendar.data_has_ended(run.data_end, calendar.today())),
    }
