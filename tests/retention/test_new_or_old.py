from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings

from tests.retention.histories import TODAY, Order, every, histories, orders_of, orders_on
from tradewind.errors import MissingColumn
from tradewind.retention.cohorts import cohorts
from tradewind.retention.new_or_old import EFFORTS, efforts_and_orders


def effort(who: str, days_ago: int, kind: str = "message", cost: float | None = None) -> pl.DataFrame:
    return pl.DataFrame([(who, TODAY - timedelta(days=days_ago), kind, cost)], schema=EFFORTS, orient="row")


def test_effort_and_orders_are_split_by_whether_the_buyer_began_within_a_year() -> None:
    orders = pl.concat([every("old", 30, 20, TODAY, 100.0), every("new", 30, 3, TODAY, 100.0)])
    done = pl.concat([
        effort("new", 5), effort("new", 6), effort("new", 7, "follow_up"), effort("old", 5), effort("inquiry", 9),
        effort("old", 400), effort("old", 8, "cost", 40.0),
    ])  # fmt: skip
    new, old = efforts_and_orders(orders, done, TODAY).to_dicts()
    assert (new["is_new"], new["buyers"], new["messages"], new["follow_ups"]) == (True, 3, 3, 1), "old was new once"
    assert (new["messages_share"], old["messages_share"]) == (0.75, 0.25)
    assert (old["cost"], old["cost_share"], new["cost_share"]) == (40.0, 1.0, 0.0)
    assert new["orders"] + old["orders"] == 16 and new["amount"] + old["amount"] == 1600.0


def test_a_cost_that_nobody_knows_is_no_cost_of_nothing() -> None:
    new, old = efforts_and_orders(every("a", 30, 3, TODAY), EFFORTS.to_frame(), TODAY).to_dicts()
    assert (new["cost"], old["cost"], new["cost_share"], old["messages_share"]) == (None, None, None, None)


@settings(max_examples=30)
@given(histories())
def test_the_two_groups_are_all_that_was_ordered_in_the_window(rows: list[Order]) -> None:
    orders = orders_of(rows)
    told = efforts_and_orders(orders, EFFORTS.to_frame(), TODAY)
    window = orders.filter(pl.col.ordered_on <= TODAY, pl.col.ordered_on > date(2025, 6, 30))
    assert told["amount"].sum() == pytest.approx(window["amount_base"].sum())
    assert told["orders"].sum() == window.filter(pl.col.amount > 0).select("customer_id", "ordered_on").n_unique()


def test_a_cohort_is_the_quarter_of_the_first_order_and_the_quarter_that_runs_is_left_out() -> None:
    orders = pl.concat([
        orders_on("a", "2025-01-05", "2025-04-09", "2026-06-29"), orders_on("b", "2025-02-01"), orders_on("c", "2026-05-01"),
    ])  # fmt: skip
    found = cohorts(orders, TODAY)
    assert found["cohort"].unique().to_list() == [date(2025, 1, 1)]
    assert found["share"].to_list() == [1.0, 0.5, 0.0, 0.0, 0.0]
    assert cohorts(orders, date(2026, 7, 1)).filter(pl.col.quarter == 5)["active"].to_list() == [1]


@settings(max_examples=30)
@given(histories())
def test_all_of_a_cohort_order_in_its_own_quarter(rows: list[Order]) -> None:
    found = cohorts(orders_of(rows), TODAY)
    assert (found.filter(pl.col.quarter == 0)["share"] == 1.0).all()
    assert found["share"].is_between(0, 1).all()


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MissingColumn, match="amount"):
        cohorts(orders_of([]).drop("amount"), TODAY)
