"""The warning list of a team too large to be looked at in one piece.

Each part, with all orders of some buyers, is summed up first: how many buyers have each history, and each cycle. The
sums of all parts fit the model, as one piece would; then each part gets its list. Whatever the parts, the numbers are
the same, because the sums are whole numbers and the fit sorts them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl
from polars import col

from tradewind.retention.lifetime import fit_lifetime, lifetime
from tradewind.retention.order_days import purchase_history
from tradewind.retention.reasons import reasons
from tradewind.retention.rhythm import reorder_rhythm
from tradewind.retention.warning import WarningParameters, WarningRule, risk_of_silence, with_reasons

HISTORY = ["frequency", "recency_days", "age_days"]
SUMS = pl.Schema({**dict.fromkeys(HISTORY, pl.Int64), "cycle_days": pl.Float64, "buyers": pl.Int64})


@dataclass(frozen=True)
class PartsParameters:
    """What the list of every part is made with.

    warning      see warning.WarningParameters; the chances are BG/NBD's
    usual_share  the mean chance of no order over all buyers, as on the day of the last order of each
    """

    warning: WarningParameters
    usual_share: float


def part_sums(orders: pl.DataFrame, today: date) -> pl.DataFrame:
    """How many buyers of a part have each history, and how many each cycle.

    orders   all orders of some buyers: customer_id, ordered_on, amount -- see ledger.schema.ORDERS
    returns  one row per distinct history (cycle_days null) and per distinct cycle (the others null): SUMS
    raises   MissingColumn
    """
    histories = purchase_history(orders, today).group_by(HISTORY).agg(buyers=pl.len().cast(pl.Int64))
    cycles = reorder_rhythm(orders, today).group_by("cycle_days").agg(buyers=pl.len().cast(pl.Int64))
    return pl.concat([SUMS.to_frame(), histories, cycles], how="diagonal")


def summed(sums: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The sums of all parts as those of one, in the order of their numbers."""
    by = [*HISTORY, "cycle_days"]
    return pl.concat([SUMS.to_frame(), *sums]).group_by(by).agg(col.buyers.sum()).sort(by)


def fit_in_parts(sums: pl.DataFrame, horizon_days: int, rule: WarningRule | None = None) -> PartsParameters:
    """The parameters of the list of every part, from the sums of all of them as `summed` returns them."""
    histories, cycles = (sums.filter(col(name).is_not_null()) for name in ("frequency", "cycle_days"))
    found = fit_lifetime(histories)
    usual = lifetime(histories.with_columns(customer_id=pl.lit("")), found, horizon_days)["p_no_order_at_last"]
    share = float(usual.dot(histories["buyers"].cast(pl.Float64)) or 0.0) / max(found.buyers, 1)
    return PartsParameters(WarningParameters(found, middle_cycle(cycles), rule or WarningRule()), share)


def middle_cycle(cycles: pl.DataFrame) -> float | None:
    """The median of the buyers' own cycles in days, from cycles in order and their buyers; null of none."""
    if cycles.is_empty():
        return None
    until, days = cycles["buyers"].cum_sum(), cycles["cycle_days"]
    last = int(until[-1]) - 1
    below, above = (days[int((until <= place).sum())] for place in (last // 2, (last + 1) // 2))
    return (float(below) + float(above)) / 2


def part_at_risk(orders: pl.DataFrame, today: date, horizon_days: int, parameters: PartsParameters) -> pl.DataFrame:
    """The warning list of a part; see warning.buyers_at_risk, whose rows these are.

    orders   all orders of some buyers: customer_id, ordered_on, amount, amount_base -- see ledger.schema.ORDERS
    raises   MissingColumn, HorizonOutOfRange
    """
    buyers = risk_of_silence(orders, today, horizon_days, parameters.warning)
    why = reasons(buyers, orders, today, parameters.warning.team_cycle_days, parameters.usual_share)
    return with_reasons(buyers, why)
