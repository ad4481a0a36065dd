"""The change of operating risk in the form of every benchmarked figure: range, average, case, ours with interval."""

from __future__ import annotations

from dataclasses import dataclass

from tradewind.web.charts import form

WIDTH, LEFT, RIGHT = 640.0, 20.0, 20.0
ROOM = 0.03
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0, 10.0)
MOST_TICKS = 8
COLORS = {
    "us": form.US, "range": form.RANGE, "average": form.AVERAGE, "case": form.CASE, "soft": form.SOFT,
}  # fmt: skip


@dataclass(frozen=True)
class RiskChart:
    """Places from left to right, and round shares with theirs."""

    low: float
    width: float
    average: float
    case: float
    ours: float
    ours_low: float
    ours_high: float
    ticks: list[tuple[float, float]]
    colors: dict[str, str]


def risk_chart(found: dict[str, float], published: dict[str, float]) -> RiskChart:
    """The drawing of `change`, `low`, `high` beside the published `average`, `low`, `high` and `case`."""
    every = [0.0, *published.values(), *found.values()]
    least, most = min(every) - ROOM, max(every) + ROOM

    def x(value: float) -> float:
        return float(round(LEFT + (WIDTH - LEFT - RIGHT) * (value - least) / (most - least), 1))

    step = next((one for one in STEPS if (most - least) / one <= MOST_TICKS), (most - least) / MOST_TICKS)
    ticks = [round(n * step, 4) for n in range(int(least / step), int(most / step) + 1)]
    return RiskChart(
        low=x(published["low"]), width=round(x(published["high"]) - x(published["low"]), 1),
        average=x(published["average"]), case=x(published["case"]), ours=x(found["change"]), ours_low=x(found["low"]),
        ours_high=x(found["high"]), ticks=[(x(one), one) for one in ticks], colors=COLORS,
    )  # fmt: skip
