"""The backtest: what comes after a cutoff cannot reach what is said at it, and the blend holds on any rhythm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from polars import col

from benchmarks.worlds import WORLDS, World, last_day, order_history
from tests.retention.histories import every
from tradewind.errors import FewBuyers, HorizonOutOfRange, ThinHistory
from tradewind.findings.looking_back import LookingBack, look_back
from tradewind.retention.diary import Diary
from tradewind.retention.rolling import usual_cutoffs
from tradewind.scores import scores

SMALL = {
    name: (replace(world, buyers=min(world.buyers, 250)), horizons[0]) for name, (world, horizons) in WORLDS.items()
}


def history(name: str = "invoices") -> tuple[pl.DataFrame, int]:
    world, horizon = SMALL[name]
    return order_history(world, 7), horizon


def same(one: LookingBack, other: LookingBack, names: dict[str, str] | None = None) -> None:
    """To the last bit."""
    told = one.predictions.with_columns(col.customer_id.replace_strict(names)) if names else one.predictions
    pairs = told.sort("cutoff", "customer_id"), other.predictions.sort("cutoff", "customer_id")
    assert pairs[0].drop("money_at_risk").equals(pairs[1].drop("money_at_risk"))
    assert pairs[0]["money_at_risk"].to_numpy() == pytest.approx(pairs[1]["money_at_risk"].to_numpy())


def test_what_is_dated_on_or_after_a_cutoff_changes_nothing_that_is_said_at_it() -> None:
    orders, horizon = history()
    cutoff = last_day(SMALL["invoices"][0]) - timedelta(days=200)
    before = orders.filter(col.ordered_on < cutoff)
    on_it = orders.filter(col.ordered_on >= cutoff).with_columns(ordered_on=pl.lit(cutoff), amount=col.amount * 50)
    told = look_back(orders, horizon, [cutoff])
    same(told, look_back(before, horizon, [cutoff]))
    same(told, look_back(pl.concat([before, on_it]), horizon, [cutoff]))


def test_neither_the_order_of_rows_nor_the_names_of_buyers_change_what_is_said() -> None:
    orders, horizon = history()
    cutoff = [last_day(SMALL["invoices"][0]) - timedelta(days=150)]
    told = look_back(orders, horizon, cutoff)
    same(told, look_back(orders.sample(fraction=1, shuffle=True, seed=1), horizon, cutoff))
    names = {name: f"x{9999 - n}" for n, name in enumerate(orders["customer_id"].unique().sort())}
    renamed = orders.with_columns(col.customer_id.replace_strict(names))
    same(told, look_back(renamed, horizon, cutoff), names)


def test_returns_are_no_orders_and_several_orders_on_a_day_are_one() -> None:
    orders, horizon = history()
    cutoff = last_day(SMALL["invoices"][0]) - timedelta(days=150)
    returns = orders.head(300).with_columns(amount=-1.0, amount_base=0.0, ordered_on=pl.lit(cutoff - timedelta(days=1)))
    halves = pl.concat([orders.with_columns(col("amount", "amount_base") / 2)] * 2)
    told = look_back(orders, horizon, [cutoff])
    same(told, look_back(pl.concat([orders, returns]), horizon, [cutoff]))
    again = look_back(halves, horizon, [cutoff]).predictions  # a sum of halves rounds otherwise
    assert again["p_no_order"].to_numpy() == pytest.approx(told.predictions["p_no_order"].to_numpy(), abs=1e-6)


@pytest.mark.parametrize("name", SMALL)
def test_on_any_rhythm_the_blend_is_finite_and_near_the_best_single_ranker(name: str) -> None:
    orders, horizon = history(name)
    mean = look_back(orders, horizon).document["mean"]
    told = dict(mean)
    best = min(told[method]["log_loss"] for method in ("overdue", "recency", "bgnbd"))
    assert told["tradewind"]["log_loss"] < best + 0.03  # 250 buyers: chance alone moves it by about as much
    assert told["tradewind"]["auc"] > max(told[method]["auc"] for method in ("overdue", "recency", "bgnbd")) - 0.03
    assert told["tradewind"]["orders_mae"] < 1.25 * min(told[method]["orders_mae"] for method in ("overdue", "bgnbd"))


def test_every_buyer_with_two_order_days_is_predicted_and_no_other() -> None:
    orders, horizon = history("few")
    found = look_back(orders, horizon)
    for day, said in found.predictions.group_by("cutoff"):
        known = orders.filter(col.ordered_on < day[0]).group_by("customer_id").agg(n=col.ordered_on.n_unique())
        assert set(said["customer_id"]) == set(known.filter(col.n >= 2)["customer_id"])
        assert said["p_no_order"].is_between(0, 1).all() and said["expected_orders"].is_finite().all()


def test_without_cutoffs_three_days_leave_a_full_window_each() -> None:
    orders, _ = history()
    first, last = orders["ordered_on"].min(), orders["ordered_on"].max()
    assert isinstance(first, date) and isinstance(last, date)
    for horizon in (30, 90, 200, 300):
        days = usual_cutoffs(Diary.of(orders), horizon)
        assert len(days) == 3 and all(a < b for a, b in pairwise(days))
        assert days[-1] + timedelta(days=horizon - 1) == last
        assert days[0] - timedelta(days=min(horizon, 14)) >= first


def test_a_cutoff_after_the_last_order_is_told_without_scores() -> None:
    orders, horizon = history()
    found = look_back(orders, horizon, [last_day(SMALL["invoices"][0]) + timedelta(days=5)])
    assert found.document["cutoffs"][0]["base_rate"] is None
    assert found.document["mean"]["tradewind"]["auc"] is None
    assert found.predictions.height > 100


def test_one_buyer_who_orders_daily_and_one_of_two_orders_are_both_told() -> None:
    world = order_history(World(60, 500, 40), 3)
    daily = every("daily", 1, 450, last_day(World(60, 500, 40)))
    said = look_back(pl.concat([world, daily]), 30).predictions.filter(customer_id="daily")
    assert said["p_no_order"].max() < 0.2  # type: ignore[operator]
    assert said["expected_orders"].min() > 15  # type: ignore[operator]


def test_too_little_history_and_too_few_buyers_are_refused_in_a_sentence() -> None:
    orders, _ = history()
    with pytest.raises(ThinHistory, match="Choose a shorter horizon"):
        look_back(orders, 500)
    with pytest.raises(FewBuyers, match="8 are needed"):
        look_back(orders, 30, [date(2020, 1, 2)])
    with pytest.raises(HorizonOutOfRange):
        look_back(orders, 0)


def test_the_scores_are_those_of_a_worked_example() -> None:
    said, silent = np.array([0.9, 0.8, 0.3, 0.3]), np.array([1.0, 0.0, 1.0, 0.0])
    found = scores(said, silent)
    assert found["auc"] == pytest.approx((1 + 1 + 0 + 0.5) / 4)
    assert found["average_precision"] == pytest.approx(0.5 * 1 + 0.5 * 2 / 4)
    assert found["brier"] == pytest.approx((0.01 + 0.64 + 0.49 + 0.09) / 4)
    assert found["log_loss"] == pytest.approx(-np.log([0.9, 0.2, 0.3, 0.7]).mean())
    assert found["ece"] == pytest.approx((0.1 + 0.8 + 0.7 + 0.3) / 4)
