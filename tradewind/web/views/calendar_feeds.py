"""日历 The calendar feed: its page in the settings, and what a calendar reads at its secret address."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST, require_safe

from tradewind.desk import calendar, calendar_feeds
from tradewind.desk.calendar_entries import entries_of
from tradewind.web.calendar_file import calendar_file
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request


def settings_page(request: Request) -> HttpResponse:
    """One's own calendar address; a POST makes one, or a new one in its place, and shows it, this once."""
    context: dict[str, object] = {"tab": "calendar", "is_here_only": not settings.TRADEWIND_PUBLIC_URL}
    if request.method == "POST":
        _feed, secret = calendar_feeds.make(request.user, bool(request.POST.get("holidays")))
        address = our_address(request) + reverse("calendar", args=[secret])
        context |= {"address": address, "webcal": "webcal:" + address.partition(":")[2]}
    context["feed"] = calendar_feeds.feed_of(request.user)
    return render(request, "settings/calendar.html", context)


@require_POST
def choose(request: Request) -> HttpResponse:
    """Take the buyers' holidays in, or leave them out."""
    calendar_feeds.choose(request.user, bool(request.POST.get("holidays")))
    say(request, _("Kept. Your calendar shows it when it reads the next time."))
    return redirect("settings-calendar")


@require_POST
def revoke(request: Request) -> HttpResponse:
    """End the address now."""
    calendar_feeds.revoke(request.user)
    say(request, _("The calendar address has ended; whoever reads there gets nothing from now on."))
    return redirect("settings-calendar")


@login_not_required
@require_safe
def read(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself, for whoever knows the address: in the language and with the rights of its person."""
    feed = calendar_feeds.read_by(token)
    with translation.override(feed.person.language or settings.LANGUAGE_CODE):
        body = calendar_file(entries_of(feed, calendar.today()), our_address(request))
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="tradewind.ics"'
    answer.headers["Cache-Control"] = "private, no-cache"  # kept, but asked about each time: a revoked one ends at once
    answer.headers["ETag"] = etag
    return get_conditional_response(request, etag, response=answer) or answer


def our_address(request: HttpRequest) -> str:
    """The desk's own address, as the team reaches it."""
    return settings.TRADEWIND_PUBLIC_URL or f"{request.scheme}://{request.get_host()}"
