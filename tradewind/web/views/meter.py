"""打扰计 The meter: what messages cost, how soon they are answered, what a plan changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import inbox_access, meter, reading_plans
from tradewind.desk.figures import with_own
from tradewind.desk.windows import plan_of
from tradewind.errors import NotFound
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request

VERDICTS = {
    "less": _("less than before"), "more": _("more than before"), "not_proven": _("a change is not proven"),
    "too_short": _("too few days to tell"), "too_few": _("too few buyers to tell"),
}  # fmt: skip
MEASURES = {
    "interruptions_per_day": _("Interruptions a day"), "longest_free_min": _("Longest free block, min"),
    "response_min": _("Response, business min"),
}  # fmt: skip
COSTS = {
    "recovery": _("64 seconds until work goes on"), "calibrated": _("2.6 minutes, calibrated to the published hour"),
    "return": _("25 minutes until the task is taken up again"),
}  # fmt: skip
SIGNALS_SHOWN = 8


def meter_page(request: Request) -> HttpResponse:
    """One's own figures, or those of `whose` who shares them; for whoever manages the team's sums."""
    people = list(inbox_access.figures_of(request.user))
    said = request.GET.get("whose", "")
    whose = next((one for one in people if str(one.pk) == said), None) if said else request.user
    if whose is None:
        raise NotFound
    found = meter.meter(request.user, whose)
    is_own = whose.pk == request.user.pk
    context: dict[str, Any] = {
        "tab": "meter", "people": people, "whose": whose, "is_own": is_own, "plan": plan_of(request.user),
        "found": told(with_own(found)) if found else None, "run": meter.current_run(),
        "team": meter.team_meter(request.user), "model": meter.model(request.user) if is_own else None,
        "shown": SIGNALS_SHOWN, "fewest": meter.FEWEST_PEOPLE,
    }  # fmt: skip
    return render(request, "messages/meter.html", context)


def told(document: dict[str, Any]) -> dict[str, Any]:
    """The document with its codes in words."""
    changes = [
        {**one, "name": MEASURES[name], "words": VERDICTS[one["verdict"]]}
        for name, one in (document["changes"] or {}).items()
    ]
    costs = [{**one, "words": COSTS[one["code"]]} for one in document["costs"]]
    contacts = {**document["contacts"], "words": VERDICTS[document["contacts"]["verdict"]]}
    return {**document, "changed": changes, "costs": costs, "contacts": contacts}


@require_POST
def share(request: Request) -> HttpResponse:
    """Show one's own figures to whoever manages one, or no longer."""
    shares = bool(request.POST.get("shares"))
    reading_plans.share(request.user, shares)
    say(request, _("Your manager sees your figures now.") if shares else _("Your figures are your own again."))
    return redirect("messages-meter")
