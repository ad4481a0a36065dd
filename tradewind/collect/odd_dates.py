"""Order dates that are on the calendar and yet slips: 2062 for 2026, alone and years away from all other orders.

A day is suspicious before 1970, or more than two years after the middle day of the file's rows. It is kept all the
same when the file's days lead there without a gap of more than a year, or when one row in ten or more is like it:
then it is a history, and no slip.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from tradewind.collect.marks import is_told_of

ODD = "odd_date"
FIRST_USUAL = date(1970, 1, 1)
YEARS_AHEAD = timedelta(days=731)
GAP_DAYS = 366
FEW = 0.1  # share of the rows


def usual_until(on: pl.Series) -> date | None:
    """The last day that is not suspicious; None of a column without days."""
    days = on.drop_nulls().sort()
    return None if days.is_empty() else min(days[len(days) // 2], date.max - YEARS_AHEAD) + YEARS_AHEAD


def odd_days(on: pl.Series, reasons: pl.Series) -> pl.Series:
    """Whether each day is a slip: suspicious and alone; or refused as one before, and not corrected since.

    on       Date
    reasons  why the row was given back for correction -- see `marks`; null in other files
    """
    until = usual_until(on)
    if until is None:
        return on.is_not_null()
    found = pl.DataFrame({"on": on, "told": is_told_of(reasons, ODD), "until": _told_until(reasons)})
    again = pl.col("told") & ((pl.col("on") < FIRST_USUAL) | (pl.col("on") > pl.col("until")))
    alone = pl.col("on").is_in(_alone(on.drop_nulls(), until).implode())
    return found.select((alone | again).fill_null(value=False)).to_series()


def _alone(days: pl.Series, until: date) -> pl.Series:
    """The suspicious days beyond a gap, when they are those of few rows."""
    rows = days.rename("on").value_counts(name="rows").sort("on")
    gap = pl.col("on").diff().dt.total_days() > GAP_DAYS
    usual = pl.col("on").is_between(FIRST_USUAL, until)
    lonely = rows.with_columns(run=gap.fill_null(value=False).cum_sum()).filter(~usual.any().over("run"))
    return (lonely if lonely["rows"].sum() < FEW * len(days) else lonely.clear())["on"]


def _told_until(reasons: pl.Series) -> pl.Series:
    return reasons.str.extract(r"; after=(\d{4}-\d{2}-\d{2})$").str.to_date("%Y-%m-%d", strict=False)
