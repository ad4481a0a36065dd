"""工作台 The desk as a whole: the currency in which it sums, its time zone, where its data are."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import base_currency
from tradewind.desk.models import DeskState, Person
from tradewind.web.places import tender_currencies
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request


def whole_desk(request: Request) -> HttpResponse:
    """What holds for everybody; a POST changes the base currency."""
    if request.method == "POST":
        return change(request)
    base = DeskState.now().base_currency
    context = {
        "tab": "desk",
        "base": base,
        "may_change": request.user.role == Person.Role.ADMIN,
        "currencies": [one for one in tender_currencies() if one[0] != base],
        "without_rate": base_currency.amounts_without_rate() if base else [],
        "zone": settings.TIME_ZONE,
        "database": {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor],
    }
    return render(request, "settings/desk.html", context)


def change(request: Request) -> HttpResponse:
    """Sum in another currency."""
    currency = request.POST.get("currency", "")
    base_currency.change(currency, request.user)
    words = _("Amounts are summed in {currency} now; every order is being converted anew.")
    say(request, words, reverse("settings-desk-back"), currency=currency)
    return redirect("settings-desk")


@require_POST
def back(request: Request) -> HttpResponse:
    """Undo the last change of the base currency."""
    base_currency.change_back(request.user)
    say(request, _("The base currency is as before; every order is being converted anew."))
    return redirect("settings-desk")
