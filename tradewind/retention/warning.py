"""Which buyers is the team losing, how much money is that, and whom should a rep call first?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
from polars import col

from tradewind.errors import HorizonOutOfRange
from tradewind.ledger.schema import require
from tradewind.retention.lifetime import LifetimeParameters, fit_lifetime, lifetime
from tradewind.retention.order_days import purchase_history
from tradewind.retention.reasons import reasons
from tradewind.retention.rhythm import reorder_rhythm, team_cycle_days
from tradewind.retention.shrinking import shrinks_by

if TYPE_CHECKING:
    from tradewind.retention.chance import ChanceParameters
    from tradewind.retention.slices import Past

YEAR_DAYS = 365
LONGEST_HORIZON_DAYS = 3650


@dataclass(frozen=True)
class WarningRule:
    """When a buyer is on the list: silent and flagged, with money at risk, not lost already.

    Where the early warning flags nobody, because the history is too short for it, the rule does: late by its rhythm,
    likely not to order or far too late.

    p_no_order_from   the least chance of no order within the horizon, or else
    far_overdue       silent for this many own cycles, whatever the model says, for a buyer of enough order days: the
                      model takes no account of how regular a buyer is, and spares a regular one for too long
    rhythm_days       the order days from which a buyer's own cycle is known well enough for that
    overdue_above     silent for more than this many own cycles; a buyer of one order is held to the team's cycle
    lost_after_days   silent for longer than this: lost already, a warning comes too late
    """

    p_no_order_from: float = 0.5
    far_overdue: float = 3.0
    rhythm_days: int = 5
    overdue_above: float = 1.0
    lost_after_days: int = YEAR_DAYS


@dataclass(frozen=True)
class WarningParameters:
    """What a warning list was made with: BG/NBD, the team's median cycle in days or null, the rule, and the blend that
    the chances come from; without one they are BG/NBD's."""

    lifetime: LifetimeParameters
    team_cycle_days: float | None
    rule: WarningRule = field(default_factory=WarningRule)
    chance: ChanceParameters | None = None


def fit_warning(
    orders: pl.DataFrame, today: date, rule: WarningRule | None = None, past: Past | None = None
) -> WarningParameters:
    """The parameters of the team's warning list, from orders up to `today`.

    orders   one row per order: customer_id, ordered_on, amount -- see ledger.schema.ORDERS
    past     that the blend is fitted on, for its horizon (outlook.past_of); null: no blend, the chances are BG/NBD's
    raises   MissingColumn
    """
    model = fit_lifetime(purchase_history(orders, today))
    cycle, chance = team_cycle_days(reorder_rhythm(orders, today)), None
    if past is not None:
        from tradewind.retention.outlook import fit_outlook  # brings SciPy

        require_horizon(past.horizon_days)
        chance = fit_outlook(past, today)
    return WarningParameters(model, cycle, rule or WarningRule(), chance)


def buyers_at_risk(
    orders: pl.DataFrame,
    today: date,
    horizon_days: int = 90,
    parameters: WarningParameters | None = None,
    flags: pl.DataFrame | None = None,
    by_rule: bool = True,
    lines: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Every buyer with the chance of no order in the coming days, the money behind it, and the reasons.

    orders   one row per order of the whole team: customer_id, ordered_on, amount, amount_base -- see ORDERS;
             an amount_base of null (a currency without rate) counts as no money
    flags    the silences that are flagged, as `standing.stand` returns them; null: none
    by_rule  the rule decides of all others; else they are not on the list
    lines    the orders' lines, for the reason line_dropped; null: none are known
    returns  the columns of `risk_of_silence` and
               shrinks_by  float  base currency, 0 or more: what a buyer who still orders orders less in a year
               reasons  list of struct: code, weight and the code's own numbers -- see retention.reasons.reasons
    raises   MissingColumn, HorizonOutOfRange
    """
    parameters = parameters or fit_warning(orders, today)
    buyers = risk_of_silence(orders, today, horizon_days, parameters, flags, by_rule)
    why = reasons(buyers, orders, today, parameters.team_cycle_days, lines=lines)
    return with_reasons(buyers, why)


def with_reasons(buyers: pl.DataFrame, why: pl.DataFrame) -> pl.DataFrame:
    """The buyers of `risk_of_silence` with their reasons, and what these say that they shrink by."""
    told = buyers.join(why, on="customer_id", how="left", maintain_order="left").drop("p_no_order_at_last")
    return told.with_columns(shrinks_by=shrinks_by(col.reasons))


def risk_of_silence(
    orders: pl.DataFrame,
    today: date,
    horizon_days: int,
    parameters: WarningParameters,
    flags: pl.DataFrame | None = None,
    by_rule: bool = True,
) -> pl.DataFrame:
    """The warning list without its reasons.

    returns  one row per buyer with an order day, by money_at_risk (most first), then customer_id:
               first_ordered_on, last_ordered_on  date
               order_days, silent_days            int
               cycle_days, overdue   float   as in `reorder_rhythm`; null for a buyer of one order day
               p_alive, p_no_order, p_no_order_at_last  share  as in `lifetime`
               expected_orders       float   order days to expect within the horizon
               trailing_amount       float   net amount in base currency of the 365 days up to the last order day
               money_at_risk         float   p_no_order x trailing_amount (0 if negative) x horizon / 365
               score                 float   money at risk per day of waiting: money_at_risk / horizon
               flagged_on, channel   date, string  since when and how its silence is flagged: rhythm, chance, or rule
                                             (today's list); null where it is not
               on_list               bool    flagged, with money, not lost already
               why_not               string  null on the list, else the first that holds of lost_already, no_money,
                                             no_rhythm (no buyer of the team has ordered on two days),
                                             within_rhythm, not_yet (late, not flagged), likely_to_order (by the rule)
    raises   MissingColumn, HorizonOutOfRange
    """
    require_horizon(horizon_days)
    history = purchase_history(orders, today)
    buyers = (
        history.drop("frequency", "recency_days", "age_days")
        .join(reorder_rhythm(orders, today).drop("silent_days"), on="customer_id", how="left")
        .join(chances(orders, history, horizon_days, parameters), on="customer_id", how="left")
        .join(trailing_amounts(orders, history), on="customer_id", how="left")
    )
    return judged(with_flags(with_money(buyers, horizon_days), flags), today, parameters, by_rule).sort(
        "money_at_risk", "customer_id", descending=[True, False]
    )


def chances(
    orders: pl.DataFrame, history: pl.DataFrame, horizon_days: int, parameters: WarningParameters
) -> pl.DataFrame:
    """p_alive by BG/NBD; p_no_order, p_no_order_at_last and expected_orders by the blend where there is one."""
    model = lifetime(history, parameters.lifetime, horizon_days)
    if parameters.chance is None:
        return model
    if parameters.chance.horizon_days != horizon_days:
        raise AssertionError(f"the blend was fitted for {parameters.chance.horizon_days} days, not {horizon_days}")
    from tradewind.retention.outlook import outlook  # brings SciPy

    said = outlook(orders, parameters.chance)
    return model.select("customer_id", "p_alive").join(said, on="customer_id", how="left", maintain_order="left")


def require_horizon(horizon_days: int) -> None:
    """Raise HorizonOutOfRange unless the horizon is a day to ten years."""
    if not 1 <= horizon_days <= LONGEST_HORIZON_DAYS:
        raise HorizonOutOfRange(horizon_days=horizon_days, longest=LONGEST_HORIZON_DAYS)


def trailing_amounts(orders: pl.DataFrame, history: pl.DataFrame) -> pl.DataFrame:
    """Each buyer's net amount in base currency over the 365 days up to and including the last order day."""
    require(orders, "orders", "amount_base")
    dated = orders.join(history.select("customer_id", "last_ordered_on"), on="customer_id")
    before = (col.last_ordered_on - col.ordered_on).dt.total_days()
    year = dated.filter(before >= 0, before < YEAR_DAYS).sort("customer_id", "ordered_on", "amount_base")
    return year.group_by("customer_id", maintain_order=True).agg(trailing_amount=col.amount_base.sum())


def with_money(buyers: pl.DataFrame, horizon_days: int) -> pl.DataFrame:
    """The buyers with score and money_at_risk."""
    a_day = col.p_no_order * col.trailing_amount.clip(lower_bound=0) / YEAR_DAYS
    return buyers.with_columns(money_at_risk=a_day * horizon_days, score=a_day)


def with_flags(buyers: pl.DataFrame, flags: pl.DataFrame | None) -> pl.DataFrame:
    """The buyers with flagged_on and channel of the silence that they are in, null without a flag."""
    if flags is None:
        return buyers.with_columns(flagged_on=pl.lit(None, dtype=pl.Date), channel=pl.lit(None, dtype=pl.String))
    silence = ["customer_id", "last_ordered_on"]
    return buyers.join(flags.select(*silence, "flagged_on", "channel"), on=silence, how="left")


def judged(buyers: pl.DataFrame, today: date, parameters: WarningParameters, by_rule: bool) -> pl.DataFrame:
    """The buyers with on_list and why_not; by the rule, whom it names is flagged today."""
    rule = parameters.rule
    overdue = col.overdue.fill_null(col.silent_days / pl.lit(parameters.team_cycle_days, dtype=pl.Float64))
    far_too_late = (col.order_days >= rule.rhythm_days) & (overdue >= rule.far_overdue)
    likely = (col.p_no_order < rule.p_no_order_from) & ~far_too_late
    late = pl.when(likely).then(pl.lit("likely_to_order")) if by_rule else pl.lit("not_yet")
    why_not = (
        pl.when(col.silent_days > rule.lost_after_days).then(pl.lit("lost_already"))
        .when(col.money_at_risk <= 0).then(pl.lit("no_money"))
        .when(col.flagged_on.is_not_null()).then(None)
        .when(overdue.is_null()).then(pl.lit("no_rhythm"))
        .when(overdue <= rule.overdue_above).then(pl.lit("within_rhythm"))
        .otherwise(late)
    )  # fmt: skip
    told = buyers.with_columns(why_not=why_not).with_columns(on_list=col.why_not.is_null())
    new = col.on_list & col.flagged_on.is_null()
    return told.with_columns(
        flagged_on=pl.when(new).then(today).otherwise("flagged_on"),
        channel=pl.when(new).then(pl.lit("rule")).otherwise("channel"),
    )
