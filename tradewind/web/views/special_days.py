"""生日与展会 The days on which one writes to buyers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST

from tradewind.desk import access, calendar, ownership, special_days
from tradewind.desk.models import Customer, SpecialDay
from tradewind.web.said import say
from tradewind.web.views.leaves import day
from tradewind.web.views.signed_in import Request


@require_http_methods(["GET", "POST"])
def of_everyone(request: Request) -> HttpResponse:
    """All days that one may see; a POST enters one for all buyers (manager)."""
    return enter(request, None) if request.method == "POST" else shown(request, None)


@require_http_methods(["GET", "POST"])
def of_buyer(request: Request, pk: int) -> HttpResponse:
    """The days of one buyer; a POST enters one."""
    buyer = access.customer_for(request.user, pk)
    return enter(request, buyer) if request.method == "POST" else shown(request, buyer)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take a day away."""
    one = special_days.day_for(request.user, pk)
    special_days.remove(one, request.user)
    say(request, _("The day is removed."), reverse("settings-days-undo", args=[one.pk]))
    return back_to(one.customer)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Let it hold again."""
    one = special_days.day_for(request.user, pk)
    special_days.undo(one, request.user)
    say(request, _("The day holds again."))
    return back_to(one.customer)


def enter(request: Request, buyer: Customer | None) -> HttpResponse:
    said = request.POST
    one = special_days.add(
        buyer, said.get("kind", ""), said.get("name", ""), day(request, "on"), "yearly" in said, request.user
    )
    say(request, _("The day is kept."), reverse("settings-days-remove", args=[one.pk]))
    return back_to(buyer)


def shown(request: Request, buyer: Customer | None) -> HttpResponse:
    context = {
        "tab": "days", "buyer": buyer, "days": special_days.days_of(request.user, buyer),
        "kinds": SpecialDay.Kind.choices, "today": calendar.today(),
        "may_add": buyer is not None or ownership.may_hand_over(request.user),
    }  # fmt: skip
    return render(request, "settings/days.html", context)


def back_to(buyer: Customer | None) -> HttpResponse:
    return redirect("customers-days", buyer.pk) if buyer else redirect("settings-days")
