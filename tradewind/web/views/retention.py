"""流失 Retention: how many buyers leave, whom to save, and whether the warnings were right."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import access, calendar, false_alarms, retention, seasons, states
from tradewind.desk.models import ChurnWarning, FindingRun, Person
from tradewind.desk.reasons import MEMBERS
from tradewind.errors import NotFound
from tradewind.web.refusals import came_from
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request
from tradewind.web.views.today import freshness

MOST = 100
Outcome = ChurnWarning.Outcome
OUTCOME_WORDS = {
    "won_back": _("{buyer} is recorded as won back."),
    "seasonal": _("{buyer} is left alone until {day}."),
}
LOST_WORDS = _("{buyer} is recorded as lost.")
SMALL_SAMPLE = 30


def buyers_to_save(request: Request) -> HttpResponse:
    """How buyers stand, those on the list, and how it is made; `case` opens one of them."""
    run = retention.current_run()
    context: dict[str, object] = {"tab": "save", "run": run}
    if run:
        context |= how_made(request, run) | {
            "risks": retention.buyers_to_save(request.user, run, MOST),
            "sums": retention.list_sums(request.user, run),
            "shrinking": retention.shrinking(request.user, run),
            "most": MOST,
            "open_case": request.GET.get("case", ""),
            "people": access.colleagues_of(request.user),
            **freshness(run),
        }
    return render(request, "retention/retention.html", context)


def how_made(request: Request, run: FindingRun) -> dict[str, object]:
    """The states of one's buyers, and what the list was made with: the blend, the early warning, its budget."""
    counted = states.counts(request.user)
    chosen, early = (run.parameters.get(name) for name in ("chosen", "early_warning"))
    may_set = request.user.role in (Person.Role.MANAGER, Person.Role.ADMIN)
    return {
        "standings": [{"state": name, "buyers": n} for name, n in counted.items()] if any(counted.values()) else [],
        "chosen": chosen, "members": members_of(chosen), "early": early or {}, "may_set": may_set,
        "budget_percent": f"{false_alarms.budget() * 100:g}" if may_set else "",
    }  # fmt: skip


def members_of(chosen: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The members of the blend with weight and loss, and the blend itself."""
    if chosen is None:
        return []
    losses = chosen["log_loss"]
    rows = [
        {"name": gettext(MEMBERS.get(name, name)), "weight": weight, "log_loss": losses.get(name)}
        for name, weight in sorted(chosen["weights"].items(), key=lambda one: -one[1])
    ]
    return [*rows, {"name": gettext("The blend"), "weight": 1.0, "log_loss": losses.get("blend")}]


def churn(request: Request) -> HttpResponse:
    """The churn rate beside the published one, and cohorts."""
    run = retention.current_run()
    context: dict[str, object] = {"tab": "churn", "run": run}
    if run:
        context |= {
            "rate": retention.scope_finding(request.user, run, "churn_rate"),
            "drawing": retention.drawing(request.user, run, "churn_rate", get_language() or "en"),
            "cohorts": retention.scope_finding(request.user, run, "cohorts"),
            "efforts": retention.scope_finding(request.user, run, "new_or_old"),
            **freshness(run),
        }
    return render(request, "retention/churn.html", context)


def record(request: Request) -> HttpResponse:
    """Was it right? What was stored at the time against what came; beside it the replay, and what signals add."""
    run = retention.current_run()
    context: dict[str, object] = {"tab": "record", "run": run}
    if run:
        found = retention.scope_finding(request.user, run, "warning_record")
        context |= {
            "record": found,
            "early": retention.scope_finding(request.user, run, "early_record"),
            "kept": retention.scope_finding(request.user, run, "kept_record"),
            "signals": retention.scope_finding(request.user, run, "signals"),
            "is_small": found is not None and (found["total"]["named"] or 0) < SMALL_SAMPLE,
            "small_sample": SMALL_SAMPLE,
            "drawing": retention.drawing(request.user, run, "warning_record", get_language() or "en"),
            **freshness(run),
        }
    return render(request, "retention/record.html", context)


def ended(request: Request) -> HttpResponse:
    """The cases that ended, newest first."""
    cases = retention.closed_warnings(request.user)
    return render(request, "retention/ended.html", {"tab": "ended", "cases": cases, "run": retention.current_run()})


@require_POST
def assign(request: Request, pk: int) -> HttpResponse:
    """Hand the case to a colleague whom the person may choose, or take it oneself."""
    warning = access.warning_for(request.user, pk)
    chosen = request.POST.get("to", "")
    to = access.colleagues_of(request.user).filter(pk=chosen).first() if chosen.isdigit() else None
    if to is None:
        raise NotFound
    retention.assign(warning, to, request.user)
    undo = reverse("retention-hand-back", args=[pk])
    say(request, _("{buyer} is now with {person}."), undo, buyer=warning.customer, person=to)
    return redirect(came_from(request))


@require_POST
def hand_back(request: Request, pk: int) -> HttpResponse:
    """Take an assignment back."""
    retention.hand_back(access.warning_for(request.user, pk), request.user)
    return redirect(came_from(request))


@require_POST
def record_outcome(request: Request, pk: int) -> HttpResponse:
    """Close the case as won back or lost."""
    warning = access.warning_for(request.user, pk)
    outcome = request.POST.get("outcome", "")
    outcome = request.POST.get("why") or outcome if outcome == "lost" else outcome
    if outcome not in Outcome.values:
        raise NotFound
    today, until = calendar.today(), None
    if outcome == Outcome.SEASONAL:
        until = seasons.day_said(request.POST.get("until", ""), warning.customer, today)
    retention.record_outcome(warning, outcome, request.POST.get("note", ""), request.user, today, until)
    undo, words = reverse("retention-reopen", args=[pk]), OUTCOME_WORDS.get(outcome, LOST_WORDS)
    say(request, words, undo, buyer=warning.customer, day=until or "")
    return redirect(came_from(request))


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    """Take an outcome back."""
    warning = retention.reopen(access.warning_for(request.user, pk), request.user)
    say(request, _("The case of {buyer} is open again."), buyer=warning.customer)
    return redirect(came_from(request))
