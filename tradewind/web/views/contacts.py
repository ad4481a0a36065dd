"""联系人 The people around a buyer: adding, changing and removing them, and taking each of these back."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import access, contacts
from tradewind.desk.models import Contact
from tradewind.web.refusals import came_from
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request


def panel(around: Sequence[Contact]) -> dict[str, object]:
    """The people around the buyer, for its page."""
    return {"contacts": around, "contact_kinds": Contact.Kind.choices}


@require_POST
def add(request: Request, pk: int) -> HttpResponse:
    """A new contact of the buyer."""
    made = contacts.add(access.customer_for(request.user, pk), request.user, _said(request))
    say(request, _("{contact} is a contact now."), reverse("contacts-undo", args=[made.pk]), contact=made)
    return redirect(came_from(request))


@require_POST
def change(request: Request, pk: int) -> HttpResponse:
    """Write a contact anew, as far as the form says."""
    changed = contacts.change(access.contact_for(request.user, pk), request.user, _said(request))
    say(request, _("{contact} is changed."), reverse("contacts-undo", args=[pk]), contact=changed)
    return redirect(came_from(request))


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take a contact off the desk."""
    contact = access.contact_for(request.user, pk)
    told = str(contact)
    contacts.remove(contact, request.user)
    say(request, _("{contact} is no contact any more."), reverse("contacts-undo", args=[pk]), contact=told)
    return redirect(came_from(request))


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take back the last change of a contact."""
    buyer = contacts.undo(pk, request.user)
    say(request, _("Undone: {buyer} is as before."), buyer=buyer)
    return redirect(came_from(request))


def _said(request: Request) -> dict[str, str]:
    return {name: str(request.POST[name]) for name in contacts.FIELDS if name in request.POST}
