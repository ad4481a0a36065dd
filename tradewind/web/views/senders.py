"""待匹配的发件人 Senders: whose messages are those, said by a person, for good, and taken back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import access, search, senders
from tradewind.desk.models import Sender
from tradewind.web.refusals import came_from
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request

WHY = {
    "name": _("by its name"),
    "phone": _("by its number"),
    "email": _("by its address"),
    "domain": _("by its domain"),
    "person": _("as a person said"),
    "colleague": _("as a colleague said of the same number or address"),
}
MOST = 8


def list_of_senders(request: Request) -> HttpResponse:
    """Who waits, or with `?settled=1` who was settled by a person; `find` and `q` look for a buyer for one of them."""
    after, is_settled = request.GET.get("after", ""), bool(request.GET.get("settled"))
    page = senders.senders_page(request.user, is_settled, int(after[:18]) if after.isdecimal() else None)
    words = request.GET.get("q", "")[:100].replace("\x00", "")
    for one in page.senders:
        one.suggested = [(buyer, WHY[why]) for buyer, why in one.suggested]  # type: ignore[attr-defined]
        is_sought = words.strip() and request.GET.get("find") == str(one.pk)
        one.found = search.found_buyers(request.user, words, MOST) if is_sought else []  # type: ignore[attr-defined]
        one.sought = words if is_sought else ""  # type: ignore[attr-defined]
    context = {"page": page, "is_settled": is_settled, "after": after, "count": senders.waiting_count(request.user)}
    return render(request, "messages/senders.html", context)


@require_POST
def settle(request: Request, pk: int) -> HttpResponse:
    """Say who the sender is: the buyer with the number `customer`, a new buyer called `name`, or a `role`."""
    sender = access.sender_for(request.user, pk)
    role, chosen = request.POST.get("role", ""), request.POST.get("customer", "")
    undo = reverse("senders-undo", args=[pk])
    if role == "new":
        sender = senders.settle_new_buyer(sender, request.user, request.POST.get("name", ""))
    elif role == Sender.Role.BUYER:
        buyer = access.customer_for(request.user, int(chosen[:18]) if chosen.isdecimal() else 0)
        sender = senders.settle(sender, request.user, role, buyer)
    else:
        sender = senders.settle(sender, request.user, role)
    if sender.customer:
        say(request, _("What {sender} writes is {buyer}'s now."), undo, sender=sender, buyer=sender.customer)
    else:
        say(request, _("{sender} is noted and will not be asked about again."), undo, sender=sender)
    return redirect(came_from(request))


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take back what was said of the sender last."""
    sender = senders.undo(access.sender_for(request.user, pk), request.user)
    say(request, _("Undone: {sender} is as before."), sender=sender)
    return redirect(came_from(request))
