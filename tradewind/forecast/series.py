"""Monthly sales of several series: each from its first month to its last one, without a gap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars import col

from tradewind.errors import SalesBelowZero, SalesCellMissing, SalesDoubled, SalesGap, SalesTooShort

Floats = NDArray[np.float64]
LEAST_MONTHS = 6
SEASON = 12


@dataclass(frozen=True)
class Sales:
    """What was sold, month by month.

    ids      n names
    months   n arrays of sales per month, 0 or more, in one unit per series
    ends     the last month of each, as year * 12 + month - 1
    """

    ids: tuple[str, ...]
    months: tuple[Floats, ...]
    ends: tuple[int, ...]

    @property
    def longest(self) -> int:
        """The months of the longest series."""
        return max(one.size for one in self.months)

    def before(self, series: int, origin: int) -> Floats:
        """The months of a series that were known `origin` months before its end."""
        seen = self.months[series]
        return seen[: max(0, seen.size - origin)]

    def after(self, series: int, origin: int, horizon: int) -> Floats:
        """What came in the `horizon` months after that origin, as far as it is known."""
        seen = self.months[series]
        return seen[max(0, seen.size - origin) :][:horizon]


def sales(rows: pl.DataFrame, named: str = "the table") -> Sales:
    """The series in these rows.

    rows     one row per series and month: unique_id, month (year * 12 + month - 1), y
    named    what the rows came out of, for refusals
    raises   SalesCellMissing where a name, a month or an amount is missing; SalesDoubled for a month that a series has
             twice; SalesGap for one that it lacks between its first and its last; SalesBelowZero; SalesTooShort when
             no series has 6 months
    """
    for name in ("unique_id", "month", "y"):
        if (missing := rows[name].is_null()).any():
            raise SalesCellMissing(file=named, row=int(missing.arg_max() or 0) + 1, column=name)
    inside = rows.with_columns(col("month").cast(pl.Int64)).sort("unique_id", "month")
    _refuse(inside, named)
    found = inside.group_by("unique_id", maintain_order=True).agg(col.y, col("month").last())
    kept = Sales(
        tuple(found["unique_id"].to_list()),
        tuple(np.asarray(one, dtype=np.float64) for one in found["y"].to_list()),
        tuple(found["month"].to_list()),
    )
    if not kept.ids or kept.longest < LEAST_MONTHS:
        raise SalesTooShort(file=named, months=kept.longest if kept.ids else 0, least=LEAST_MONTHS)
    return kept


def _refuse(rows: pl.DataFrame, named: str) -> None:
    doubled = rows.filter(pl.struct("unique_id", "month").is_duplicated())
    if not doubled.is_empty():
        told = month_told(doubled["month"][0])
        raise SalesDoubled(file=named, series=doubled["unique_id"][0], month=told, rows=doubled.height)
    steps = rows.with_columns(step=col("month").diff().over("unique_id"))
    gaps = steps.filter(col.step > 1)
    if not gaps.is_empty():
        lacking = gaps["month"][0] - gaps["step"][0] + 1
        raise SalesGap(file=named, series=gaps["unique_id"][0], month=month_told(lacking), gaps=gaps.height)
    below = rows.filter(col.y < 0)
    if not below.is_empty():
        told = month_told(below["month"][0])
        raise SalesBelowZero(file=named, series=below["unique_id"][0], month=told, rows=below.height)


def month_told(month: int) -> str:
    """A month as 2026-03."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"
