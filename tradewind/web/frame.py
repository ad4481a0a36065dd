"""What the frame around every page shows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_noop as _

from tradewind.desk import calendar
from tradewind.desk.models import DeskState
from tradewind.web.said import take

# name of the page, what it is called, its icon; the matter is the first part of a route's name
MATTERS = (
    ("today", _("Today"), "today"),
    ("messages", _("Messages"), "messages"),
    ("customers", _("Customers"), "customers"),
    ("retention", _("Retention"), "retention"),
    ("process", _("Process"), "process"),
    ("adoption", _("Tools"), "coins"),
    ("imports", _("Import"), "import"),
    ("settings", _("Settings"), "settings"),
)


def frame(request: HttpRequest) -> dict[str, object]:
    """Context for base.html; what needs the database is asked only when a template shows it."""
    match = request.resolver_match
    return {
        "matters": MATTERS,
        "here": (match.url_name or "").split("-")[0] if match else "",
        "desk": SimpleLazyObject(DeskState.now),
        "said": SimpleLazyObject(lambda: take(request)),
        "day_today": calendar.today(),
        "version": settings.TRADEWIND_VERSION,
    }
