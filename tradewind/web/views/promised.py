"""承诺 What our messages seem to have promised, to be taken as next steps or not."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from tradewind.desk import calendar, promised
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request


@require_GET
def list_of_promises(request: Request) -> HttpResponse:
    """What waits for a decision."""
    found = promised.suggested(request.user, calendar.today())
    return render(request, "today/promises.html", {"promises": found, "tab": "promises"})


@require_POST
def take(request: Request, pk: int) -> HttpResponse:
    """Make it the next step."""
    promise = promised.promise_for(request.user, pk)
    step = promised.take(promise, request.user)
    if step is None:
        say(request, _("That is decided already; nothing is changed."))
    else:
        undo_at = reverse("promises-undo", args=[promise.pk])
        words = _("{buyer}: next step on {day}.")
        say(request, words, undo_at, buyer=promise.customer, day=step.due_on.isoformat())
    return redirect("promises")


@require_POST
def refuse(request: Request, pk: int) -> HttpResponse:
    """It is no promise."""
    promise = promised.promise_for(request.user, pk)
    promised.refuse(promise, request.user)
    say(request, _("{buyer}: no promise."), reverse("promises-undo", args=[promise.pk]), buyer=promise.customer)
    return redirect("promises")


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take the decision back."""
    promise = promised.promise_for(request.user, pk)
    promised.undo(promise, request.user)
    say(request, _("Undone: {buyer} is as before."), buyer=promise.customer)
    return redirect("promises")
