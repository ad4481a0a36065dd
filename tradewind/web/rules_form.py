"""提醒规则 The form of the rules: fields out of a document, and the document that was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tradewind.desk.reminder_words import KINDS, NAMES

Document = dict[str, Any]
NUMBERS = ("capacity", "escalate_after_days", "look_back_days", "holiday_least_days")
EMPTY_TIERS = 2  # rows for tiers that are not named yet
# What is set, by the last name of its place in the document.
PLACES = {
    "on": _("on"), "days": _("Days"), "urgency": _("Urgency"), "after": _("After these steps"),
    "until": _("Until one of these"), "reply_ends": _("or the buyer writes"), "other": _("all others"),
    "by_cycle": _("Sooner by its own reorder cycle"), "tiers": _("Tier"),
    "stop_after_days": _("Nobody is reminded of who is silent for more days than"),
    "capacity": _("Reminders per rep and day; the rest wait"),
    "escalate_after_days": _("Days without answer until the manager is told (0: never)"),
    "look_back_days": _("Occasions older than so many days make no reminder"),
    "holiday_least_days": _("A holiday counts from so many closed days in a row"),
}  # fmt: skip
SEPARATORS = re.compile(r"[,，、;；\n]+")


@dataclass(frozen=True)
class TierRow:
    """A tier, its days as written, and whether it follows the buyer's own cycle."""

    place: int
    name: str
    days: str
    by_cycle: bool


@dataclass(frozen=True)
class RuleRow:
    """A rule with what can be set of it; `words` says whether it looks for words in a log."""

    code: str
    name: str
    unit: str
    is_on: bool
    days: int
    urgency: str
    after: str
    until: str
    reply_ends: bool
    kind: str


def tier_rows(document: Document) -> list[TierRow]:
    """The tiers of the document, and empty rows for more."""
    cadence = document["cadence"]
    named = [
        TierRow(place, name, " ".join(map(str, days)), name in cadence["by_cycle"])
        for place, (name, days) in enumerate(cadence["tiers"].items())
    ]
    return [*named, *(TierRow(len(named) + n, "", "", by_cycle=False) for n in range(EMPTY_TIERS))]


def rule_rows(document: Document, kinds: Mapping[str, str]) -> list[RuleRow]:
    """The rules of the document; `kinds` by their codes."""
    return [
        RuleRow(
            code, NAMES[code], KINDS[kinds[code]], said["on"], said["days"], f"{said['urgency']:g}",
            ", ".join(said["after"]), ", ".join(said["until"]), said["reply_ends"], kinds[code],
        )
        for code, said in document["rules"].items()
    ]  # fmt: skip


def place_words(place: str) -> str:
    """What a place in the document is called: `rules.balance_due.days` is the days of that rule."""
    parts = [part for part in place.split(".") if part != "rules"]
    return " · ".join(gettext(NAMES.get(part) or PLACES.get(part) or part) for part in parts)


def value_words(value: Any) -> str:
    """A value of the document as one reads it."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return " ".join(str(one) or gettext("all others") for one in value) or "–"
    return "–" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def typed(said: Mapping[str, str], before: Document) -> Document:
    """The document that a form says; numbers that are none stay text, so that they are refused by their place."""
    tiers, by_cycle = {}, []
    for place in range(len(before["cadence"]["tiers"]) + 2 * EMPTY_TIERS):
        name = said.get(f"tier-{place}", "").strip()
        if name:
            tiers[name] = steps(said.get(f"tier-{place}-days", ""))
            by_cycle += [name] if f"tier-{place}-cycle" in said else []
    by_cycle += [""] if "other-cycle" in said else []
    cadence = {
        "on": "cadence-on" in said, "tiers": tiers, "other": steps(said.get("other-days", "")), "by_cycle": by_cycle,
        "stop_after_days": number(said.get("stop_after_days", "")), "urgency": number(said.get("cadence-urgency", "")),
    }  # fmt: skip
    rules = {code: typed_rule(code, said, known) for code, known in before["rules"].items()}
    return {"cadence": cadence, "rules": rules, **{name: number(said.get(name, "")) for name in NUMBERS}}


def typed_rule(code: str, said: Mapping[str, str], known: Document) -> Document:
    """One rule as the form says it; words that the form does not show stay."""
    return {
        "on": f"{code}-on" in said,
        "days": number(said.get(f"{code}-days", "")),
        "urgency": number(said.get(f"{code}-urgency", "")),
        "after": words(said[f"{code}-after"]) if f"{code}-after" in said else known["after"],
        "until": words(said[f"{code}-until"]) if f"{code}-until" in said else known["until"],
        "reply_ends": f"{code}-reply" in said if f"{code}-until" in said else known["reply_ends"],
    }


def steps(text: str) -> list[int | float | str]:
    """Numbers of days, e.g. `1 1 2 3`, `1-1-2-3` or `1、2`."""
    return [number(one) for one in re.split(r"[\s,，、;；-]+", text.strip()) if one]


def words(text: str) -> list[str]:
    """Words between commas."""
    return [one.strip() for one in SEPARATORS.split(text) if one.strip()]


def number(text: str) -> int | float | str:
    """The number that was typed, or the text itself."""
    text = text.strip()
    if re.fullmatch(r"-?\d{1,9}", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d{1,9}\.\d{1,6}", text) else text
