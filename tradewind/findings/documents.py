"""What do CLI and API hand out? The findings of retention as plain JSON values.

Dates are ISO strings, shares fractions of one, every number finite; what does not apply is null, and left out of
reasons.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import polars as pl
from polars import col

from tradewind import published
from tradewind.retention import backtest
from tradewind.retention.ripple_fit import OwnRipple

Document = dict[str, Any]


def watch(buyers: pl.DataFrame, today: date, horizon_days: int, parameters: Document) -> Document:
    """The warning list: every buyer, most money at risk first; on_list tells whom the rule names.

    buyers      as `warning.buyers_at_risk` returns it, with the buyers' name
    parameters  as `recomputing.watch_parameters` returns them
    """
    return {
        "today": today.isoformat(),
        "horizon_days": horizon_days,
        "buyers": [buyer(row) for row in buyers.to_dicts()],
        "parameters": parameters,
    }


def buyer(row: Document) -> Document:
    """One buyer of the list."""
    return {**plain(row), "reasons": reasons(row["reasons"])}


def reasons(found: list[Document]) -> list[Document]:
    """A buyer's reasons, the one to say first first: each its code and the numbers that it has."""
    return [{name: value for name, value in one.items() if value is not None} for one in found]


def rate(rates: pl.DataFrame) -> Document:
    """The churn rate by month, beside the published figure; `rates` as `churn_rate.churn_rate` returns it."""
    months = rates.with_columns(month=col.month.dt.strftime("%Y-%m"))
    return {"months": months.to_dicts(), "benchmark": benchmark("churn_rate")}


def benchmark(metric: str) -> Document:
    """A published figure and the sentence on its source that stands beside it, in both languages."""
    return {**asdict(published.metric(metric)), "source": published.source()}


def record(buyers: pl.DataFrame, today: date, horizon_days: int) -> Document:
    """What the warning got right and missed: per cutoff, in all, and by groups of like chance.

    buyers   as `backtest.warning_record_buyers` returns it, or the rows of some of its buyers
    """
    return {
        "today": today.isoformat(),
        "horizon_days": horizon_days,
        "cutoffs": rows(backtest.record_by_cutoff(buyers)),
        "total": rows(backtest.record_of(buyers))[0],
        "calibration": rows(backtest.calibration(buyers)),
    }


def own_ripple(strengths: OwnRipple, churn: float | None, money: float) -> Document:
    """What a team's own history says of the ripple.

    churn  the newest final churn rate of the buyers looked at, a yearly share; null where history is too short
    money  what they ordered in the last 365 days, net, in base currency
    """
    return {**asdict(strengths), "missing": list(strengths.missing), "churn": churn, "yearly_amount": money}


def cohorts(found: pl.DataFrame, today: date) -> Document:
    """The buyers by the quarter in which they began; `found` as `cohorts.cohorts` returns it.

    returns  today, cohorts: cohort ("2025-Q1"), buyers, shares (of those who ordered in quarter 0, 1, …)
    """
    quarter = col.cohort.dt.year().cast(pl.String) + "-Q" + col.cohort.dt.quarter().cast(pl.String)
    lines = found.group_by("cohort", maintain_order=True).agg(col.buyers.first(), shares="share")
    return {
        "today": today.isoformat(),
        "cohorts": lines.select(cohort=quarter, buyers="buyers", shares="shares").to_dicts(),
    }


def rows(frame: pl.DataFrame) -> list[Document]:
    """The rows of a frame as plain values."""
    return [plain(row) for row in frame.to_dicts()]


def plain(row: Document) -> Document:
    """A row with its dates written out."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
