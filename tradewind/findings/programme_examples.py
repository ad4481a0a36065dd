"""The published case and the published average as programmes, to begin from with one click."""

from __future__ import annotations

from typing import Any

from tradewind.process.programme import Programme, base_needed
from tradewind.published import metric

CASE, AVERAGE = "case", "average"
# What is not published is assumed, and stands in the fields to be changed.
ASSUMED: dict[str, Any] = {"T": 80_000.0, "m": 0.18, "r": 0.1, "H": 5.0, "L": 500_000.0, "u": 1.0, "currency": "USD"}
CASE_GAIN = (0.08, 0.12, 0.15)  # published is only that it stayed below 15 %
REQUIRED = 0.15


def example(name: str) -> dict[str, Any]:
    """A programme's inputs as `programme_file.asked_of` reads them: `case`, or anything else for the average.

    The base is the one at which 15 % is just enough for the case, so that both are seen against the same business.
    """
    money, gain, risk = metric("investment"), metric("process_gain"), metric("risk_change")
    said = {"B": round(base_of_case(), 2), **ASSUMED}
    if name == CASE:
        return {"I": money.case, "p": risk.case, "g": list(CASE_GAIN), **said}
    ranges = {key: [one.low, one.average, one.high] for key, one in (("I", money), ("g", gain), ("p", risk))}
    return {**ranges, **said}


def base_of_case() -> float:
    """B at which the published case just pays with 15 %."""
    case, risk = metric("investment").case, metric("risk_change").case
    planned = Programme(
        case or 0.0, 1.0, REQUIRED, ASSUMED["r"], int(ASSUMED["H"]), training=ASSUMED["T"],
        maintenance=ASSUMED["m"], interruption=risk or 0.0, loss=ASSUMED["L"],
    )  # fmt: skip
    return base_needed(planned, REQUIRED) or 0.0
