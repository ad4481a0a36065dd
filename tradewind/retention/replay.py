"""Whom would the warning have flagged, and when, had it run on each day of the past?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from polars import col
from scipy.special import expit

from tradewind.errors import BudgetOutOfRange, ReplayOutOfRange
from tradewind.retention.alarm import LOOKS, Watch, cycles, extra_bar, worth
from tradewind.retention.bgnbd import Floats
from tradewind.retention.budget import Bar, Spent, set_bar
from tradewind.retention.silences import Calendar, Pause, Spells, silences
from tradewind.retention.suspicion import SuspicionParameters, fit_suspicion, log_odds
from tradewind.retention.warning import require_horizon

REFIT_DAYS = 30.0
RHYTHM_ORDER_DAYS = 5  # from here on a buyer's own rhythm is known; as in warning.WarningRule


@dataclass(frozen=True)
class Stage:
    """From one refit to the next: the day, what was known, and the bar."""

    from_on: date
    parameters: SuspicionParameters
    bar: Bar
    reached: float


@dataclass(frozen=True)
class Replay:
    """`silences` with flagged_on (date or null) and channel (rhythm, chance, or null), and the stages."""

    silences: pl.DataFrame
    stages: list[Stage]


def replay(
    orders: pl.DataFrame,
    from_on: date,
    today: date,
    horizon_days: int = 90,
    budget: float = 0.10,
    pauses: Sequence[Pause] = (),
) -> Replay:
    """The flags as they would have been given from `from_on` to `today`, with a refit every 30 days.

    A silence is looked at on days 3, 5, 7 … 60 … 365 of it, and flagged at most once. Model and bar know only what
    happened before the day of the refit; the flag only what happened up to its own day.

    orders   one row per order of the whole team: customer_id, ordered_on, amount, amount_base -- see ORDERS
    budget   the false-alarm rate to stay within, above 0 and below 1
    pauses   first and last days of times that count towards no silence, e.g. the Spring Festival
    returns  channel is `rhythm` for buyers of five order days or more, whose own rhythm is known, else `chance`
    raises   MissingColumn, HorizonOutOfRange, BudgetOutOfRange, ReplayOutOfRange
    """
    require_horizon(horizon_days)
    if not 0 < budget < 1:
        raise BudgetOutOfRange(budget=budget)
    frame = silences(orders, today)
    first = frame["first_ordered_on"].min()
    if not isinstance(first, date) or not first < from_on <= today:
        raise ReplayOutOfRange(from_on=from_on, first=first or today, last=today)
    calendar, watch = Calendar.without(pauses), Watch(horizon_days, budget)
    spells = Spells.of(frame, calendar)
    start, last = (float(calendar.counted(np.array([day.toordinal()]))[0]) for day in (from_on, today))
    flagged, stages = np.full(frame.height, np.inf), list[Stage]()
    for day in np.arange(start, last + 1, REFIT_DAYS).tolist():
        stage = stage_at(spells, day, watch, flagged, start, calendar)
        look(spells, stage, day, min(day + REFIT_DAYS, last + 1), watch, flagged)
        stages.append(stage)
    return Replay(with_flags(frame, flagged, calendar), stages)


def stage_at(spells: Spells, day: float, watch: Watch, flagged: Floats, start: float, calendar: Calendar) -> Stage:
    """What is known before `day`, and the bar, given what was spent since the replay began on `start`."""
    parameters = fit_suspicion(spells, day, watch.horizon)
    spent = spent_so_far(spells, flagged, start, day, parameters, watch)
    return Stage(calendar.day(day), parameters, set_bar(spells, day, parameters, watch, spent), spent.rate)


def spent_so_far(
    spells: Spells, flagged: Floats, start: float, day: float, parameters: SuspicionParameters, watch: Watch
) -> Spent:
    """What the silences since `start` have spent of the budget before `day`, and will have with the orders to come."""
    since = (spells.began >= start) & (spells.began < day) & (spells.repeats >= 1)
    over = since & (spells.ended < day)
    false = over & (flagged < spells.ended)
    open_flags = np.flatnonzero(since & (spells.ended >= day) & (flagged < day))
    silent = day - spells.began[open_flags]
    comes = expit(-log_odds(spells, open_flags, silent, parameters, watch.horizon))
    ended, wrong, coming = (
        np.bincount(spells.buyer[at], weights, spells.buyers)
        for at, weights in ((over, None), (false, None), (open_flags, comes))
    )
    back = ended > 0
    weight = np.where(back, 1.0, coming)
    share = (wrong + coming) / np.maximum(ended + coming, 1e-9)
    rate = float((wrong[back] / ended[back]).mean()) if back.any() else 0.0
    return Spent(day - start, rate, int(back.sum()), float(weight @ share) / max(float(weight.sum()), 1e-9))


def look(spells: Spells, stage: Stage, day: float, until: float, watch: Watch, flagged: Floats) -> None:
    """Look at each silence on its days from `day` to before `until`, and flag those over the bar, in place."""
    for column, silent in enumerate(LOOKS):
        on = spells.began + silent
        at = np.flatnonzero((on >= day) & (on < until) & (spells.ended > on) & np.isinf(flagged))
        if not at.size:
            continue
        odds = log_odds(spells, at, np.full(at.size, silent), stage.parameters, watch.horizon)
        extra = extra_bar(stage.bar.early, cycles(spells, at, stage.parameters))[:, column]
        loud = odds + worth(spells, at, stage.parameters, watch) - extra
        bar = np.where(spells.repeats[at] >= 1, stage.bar.level, stage.bar.level_one_order)
        flagged[at[loud >= bar]] = on[at[loud >= bar]]


def with_flags(frame: pl.DataFrame, flagged: Floats, calendar: Calendar) -> pl.DataFrame:
    """The silences with flagged_on and channel."""
    days = {counted: calendar.day(counted) for counted in np.unique(flagged[np.isfinite(flagged)]).tolist()}
    on = pl.Series("flagged_on", [days.get(counted) for counted in flagged.tolist()], dtype=pl.Date)
    known = pl.when(col.order_days >= RHYTHM_ORDER_DAYS).then(pl.lit("rhythm")).otherwise(pl.lit("chance"))
    return frame.with_columns(on).with_columns(channel=pl.when(col.flagged_on.is_not_null()).then(known))


FLAGS = ("customer_id", "last_ordered_on", "flagged_on", "channel", "money")


def flags(found: pl.DataFrame) -> pl.DataFrame:
    """The flagged silences: customer_id, last_ordered_on, flagged_on, channel, money (trailing year), in that order."""
    return found.drop_nulls("flagged_on").select(FLAGS).sort("flagged_on", "customer_id")
