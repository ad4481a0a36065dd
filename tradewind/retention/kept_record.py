"""Were the warnings right that were told at the time? From what was stored then and what came after, never from today's
model."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from polars import col

from tradewind.retention.backtest import count, share, wilson

YEAR_DAYS = 365
WON_BACK, SEASONAL = "won_back", "seasonal"
LEFT = ("lost", "lost_price", "lost_rival", "lost_service", "closed_down")  # what people record of who left
VERDICTS = ("right", "false_alarm", "saved", "seasonal", "pending")
WARNINGS = pl.Schema(
    {
        "customer_id": pl.String, "warned_on": pl.Date, "last_ordered_on": pl.Date, "p_no_order": pl.Float64,
        "money_at_risk": pl.Float64, "channel": pl.String, "contacted_on": pl.Date, "label": pl.String,
    }
)  # fmt: skip
SAID = pl.Schema({"customer_id": pl.String, "said_on": pl.Date, "p_no_order": pl.Float64})


def judged_warnings(warnings: pl.DataFrame, days: pl.DataFrame, today: date, horizon_days: int) -> pl.DataFrame:
    """What became of each warning.

    warnings  one row per stored warning: WARNINGS. last_ordered_on names the silence; contacted_on is the first contact
              after the warning, label what a person recorded of its end; both may be null
    days      customer_id, ordered_on: the order days as they are known today
    returns   the warnings, with
                again_on   date  the first order day after last_ordered_on, or null
                verdict    false_alarm: ordered within the horizon after the warning, and nobody had contacted the buyer
                           saved: ordered then after a contact, or recorded as won back; no false alarm, and no proof
                           right: no order within the horizon, or recorded as lost
                           seasonal: recorded as waiting for its season; pending: the horizon is not over
                lead_days  int   of the right ones: days left before the buyer counts as lost, 0 or more; else null
    """
    again = days.select("customer_id", again_on=col.ordered_on).sort("again_on")
    after = warnings.with_columns(after=col.last_ordered_on + timedelta(days=1)).sort("after")
    told = after.join_asof(
        again, left_on="after", right_on="again_on", by="customer_id", strategy="forward", check_sortedness=False
    )
    horizon = timedelta(days=horizon_days)
    back = (col.again_on <= col.warned_on + horizon).fill_null(value=False)
    touched = (col.contacted_on <= col.again_on).fill_null(value=False) | col.label.eq_missing(WON_BACK)
    verdict = (
        pl.when(back & touched).then(pl.lit("saved"))
        .when(col.label.eq_missing(SEASONAL)).then(pl.lit("seasonal"))
        .when(back).then(pl.lit("false_alarm"))
        .when(col.label.eq_missing(WON_BACK)).then(pl.lit("saved"))
        .when(col.label.is_in(LEFT).fill_null(value=False)).then(pl.lit("right"))
        .when(col.warned_on + horizon <= today).then(pl.lit("right"))
        .otherwise(pl.lit("pending"))
    )  # fmt: skip
    silent = (col.warned_on - col.last_ordered_on).dt.total_days()
    judged = told.drop("after").with_columns(verdict=verdict)
    lead = pl.when(col.verdict == "right").then((YEAR_DAYS - silent).clip(lower_bound=0))
    return judged.with_columns(lead_days=lead).sort("warned_on", "customer_id")


def left_silences(
    warnings: pl.DataFrame, days: pl.DataFrame, since: date, today: date, horizon_days: int
) -> pl.DataFrame:
    """The silences that reached the horizon since `since`, and whether they had been warned of by then.

    since    the first day on which a warning could be stored
    returns  customer_id, last_ordered_on, left_on (the day on which the silence was `horizon_days` long), warned bool
    """
    horizon = timedelta(days=horizon_days)
    spells = days.sort("customer_id", "ordered_on").with_columns(
        next_on=col.ordered_on.shift(-1).over("customer_id"), left_on=col.ordered_on + horizon
    )
    left = spells.filter(
        col.left_on > since, col.left_on <= today, col.next_on.is_null() | (col.next_on > col.left_on)
    ).select("customer_id", "left_on", last_ordered_on="ordered_on")
    first = warnings.group_by("customer_id", "last_ordered_on").agg(col.warned_on.min())
    joined = left.join(first, on=["customer_id", "last_ordered_on"], how="left")
    return joined.select(
        "customer_id", "last_ordered_on", "left_on", warned=(col.warned_on <= col.left_on).fill_null(value=False)
    )


def by_month(judged: pl.DataFrame, left: pl.DataFrame) -> pl.DataFrame:
    """The record by month: warnings by the month in which they were told, who left by that in which it showed.

    returns  earliest first: month (date, its first), warned, and of these right, false_alarms, saved, seasonal, pending
             int; precision share with precision_low, precision_high (Wilson, 95 %), over right and false alarms alone;
             median_lead_days of the right ones; left, left_warned int; recall share (left_warned / left)
    """
    told = judged.group_by(month=col.warned_on.dt.truncate("1mo")).agg(**verdict_sums())
    gone = left.group_by(month=col.left_on.dt.truncate("1mo")).agg(**left_sums())
    months = told.join(gone, on="month", how="full", coalesce=True).sort("month")
    counts = [name for name in months.columns if name not in ("month", "median_lead_days")]
    return with_shares(months.with_columns(col(counts).fill_null(0)))


def in_all(judged: pl.DataFrame, left: pl.DataFrame) -> pl.DataFrame:
    """The same over all months, one row."""
    sums = judged.select(**verdict_sums()).hstack(left.select(**left_sums()))
    return with_shares(sums)


def verdict_sums() -> dict[str, pl.Expr]:
    counts = {verdict: count(col.verdict == verdict) for verdict in VERDICTS}
    named = {"false_alarms" if verdict == "false_alarm" else verdict: n for verdict, n in counts.items()}
    return {"warned": pl.len().cast(pl.Int64), **named, "median_lead_days": col.lead_days.median()}


def left_sums() -> dict[str, pl.Expr]:
    return {"left": pl.len().cast(pl.Int64), "left_warned": count(col.warned)}


def with_shares(counts: pl.DataFrame) -> pl.DataFrame:
    low, high = wilson(col.right, col.right + col.false_alarms)
    return counts.with_columns(
        precision=share(col.right, col.right + col.false_alarms), precision_low=low, precision_high=high,
        recall=share(col.left_warned, col.left),
    )  # fmt: skip


def said_and_happened(said: pl.DataFrame, days: pl.DataFrame, today: date, horizon_days: int) -> pl.DataFrame:
    """The chances that were stored, and whether their buyers then stopped, as far as the horizon is over.

    said     SAID: customer_id, said_on, p_no_order
    returns  cutoff (the day it was said), customer_id, p_no_order, stopped bool
    """
    horizon = timedelta(days=horizon_days)
    mature = said.filter(col.said_on + horizon <= today)
    after = mature.join(days, on="customer_id").filter(
        col.ordered_on > col.said_on, col.ordered_on <= col.said_on + horizon
    )
    ordered = after.select("customer_id", "said_on").unique().with_columns(stopped=pl.lit(value=False))
    joined = mature.join(ordered, on=["customer_id", "said_on"], how="left")
    return joined.select(
        cutoff="said_on", customer_id="customer_id", p_no_order="p_no_order", stopped=col.stopped.fill_null(value=True)
    ).sort("cutoff", "customer_id")


def calibration_by_month(told: pl.DataFrame) -> pl.DataFrame:
    """month (date), buyers int, mean_p_no_order and observed share: what was said on average, and what happened."""
    by = told.group_by(month=col.cutoff.dt.truncate("1mo")).agg(
        buyers=pl.len().cast(pl.Int64), mean_p_no_order=col.p_no_order.mean(), observed=col.stopped.mean()
    )
    return by.sort("month")
