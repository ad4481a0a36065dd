from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.retention.histories import TODAY, Order, every, histories, orders_of, orders_on
from tradewind.errors import HorizonOutOfRange, MissingColumn
from tradewind.retention.backtest import warning_record
from tradewind.retention.lifetime import LifetimeParameters
from tradewind.retention.warning import WarningParameters, WarningRule, buyers_at_risk, fit_warning

MODEL = LifetimeParameters(r=0.7, alpha_days=65.0, a=0.1, b=2.4, log_likelihood=0.0, buyers=0, repeat_buyers=0)
FIXED = WarningParameters(MODEL, team_cycle_days=30.0)
CODES = {"lost_already", "no_money", "no_rhythm", "within_rhythm", "likely_to_order", None}


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def row_of(orders: pl.DataFrame, customer: str = "a", horizon_days: int = 90) -> dict[str, object]:
    risk = buyers_at_risk(orders, TODAY, horizon_days, FIXED)
    return risk.row(by_predicate=pl.col.customer_id == customer, named=True)


def test_a_monthly_buyer_200_days_silent_is_on_the_list_with_its_money() -> None:
    row = row_of(every("a", 30, 12, days_ago(200), amount=1000.0))
    assert (row["on_list"], row["why_not"], row["cycle_days"], row["silent_days"]) == (True, None, 30.0, 200)
    assert row["trailing_amount"] == 12_000.0
    assert row["money_at_risk"] == pytest.approx(row["p_no_order"] * 12_000 * 90 / 365)  # type: ignore[operator]
    assert row["score"] == pytest.approx(row["money_at_risk"] / 90)  # type: ignore[operator]


def test_a_buyer_within_its_rhythm_is_not_named() -> None:
    assert row_of(every("a", 100, 4, days_ago(99)))["why_not"] == "within_rhythm"


def test_a_buyer_a_little_late_who_will_rather_order_is_not_named() -> None:
    assert row_of(every("a", 10, 40, days_ago(12)))["why_not"] == "likely_to_order"


def test_a_buyer_silent_for_365_days_can_be_named_and_the_day_after_is_lost() -> None:
    assert row_of(every("a", 30, 5, days_ago(365)))["on_list"] is True
    assert row_of(every("a", 30, 5, days_ago(366)))["why_not"] == "lost_already"


def test_a_buyer_of_one_order_is_held_to_the_rhythm_of_the_team() -> None:
    within, beyond = row_of(every("a", 1, 1, days_ago(30))), row_of(every("a", 1, 1, days_ago(80)))
    assert (within["why_not"], within["cycle_days"], within["overdue"]) == ("within_rhythm", None, None)
    assert beyond["on_list"] is True


def test_a_team_that_never_saw_a_second_order_has_no_rhythm_to_be_late_by() -> None:
    risk = buyers_at_risk(orders_on("a", "2026-01-01"), TODAY)
    assert risk["why_not"].to_list() == ["no_rhythm"]


def test_what_was_returned_is_no_money_at_risk() -> None:
    orders = pl.concat([every("a", 30, 3, days_ago(200)), every("a", 1, 1, days_ago(210), amount=-5000.0)])
    row = row_of(orders)
    assert (row["trailing_amount"], row["money_at_risk"], row["why_not"]) == (-4700.0, 0.0, "no_money")


def test_money_counts_365_days_up_to_the_last_order_and_not_the_day_before_them() -> None:
    orders = pl.concat([every("a", 364, 2, days_ago(10)), every("a", 1, 1, days_ago(375), amount=7.0)])
    assert row_of(orders)["trailing_amount"] == 200.0


def test_an_amount_without_rate_counts_as_an_order_day_and_as_no_money() -> None:
    orders = orders_of([Order("a", days_ago(200), 100.0, None), Order("a", days_ago(230), 100.0, 40.0)])
    row = row_of(orders)
    assert (row["order_days"], row["trailing_amount"]) == (2, 40.0)


def test_the_rule_can_be_another() -> None:
    orders = every("a", 10, 40, days_ago(12))
    eager = buyers_at_risk(orders, TODAY, 90, WarningParameters(MODEL, 30.0, WarningRule(p_no_order_from=0.0)))
    assert eager["on_list"].to_list() == [True]


@settings(max_examples=40)
@given(histories())
def test_every_row_keeps_its_promises(rows: list[Order]) -> None:
    risk = buyers_at_risk(orders_of(rows), TODAY)
    assert set(risk["why_not"]) <= CODES
    assert risk["on_list"].equals(risk["why_not"].is_null(), check_names=False)
    assert (risk["money_at_risk"] >= 0).all() and risk["money_at_risk"].is_finite().all()
    by_money = risk.sort("money_at_risk", "customer_id", descending=[True, False])
    assert risk.equals(by_money)


@settings(max_examples=40)
@given(histories(), st.randoms())
def test_row_order_changes_nothing(rows: list[Order], random: st.DrawFn) -> None:
    shuffled = sorted(rows, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert buyers_at_risk(orders_of(rows), TODAY).equals(buyers_at_risk(orders_of(shuffled), TODAY))


@settings(max_examples=40)
@given(histories())
def test_splitting_an_order_of_a_day_in_two_changes_nothing(rows: list[Order]) -> None:
    placed = [row for row in rows if row.amount > 0]
    half = [r._replace(amount=r.amount / 2, amount_base=r.amount_base and r.amount_base / 2) for r in placed]
    assert buyers_at_risk(orders_of(placed), TODAY).equals(buyers_at_risk(orders_of(half + half), TODAY))


@settings(max_examples=40)
@given(histories(), st.sampled_from([0.25, 2.0, 1024.0]))
def test_money_scales_with_the_amounts_and_nothing_else_does(rows: list[Order], factor: float) -> None:
    scaled = [row._replace(amount_base=None if row.amount_base is None else row.amount_base * factor) for row in rows]
    before, after = (buyers_at_risk(orders_of(some), TODAY).sort("customer_id") for some in (rows, scaled))
    for name in ("trailing_amount", "money_at_risk", "score"):
        assert after[name].to_list() == pytest.approx((before[name] * factor).to_list())
    same = ["customer_id", "p_no_order", "expected_orders", "on_list", "why_not"]
    assert after.select(same).equals(before.select(same))


@given(histories(), st.integers(1, 300), st.integers(0, 300))
@settings(max_examples=40)
def test_a_longer_horizon_never_raises_the_chance_of_no_order(rows: list[Order], horizon: int, more: int) -> None:
    short, long = (
        buyers_at_risk(orders_of(rows), TODAY, days, FIXED).sort("customer_id") for days in (horizon, horizon + more)
    )
    assert (long["p_no_order"] <= short["p_no_order"] + 1e-12).all()


def test_the_parameters_are_those_of_the_team_at_that_day() -> None:
    orders = pl.concat([every(f"c{n}", 10 + n, 6, days_ago(n)) for n in range(12)])
    parameters = fit_warning(orders, TODAY)
    assert (parameters.lifetime.buyers, parameters.lifetime.repeat_buyers, parameters.team_cycle_days) == (12, 12, 15.5)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MissingColumn, match="no column amount_base"):
        buyers_at_risk(orders_on("a", "2026-01-01").drop("amount_base"), TODAY)


@pytest.mark.parametrize("horizon_days", [0, -5, 3651, 10**9])
def test_a_horizon_that_no_one_can_mean_is_refused(horizon_days: int) -> None:
    with pytest.raises(HorizonOutOfRange, match="must be 1 to 3650 days"):
        buyers_at_risk(orders_on("a", "2026-01-01"), TODAY, horizon_days)
    with pytest.raises(HorizonOutOfRange, match="must be 1 to 3650 days"):
        warning_record(orders_on("a", "2026-01-01"), TODAY, horizon_days)


def test_a_regular_buyer_four_cycles_silent_is_named_even_where_the_model_spares_it() -> None:
    """Twelve monthly buyers: the model has never seen one stop, and gives the silent one a chance of 3 in 4 to order."""
    today = date(2026, 6, 30)
    silent = [("b0", today - timedelta(days=128 + 30 * n)) for n in range(20)]
    others = [(f"b{b}", today - timedelta(days=b + 30 * n)) for b in range(1, 12) for n in range(23)]
    orders = pl.DataFrame(
        {
            "customer_id": [key for key, _ in silent + others],
            "ordered_on": [day for _, day in silent + others],
            "amount": [100.0] * len(silent + others),
            "amount_base": [100.0] * len(silent + others),
        }
    )
    buyers = buyers_at_risk(orders, today)
    named = buyers.filter("on_list")
    assert named["customer_id"].to_list() == ["b0"]
    assert named["p_no_order"].item() < 0.5
