"""Why a message has its priority, and when things are due, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tradewind.desk.inbox import sources_of
from tradewind.desk.models import InboxEntry
from tradewind.web.numbers import share

STEPS: Mapping[int, str] = {1: _("May interrupt"), 2: _("In the next window"), 3: _("When it is quiet")}
SAID_WORDS = {"urgent": _("you said: urgent"), "not_urgent": _("you said: not urgent")}
SOON = timedelta(hours=2)
DEADLINE, CHANCE, RULE, SAID = "deadline", "chance", "rule", "said"  # kinds of `desk.inbox.sources_of`


@dataclass(frozen=True)
class Because:
    """One reason in words; `level` is late, soon or nothing."""

    text: str
    level: str = ""


def because(entry: InboxEntry, now: datetime) -> list[Because]:
    """The reasons of an entry, the strongest first, the countdown of WhatsApp's 24 hours last."""
    words = [told for kind, _step, fact in sources_of(entry) if (told := _source(entry, kind, fact, now))]
    if entry.closes_at:
        words.append(_closing(entry.closes_at - now))
    return words


def _source(entry: InboxEntry, kind: str, fact: float | str | None, now: datetime) -> Because | None:
    if kind == DEADLINE and entry.due_at:
        return due(entry.due_at, now)
    if kind == CHANCE and isinstance(fact, float):
        return Because(gettext("{share} chance that you answer within 48 h").format(share=share(fact)))
    if kind == RULE:
        return Because(gettext("rule: {name}").format(name=fact))
    return Because(gettext(SAID_WORDS[str(fact)])) if kind == SAID and fact in SAID_WORDS else None


def due(at: datetime, now: datetime) -> Because:
    """By when the answer is promised, beside now."""
    if at < now:
        return Because(gettext("promised answer late by {length}").format(length=length(now - at)), "late")
    text = gettext("answer due {at}, in {length}").format(
        at=f"{timezone.localtime(at):%m-%d %H:%M}", length=length(at - now)
    )
    return Because(text, "soon" if at - now < SOON else "")


def length(span: timedelta) -> str:
    """A length of time in one or two units: 45 min, 3 h 20 min, 2 d 4 h."""
    minutes = int(span / timedelta(minutes=1))
    if minutes < 60:
        return gettext("{minutes} min").format(minutes=minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return gettext("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    return gettext("{days} d {hours} h").format(days=hours // 24, hours=hours % 24)


def _closing(left: timedelta) -> Because:
    if left <= timedelta():
        return Because(gettext("WhatsApp's 24 hours are over: only a template reaches the buyer"), "late")
    text = gettext("WhatsApp stays open for {length}").format(length=length(left))
    return Because(text, "soon" if left < 3 * SOON else "")
