"""What the codes of the warning list say in words. A test holds the codes against those of the findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from tradewind.web.numbers import days, money, share, whole

Reason = Mapping[str, Any]

REASONS = {
    "silent_beyond_rhythm": _("Silent for {silent_days}; it usually orders every {cycle_days}"),
    "silent_within_rhythm": _("Silent for {silent_days}, within its usual {cycle_days}"),
    "silent_beyond_team_rhythm": _("Silent for {silent_days} since its only order; others reorder after {cycle_days}"),
    "silent_since_only_order": _("Silent for {silent_days} since its only order"),
    "rarely_orders": _("Orders rarely: on {order_days} within {span_days}"),
    "often_orders": _("Orders often: on {order_days} within {span_days}"),
    "one_order_only": _("Has ordered on one day only"),
    "any_buyer": _("What holds for any buyer of the team on the day of an order"),
    "longest_silence": _("Never silent for so long: {silent_days} now, {longest_gap_days} at most before"),
    "ordering_less": _("Ordered {amount_half_year} in its last half year, {amount_half_year_before} in the one before"),
    "cancelled": _("Cancelled or returned {cancelled_orders} within a year, {cancelled_share} of what it ordered"),
}
SIGNS = frozenset({"longest_silence", "ordering_less", "cancelled"})
WHY_NOT = {
    "lost_already": _("Silent for more than a year: lost already, a warning comes too late."),
    "no_money": _("No money at risk: nothing ordered in the year up to its last order, after returns."),
    "no_rhythm": _("No buyer has ordered on two days yet, so there is no rhythm to be late by."),
    "within_rhythm": _("Not silent for longer than its usual time between orders."),
    "likely_to_order": _("Late, but still more likely than not to order."),
}
ORDER_DAYS = "order_days"
CANCELLED_ORDERS = "cancelled_orders"


@dataclass(frozen=True)
class Why:
    """One reason in words; `weight` in probability points, None for what is only a sign."""

    code: str
    words: str
    weight: float | None


def whys(reasons: Sequence[Reason], currency: str) -> list[Why]:
    """All reasons in words, as the finding has them: heaviest first, signs last."""
    return [Why(one["code"], in_words(one, currency), one.get("weight")) for one in reasons]


def in_words(reason: Reason, currency: str) -> str:
    """One reason as a sentence in the reader's language."""
    facts = {name: number(name, value, currency) for name, value in reason.items() if name not in ("code", "weight")}
    code = reason["code"]
    return gettext(REASONS[code]).format(**facts) if code in REASONS else str(code)


def number(name: str, value: Any, currency: str) -> str:
    """A reason's number as its name says what it is."""
    if name == ORDER_DAYS:
        return ngettext("{number} day", "{number} days", value or 0).format(number=whole(value))
    if name == CANCELLED_ORDERS:
        return ngettext("{number} time", "{number} times", value or 0).format(number=whole(value))
    if name.endswith("_days"):
        return days(value)
    if name.endswith("_share"):
        return share(value)
    return money(value, currency) if name.startswith("amount_") else whole(value)


def why_now(risk: Any, currency: str) -> str:
    """The one sentence that says why to call this buyer now, and not next week."""
    late = (risk.silent_days - risk.cycle_days) if risk.cycle_days else None
    if late is not None and late >= 1:
        sentence = gettext("{late} behind its own reorder cycle of {cycle}")
        return sentence.format(late=days(late), cycle=days(risk.cycle_days))
    return in_words(risk.reasons[0], currency) if risk.reasons else ""


def why_not(code: str) -> str:
    """Why a buyer is not on the list, in words."""
    return gettext(WHY_NOT[code]) if code in WHY_NOT else code
