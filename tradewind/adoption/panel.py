"""A panel: the same units, period after period, and since when each of them has the tool."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars import col

from tradewind.errors import PanelCellMissing, PanelDoubled, PanelMoves, PanelTooThin

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Panel:
    """A balanced panel.

    units     n names
    times     T values in order, e.g. years or months as numbers
    outcome   n x T, in the outcome's own unit
    start     n, the place in `times` of each unit's first period with the tool; T for a unit that never has it
    left_out  names of units that are not in every period, so that no like is compared with unlike
    """

    units: tuple[str, ...]
    times: Floats
    outcome: Floats
    start: Integers
    left_out: tuple[str, ...] = ()

    @property
    def never(self) -> int:
        """The place in `times` that stands for: never."""
        return self.times.size

    @property
    def treated(self) -> Flags:
        """n x T: whether the unit has the tool in the period."""
        return np.arange(self.times.size) >= self.start[:, None]

    @property
    def groups(self) -> Integers:
        """The starts after the first period, in order: cohorts with a before and an after."""
        starts = np.unique(self.start)
        return starts[(starts > 0) & (starts < self.never)]

    def only(self, rows: NDArray[np.bool_] | Integers) -> Panel:
        """The panel of some of its units, in the order asked for; one may come more than once."""
        return Panel(
            tuple(np.asarray(self.units)[rows]), self.times, self.outcome[rows], self.start[rows], self.left_out
        )


def panel(rows: pl.DataFrame) -> Panel:
    """The panel in these rows.

    rows     one row per unit and period: unit, time (number), outcome (number), first_treated (the first time with
             the tool; null or 0 for never)
    raises   PanelDoubled for a unit that has a period twice, PanelMoves for one with two first periods,
             PanelCellMissing where an outcome or a time is missing in a row, PanelTooThin below 2 units or 2 periods
    """
    _refuse(rows)
    times = rows["time"].unique().sort()
    periods = rows.group_by("unit").len()
    whole = periods.filter(col.len == times.len())["unit"].sort()
    if whole.len() < 2 or times.len() < 2:
        raise PanelTooThin(units=whole.len(), periods=times.len())
    kept = rows.filter(col.unit.is_in(whole.implode())).sort("unit", "time")
    outcome = kept["outcome"].to_numpy().reshape(whole.len(), times.len()).astype(np.float64)
    first = kept.group_by("unit", maintain_order=True).agg(col.first_treated.first())["first_treated"]
    at = times.to_numpy().astype(np.float64)
    since = first.fill_null(0).to_numpy().astype(np.float64)
    start = np.where(since == 0, at.size, np.searchsorted(at, since)).astype(np.int64)
    gone = periods.filter(col.len < times.len())["unit"].sort()
    return Panel(tuple(whole.to_list()), at, outcome, start, tuple(gone.to_list()))


def _refuse(rows: pl.DataFrame) -> None:
    for column in ("unit", "time", "outcome"):
        bad = rows[column].is_null()
        if rows[column].dtype.is_float():
            bad = bad | ~rows[column].is_finite()
        if bad.any():
            raise PanelCellMissing(row=int(bad.arg_max() or 0) + 1, column=column)
    doubled = rows.filter(pl.struct("unit", "time").is_duplicated())
    if not doubled.is_empty():
        raise PanelDoubled(unit=doubled["unit"][0], time=f"{doubled['time'][0]:g}", rows=doubled.height)
    starts = rows.group_by("unit").agg(col.first_treated.fill_null(0).unique().sort()).sort("unit")
    moving = starts.filter(col.first_treated.list.len() > 1)
    if not moving.is_empty():
        told = ", ".join(f"{value:g}" for value in moving["first_treated"][0])
        raise PanelMoves(unit=moving["unit"][0], starts=told)
