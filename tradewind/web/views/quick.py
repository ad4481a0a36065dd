"""录入 Quick add: a buyer or an inquiry, on a page of its own or in a dialog; who is alike is shown while typing."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST

from tradewind.desk import access, adding, calendar, due_days
from tradewind.desk.models import Customer, Person
from tradewind.errors import NotFound, TradewindError
from tradewind.web.places import countries
from tradewind.web.refusals import came_from
from tradewind.web.said import say
from tradewind.web.sentences import sentence
from tradewind.web.views.follow_ups import day_of
from tradewind.web.views.signed_in import Request

CHANNELS = (_("E-mail"), _("WhatsApp"), _("WeChat"), _("Alibaba"), _("Phone"), _("Fair"), _("Website"))
FIELDS = ("name", "country", "tier", "contact", "email", "phone")


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """The form; a POST that may be a double asks before it adds. `alike` shows only who may be the same."""
    said = request.POST if request.method == "POST" else request.GET
    entered = adding.Entered(**{name: said.get(name, "") for name in FIELDS})
    if request.headers.get("HX-Target") == "alike":
        alike = adding.alike(request.user, entered) if len(entered.name.strip()) > 1 else []
        return render(request, "customers/alike.html", {"alike": alike})
    if request.method == "GET":
        return form(request, entered, [])
    for_buyer = request.POST.get("buyer", "")
    if not for_buyer and request.POST.get("anyway") != "1" and (alike := adding.alike(request.user, entered)):
        return form(request, entered, alike)
    try:
        return added(request, entered, for_buyer)
    except NotFound:
        raise
    except TradewindError as error:
        return form(request, entered, [], sentence(error))


@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    """Undo the adding of a buyer."""
    buyer = access.customer_for(request.user, pk)
    adding.take_back(buyer, request.user)
    say(request, _("{buyer} is taken back."), buyer=buyer)
    back = came_from(request)
    return redirect("customers" if f"/customers/{pk}" in back else back)


def added(request: Request, entered: adding.Entered, for_buyer: str) -> HttpResponse:
    """Add what the form says, and go to the buyer."""
    text = request.POST.get("text", "").strip()
    if for_buyer:
        buyer = access.customer_for(request.user, int(for_buyer) if for_buyer.isdigit() else 0)
    else:
        buyer = adding.add_buyer(entered, request.user, owner_of(request))
    if text:
        day = day_of(request) or calendar.today()
        channel, what = request.POST.get("channel", ""), request.POST.get("what", "")
        note, step = adding.add_inquiry(buyer, request.user, text, channel, what, day)
        undo = reverse("notes-undo", args=[note.pk]) if for_buyer else reverse("customers-take-back", args=[buyer.pk])
        say(request, _("The inquiry of {buyer} is kept; next step on {day}."), undo, buyer=buyer, day=step.due_on)
    elif for_buyer:
        return redirect("customers-one", pk=buyer.pk)
    else:
        say(request, _("{buyer} is added."), reverse("customers-take-back", args=[buyer.pk]), buyer=buyer)
    return redirect("customers-one", pk=buyer.pk)


def owner_of(request: Request) -> Person | None:
    """The owner whom the form names; the person where it names none. Raises NotFound."""
    number = request.POST.get("owner", "")
    if number == "nobody":
        return None
    if not number:
        return request.user
    owner = access.colleagues_of(request.user).filter(pk=number).first() if number.isdigit() else None
    if owner is None:
        raise NotFound
    return owner


def form(request: Request, entered: adding.Entered, alike: list[Customer], refusal: str = "") -> HttpResponse:
    """The form as it stands."""
    said = request.POST if request.method == "POST" else request.GET
    buyer = said.get("buyer", "")
    context = {
        "entered": entered, "alike": alike, "refusal": refusal, "asked": bool(alike), "channels": CHANNELS,
        "countries": countries(), "people": access.colleagues_of(request.user), "typed": said,
        "for_buyer": access.customer_for(request.user, int(buyer)) if buyer.isdigit() else None,
        "days": due_days.next_days(calendar.today()),
    }  # fmt: skip
    return render(request, "customers/add.html", context, status=400 if refusal else 200)
