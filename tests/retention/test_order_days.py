from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given

from tests.retention.histories import TODAY, Order, histories, orders_of, orders_on
from tradewind.errors import MissingColumn
from tradewind.retention.order_days import order_days, purchase_history


def test_two_orders_of_one_day_are_one_order_day() -> None:
    orders = pl.concat([orders_on("a", "2026-01-01"), orders_on("a", "2026-01-01", "2026-02-01")])
    assert order_days(orders, TODAY).height == 2


def test_a_return_makes_no_order_day() -> None:
    orders = pl.concat([orders_on("a", "2026-01-01"), orders_on("a", "2026-02-01", amount=-5.0)])
    assert order_days(orders, TODAY).height == 1


def test_orders_after_today_are_left_out() -> None:
    assert order_days(orders_on("a", "2026-07-01"), TODAY).is_empty()


def test_a_history_counts_repeat_order_days_recency_and_age() -> None:
    history = purchase_history(orders_on("a", "2026-01-01", "2026-01-31", "2026-03-02"), TODAY).row(0, named=True)
    assert (history["frequency"], history["recency_days"], history["age_days"]) == (2, 60, 180)
    assert (history["order_days"], history["silent_days"]) == (3, 120)


@given(histories())
def test_row_order_changes_no_history(rows: list[Order]) -> None:
    assert purchase_history(orders_of(rows), TODAY).equals(purchase_history(orders_of(rows[::-1]), TODAY))


@given(histories())
def test_age_is_recency_and_silence(rows: list[Order]) -> None:
    history = purchase_history(orders_of(rows), TODAY)
    assert history["age_days"].equals(history["recency_days"] + history["silent_days"], check_names=False)
    assert (history["silent_days"] >= 0).all()


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MissingColumn, match="no column amount"):
        order_days(orders_on("a", "2026-01-01").drop("amount"), TODAY)
