"""A programme's inputs as fields of a form, and back: shares and rates in percent, a range where one is known."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

PERCENT = 100
CURRENCY, MOST_CURRENCY = "currency", 3
PAYMENTS, MOST_PAYMENTS = "payments", 400
PAYMENTS_NAME = _("Payments of the investment by day")
NAMES = {
    "I": _("Investment"),
    "T": _("Training"),
    "m": _("Maintenance, % of the investment a year"),
    "r": _("Discount rate, % a year"),
    "H": _("Horizon, years"),
    "p": _("Chance of an interruption in year 1, %"),
    "L": _("What an interruption costs"),
    "B": _("Yearly cost that the gain acts on"),
    "g": _("Gain, % of that cost"),
    "u": _("Share of the gain that is realised, %"),
    "ramp_months": _("Months until people are used to it"),
    "overlap_months": _("Months of old and new side by side"),
    "overlap_cost": _("Cost of side by side, a month"),
    "spent": _("Spent by now"),
    "remaining_capex": _("Still to be paid (empty: the rest)"),
    "salvage": _("What stopping today brings in"),
}
IN_PERCENT = frozenset("mrpgu")
EXACT = ("spent", "remaining_capex", "salvage")
TIMES = {"万": 10_000, "亿": 100_000_000}
PARTS = ("low", "likely", "high")


@dataclass(frozen=True)
class Field:
    """One input: what its boxes hold, as text."""

    key: str
    low: str
    likely: str
    high: str
    is_exact: bool


def input_name(key: str) -> str:
    """What an input is called."""
    return gettext(PAYMENTS_NAME if key == PAYMENTS else NAMES.get(key, key))


def fields_of(inputs: Mapping[str, Any]) -> list[Field]:
    """The form that shows these inputs; payments by day stand in a box of their own (`payments_of`)."""
    return [_field(key, None if isinstance(inputs.get(key), dict) else inputs.get(key)) for key in NAMES]


def payments_of(inputs: Mapping[str, Any]) -> str:
    """The investment's payments by day as one types them, `2026-03-01 300000` a line; empty where it is one sum."""
    said = inputs.get("I")
    return "\n".join(f"{day} {_text('I', amount)}" for day, amount in said.items()) if isinstance(said, dict) else ""


def _field(key: str, said: Any) -> Field:
    low, likely, high = said if isinstance(said, list) and len(said) == len(PARTS) else (None, said, None)
    return Field(key, _text(key, low), _text(key, likely), _text(key, high), key in EXACT)


def _text(key: str, value: Any) -> str:
    """A number as one would type it; what is none, as it was typed."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        shown = Decimal(repr(float(value))) * (PERCENT if key in IN_PERCENT else 1)
        return f"{round(shown, 6).normalize():f}" if shown.is_finite() else str(value)
    return "" if value is None else str(value)


def inputs_of(said: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, as `programme_file.asked_of` reads it. What is no number stays text, which it refuses by name."""
    found: dict[str, Any] = {}
    for key in NAMES:
        low, likely, high = (said.get(name, "").strip() for name in (f"{key}_low", key, f"{key}_high"))
        if key not in EXACT and (low or high):
            found[key] = [_number(key, one or likely) for one in (low, likely, high)]
        elif likely:
            found[key] = _number(key, likely)
    if payments := _payments(said.get(PAYMENTS, "")):
        found["I"] = payments
    if currency := said.get(CURRENCY, "").strip().upper()[:MOST_CURRENCY]:
        found[CURRENCY] = currency
    return found


def _payments(text: str) -> dict[str, Any]:
    """A payment a line: a day, then an amount. What is none stays text, which is refused by name; of one day twice the
    amounts are one sum."""
    found: dict[str, Any] = {}
    for line in text.splitlines()[:MOST_PAYMENTS]:
        day, _, amount = unicodedata.normalize("NFKC", line).strip().replace("/", "-").partition(" ")
        if not day:
            continue
        paid, before = _number("I", amount), found.get(day)
        both = isinstance(paid, float) and isinstance(before, float)
        found[day] = paid + before if both else paid
    return found


def _number(key: str, text: str) -> Any:
    """1,000,000, 100万 and 18% as numbers; what is none as it was typed."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").removesuffix("%").strip()
    times = TIMES.get(plain[-1:], 1)
    try:
        value = float(plain[:-1] if times > 1 else plain) * times
    except ValueError:
        return text[:60]
    return value / PERCENT if key in IN_PERCENT else value
