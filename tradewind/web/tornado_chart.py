"""A programme's tornado as a drawing: how far each input moves the worth. Drawn with each answer, in plain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, LEFT, RIGHT, ROW = 720.0, 270.0, 16.0, 26.0
THIN = 14.0


@dataclass(frozen=True)
class Bar:
    """An input: where its bar stands, and the worths at its ends."""

    key: str
    y: float
    text_y: float
    low_x: float
    low_width: float
    high_x: float
    high_width: float
    npv_low: float
    npv_high: float
    is_own: bool


@dataclass(frozen=True)
class Tornado:
    """The bars, the line of the likely worth, and that of zero where it is in sight."""

    bars: list[Bar]
    height: float
    middle: float
    zero: float | None


def tornado_of(document: dict[str, Any]) -> Tornado | None:
    """The drawing of a programme's document; none where no input moves the worth."""
    rows: Sequence[dict[str, Any]] = document["tornado"]
    if not rows:
        return None
    npv = document["npv"]
    ends = [npv, *(one[name] for one in rows for name in ("npv_low", "npv_high"))]
    least, most = min(ends), max(ends)
    span = (most - least) or 1.0

    def x(worth: float) -> float:
        return float(round(LEFT + (WIDTH - LEFT - RIGHT) * (worth - least) / span, 1))

    middle = x(npv)
    bars = [
        Bar(
            one["input"], round(place * ROW + 6, 1), round(place * ROW + 6 + THIN - 3, 1),
            *_stretch(middle, x(one["npv_low"])), *_stretch(middle, x(one["npv_high"])),
            one["npv_low"], one["npv_high"], one["own_range"],
        )
        for place, one in enumerate(rows)
    ]  # fmt: skip
    return Tornado(bars, len(rows) * ROW + 12, middle, x(0.0) if least < 0 < most else None)


def _stretch(start: float, end: float) -> tuple[float, float]:
    """Where a bar begins and how wide it is."""
    return min(start, end), round(abs(end - start), 1)
