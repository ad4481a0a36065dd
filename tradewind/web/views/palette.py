"""⌘K: go to any page, find a customer, add one, change the language, all from the keyboard."""

from __future__ import annotations

from functools import cache

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tradewind.desk import search
from tradewind.desk.search_words import is_chinese, pinyin, runs
from tradewind.web.frame import MATTERS
from tradewind.web.views.signed_in import Request

MOST = 8
PLACES = (
    *((name, words, sign) for name, words, sign in MATTERS),
    ("customers-add", _("Add a buyer or an inquiry"), "spark"),
    ("customers-doubles", _("Possible doubles"), "customers"),
    ("senders", _("Senders"), "person"),
    ("imports-sources", _("Sources"), "import"),
    ("retention-record", _("Was it right"), "retention"),
    ("retention-ripple", _("Ripple"), "retention"),
    ("settings-me", _("My account"), "settings"),
    ("settings-people", _("People"), "settings"),
    ("settings-calendar", _("Calendar"), "settings"),
    ("settings-tokens", _("API tokens"), "settings"),
    ("settings-rates", _("Exchange rates"), "coins"),
    ("settings-published", _("Published figures"), "settings"),
    ("settings-changes", _("Changes"), "settings"),
)


def palette(request: Request) -> HttpResponse:
    """The dialog's list for what is typed; without HTMX a page with the same."""
    text = request.GET.get("q", "")[:100]
    typed = text.casefold().strip()
    places = [
        (reverse(name), words, sign)
        for name, words, sign in PLACES
        if typed in words.casefold() or any(typed in one for one in ways_to_write(gettext(words)))
    ]
    buyers = search.found_buyers(request.user, text, MOST) if typed else search.recent_buyers(request.user, MOST)
    context = {"text": text, "places": places[:MOST], "buyers": buyers, "is_recent": not typed}
    is_part = request.headers.get("HX-Request")
    return render(request, "palette/options.html" if is_part else "palette/palette.html", context)


@cache
def ways_to_write(words: str) -> tuple[str, ...]:
    """The words folded; of Chinese ones also their pinyin and its initials."""
    folded = words.casefold()
    sounds = [sound for run in runs(folded) if is_chinese(run) for sound in pinyin(run)]
    return (folded, "".join(sounds), "".join(sound[0] for sound in sounds)) if sounds else (folded,)
