"""推广与培训 Roll-outs: what reached whom from which day on; a manager records them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import access, calendar, due_days, roll_outs, roll_outs_seen
from tradewind.desk.models import RollOut
from tradewind.web.said import say
from tradewind.web.views.adoption import found
from tradewind.web.views.signed_in import Request

MOST_DIGITS = 7


def list_of_roll_outs(request: Request) -> HttpResponse:
    """The roll-outs that one may see; a POST records one."""
    if request.method == "POST":
        return add(request)
    may_change = access.may_manage(request.user)
    context = found(request, "roll-outs") | {
        "roll_outs": roll_outs.list_for(request.user), "may_change": may_change, "today": calendar.today(),
        "kinds": RollOut.Kind.choices,
    }  # fmt: skip
    if may_change:
        context["people"] = access.people_of(request.user).filter(is_active=True)[:500]
    return render(request, "adoption/roll_outs.html", context)


def add(request: Request) -> HttpResponse:
    """Record a roll-out or a training."""
    said = request.POST
    numbers = [int(one) for one in said.getlist("people") if one.isdecimal() and len(one) <= MOST_DIGITS]
    seats = said.get("seats", "")
    recorded = roll_outs.Recorded(
        kind=said.get("kind", "") if said.get("kind", "") in RollOut.Kind.values else RollOut.Kind.TOOL,
        tool=said.get("tool", ""),
        on=due_days.past_day_said(said.get("on", "").strip(), calendar.today()),
        people=tuple(access.people_of(request.user).filter(pk__in=numbers)),
        seats=int(seats) if seats.isdecimal() and 0 < len(seats) <= MOST_DIGITS else None,
    )
    made = roll_outs.add(recorded, request.user)
    undo_at = reverse("adoption-roll-outs-undo", args=[made.pk])
    say(request, _("The roll-out of {tool} is recorded; the gain is being computed anew."), undo_at, tool=made.tool)
    return redirect("adoption-roll-outs")


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take a roll-out out of sight."""
    gone = roll_outs.remove(roll_outs_seen.roll_out_for(request.user, pk), request.user)
    undo_at = reverse("adoption-roll-outs-undo", args=[pk])
    say(request, _("The roll-out of {tool} is removed."), undo_at, tool=gone.tool)
    return redirect("adoption-roll-outs")


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take back that a roll-out was recorded or removed."""
    back = roll_outs.undo(roll_outs_seen.roll_out_for(request.user, pk), request.user)
    say(request, _("Undone: the roll-out of {tool} is as before."), tool=back.tool)
    return redirect("adoption-roll-outs")
