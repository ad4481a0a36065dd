"""写信 Writing to a buyer: a draft in its language, WhatsApp or the mail program opened with it, and kept."""

from __future__ import annotations

import secrets

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods

from tradewind.desk import access, drafts, follow_ups, letters, retention, sending_accounts
from tradewind.desk.customers import risk_of
from tradewind.desk.models import Customer
from tradewind.web.refusals import came_from
from tradewind.web.said import say
from tradewind.web.views.follow_ups import answer, tell
from tradewind.web.views.signed_in import Request


@require_http_methods(["GET", "POST"])
def write(request: Request, pk: int) -> HttpResponse:
    """GET: the draft and whom one can reach. POST: one has written; that is kept as a follow-up, with undo."""
    buyer = access.customer_for(request.user, pk)
    if request.method == "GET":
        return render(request, *_box(request, buyer))
    if request.POST.get("send"):
        return _sent(request, buyer)
    way = next((one for one in letters.ways_to(buyer) if one.key == request.POST.get("way")), None)
    result = gettext(letters.RESULTS[way.means]).format(name=way.name) if way else gettext("Wrote to the buyer")
    step = request.POST.get("step", "")
    seen = int(step) if step.isdigit() else None
    done = follow_ups.finish(buyer, request.user, result[: follow_ups.RESULT_LETTERS], seen)
    if done is None:
        say(request, _("{buyer} was taken care of already; nothing is changed."), buyer=buyer)
    else:
        tell(request, _("{buyer}: kept as written to."), done)
    return answer(request, buyer)


def _sent(request: Request, buyer: Customer) -> HttpResponse:
    """Hand the text over to a job that sends it; the buyer's page tells when it has not gone out."""
    said, step = request.POST, request.POST.get("step", "")
    written = letters.Written(
        said.get("key", ""), said["send"], said.get("text", ""), said.get("subject", ""), said.get("template", ""),
        said.get("language", ""), int(step) if step.isdigit() else None,
    )  # fmt: skip
    letter = letters.send(buyer, request.user, written)
    say(request, _("On its way to {name}. The buyer's page tells if it does not arrive."), name=letter.name)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return redirect("customers-one", pk=buyer.pk)


def _box(request: Request, buyer: Customer) -> tuple[str, dict[str, object]]:
    """The template and what it shows; a part of the page for HTMX, else a page of its own."""
    ways, part = letters.ways_to(buyer), bool(request.headers.get("HX-Request"))
    risk = risk_of(buyer, retention.current_run())
    occasion = drafts.REORDER if risk and risk.on_list else drafts.HELLO
    card = next((way.language for way in ways if way.language), "")
    language = request.GET.get("language") or drafts.language_of(card, buyer.country)
    name = ways[0].name if ways and "@" not in ways[0].name and not ways[0].name.startswith("+") else buyer.name
    context = {
        "buyer": buyer, "ways": ways, "step": follow_ups.open_step(buyer), "part": part, "next": came_from(request),
        "whose": request.GET.get("whose", ""), "language": language, "languages": drafts.languages(),
        "key": secrets.token_hex(16), "sends": sending_accounts.means_of(request.user),
        "text": drafts.draft(language, occasion, name, str(request.user)), "form": "customers/write.html",
    }  # fmt: skip
    return "customers/write.html" if part else "customers/write_page.html", context
