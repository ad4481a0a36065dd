"""How right would the chances have been? Told anew at earlier days, from what was known then, beside simpler rankers.

A cutoff is a day: orders before it are known, the window is [cutoff, cutoff + horizon). Judged is every buyer with two
order days or more before the cutoff. Nothing dated on or after a cutoff enters what is said at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from polars import col
from scipy.special import expit

from tradewind.errors import FewBuyers, ThinHistory
from tradewind.retention import fitted
from tradewind.retention.bgnbd import Floats
from tradewind.retention.chance import ChanceParameters, expected_orders, fit_chance, no_order
from tradewind.retention.diary import EPOCH, Diary, Known, day_number, outcomes
from tradewind.retention.features import FEATURES
from tradewind.retention.logistic import fit_logistic, log_odds
from tradewind.retention.order_days import purchase_history
from tradewind.retention.slices import FEWEST, Past, Slice, columns_of
from tradewind.retention.warning import YEAR_DAYS, require_horizon, trailing_amounts
from tradewind.scores import Scores, scores

CUTOFFS = 3
METHODS = ("tradewind", "overdue", "recency", "bgnbd")
ONE_NUMBER = {"overdue": FEATURES.index("late_median"), "recency": FEATURES.index("silent")}
LEAST_PENALTY = 1e-3  # of a ranker by one number: only so that it has an answer whatever the past


@dataclass(frozen=True)
class Judged:
    """One cutoff: what was said of each buyer, by method, what came, and with which parameters."""

    cutoff: date
    known: Known
    silent: dict[str, Floats]
    expected: dict[str, Floats]
    orders_after: Floats
    window_days: int  # of the horizon that the orders reach into
    parameters: ChanceParameters


def usual_cutoffs(diary: Diary, horizon_days: int) -> list[date]:
    """Three days that leave a full window each, a horizon apart where the history is long enough, earliest first.

    raises   ThinHistory
    """
    first, last = diary.span or (0, 0)
    spare = last - first + 1 - 2 * horizon_days  # a horizon to know, one to judge
    apart = int(min(horizon_days, spare // CUTOFFS))
    if apart < 1:
        days = last - first + 1 if diary.span else 0
        raise ThinHistory(days=days, horizon_days=horizon_days, needed=2 * horizon_days + CUTOFFS)
    return [EPOCH + timedelta(days=last + 1 - horizon_days - apart * n) for n in reversed(range(CUTOFFS))]


def rolling_backtest(orders: pl.DataFrame, horizon_days: int, cutoffs: list[date] | None = None) -> list[Judged]:
    """What would have been said at each cutoff, earliest first, and what came.

    orders   one row per order of the whole team: customer_id, ordered_on, amount, amount_base -- see ORDERS
    cutoffs  `usual_cutoffs` unless given; where the orders end within a window, `window_days` says how far they reach
    raises   MissingColumn, HorizonOutOfRange, ThinHistory; FewBuyers: under 8 with two order days at a cutoff
    """
    require_horizon(horizon_days)
    diary = Diary.of(orders)
    past = Past(diary, horizon_days)
    return [judged_at(past, day) for day in sorted(set(cutoffs or usual_cutoffs(diary, horizon_days)))]


def judged_at(past: Past, cutoff: date) -> Judged:
    """One cutoff."""
    today, horizon = day_number(cutoff) - 1, past.horizon_days
    known = Known.of(past.diary, today).repeated()
    if known.n.size < FEWEST:
        raise FewBuyers(cutoff=cutoff, buyers=known.n.size, fewest=FEWEST)
    parameters = fit_chance(past, today)
    columns = columns_of(known, parameters.models, horizon)
    silent = {"tradewind": no_order(known, parameters)}
    slices = past.before(today)
    bgnbd = fitted.no_order("bgnbd", parameters.models.bgnbd, known.histories(), horizon)
    for name, at in ONE_NUMBER.items():
        silent[name] = one_number(columns[:, [at]], slices, at, bgnbd)
    silent["bgnbd"] = bgnbd
    lately = np.expm1(columns[:, FEATURES.index("orders_1")])
    expected = {
        "tradewind": expected_orders(known, parameters, silent["tradewind"]),
        "overdue": lately,
        "recency": lately,
        "bgnbd": fitted.expected_orders("bgnbd", parameters.models.bgnbd, known.histories(), horizon),
    }
    reach = int(np.clip((past.diary.span or (0, 0))[1] - today, 0, horizon))
    return Judged(cutoff, known, silent, expected, outcomes(past.diary, known, horizon), reach, parameters)


def one_number(column: Floats, slices: list[Slice], at: int, bgnbd: Floats) -> Floats:
    """A ranker by one number, turned into a chance on the past slices; on what BG/NBD says where there are none."""
    past = np.concatenate([one.columns[:, [at]] for one in slices]) if slices else column
    silent = np.concatenate([one.silent_after for one in slices]) if slices else bgnbd
    chance: Floats = expit(log_odds(column, fit_logistic(past, silent, np.ones(silent.size), LEAST_PENALTY)))
    return chance


def cutoff_scores(judged: Judged) -> dict[str, Scores]:
    """The scores of each method, with orders_mae; null where the orders do not reach into the window."""
    came = (judged.orders_after == 0).astype(np.float64)
    blank = np.zeros(0)
    seen = judged.window_days > 0
    return {
        name: {
            **(scores(judged.silent[name], came) if seen else scores(blank, blank)),
            "orders_mae": float(np.abs(judged.expected[name] - judged.orders_after).mean()) if seen else None,
        }
        for name in METHODS
    }


def predictions(orders: pl.DataFrame, diary: Diary, judged: Judged) -> pl.DataFrame:
    """What was said at one cutoff: cutoff, customer_id, p_no_order, expected_orders, money_at_risk; by customer_id.

    money_at_risk is p_no_order x the net amount of the 365 days up to the last order day, if above 0, x horizon / 365.
    """
    before = orders.filter(col.ordered_on < judged.cutoff)
    money = trailing_amounts(before, purchase_history(before, judged.cutoff))
    horizon = judged.parameters.horizon_days
    said = pl.DataFrame(
        {
            "customer_id": diary.buyers.gather(judged.known.place.tolist()),
            "p_no_order": judged.silent["tradewind"],
            "expected_orders": judged.expected["tradewind"],
        }
    ).join(money, on="customer_id", how="left")
    at_risk = col.p_no_order * col.trailing_amount.fill_null(0.0).clip(lower_bound=0) * horizon / YEAR_DAYS
    told = said.select(
        pl.lit(judged.cutoff).alias("cutoff"), "customer_id", "p_no_order", "expected_orders", money_at_risk=at_risk
    )
    return told.sort("customer_id")
