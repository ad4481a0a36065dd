"""归属 Ownership: which rep looks after a buyer, since when, and handing it over."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import access, calendar, customers, ownership, retention
from tradewind.desk.models import Customer, Person
from tradewind.errors import NotAllowed, NotFound, NothingSelected, NotOnThatDay
from tradewind.web.refusals import came_from
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request


def panel(person: Person, buyer: Customer) -> dict[str, object]:
    """What the buyer's page shows of it."""
    return {"ownerships": ownership.history_of(buyer), "may_hand_over": ownership.may_hand_over(person)}


@require_POST
def hand_over(request: Request, pk: int) -> HttpResponse:
    """Give the buyer to a colleague, or to nobody, from a day on."""
    buyer = access.customer_for(request.user, pk)
    to = chosen(request)
    ownership.hand_over(buyer, to, request.user, day_of(request, buyer))
    words = _("{buyer} is handed over to {person}.") if to else _("{buyer} is nobody's now.")
    say(request, words, reverse("customers-hand-back", args=[pk]), buyer=buyer, person=to)
    return redirect(came_from(request))


@require_POST
def hand_back(request: Request, pk: int) -> HttpResponse:
    """Undo the last hand-over."""
    buyer = ownership.hand_back(access.customer_for(request.user, pk), request.user)
    say(request, _("The hand-over of {buyer} is undone."), buyer=buyer)
    return redirect(came_from(request))


@require_POST
def hand_over_many(request: Request) -> HttpResponse:
    """Give the selected buyers, or all of a view, to a colleague or to nobody from a day on."""
    if not ownership.may_hand_over(request.user):
        raise NotAllowed
    to, buyers = chosen(request), selected(request)
    change = ownership.hand_over_together(buyers, to, request.user, day_of(request, buyers[0]))
    words = _("Buyers handed over to {person}: {n}.") if to else _("Buyers that are nobody's now: {n}.")
    undo = reverse("customers-hand-overs-undo", args=[change.pk])
    say(request, words, undo, n=len(change.facts["customers"]), person=to)
    return redirect(came_from(request))


@require_POST
def hand_back_many(request: Request, pk: int) -> HttpResponse:
    """Undo a hand-over of many."""
    change = access.change_for(request.user, ownership.TOGETHER, pk)
    back, kept = ownership.hand_back_together(change, request.user)
    say(request, _("Buyers back with their owners: {n}. Handed on since, so they stay: {kept}."), n=back, kept=kept)
    return redirect(came_from(request))


def selected(request: Request) -> list[Customer]:
    """The buyers that the form ticks, or the first 500 of the view that it names. Raises NothingSelected."""
    if request.POST.get("all"):
        view, words = request.POST.get("view", ""), request.POST.get("q", "")
        rows = customers.in_view(request.user, retention.current_run(), view, words)
        found = list(rows.order_by("name", "pk")[: ownership.AT_ONCE])
    else:
        numbers = {int(one) for one in request.POST.getlist("buyer") if one.isdigit() and len(one) < 19}
        if len(numbers) > ownership.AT_ONCE:
            raise NothingSelected(most=ownership.AT_ONCE)
        found = list(access.customers_of(request.user).filter(pk__in=numbers))
        if len(found) < len(numbers):
            raise NotFound
    if not found:
        raise NothingSelected(most=ownership.AT_ONCE)
    return found


def chosen(request: Request) -> Person | None:
    """The colleague whom the form names; None for nobody. Raises NotFound."""
    number = request.POST.get("to", "")
    if number == "nobody":
        return None
    to = access.colleagues_of(request.user).filter(pk=number).first() if number.isdigit() else None
    if to is None:
        raise NotFound
    return to


def day_of(request: Request, buyer: Customer) -> date:
    """The day that the form names; today when it names none. Raises NotOnThatDay."""
    text = request.POST.get("on") or calendar.today().isoformat()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotOnThatDay(buyer=buyer, day=text, first="…", last=calendar.today()) from error
