"""汇率 Exchange rates: the desk's own table, which goes before the European Central Bank's."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import calendar, rates
from tradewind.desk.models import DeskState, Person
from tradewind.errors import RateDayOutOfRange, RateOutOfRange
from tradewind.web.places import tender_currencies
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request


def table(request: Request) -> HttpResponse:
    """The rates by currency, the newest first; a POST adds one."""
    if request.method == "POST":
        return set_rate(request)
    base = DeskState.now().base_currency
    context = {
        "tab": "rates",
        "rates": rates.rates_newest_first(),
        "base": base,
        "may_change": request.user.role == Person.Role.ADMIN,
        "currencies": [one for one in tender_currencies() if one[0] != base],
        "today": calendar.today(),
    }
    return render(request, "settings/rates.html", context)


def set_rate(request: Request) -> HttpResponse:
    """Keep a rate from a day on."""
    currency, written = request.POST.get("currency", ""), request.POST.get("per_base", "").strip()
    day = day_of(request.POST.get("on", ""))
    try:
        per_base = Decimal(written)
    except InvalidOperation as error:
        raise RateOutOfRange(rate=written) from error
    rates.set_rate(currency, day, per_base, request.user)
    words = _("The rate of {currency} from {day} on is kept; orders in {currency} are converted by it.")
    say(request, words, currency=currency, day=day.isoformat())
    return redirect("settings-rates")


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take a rate out."""
    rate = rates.remove_rate(pk, request.user)
    words = _("The rate of {currency} from {day} on is removed; orders in {currency} are converted without it.")
    say(request, words, currency=rate.currency, day=rate.on.isoformat())
    return redirect("settings-rates")


def day_of(text: str) -> date:
    """The day that the form names. Raises RateDayOutOfRange."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RateDayOutOfRange(day=text or "–", first=rates.FIRST_DAY, last=rates.last_day()) from error
