from __future__ import annotations

from zlib import crc32

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars import col

from tests.alike import assert_alike
from tests.ledger.order_parts import LAST, made_up_orders
from tests.retention.histories import TODAY, Order, histories, orders_of, orders_on
from tradewind.errors import HorizonOutOfRange, MissingColumn
from tradewind.retention.in_parts import PartsParameters, fit_in_parts, middle_cycle, part_at_risk, part_sums, summed
from tradewind.retention.warning import buyers_at_risk, fit_warning


def parts_of(orders: pl.DataFrame, count: int) -> list[pl.DataFrame]:
    """The orders in parts, all of a customer in one; some parts may be empty."""
    part = col.customer_id.map_elements(lambda name: crc32(name.encode()) % count, return_dtype=pl.Int64)
    return [orders.filter(part == n) for n in range(count)]


def fitted(parts: list[pl.DataFrame], horizon: int = 90) -> PartsParameters:
    return fit_in_parts(summed(part_sums(part, TODAY) for part in parts), horizon)


def test_a_history_that_two_parts_have_is_counted_in_both() -> None:
    parts = [orders_on("a", "2026-01-01", "2026-01-31"), orders_on("b", "2026-01-01", "2026-01-31")]
    sums = summed(part_sums(part, TODAY) for part in parts)
    assert sums.rows() == [(None, None, None, 30.0, 2), (1, 30, 180, None, 2)]


@settings(max_examples=30)
@given(histories(fewest=1), st.integers(1, 5))
def test_in_however_many_parts_the_list_is_that_of_one_piece(rows: list[Order], count: int) -> None:
    orders = orders_of(rows)
    parameters = fit_warning(orders, TODAY)
    whole = buyers_at_risk(orders, TODAY, 90, parameters)
    parts = parts_of(orders, count)
    found = fitted(parts)
    assert found.warning == parameters
    listed = pl.concat([part_at_risk(part, TODAY, 90, found) for part in parts])
    assert_alike(listed.sort("customer_id").to_dicts(), whole.sort("customer_id").to_dicts())


def test_a_team_of_thousands_of_buyers_is_fitted_to_the_last_bit_as_in_one_piece() -> None:
    orders = made_up_orders(1500)
    sums = [summed(part_sums(part, LAST) for part in parts_of(orders, count)) for count in (1, 4)]
    assert sums[0].equals(sums[1])
    assert fit_in_parts(sums[1], 90).warning == fit_warning(orders, LAST)


@given(st.lists(st.tuples(st.integers(2, 40), st.integers(1, 4)), min_size=1, max_size=8, unique_by=lambda row: row[0]))
def test_the_middle_cycle_is_the_median_over_buyers(rows: list[tuple[int, int]]) -> None:
    cycles = pl.DataFrame([(days / 2, n) for days, n in sorted(rows)], schema=["cycle_days", "buyers"], orient="row")
    every = cycles.select(col.cycle_days.repeat_by("buyers").explode(empty_as_null=False))["cycle_days"]
    assert middle_cycle(cycles) == every.median()


def test_nobody_in_any_part_is_no_error() -> None:
    found = fitted([orders_of([])])
    assert (found.warning.team_cycle_days, found.usual_share, found.warning.lifetime.buyers) == (None, 0.0, 0)
    assert part_at_risk(orders_of([]), TODAY, 90, found).is_empty()


def test_a_missing_column_and_an_impossible_horizon_are_refused() -> None:
    orders = orders_on("a", "2026-01-01")
    with pytest.raises(MissingColumn, match="no column amount"):
        part_sums(orders.drop("amount"), TODAY)
    with pytest.raises(HorizonOutOfRange):
        part_at_risk(orders, TODAY, 0, fitted([orders]))
