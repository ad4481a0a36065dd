"""One reminder per buyer out of all its reasons, by money at risk times urgency, as many as a day holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from tradewind.remind.occasions import Occasion
    from tradewind.remind.rules import Rules

MOST_LATE_DAYS = 14
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Merged:
    """A buyer with all its reasons, the most urgent first; money is the buyer's at risk, or an order's if more."""

    customer_id: str
    reasons: tuple[Occasion, ...]
    urgency: float
    money: float


def urgency_of(code: str, due_on: date, rules: Rules, today: date) -> float:
    """The rule's urgency on its day, twice that when it is 14 days late.

    >>> from tradewind.remind.rules import shipped_rules
    >>> [urgency_of("balance_due", date(2026, 11, day), shipped_rules(), date(2026, 11, 25)) for day in (25, 18, 1)]
    [2.5, 3.75, 5.0]
    """
    late = min(max((today - due_on).days, 0), MOST_LATE_DAYS)
    return rules.urgency(code) * (1 + late / MOST_LATE_DAYS)


def merged(found: Iterable[Occasion], money: Mapping[str, float], rules: Rules, today: date) -> list[Merged]:
    """One entry per buyer, in the order of `rank`, then by money, then by its key."""
    by_buyer: dict[str, list[Occasion]] = defaultdict(list)
    for one in found:
        by_buyer[one.customer_id].append(one)
    entries = [_one(key, reasons, money.get(key, 0.0), rules, today) for key, reasons in by_buyer.items()]
    middle = middle_of(one.money for one in entries)
    return sorted(entries, key=lambda one: (-rank(one.money, one.urgency, middle), -one.money, one.customer_id))


def rank(money: float, urgency: float, middle: float) -> float:
    """What stands first: money at risk times urgency, where a buyer without money counts as the middle one.

    A promise to somebody small still is a promise: nobody falls below the middle.
    """
    return max(money, middle) * urgency


def middle_of(money: Iterable[float]) -> float:
    """The median of the money that is above 0; 1 where there is none."""
    some = [one for one in money if one > 0]
    return median(some) if some else 1.0


def within_capacity(owners: Sequence[K], capacity: int, taken: Mapping[K, int] | None = None) -> list[bool]:
    """Of entries in their order, by their owners: whether the owner's day still holds each. `taken` is there already.

    >>> within_capacity(["a", "a", "b", "a"], 2), within_capacity(["a", "b"], 1, {"a": 1})
    ([True, True, True, False], [False, True])
    """
    counts = dict(taken or {})
    held = []
    for owner in owners:
        fits = counts.get(owner, 0) < capacity
        counts[owner] = counts.get(owner, 0) + fits
        held.append(fits)
    return held


def _one(key: str, reasons: list[Occasion], money: float, rules: Rules, today: date) -> Merged:
    def urgent(one: Occasion) -> float:
        return urgency_of(one.rule, one.due_on, rules, today)

    ordered = sorted(reasons, key=lambda one: (-urgent(one), one.due_on, one.rule, one.subject))
    return Merged(key, tuple(ordered), urgent(ordered[0]), max(money, *(one.money for one in ordered)))
