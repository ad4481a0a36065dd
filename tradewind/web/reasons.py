"""What the codes of the warning list say in words, with their numbers as pages write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from tradewind.desk.reasons import (
    CANCELLED_ORDERS,
    CHANNELS,
    ORDER_DAYS,
    REASONS,
    SIGNAL_NAMES,
    STATE_WHYS,
    WEIGHTS,
    WHY_NOT,
)
from tradewind.web.numbers import days, decimal, money, share, whole

Reason = Mapping[str, Any]


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
    if isinstance(value, str):
        return value
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


def state_why(state: Any) -> str:
    """Why a buyer came into a state, in words."""
    words = STATE_WHYS.get(state.why)
    if words is None:
        return str(state.why)
    cycles = gettext("{cycles} times").format(cycles=decimal(state.late))
    return gettext(words).format(silent_days=days(state.silent_days), late_cycles=cycles)


def channel(code: str) -> str:
    """By which channel a silence was flagged, in words."""
    return gettext(CHANNELS[code]) if code in CHANNELS else code


def weights(code: str) -> str:
    """How the weights of the blend came about, in words."""
    return gettext(WEIGHTS[code]) if code in WEIGHTS else code


def signal(code: str) -> str:
    """A signal beside the orders, in words."""
    return gettext(SIGNAL_NAMES[code]) if code in SIGNAL_NAMES else code
