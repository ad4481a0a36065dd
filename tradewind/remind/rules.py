"""提醒规则 The team's rules as data: read from a document, refused where they cannot be meant, written back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from tradewind.errors import RuleNotRead, RuleOutOfRange, UnknownRule
from tradewind.remind import shipped
from tradewind.remind.shipped import CADENCE, CODES, PRESETS, RULES, Rule

Document = dict[str, Any]
MOST_DAYS, MOST_TIERS, MOST_STEPS, MOST_WORDS, WORD_LETTERS = 400, 40, 12, 30, 60
LEAST_URGENCY, MOST_URGENCY, MOST_CAPACITY, MOST_ESCALATE, MOST_LOOK_BACK = 0.1, 10.0, 500, 90, 365


@dataclass(frozen=True)
class Cadence:
    """How often a buyer is contacted, by its tier.

    tiers     per tier the days of silence: after the first contact without an answer, the second …, the last for all
              further ones; a tier that is not named has `other`
    by_cycle  tiers ("" for all others) whose buyers are contacted at the latest after their own reorder cycle
    stop_after_days   a buyer silent for longer is left to the pool
    """

    tiers: Mapping[str, tuple[int, ...]]
    other: tuple[int, ...] = shipped.OTHER
    by_cycle: frozenset[str] = frozenset()
    stop_after_days: int = shipped.STOP_AFTER_DAYS
    urgency: float = shipped.CADENCE_URGENCY
    is_on: bool = True

    def days(self, tier: str, unanswered: int, cycle_days: float | None) -> int:
        """After how many days of silence a buyer of the tier is due, with so many contacts unanswered (0: none).

        >>> rules = shipped_rules().cadence
        >>> [rules.days("3★", unanswered, None) for unanswered in range(9)]
        [1, 1, 1, 2, 3, 7, 7, 15, 15]
        >>> rules.days("5", 0, 12.4), rules.days("4", 0, 12.4), rules.days("VIP", 0, None)
        (12, 30, 30)
        """
        name = tier_key(tier)
        steps = self.tiers.get(name, self.other)
        gap = steps[min(max(unanswered, 1), len(steps)) - 1]
        follows = name in self.by_cycle if name in self.tiers else "" in self.by_cycle
        return min(gap, max(LEAST_CYCLE, round(cycle_days))) if follows and cycle_days else gap


LEAST_CYCLE = 7  # days; nobody is written to more often for ordering often


@dataclass(frozen=True)
class Rules:
    """All rules of a team.

    capacity             reminders that a rep is told of on a day; the rest wait
    escalate_after_days  of silence about a reminder, until the manager is told; 0 never
    look_back_days       an occasion that is older when it is first seen, as in an import of the past, makes no reminder
    holiday_least_days   a holiday counts when offices are closed for so many days in a row
    """

    cadence: Cadence
    rules: tuple[Rule, ...] = RULES
    capacity: int = shipped.CAPACITY
    escalate_after_days: int = shipped.ESCALATE_AFTER_DAYS
    look_back_days: int = shipped.LOOK_BACK_DAYS
    holiday_least_days: int = shipped.HOLIDAY_LEAST_DAYS

    @cached_property
    def by_code(self) -> Mapping[str, Rule]:
        return {rule.code: rule for rule in self.rules}

    def urgency(self, code: str) -> float:
        """Of a rule's occasion on its day."""
        return self.cadence.urgency if code == CADENCE else self.by_code[code].urgency

    def of_kind(self, kind: str) -> list[Rule]:
        """The rules of the kind that are switched on."""
        return [rule for rule in self.rules if rule.kind == kind and rule.is_on]


def tier_key(tier: str) -> str:
    """How a tier is looked up: `5★`, `★★★★★`, `5星` and `5 stars` are 5, letters are capitals.

    >>> [tier_key(tier) for tier in ("5★", "★★★", "4星", "3 stars", " a ", "VIP", "")]
    ['5', '3', '4', '3', 'A', 'VIP', '']
    """
    plain = tier.strip().upper()
    if plain and not plain.strip("★⭐*"):
        return str(len(plain))
    for ending in ("★", "⭐", "星", "STARS", "STAR"):
        plain = plain.removesuffix(ending).strip()
    return plain


def shipped_rules(preset: str = "stars") -> Rules:
    """The rules of a new desk, with the tiers of one of PRESETS. Raises UnknownRule."""
    if preset not in PRESETS:
        raise UnknownRule(rule=preset, known=", ".join(PRESETS))
    tiers = {name: shipped.TIERS[name] for name in PRESETS[preset]}
    return Rules(Cadence(tiers, by_cycle=frozenset((*shipped.BY_CYCLE, "")) & frozenset((*tiers, ""))))


def rules_document(rules: Rules) -> Document:
    """The rules as plain values, from which `read_rules` reads the same again."""
    cadence = rules.cadence
    return {
        "cadence": {
            "on": cadence.is_on, "tiers": {name: list(steps) for name, steps in cadence.tiers.items()},
            "other": list(cadence.other), "by_cycle": sorted(cadence.by_cycle),
            "stop_after_days": cadence.stop_after_days, "urgency": cadence.urgency,
        },
        "rules": {
            rule.code: {"on": rule.is_on, "days": rule.days, "urgency": rule.urgency,
                        "after": list(rule.after), "until": list(rule.until), "reply_ends": rule.reply_ends}
            for rule in rules.rules
        },
        **{name: getattr(rules, name) for name in BOUNDS},
    }  # fmt: skip


BOUNDS = {
    "capacity": (1, MOST_CAPACITY), "escalate_after_days": (0, MOST_ESCALATE), "look_back_days": (1, MOST_LOOK_BACK),
    "holiday_least_days": (1, 10),
}  # fmt: skip


def read_rules(document: object) -> Rules:
    """The rules that a document says; what it leaves out is as shipped.

    raises   RuleNotRead, RuleOutOfRange with the place of what cannot be meant; UnknownRule
    """
    said = _mapping(document, "rules")
    _known(said, ("cadence", "rules", *BOUNDS))
    known = shipped_rules()
    of_rules = _mapping(said.get("rules", {}), "rules")
    _known(of_rules, CODES[1:])
    rules = tuple(_rule(rule, of_rules[rule.code]) if rule.code in of_rules else rule for rule in RULES)
    cadence = _cadence(said["cadence"], known.cadence) if "cadence" in said else known.cadence
    numbers = {name: _whole(said.get(name, getattr(known, name)), name, *bounds) for name, bounds in BOUNDS.items()}
    return Rules(cadence, rules, **numbers)


def _rule(rule: Rule, document: object) -> Rule:
    said, place = _mapping(document, rule.code), rule.code
    _known(said, ("on", "days", "urgency", "after", "until", "reply_ends"), place)
    return replace(
        rule,
        is_on=_yes(said.get("on", rule.is_on), f"{place}.on"),
        days=_whole(said.get("days", rule.days), f"{place}.days", 0, MOST_DAYS),
        urgency=_urgency(said.get("urgency", rule.urgency), f"{place}.urgency"),
        after=_words(said.get("after", rule.after), f"{place}.after"),
        until=_words(said.get("until", rule.until), f"{place}.until"),
        reply_ends=_yes(said.get("reply_ends", rule.reply_ends), f"{place}.reply_ends"),
    )


def _cadence(document: object, known: Cadence) -> Cadence:
    said = _mapping(document, "cadence")
    _known(said, ("on", "tiers", "other", "by_cycle", "stop_after_days", "urgency"), "cadence")
    told = _mapping(said.get("tiers", known.tiers), "cadence.tiers")
    if len(told) > MOST_TIERS:
        raise RuleOutOfRange(place="cadence.tiers", said=len(told), least=0, most=MOST_TIERS)
    tiers = {tier_key(str(name))[:40]: _steps(steps, f"cadence.tiers.{name}") for name, steps in told.items()}
    follows = _words(said.get("by_cycle", sorted(known.by_cycle)), "cadence.by_cycle", MOST_TIERS + 1)
    return Cadence(
        tiers,
        _steps(said.get("other", known.other), "cadence.other"),
        frozenset(tier_key(name) for name in follows),
        _whole(said.get("stop_after_days", known.stop_after_days), "cadence.stop_after_days", 1, 3650),
        _urgency(said.get("urgency", known.urgency), "cadence.urgency"),
        _yes(said.get("on", known.is_on), "cadence.on"),
    )


def _mapping(said: object, place: str) -> Mapping[str, Any]:
    if not isinstance(said, Mapping):
        raise RuleNotRead(place=place, said=_short(said))
    return said


def _known(said: Mapping[str, Any], names: tuple[str, ...], place: str = "") -> None:
    for name in said:
        if name not in names:
            raise UnknownRule(rule=f"{place}.{_short(name)}".lstrip("."), known=", ".join(names))


def _whole(said: object, place: str, least: int, most: int) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or not least <= said <= most:
        raise RuleOutOfRange(place=place, said=_short(said), least=least, most=most)
    return said


def _urgency(said: object, place: str) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float) or not LEAST_URGENCY <= said <= MOST_URGENCY:
        raise RuleOutOfRange(place=place, said=_short(said), least=LEAST_URGENCY, most=MOST_URGENCY)
    return float(said)


def _yes(said: object, place: str) -> bool:
    if not isinstance(said, bool):
        raise RuleNotRead(place=place, said=_short(said))
    return said


def _steps(said: object, place: str) -> tuple[int, ...]:
    if not isinstance(said, list | tuple) or not 1 <= len(said) <= MOST_STEPS:
        raise RuleNotRead(place=place, said=_short(said))
    return tuple(_whole(one, place, 1, MOST_DAYS) for one in said)


def _words(said: object, place: str, most: int = MOST_WORDS) -> tuple[str, ...]:
    is_list = isinstance(said, list | tuple) and len(said) <= most
    if not is_list or any(not isinstance(one, str) or len(one) > WORD_LETTERS for one in said):  # type: ignore[attr-defined]
        raise RuleNotRead(place=place, said=_short(said))
    return tuple(said)  # type: ignore[arg-type]


def _short(said: object) -> str:
    text = str(said)
    return text if len(text) <= 60 else f"{text[:57]}…"
