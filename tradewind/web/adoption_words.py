"""What the findings about tools say in codes, in the reader's words."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

MODULES = {
    "collect": _("Collecting data"),
    "remind": _("Reminders"),
    "analyse": _("Analysis"),
    "orders": _("orders"),
    "messages": _("messages"),
    "follow_ups": _("Follow-ups"),
}


def module(code: str) -> str:
    """The name of a module of a tool, or of a kind of data; what is no code stays as it was written."""
    return gettext(MODULES[code]) if code in MODULES else code
