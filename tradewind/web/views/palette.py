"""⌘K: go to any page, find a customer, add one, change the language, all from the keyboard."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tradewind.desk import search
from tradewind.web.frame import MATTERS
from tradewind.web.views.signed_in import Request

MOST = 8
PLACES = (
    *((name, words, sign) for name, words, sign in MATTERS),
    ("customers-add", _("Add a buyer or an inquiry"), "spark"),
    ("customers-doubles", _("Possible doubles"), "customers"),
    ("retention-record", _("Was it right"), "retention"),
    ("settings-rates", _("Exchange rates"), "coins"),
)


def palette(request: Request) -> HttpResponse:
    """The dialog's list for what is typed; without HTMX a page with the same."""
    text = request.GET.get("q", "")[:100]
    typed = text.casefold().strip()
    places = [
        (reverse(name), words, sign)
        for name, words, sign in PLACES
        if typed in gettext(words).casefold() or typed in words.casefold()
    ]
    buyers = search.found_buyers(request.user, text, MOST) if typed else search.recent_buyers(request.user, MOST)
    context = {"text": text, "places": places[:MOST], "buyers": buyers, "is_recent": not typed}
    is_part = request.headers.get("HX-Request")
    return render(request, "palette/options.html" if is_part else "palette/palette.html", context)
