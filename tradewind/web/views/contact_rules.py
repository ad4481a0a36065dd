"""沟通规范 The rules of contact: all read them, managers write versions, buyers get a print in two languages."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST

from tradewind.desk import access, contact_rules, meter
from tradewind.desk.models import Person
from tradewind.web.fields import CHANNELS, field
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request

ROWS = 4  # empty ones below what is written
SOURCES = {
    "Alibaba.com response rate: TradeManager within 1 h": _("Alibaba.com response rate: TradeManager within 1 h"),
    "Alibaba.com response rate: inquiries within 24 h": _("Alibaba.com response rate: inquiries within 24 h"),
    "WhatsApp: free-form answers within 24 h of the buyer's message": _(
        "WhatsApp: free-form answers within 24 h of the buyer's message"
    ),
    "usual: 4 office hours of the buyer": _("usual: 4 office hours of the buyer"),
    "the team's own promise": _("the team's own promise"),
}
BOTH = ("zh-hans", "en")
CLOCKS = {"office": _("hours of your office"), "elapsed": _("hours, day and night")}
TEXTS = {
    "title": _("How we answer you"), "channel": _("Channel"), "soon": _("We answer within"), "use": _("For what"),
    "who": _("Who answers"), "urgent": _("Is it urgent? Write it in the first line, and we see it first."),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def rules_page(request: Request) -> HttpResponse:
    """What holds, and how far it is kept; POST puts a new version in force (manager, administrator)."""
    if request.method == "POST":
        contact_rules.write(promises_of(request), urgent_of(request), request.user, request.POST.get("why", ""))
        say(request, _("The rules hold from now on."), reverse("messages-rules-back"))
        return redirect("messages-rules")
    rules = contact_rules.in_force()
    may_write = request.user.role != Person.Role.REP
    found = meter.team_meter(request.user) if may_write else meter.meter(request.user, request.user)
    kept = {one["channel"]: one for one in (found or {}).get("response", {}).get("channels", [])}
    document = contact_rules.rules_document(rules, request.user)
    for one in document["promises"]:
        one["source"], one["kept"] = gettext(SOURCES.get(one["source"], one["source"])), kept.get(one["channel"])
    context: dict[str, Any] = {
        "tab": "rules", "rules": document, "may_write": may_write, "within": (found or {}).get("response", {}),
        "empty": range(ROWS if may_write else 0), "channels": sorted(CHANNELS),
    }  # fmt: skip
    return render(request, "messages/rules.html", context)


@require_POST
def back(request: Request) -> HttpResponse:
    """Put the version before in force again."""
    contact_rules.take_back(request.user)
    say(request, _("The rules of before hold again."))
    return redirect("messages-rules")


def print_page(request: Request) -> HttpResponse:
    """The rules as buyers read them, Chinese and English side by side."""
    document = contact_rules.rules_document(contact_rules.in_force(), request.user)
    sides = []
    for language in BOTH:
        with translation.override(language):
            rows = [
                (
                    gettext("Every other channel") if one["channel"] == "*" else field(one["channel"]),
                    one["minutes"] / 60, gettext(CLOCKS[one["clock"]]), one["use"], one["who"],
                )
                for one in document["promises"]
            ]  # fmt: skip
            sides.append(
                {"language": language, "rows": rows, **{name: gettext(words) for name, words in TEXTS.items()}}
            )
    return render(request, "messages/rules_print.html", {"sides": sides, "version": document["version"]})


def promises_of(request: Request) -> list[dict[str, Any]]:
    """The promises that the form says; rows without a channel are left out."""
    columns = [request.POST.getlist(name) for name in ("channel", "hours", "clock", "use", "who")]
    found = []
    for channel, hours, clock, use, who in zip(*columns, strict=False):
        if channel.strip():
            found.append({"channel": channel, "minutes": minutes_of(hours), "clock": clock, "use": use, "who": who})
    return found


def minutes_of(hours: str) -> float | str:
    """Hours as minutes; what is no number is left to the refusal."""
    try:
        return float(hours) * 60
    except ValueError:
        return hours


def urgent_of(request: Request) -> list[dict[str, Any]]:
    """What counts as urgent: names with words, and buyers by their numbers."""
    names, words, buyers = (request.POST.getlist(name) for name in ("code", "words", "buyers"))
    found = []
    for name, said, numbers in zip(names, words, buyers, strict=False):
        if not name.strip():
            continue
        asked = [int(one[:18]) for one in numbers.replace("，", ",").replace(",", " ").split() if one.isdecimal()]
        keys = access.customers_of(request.user).filter(pk__in=asked[:50]).values_list("customer_id", flat=True)
        found.append(
            {"code": name, "words": said.replace("，", ",").split(","), "customers": list(keys) if asked else []}
        )
    return found
