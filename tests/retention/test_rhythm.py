from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from tests.retention.histories import TODAY, Order, histories, orders_of, orders_on
from tradewind.errors import MissingColumn
from tradewind.retention.rhythm import reorder_rhythm, team_cycle_days


def test_a_buyer_45_days_silent_on_a_30_day_cycle_is_half_a_cycle_late() -> None:
    orders = orders_on("a", "2026-01-01", "2026-01-31", "2026-03-02")
    assert reorder_rhythm(orders, date(2026, 4, 16)).row(0) == ("a", 30.0, 45, 1.5)


def test_a_buyer_of_one_order_day_has_no_rhythm() -> None:
    assert reorder_rhythm(orders_on("a", "2026-01-01", "2026-01-01"), TODAY).is_empty()


def test_the_cycle_is_the_median_so_one_long_pause_does_not_stretch_it() -> None:
    orders = orders_on("a", "2025-01-01", "2025-01-11", "2025-01-21", "2026-01-21")
    assert reorder_rhythm(orders, TODAY)["cycle_days"].to_list() == [10.0]


def test_a_team_without_repeat_buyers_has_no_cycle() -> None:
    assert team_cycle_days(reorder_rhythm(orders_on("a", "2026-01-01"), TODAY)) is None


@given(histories())
def test_row_order_changes_no_rhythm(rows: list[Order]) -> None:
    assert reorder_rhythm(orders_of(rows), TODAY).equals(reorder_rhythm(orders_of(rows[::-1]), TODAY))


@given(histories())
def test_splitting_an_order_of_a_day_in_two_changes_no_rhythm(rows: list[Order]) -> None:
    halves = [row._replace(amount=row.amount / 2) for row in rows for _ in range(2)]
    assert reorder_rhythm(orders_of(rows), TODAY).equals(reorder_rhythm(orders_of(halves), TODAY))


@given(histories())
def test_a_cycle_is_at_least_a_day(rows: list[Order]) -> None:
    rhythm = reorder_rhythm(orders_of(rows), TODAY)
    assert (rhythm["cycle_days"] >= 1).all() and (rhythm["overdue"] >= 0).all()


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MissingColumn, match="no column ordered_on"):
        reorder_rhythm(orders_on("a", "2026-01-01").drop("ordered_on"), TODAY)
