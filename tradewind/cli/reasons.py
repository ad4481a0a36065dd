"""What the codes of the warning list say in words, with their numbers as a terminal shows them."""

from __future__ import annotations

from typing import Any

from tradewind.cli.words import count, say
from tradewind.desk.reasons import CANCELLED_ORDERS, ORDER_DAYS, REASONS


def reason_in_words(reason: dict[str, Any]) -> str:
    """One reason as a sentence in the reader's language."""
    facts = {name: _number(name, value) for name, value in reason.items() if name not in ("code", "weight")}
    return say(REASONS[reason["code"]], **facts)


def _number(name: str, value: float | str) -> str:
    """A reason's number with its unit, as its name says what it is; a name as it is."""
    if isinstance(value, str):
        return value
    if name == CANCELLED_ORDERS:
        return count("{number} time", "{number} times", value)
    if name == ORDER_DAYS or name.endswith("_days"):
        return count("{number} day", "{number} days", value)
    return f"{value:.0%}" if name.endswith("_share") else f"{value:,.0f}"
