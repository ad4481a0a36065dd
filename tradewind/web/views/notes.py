"""记录 Notes on a buyer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST

from tradewind.desk import access, notes
from tradewind.desk.models import Note
from tradewind.web.refusals import came_from
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request


@require_POST
def add(request: Request, pk: int) -> HttpResponse:
    """Keep a note."""
    buyer = access.customer_for(request.user, pk)
    note = notes.add(buyer, request.user, request.POST.get("text", ""), request.POST.get("kind", ""))
    say(request, _("The note on {buyer} is kept."), reverse("notes-undo", args=[note.pk]), buyer=buyer)
    return redirect(came_from(request))


@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Write one's own note anew. GET shows it."""
    note = access.own_note_for(request.user, pk)
    if request.method == "GET":
        return render(request, "notes/change.html", {"note": note, "kinds": Note.Kind.choices})
    notes.change(note, request.user, request.POST.get("text", ""), request.POST.get("kind", ""))
    say(request, _("The note on {buyer} is changed."), reverse("notes-undo", args=[pk]), buyer=note.customer)
    return redirect("customers-one", pk=note.customer_id)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take one's own note away."""
    note = notes.remove(access.own_note_for(request.user, pk), request.user)
    say(request, _("The note on {buyer} is removed."), reverse("notes-undo", args=[pk]), buyer=note.customer)
    return redirect("customers-one", pk=note.customer_id)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take back the last change of one's own note."""
    note = notes.undo(access.own_note_for(request.user, pk), request.user)
    say(request, _("Undone: {buyer} is as before."), buyer=note.customer)
    return redirect("customers-one", pk=note.customer_id)
