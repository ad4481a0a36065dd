"""What a reminder says on a page: its reasons in words, and when it is best answered, at what odd hour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from tradewind.desk.models import Reminder
from tradewind.desk.reminder_moments import odd_hours_min
from tradewind.desk.reminder_words import NAMES, sentence
from tradewind.web.numbers import whole

HOUR_MIN = 60


def reasons_of(told: list[Mapping[str, Any]] | None) -> list[str]:
    """The reasons of a reminder in words, the most urgent first."""
    return [sentence(one, gettext, get_language() or "en") for one in told or ()]


def best_at(reminder: Reminder) -> str:
    """The moment that is still ahead, on the team's clock, and its price; empty once it has come."""
    if reminder.due_at <= timezone.now():
        return ""
    local = timezone.localtime(reminder.due_at)
    moment = f"{local:%H:%M}" if local.date() == timezone.localdate() else f"{local:%m-%d %H:%M}"
    price = odd_hours_min(reminder.due_at)
    if not price:
        return gettext("best at {moment}").format(moment=moment)
    return gettext("best at {moment}, {price}").format(moment=moment, price=price_of(price))


def price_of(minutes: int) -> str:
    """By how much a moment misses the team's own hours."""
    hours = max(round(minutes / HOUR_MIN), 1)
    words = ngettext("{number} hour outside our hours", "{number} hours outside our hours", hours)
    return words.format(number=whole(hours))


def rule_name(code: str) -> str:
    """What a rule is called."""
    return gettext(NAMES[code]) if code in NAMES else code
