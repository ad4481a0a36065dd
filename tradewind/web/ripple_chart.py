"""A what-if of the ripple as a drawing: our line in the one form of every benchmarked chart (charts/form.py).

It is drawn with each answer, in plain numbers, where the charts of stored findings are drawn by a job.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tradewind.web.charts import form

WIDTH, HEIGHT = 440.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 12.0, 10.0, 26.0
CASE_MONTH = 12
ROOM, LEAST_ROOM = 0.06, 0.02
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
MOST_LINES, MOST_MONTHS_NAMED = 5, 8
HIGHEST = 5.0  # levels above it leave the drawing


@dataclass(frozen=True)
class Tick:
    """A line of the grid, or a month named below: its place and its value."""

    place: float
    value: float


@dataclass(frozen=True)
class RippleChart:
    """One level over the months: points of lines as SVG wants them."""

    name: str
    band: str
    middle: str
    ours: str
    stopped: str
    case: str
    case_value: float
    levels: list[Tick]
    months: list[Tick]
    colors: dict[str, str]


COLORS = {
    "us": form.US, "thin": form.US_EARLY, "range": form.RANGE, "average": form.AVERAGE, "case": form.CASE,
    "line": form.LINE, "soft": form.SOFT,
}  # fmt: skip


def charts_of(document: dict[str, Any]) -> list[RippleChart]:
    """The drawings of orders and of response in a ripple's document."""
    return [chart_of(document, name) for name in ("orders", "response")]


def chart_of(document: dict[str, Any], name: str) -> RippleChart:
    """The drawing of one level."""
    ours = [1.0, *(month[name] for month in document["months"])]
    stopped = [1.0, *(month[name] for month in document["stop"]["months"])] if document["stop"] else []
    bands = [one[name] for one in document["month_bands"]]
    low, middle, high = ([1.0, *(one[share] for one in bands)] for share in ("p5", "p50", "p95"))
    case, last = document["published"]["case"][name], len(bands)
    every = [*ours, *stopped, *low, *high, case]
    room = max(LEAST_ROOM, ROOM * (min(max(every), HIGHEST) - min(every)))
    bottom, top = max(min(every) - room, 0.0), min(max(every), HIGHEST) + room

    def x(month: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * month / last

    def y(level: float) -> float:
        return TOP + float((HEIGHT - TOP - BOTTOM) * (top - min(level, top)) / (top - bottom))

    def points(levels: Sequence[float], first: int = 0) -> list[str]:
        return [f"{x(month):.1f},{y(level):.1f}" for month, level in enumerate(levels, first)]

    place = (x(CASE_MONTH), y(case)) if last >= CASE_MONTH else None
    return RippleChart(
        name=name,
        band=" ".join([*points(high), *reversed(points(low))]),
        middle=" ".join(points(middle)),
        ours=" ".join(points(ours)),
        stopped=" ".join(points(stopped)),
        case=diamond(*place) if place else "",
        case_value=case,
        levels=[Tick(round(y(level), 1), level) for level in round_levels(bottom, top)],
        months=[Tick(round(x(month), 1), month) for month in named_months(last)],
        colors=COLORS,
    )


def diamond(x: float, y: float, reach: float = 6.5) -> str:
    """The points of a diamond around a place."""
    return f"{x:.1f},{y - reach:.1f} {x + reach:.1f},{y:.1f} {x:.1f},{y + reach:.1f} {x - reach:.1f},{y:.1f}"


def round_levels(bottom: float, top: float) -> list[float]:
    """Round levels between bottom and top, five at most."""
    step = next((one for one in STEPS if (top - bottom) / one <= MOST_LINES), STEPS[-1])
    first = int(bottom / step) + 1
    return [round(n * step, 4) for n in range(first, int(top / step) + 1)]


def named_months(last: int) -> list[int]:
    """The months that are named: quarters, years or more, eight at most."""
    step = next(one for one in (1, 3, 6, 12, 24, 60, 120) if last / one <= MOST_MONTHS_NAMED)
    return list(range(0, last + 1, step))
