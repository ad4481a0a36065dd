"""Which silences are flagged today, since when, and by which channel? The early warning as it stands.

The flags of a day are those that `replay` would have given from a fixed day on, so that what was flagged yesterday is
flagged today as long as the silence lasts. Where a history is too short to set a bar on, the rule of `warning` stands
in for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import polars as pl
from polars import col

from tradewind.retention.order_days import order_days
from tradewind.retention.replay import Replay, replay
from tradewind.retention.silences import Pause
from tradewind.retention.suspicion import SuspicionParameters

STEP_DAYS = 182  # between one first day of the replay and the next
BEFORE_HORIZONS = 2  # of history before the first day on which a silence may be flagged
FEWEST_REPEATED = 20  # buyers of two order days or more; with fewer no bar can be set
RULE, EARLY = "rule", "early_warning"
SCHEMA = pl.Schema({"customer_id": pl.String, "last_ordered_on": pl.Date, "flagged_on": pl.Date, "channel": pl.String})


@dataclass(frozen=True)
class StandingParameters:
    """How today's flags were given.

    by        early_warning, or rule where the history is too short for it
    budget    of false alarms, a share
    from_on   the first day on which a silence may have been flagged; null by the rule
    pauses    first and last days of the times that count towards no silence
    level, level_one_order, early   the bar that is in force; null by the rule
    reached   the false-alarm rate since from_on, as far as it was known on the day of the last refit
    suspicion what the bar is held against
    """

    by: str
    budget: float
    from_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    level: float | None = None
    level_one_order: float | None = None
    early: float | None = None
    reached: float | None = None
    suspicion: SuspicionParameters | None = None


class Standing(NamedTuple):
    """Today's flags, how they were given, and the replay that they are the end of; null by the rule."""

    flags: pl.DataFrame
    parameters: StandingParameters
    replay: Replay | None


def stand(
    orders: pl.DataFrame, today: date, horizon_days: int = 90, budget: float = 0.10, pauses: Sequence[Pause] = ()
) -> Standing:
    """The silences that last on the evening of `today` and are flagged, and by what.

    orders   one row per order of the whole team: customer_id, ordered_on, amount, amount_base -- see ORDERS
    budget   the false-alarm rate to stay within, above 0 and below 1
    pauses   as in `replay`
    returns  flags: customer_id, last_ordered_on, flagged_on, channel (rhythm, chance); none by the rule, whose list
             `warning.buyers_at_risk` makes itself
    raises   MissingColumn, HorizonOutOfRange, BudgetOutOfRange
    """
    days = order_days(orders, today)
    start = first_day(days, today, horizon_days)
    if start is None:
        return Standing(SCHEMA.to_frame(), StandingParameters(RULE, budget), None)
    found = replay(orders, start, today, horizon_days, budget, pauses)
    flagged = found.silences.filter(col.ended_on.is_null(), col.flagged_on.is_not_null())
    last = found.stages[-1]
    parameters = StandingParameters(
        EARLY, budget, start, tuple(pauses), last.bar.level, last.bar.level_one_order, last.bar.early, last.reached,
        last.parameters,
    )  # fmt: skip
    return Standing(flagged.select(SCHEMA.names()).cast(SCHEMA), parameters, found)


def first_day(days: pl.DataFrame, today: date, horizon_days: int) -> date | None:
    """The first day of the replay: on a grid of half years from the first order day, so that it moves twice a year, a
    half to a whole year before today where the history is so long, with as much of it as can be before it; null where
    the history is too short."""
    first = days["ordered_on"].min()
    repeated = days["customer_id"].value_counts()["count"].gt(1).sum()
    if not isinstance(first, date) or repeated < FEWEST_REPEATED:
        return None
    begins = first + timedelta(days=BEFORE_HORIZONS * horizon_days)
    if begins > today:
        return None
    steps = max(0, (today - begins).days // STEP_DAYS - 1)
    return begins + timedelta(days=steps * STEP_DAYS)


def with_given(flags: pl.DataFrame, given: pl.DataFrame | None) -> pl.DataFrame:
    """The flags, and before them those that were given earlier: a warning that was told stays told while its silence
    lasts. Both as the flags of `stand`."""
    if given is None:
        return flags
    told = [given.select(SCHEMA.names()).cast(SCHEMA), flags]
    return pl.concat(told).unique(["customer_id", "last_ordered_on"], keep="first", maintain_order=True)
