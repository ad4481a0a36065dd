"""前后对比 Before and after: the same figures for cases before a dated change of process and from it on."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import access, calendar, due_days, process, process_changes, programmes
from tradewind.desk.models import ProcessChange
from tradewind.web.risk_chart import risk_chart
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request
from tradewind.web.views.today import freshness


def list_of_changes(request: Request) -> HttpResponse:
    """The dated changes, and what the one that the address names (`change`), else the newest, did; a POST adds one."""
    if request.method == "POST":
        return add(request)
    changes = list(process_changes.standing()[:50])
    named = request.GET.get("change", "")
    chosen = next((one for one in changes if str(one.pk) == named), changes[0] if changes else None)
    run = process.current_run()
    context: dict[str, Any] = {
        "tab": "changes", "run": run, "changes": changes, "chosen": chosen, "today": calendar.today(),
        "may_change": access.may_manage(request.user),
    }  # fmt: skip
    if context["may_change"]:
        context["programmes"] = programmes.programmes_of(request.user)[:200]
    if run and chosen:
        context |= compared(request, chosen)
    if run:
        context |= freshness(run)
    return render(request, "process/changes.html", context)


def compared(request: Request, change: ProcessChange) -> dict[str, Any]:
    """What the comparison of a change shows: its document, or why there is none, with the drawing of the risk."""
    run = process.current_run()
    document = process_changes.comparison(request.user, run, change) if run else None
    if document is None or "refused" in document:
        return {"comparison": None, "not_compared": (document or {}).get("refused"), "waits": document is None}
    risk, published = document["operating_risk"], process.published_risk()
    is_known = risk is not None and None not in risk.values()
    drawn = risk_chart(risk, published) if is_known else None
    check = process_changes.six_month_check(request.user, run, change) if run else None
    checked = {
        "check": check,
        "check_on": process_changes.six_months_after(change.on),
        "check_due": check is not None,
    }
    return {"comparison": document, "risk": risk, "published": published, "risk_chart": drawn, **checked}


def add(request: Request) -> HttpResponse:
    """Write a change down."""
    on = due_days.past_day_said(request.POST.get("on", "").strip(), calendar.today())
    number = request.POST.get("programme", "")
    programme = access.programme_for(request.user, int(number)) if number.isdecimal() and len(number) < 18 else None
    change = process_changes.add(on, request.POST.get("name", ""), programme, request.user)
    undo_at = reverse("process-changes-undo", args=[change.pk])
    say(request, _("“{change}” is kept; before and after are being compared."), undo_at, change=change.name)
    return redirect(f"{reverse('process-changes')}?change={change.pk}")


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take a change out of sight."""
    change = process_changes.remove(access.process_change_for(request.user, pk), request.user)
    say(request, _("“{change}” is removed."), reverse("process-changes-undo", args=[pk]), change=change.name)
    return redirect("process-changes")


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take back that a change was added or removed."""
    change = process_changes.undo(access.process_change_for(request.user, pk), request.user)
    say(request, _("Undone: “{change}” is as before."), change=change.name)
    return redirect("process-changes")
