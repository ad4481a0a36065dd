"""客户时钟 The buyer's clock: what it shows, and setting its zone and hours where they are assumed or differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from babel.dates import get_day_names
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import access, calendar, clocks
from tradewind.desk.clock_told import SOURCES, city
from tradewind.desk.clocks import OwnHours
from tradewind.desk.models import Contact, Customer
from tradewind.errors import DayNotKnown, NoHours
from tradewind.web import clock_faces
from tradewind.web.numbers import reader
from tradewind.web.refusals import came_from
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request


def panel(buyer: Customer, contacts: Sequence[Contact]) -> dict[str, object]:
    """What the buyer's page shows of its clock."""
    known, own = clocks.clock_of(buyer, contacts), clocks.own_hours(buyer)
    weekdays = get_day_names("abbreviated", context="stand-alone", locale=reader())
    return {
        "clock": clock_faces.shown(known, timezone.now()),
        "clock_found": known.found,
        "clock_source": SOURCES.get(known.found.source, ""),
        "clock_hours": known.clock and [_written(known.clock.opens_min), _written(known.clock.closes_min)],
        "clock_zones": [(zone, city(zone, str(reader()))) for zone in known.found.candidates],
        "clock_own": own,
        "clock_closed_on": ", ".join(sorted(day.isoformat() for day in own.closed_on)),
        "clock_weekdays": [(day, weekdays[day], own.weekend is not None and day in own.weekend) for day in range(7)],
    }


def aside(request: Request) -> dict[str, object]:
    """What the day's page shows of the buyers' holidays."""
    return {"holidays_ahead": clocks.holidays_ahead(request.user, calendar.today())}


@require_POST
def set_clock(request: Request, pk: int) -> HttpResponse:
    """Set a buyer's own zone and hours; what is left empty comes from its telephone and country."""
    buyer = access.customer_for(request.user, pk)
    clocks.set_clock(buyer, request.user, said(request))
    say(request, _("The clock of {buyer} is set."), reverse("customers-unset-clock", args=[pk]), buyer=buyer)
    return redirect(came_from(request))


@require_POST
def unset_clock(request: Request, pk: int) -> HttpResponse:
    """Undo the last setting of the clock."""
    buyer = clocks.unset_clock(access.customer_for(request.user, pk), request.user)
    say(request, _("The clock of {buyer} is as it was."), buyer=buyer)
    return redirect(came_from(request))


def said(request: Request) -> OwnHours:
    """The zone and hours that the form says. Raises NoHours, DayNotKnown."""
    form = request.POST
    closed = form.get("closed_on", "").replace("，", ",").replace(";", ",").split(",")
    weekend = frozenset(int(day) for day in form.getlist("weekend") if day in list("0123456"))
    zone = form.get("other_zone", "").strip() or form.get("zone", "").strip()
    return OwnHours(
        zone,
        _minutes(form.get("opens", "")),
        _minutes(form.get("closes", "")),
        weekend if form.get("own_weekend") else None,
        frozenset(_day(text.strip()) for text in closed if text.strip()),
    )


def _minutes(text: str) -> int | None:
    if not text.strip():
        return None
    if text.strip() == "24:00":
        return 24 * 60
    try:
        at = time.fromisoformat(text.strip())
    except ValueError as error:
        raise NoHours(said=text) from error
    return at.hour * 60 + at.minute


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DayNotKnown(said=text) from error


def _written(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
