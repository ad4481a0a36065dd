"""How buyers stand: taking note of a change, and taking that back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import access, states
from tradewind.web.refusals import came_from
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request


@require_POST
def seen(request: Request, pk: int) -> HttpResponse:
    """The change needs nobody any more."""
    state = states.take_note(access.state_for(request.user, pk), request.user)
    undo = reverse("retention-state-unseen", args=[pk])
    say(request, _("The change of {buyer} is noted."), undo, buyer=state.customer)
    return redirect(came_from(request))


@require_POST
def unseen(request: Request, pk: int) -> HttpResponse:
    """Take that back."""
    states.untake_note(access.state_for(request.user, pk), request.user)
    return redirect(came_from(request))
