"""Who really uses the tools? Habit, not clicks: core actions on several work days, week after week."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
from polars import col

from tradewind.errors import SeatsTooFew
from tradewind.ledger.schema import require

WEEKS, WEEK_DAYS = 4, 7
DAYS_A_WEEK, WEEKS_OF_HABIT = 2, 3
KEPT_DAYS = (28, 56)


@dataclass(frozen=True)
class Window:
    """The weeks that are looked at: four of seven days, the last one ending today.

    today     the last day
    workdays  the days of the window on which the team works
    """

    today: date
    workdays: frozenset[date]

    @property
    def first(self) -> date:
        return self.today - timedelta(days=WEEKS * WEEK_DAYS - 1)

    def days_needed(self) -> list[int]:
        """For each week, the latest first, on how many work days a seat must be used: 2, or as many as there are."""
        weeks = [0] * WEEKS
        for day in self.workdays:
            weeks[(self.today - day).days // WEEK_DAYS] += 1
        return [min(DAYS_A_WEEK, days) for days in weeks]


def window(today: date, workdays: Collection[date]) -> Window:
    """The four weeks up to today, and which of their days are work days."""
    first = today - timedelta(days=WEEKS * WEEK_DAYS - 1)
    return Window(today, frozenset(day for day in workdays if first <= day <= today))


def use_by_rep(usage: pl.DataFrame, seen: Window) -> pl.DataFrame:
    """How each person used the tools in the window.

    usage    one row per action: rep, used_at, action, is_core -- see USAGE; those after today do not count
    returns  one row per person who ever did anything, by name:
               first_used_on, last_used_on  date
               core_days      int    work days of the window with a core action
               habit_weeks    int    weeks of the window with a core action on 2 work days, or on all where fewer are
               is_habit       bool   in 3 of the 4 weeks; a week without a work day is none of the 4
               actions        int    core actions of the window;  breadth  int  different ones
               depth          float  core actions per day with one; null without any
    raises   MissingColumn
    """
    require(usage, "usage", "rep", "used_at", "action", "is_core")
    dated = usage.with_columns(used_on=col.used_at.dt.date()).filter(col.used_on <= seen.today)
    known = dated.group_by("rep").agg(first_used_on=col.used_on.min(), last_used_on=col.used_on.max())
    core = dated.filter(col.is_core, col.used_on >= seen.first)
    summed = core.group_by("rep").agg(
        actions=pl.len(),
        breadth=col.action.n_unique(),
        depth=pl.len() / col.used_on.n_unique(),
    )
    worked = core.filter(col.used_on.is_in(list(seen.workdays))).select("rep", "used_on").unique()
    needed = seen.days_needed()
    weeks = worked.group_by("rep", week=(pl.lit(seen.today) - col.used_on).dt.total_days() // WEEK_DAYS).len("days")
    enough = pl.DataFrame({"week": range(WEEKS), "needed": needed}, schema={"week": pl.Int64, "needed": pl.Int64})
    habit = (
        weeks.join(enough, on="week")
        .group_by("rep")
        .agg(core_days=col.days.sum(), habit_weeks=(col.days >= col.needed).sum())
    )
    required = max(1, sum(days > 0 for days in needed) - (WEEKS - WEEKS_OF_HABIT))
    return (
        known.join(summed, on="rep", how="left")
        .join(habit, on="rep", how="left")
        .with_columns(col("actions", "breadth", "core_days", "habit_weeks").fill_null(0))
        .with_columns(is_habit=col.habit_weeks >= required)
        .sort("rep")
        .select(
            "rep",
            "first_used_on",
            "last_used_on",
            "core_days",
            "habit_weeks",
            "is_habit",
            "actions",
            "breadth",
            "depth",
        )
    )


@dataclass(frozen=True)
class RealUse:
    """What the seats are used for; shares are of the licensed seats unless said.

    real_use    seats with the habit;  tried  seats that ever did anything;  active  with a core action in the window
    stickiness  mean over work days of the people active on the day, of those active in the window; null without any
    breadth     median share of the core actions that the team knows;  depth  median core actions per active day
    kept        by 28 and 56 days: of first uses of a core action so long ago or longer, the share used again so late
    """

    seats: int
    habit: int
    real_use: float
    tried: float
    active: float
    stickiness: float | None
    breadth: float | None
    depth: float | None
    kept: dict[int, float | None]


def real_use(usage: pl.DataFrame, seen: Window, seats: int) -> RealUse:
    """The use of the licensed seats. Raises MissingColumn; SeatsTooFew when more people than seats did something."""
    reps = use_by_rep(usage, seen)
    if reps.height > seats:
        raise SeatsTooFew(people=reps.height, seats=seats)
    core = usage.filter(col.is_core).with_columns(used_on=col.used_at.dt.date()).filter(col.used_on <= seen.today)
    active = reps.filter(col.actions > 0)
    known = core["action"].n_unique()
    return RealUse(
        seats=seats,
        habit=int(reps["is_habit"].sum()),
        real_use=float(reps["is_habit"].sum()) / seats,
        tried=reps.height / seats,
        active=active.height / seats,
        stickiness=_stickiness(core, seen, active.height),
        breadth=_median(active["breadth"] / known) if known else None,
        depth=_median(active["depth"]),
        kept={days: _kept(core, seen.today, days) for days in KEPT_DAYS},
    )


def _median(values: pl.Series) -> float | None:
    middle = values.median()
    return float(middle) if isinstance(middle, (int, float)) else None


def _stickiness(core: pl.DataFrame, seen: Window, active: int) -> float | None:
    if not active or not seen.workdays:
        return None
    days = core.filter(col.used_on.is_in(list(seen.workdays))).select("rep", "used_on").unique()
    return days.height / len(seen.workdays) / active


def _kept(core: pl.DataFrame, today: date, days: int) -> float | None:
    """Of a person's first uses of an action at least `days` ago, how many were followed by one `days` later or more."""
    first = core.group_by("rep", "action").agg(first=col.used_on.min(), last=col.used_on.max())
    old = first.filter(col.first <= today - timedelta(days=days))
    if old.is_empty():
        return None
    return float(((old["last"] - old["first"]).dt.total_days() >= days).mean() or 0.0)  # type: ignore[arg-type]
