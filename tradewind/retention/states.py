"""How does a buyer stand, and what has changed? healthy → cooling → at risk → lost → won back, with hysteresis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from polars import col

from tradewind.retention.silences import Calendar, Pause, ordinals

STATES = ("healthy", "cooling", "at_risk", "lost", "won_back")
WHYS = (
    "first_look", "flagged", "silent_for_a_year", "ordered_again", "late_by_rhythm", "back_in_rhythm", "ordered",
    "warning_withdrawn", "snoozed",
)  # fmt: skip
COOLING_FROM = 1.25  # own cycles of silence, above which a buyer cools
HEALTHY_BELOW = 1.0  # and below which one that cools is healthy again: between the two nothing changes
NUMBERS = ("silent_days", "cycle_days", "late", "p_no_order", "money_at_risk", "flagged_on", "channel")


def state_changes(
    buyers: pl.DataFrame,
    before: pl.DataFrame,
    today: date,
    team_cycle_days: float | None = None,
    pauses: Sequence[Pause] = (),
) -> pl.DataFrame:
    """The buyers whose state is another than it was, or who are looked at for the first time.

    buyers   as `warning.buyers_at_risk` returns them, the whole team
    before   customer_id, state, last_ordered_on (the silence that it spoke of): each buyer's state so far
    pauses   first and last days of the times that count towards no lateness, e.g. the Spring Festival
    returns  one row per change, by customer_id: customer_id, last_ordered_on, state, was (null at the first look),
             why (of WHYS), and the NUMBERS that it was decided by; late is the silence in own cycles (the team's for a
             buyer of one order day), without the pauses
      lost      silent for longer than a year
      at_risk   on the list: flagged by the early warning; and as long as it is, whatever else moves
      won_back  has ordered after it was at risk or lost, until the next order
      cooling   late by 1.25 own cycles, until it is less than 1 late
      healthy   else, and whoever is snoozed until its season
    raises   MissingColumn
    """
    known = before.select("customer_id", was=col.state, was_silent_since=col.last_ordered_on)
    told = with_lateness(buyers, today, team_cycle_days, pauses).join(known, on="customer_id", how="left")
    told = told.with_columns(ordered=col.last_ordered_on.ne_missing(col.was_silent_since) & col.was.is_not_null())
    told = told.with_columns(state=standing())
    moved = told.filter(
        col.was.is_null() | (col.state != col.was) | ((col.state == "at_risk") & col.ordered)
    ).with_columns(why=cause())
    return moved.select("customer_id", "last_ordered_on", "state", "was", "why", *NUMBERS).sort("customer_id")


def with_lateness(
    buyers: pl.DataFrame, today: date, team_cycle_days: float | None, pauses: Sequence[Pause]
) -> pl.DataFrame:
    """The buyers with `late`: how many own cycles the silence has lasted, without the pauses; null without a cycle."""
    calendar = Calendar.without(pauses)
    ends = pl.repeat(today, buyers.height, dtype=pl.Date, eager=True)
    counted = calendar.counted(ordinals(ends)) - calendar.counted(ordinals(buyers["last_ordered_on"]))
    cycle = col.cycle_days.fill_null(pl.lit(team_cycle_days, dtype=pl.Float64))
    return buyers.with_columns(pl.Series("counted", counted)).with_columns(late=col.counted / cycle)


def standing() -> pl.Expr:
    """The state that the numbers give, and, within the two thresholds, the one that it was."""
    stays_cool = (col.was == "cooling") & (col.late >= HEALTHY_BELOW)
    cools = ((col.late > COOLING_FROM) | stays_cool).fill_null(value=False)
    back = (col.ordered & col.was.is_in(["at_risk", "lost"])) | (~col.ordered & (col.was == "won_back"))
    return (
        pl.when(col.why_not.eq_missing("lost_already")).then(pl.lit("lost"))
        .when(col.why_not.eq_missing("snoozed")).then(pl.lit("healthy"))
        .when("on_list").then(pl.lit("at_risk"))
        .when(back.fill_null(value=False)).then(pl.lit("won_back"))
        .when(cools).then(pl.lit("cooling"))
        .otherwise(pl.lit("healthy"))
    )  # fmt: skip


def cause() -> pl.Expr:
    """Why the state is what it is now."""
    withdrawn = (col.was == "at_risk") & ~col.ordered
    return (
        pl.when(col.was.is_null()).then(pl.lit("first_look"))
        .when(col.state == "lost").then(pl.lit("silent_for_a_year"))
        .when(col.state == "at_risk").then(pl.lit("flagged"))
        .when(col.state == "won_back").then(pl.lit("ordered_again"))
        .when(col.why_not.eq_missing("snoozed")).then(pl.lit("snoozed"))
        .when(withdrawn).then(pl.lit("warning_withdrawn"))
        .when(col.state == "cooling").then(pl.lit("late_by_rhythm"))
        .when("ordered").then(pl.lit("ordered"))
        .otherwise(pl.lit("back_in_rhythm"))
    )  # fmt: skip
