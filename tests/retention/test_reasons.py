from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings

from tests.retention.histories import TODAY, Order, every, histories, orders_of
from tests.retention.test_warning import FIXED
from tradewind.retention.warning import WarningParameters, buyers_at_risk


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def reasons_of(orders: pl.DataFrame, parameters: WarningParameters = FIXED) -> dict[str, dict[str, Any]]:
    risk = buyers_at_risk(orders, TODAY, 90, parameters).row(by_predicate=pl.col.customer_id == "a", named=True)
    return {one["code"]: {k: v for k, v in one.items() if v is not None} for one in risk["reasons"]}


def test_a_late_buyer_is_told_with_its_cycle_and_its_silence() -> None:
    told = reasons_of(every("a", 30, 6, days_ago(45)))["silent_beyond_rhythm"]
    assert (told["cycle_days"], told["silent_days"], told["overdue"]) == (30.0, 45, 1.5)
    assert 0 < told["weight"] < 1


def test_a_buyer_who_orders_more_than_the_team_has_a_weight_in_its_favour() -> None:
    rare = pl.concat([every(f"c{n}", 200, 3, TODAY) for n in range(5)])
    told = reasons_of(pl.concat([rare, every("a", 10, 20, TODAY)]))
    assert told["often_orders"]["weight"] < 0
    assert (told["often_orders"]["order_days"], told["often_orders"]["span_days"]) == (20, 190)


def test_a_buyer_of_one_order_is_told_so_beside_the_rhythm_of_the_team() -> None:
    told = reasons_of(every("a", 1, 1, days_ago(31)))
    assert "one_order_only" in told and "longest_silence" not in told
    assert told["silent_beyond_team_rhythm"]["cycle_days"] == 30.0
    assert "silent_since_only_order" in reasons_of(every("a", 1, 1, days_ago(30)))


def test_on_the_day_of_an_order_silence_is_no_reason() -> None:
    assert not any(code.startswith("silent") for code in reasons_of(every("a", 30, 6, TODAY)))


def test_a_silence_longer_than_any_before_is_a_sign_without_weight() -> None:
    told = reasons_of(every("a", 30, 6, days_ago(31)))["longest_silence"]
    assert told == {"code": "longest_silence", "silent_days": 31, "longest_gap_days": 30}


def test_a_buyer_who_halved_its_orders_before_falling_silent_is_told_with_both_halves() -> None:
    orders = pl.concat([every("a", 60, 3, days_ago(50), 50.0), every("a", 60, 4, days_ago(50 + 185), 100.0)])
    told = reasons_of(orders)["ordering_less"]
    assert (told["amount_half_year"], told["amount_half_year_before"]) == (150.0, 300.0)


def test_a_young_buyer_is_not_said_to_order_less() -> None:
    assert "ordering_less" not in reasons_of(every("a", 60, 5, days_ago(50)))


def test_returns_count_as_a_sign_from_a_tenth_of_what_was_ordered() -> None:
    kept = every("a", 30, 10, days_ago(20))
    told = reasons_of(pl.concat([kept, every("a", 1, 1, days_ago(5), -250.0)]))["cancelled"]
    assert (told["cancelled_orders"], told["cancelled_share"]) == (1, 0.25)
    assert "cancelled" not in reasons_of(pl.concat([kept, every("a", 1, 1, days_ago(5), -99.0)]))


@settings(max_examples=40)
@given(histories())
def test_the_weights_sum_to_the_chance_of_no_order(rows: list[Order]) -> None:
    for row in buyers_at_risk(orders_of(rows), TODAY).to_dicts():
        weights = [one["weight"] for one in row["reasons"] if one["weight"] is not None]
        assert sum(weights) == pytest.approx(row["p_no_order"], abs=1e-12)


@settings(max_examples=40)
@given(histories())
def test_the_heaviest_reason_of_the_buyers_own_comes_first_and_the_signs_last(rows: list[Order]) -> None:
    for row in buyers_at_risk(orders_of(rows), TODAY).to_dicts():
        own = [one["weight"] for one in row["reasons"] if one["weight"] is not None and one["code"] != "any_buyer"]
        assert own == sorted(own, reverse=True)
        after = [one["code"] for one in row["reasons"][len(own) :]]
        assert after[0] == "any_buyer"
        assert set(after[1:]) <= {"longest_silence", "ordering_less", "cancelled"}
