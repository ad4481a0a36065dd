"""误报预算 The budget of false alarms, as a manager sets it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import access, false_alarms
from tradewind.errors import BudgetNotRead
from tradewind.web.numbers import share
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request


@require_POST
def change(request: Request) -> HttpResponse:
    """Set the budget, said in percent."""
    entry = false_alarms.change(read(request.POST.get("percent", "")), request.user)
    words = _("The early warning may now be wrong in {share} of silences; the list is computed anew.")
    undo_at = reverse("retention-false-alarms-undo", args=[entry.pk])
    say(request, words, undo_at, share=share(entry.facts["after"], 1))
    return redirect("retention")


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take a change back."""
    entry = access.change_for(request.user, false_alarms.CHANGED, pk)
    undone = false_alarms.undo(entry, request.user)
    say(request, _("The budget is as before.") if undone else _("The budget was changed again since; it stays."))
    return redirect("retention")


def read(text: str) -> float:
    """A share out of a percentage. Raises BudgetNotRead."""
    try:
        return round(float(text.strip().removesuffix("%")) / 100, 6)
    except ValueError as error:
        least, most = (f"{one:.0%}" for one in (false_alarms.LEAST, false_alarms.MOST))
        raise BudgetNotRead(said=text.strip()[:20] or "–", least=least, most=most) from error
