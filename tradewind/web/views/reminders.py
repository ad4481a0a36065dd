"""提醒 What is done with a reminder alone: dropping it, and taking that back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import reminders
from tradewind.web.refusals import came_from
from tradewind.web.said import say
from tradewind.web.views.follow_ups import answer
from tradewind.web.views.signed_in import Request


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Close a reminder without contact."""
    reminder = reminders.drop(reminders.reminder_for(request.user, pk), request.user)
    undo_at = reverse("reminders-undo", args=[reminder.pk])
    say(request, _("{buyer}: no contact needed, the reminder is dropped."), undo_at, buyer=reminder.customer)
    return answer(request, reminder.customer)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take the dropping back."""
    reminder = reminders.undo(reminders.reminder_for(request.user, pk), request.user)
    say(request, _("Undone: {buyer} is as before."), buyer=reminder.customer)
    return redirect(came_from(request))
