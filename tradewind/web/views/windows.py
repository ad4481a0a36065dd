"""沟通窗口 The planner: how many windows, when, and what each choice does; the person chooses."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST

from tradewind.desk import access, meetings, meter, reading_plans
from tradewind.desk.models import Meeting, ReadingPlan
from tradewind.desk.reading_plans import Chosen
from tradewind.desk.windows import plan_of
from tradewind.errors import FieldMissing, InputError, as_document
from tradewind.findings.times_said import minute_said, span_said
from tradewind.findings.windows import asked
from tradewind.findings.windows import windows as found
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request

USUAL_WITHIN = "4"
REGIONS = {
    "americas": _("the Americas"), "europe_africa": _("Europe and Africa"), "asia_pacific": _("Asia and the Pacific"),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def planner(request: Request) -> HttpResponse:
    """GET weighs what is asked on one's own arrivals; POST keeps the windows that are chosen."""
    if request.method == "POST":
        return choose(request)
    plan = plan_of(request.user)
    fields = {**fields_of(plan), **{name: request.GET[name][:200] for name in fields_of(plan) if name in request.GET}}
    context: dict[str, Any] = {"tab": "windows", "plan": plan, "fields": fields, "run": meter.current_run()}
    try:
        within = asked(fields["first"], fields["last"], spans_of(fields["blocked"]), fields["within"])
        context["found"] = named(found(meter.basis(request.user), within, plan.windows))
    except InputError as error:
        context["error"] = as_document(error)
    part = request.headers.get("HX-Target", "") == "answer"
    if not part:
        context["meetings"] = Meeting.objects.filter(person=request.user).count()
    return render(request, "messages/plans.html" if part else "messages/windows.html", context)


def choose(request: Request) -> HttpResponse:
    """Keep the windows; no times at all end them. Raises NoHours, NoSpan, PlanNotRead, FieldMissing."""
    said = request.POST
    if "windows" not in said:
        raise FieldMissing(field="windows")
    plan = plan_of(request.user)
    usual = fields_of(plan)
    chosen = Chosen(
        windows=tuple(minute_said(one) for one in said["windows"].replace("，", ",").replace(",", " ").split()),
        lasts_min=number(said.get("lasts", ""), plan.lasts_min),
        from_min=minute_said(said.get("first", usual["first"])),
        to_min=minute_said(said.get("last", usual["last"])),
        blocked=tuple(span_said(one) for one in spans_of(said.get("blocked", usual["blocked"]))),
        budget=number(said.get("budget", ""), plan.budget),
    )
    entry = reading_plans.choose(request.user, chosen)
    if entry is None:
        say(request, _("Your windows are so already."))
    else:
        words = _("Your windows are {windows}. What does not press waits for them from now on.")
        undo_at = reverse("messages-windows-undo", args=[entry.pk])
        told = ", ".join(clock(one) for one in entry.facts["after"]["windows"])
        say(request, words if told else _("You have no windows any more: nothing is held."), undo_at, windows=told)
    return redirect("messages-windows")


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take a change of one's windows back."""
    entry = access.change_for(request.user, reading_plans.CHOSEN, pk)
    undone = reading_plans.undo(entry, request.user)
    say(request, _("Your windows are as before.") if undone else _("They were changed again since and stay."))
    return redirect("messages-windows")


@require_POST
def calendar(request: Request) -> HttpResponse:
    """Take the meetings of a calendar file in, or forget them all. Raises CalendarNotRead."""
    if request.POST.get("forget"):
        meetings.forget(request.user)
        say(request, _("Your meetings are forgotten."))
        return redirect("messages-windows")
    file = request.FILES.get("file")
    if file is None:
        raise FieldMissing(field="file")
    if (file.size or 0) > meetings.MOST_BYTES:
        raise meetings.too_large(str(file.name)[:100], file.size or 0)
    count = meetings.read_calendar(request.user, file.read(), str(file.name)[:100])
    say(request, _("{count} meetings of the next 90 days are kept; windows move out of them."), count=count)
    return redirect("messages-windows")


def fields_of(plan: ReadingPlan) -> dict[str, str]:
    """What the form holds at first."""
    return {
        "first": clock(plan.from_min), "last": clock(plan.to_min), "within": USUAL_WITHIN,
        "blocked": ", ".join(f"{clock(since)}-{clock(until)}" for since, until in plan.blocked or [(720, 780)]),
    }  # fmt: skip


def named(document: dict[str, Any]) -> dict[str, Any]:
    """The document with what the page shows beside it: regions by name, the gain of one window more."""
    before = None
    for one in document["plans"]:
        one["saves_min"] = before - one["mean_wait_min"] if before is not None else None
        before = one["mean_wait_min"]
        for region in one["late"]["regions"] if one["late"] else []:
            region["name"] = REGIONS[region["region"]]
    return document


def spans_of(said: str) -> list[str]:
    """Spans that a person listed."""
    return [one for one in said.replace("，", ",").split(",") if one.strip()][:20]


def number(said: str, otherwise: int) -> int:
    """A small whole number; what is none stays as it was."""
    return int(said[:4]) if said.strip().isdecimal() else otherwise


def clock(minute: int) -> str:
    """Minutes after midnight as a clock shows them."""
    return f"{minute // 60:02}:{minute % 60:02}"
