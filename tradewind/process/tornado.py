"""Which input matters most? Each one to its low and its high, the others at their likely value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tradewind.process.programme import Programme, cost_value, gain_needed, net_present_value
from tradewind.process.ranges import Range

USUAL_SWING = 0.2  # of an input without a range
CERTAIN = ("realised",)  # shares that cannot pass one
SWUNG = ("investment", "training", "maintenance", "rate", "years", "interruption", "loss", "base", "gain", "realised")


@dataclass(frozen=True)
class Bar:
    """One input: its two ends, the worth and the gain needed at each, and whether the range is the person's own."""

    field: str
    low: float
    high: float
    npv_low: float
    npv_high: float
    required_low: float | None
    required_high: float | None
    own_range: bool

    @property
    def swing(self) -> float:
        """How far the worth moves."""
        return abs(self.npv_high - self.npv_low)


def tornado(programme: Programme, ranges: Mapping[str, Range]) -> list[Bar]:
    """A bar per input that moves the worth, the longest first; inputs without a range move by 20 % to either side."""
    fields = (*SWUNG, *(field for field in ranges if field not in SWUNG))
    bars = [_bar(programme, field, ranges.get(field)) for field in fields]
    return sorted((bar for bar in bars if bar.swing > 0), key=lambda bar: -bar.swing)


def _bar(programme: Programme, field: str, own: Range | None) -> Bar:
    likely = getattr(programme, field)
    low, high = (own.low, own.high) if own else _usual(field, likely)
    if field == "years":
        low, high = max(1, round(low)), max(1, round(high))
    ends = [_with(programme, field, end) for end in (low, high)]
    worths = [net_present_value(end) for end in ends]
    needed = [gain_needed(cost_value(end), end) for end in ends]
    return Bar(field, low, high, worths[0], worths[1], needed[0], needed[1], own is not None)


def _with(programme: Programme, field: str, value: float) -> Programme:
    changed: dict[str, Any] = {field: value}
    return replace(programme, **changed)


def _usual(field: str, likely: float) -> tuple[float, float]:
    """20 % to either side; a share stays one at most, and a negative value keeps its order."""
    ends = sorted((likely * (1 - USUAL_SWING), likely * (1 + USUAL_SWING)))
    return ends[0], min(ends[1], 1.0) if field in CERTAIN else ends[1]
