"""An order comes in whole or not at all."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.collect.tables import accounted, collected, written
from tradewind.collect import Collected
from tradewind.errors import BadAmount

HEADING = ["Order ID", "Customer", "Order Date", "Amount"]
DAY = "2026-03-05"


def told(found: Collected) -> list[tuple[object, ...]]:
    return found.problems.select("row", "column", "value", "reason", "outcome").rows()


def test_a_wrong_line_takes_its_whole_order_out_with_the_reason() -> None:
    rows = [["7", "Acme", DAY, "5"], ["8", "Beta", DAY, "1"], ["7", "Acme", DAY, "5o"], ["7", "Acme", DAY, "6"]]
    found = collected(written(rows), skip_bad_rows=True)
    assert found.orders.select("order_id", "amount").rows() == [("8", 1.0)]
    assert told(found) == [
        (2, "Order ID", "7", "order_has_wrong_row", "failed"),
        (4, "Amount", "5o", "bad_amount", "failed"),
        (5, "Order ID", "7", "order_has_wrong_row", "failed"),
    ]
    assert (found.read, found.failed, accounted(found)) == (4, 3, 4)


def test_without_a_number_the_wrong_row_takes_the_customers_day_out() -> None:
    rows = [["Acme", DAY, "5"], ["ACME", DAY, "x"], ["Acme", "2026-03-06", "5"], ["Beta", DAY, "5"]]
    found = collected(written(rows, HEADING[1:]), skip_bad_rows=True)
    assert found.orders["order_id"].to_list() == ["beta@2026-03-05", "acme@2026-03-06"]
    assert told(found)[0] == (2, "Customer", "Acme", "order_has_wrong_row", "failed")


def test_a_wrong_row_of_which_neither_number_nor_day_can_be_read_goes_alone() -> None:
    rows = [["Acme", DAY, "5"], ["Acme", "soon", "5"], ["Acme", "2026-03-06", "5"]]
    found = collected(written(rows, HEADING[1:]), skip_bad_rows=True)
    assert (found.orders.height, found.failed) == (2, 1)


def test_a_dash_is_no_order_number() -> None:
    rows = [["-", "Acme", DAY, "5"], ["N/A", "Acme", "2026-03-06", "6"], ["-", "Acme", "2026-03-07", "x"]]
    found = collected(written(rows), skip_bad_rows=True)
    assert found.orders["order_id"].to_list() == ["acme@2026-03-05", "acme@2026-03-06"]


def test_orders_that_share_a_number_go_together_so_that_they_come_back_under_the_same_ids() -> None:
    wrong = [["7", "Acme", DAY, "x"], ["7", "Beta", DAY, "2"], ["8", "Beta", DAY, "1"]]
    found = collected(written(wrong), skip_bad_rows=True)
    assert found.orders["order_id"].to_list() == ["8"]
    again = collected(written([["7", "Acme", DAY, "4"], wrong[1]]))
    assert again.orders["order_id"].to_list() == ["7@acme", "7@beta"]


def test_a_row_that_is_skipped_makes_no_order_wrong() -> None:
    rows = [["7", "Acme", DAY, "5"], ["7", "", DAY, "5"], ["", "Total", "", "10"]]
    found = collected(written(rows), skip_bad_rows=True)
    assert (found.orders.height, found.skipped, found.failed) == (1, 2, 0)


def test_a_wrong_line_does_not_change_how_a_repeated_total_of_other_orders_is_read() -> None:
    heading = ["订单号", "客户", "日期", "订单总金额"]
    rows = [["1", "a", DAY, "300"], ["1", "a", DAY, "300"], ["2", "b", DAY, "50"], ["2", "b", DAY, "?"]]
    found = collected(written(rows, heading), skip_bad_rows=True)
    assert found.orders.select("order_id", "amount").rows() == [("1", 300.0)]


def test_the_refusal_counts_the_wrong_rows_and_not_those_of_their_orders() -> None:
    with pytest.raises(BadAmount) as refusal:
        collected(written([["7", "Acme", DAY, "5"], ["7", "Acme", DAY, "x"], ["7", "Acme", DAY, "6"]]))
    assert (refusal.value.facts["row"], refusal.value.facts["bad"]) == (3, 1)


amounts = st.sampled_from(["5", "7.25", "-2", "x", ""])
lines = st.tuples(
    st.sampled_from(["1", "2", "3", ""]), st.sampled_from(["Acme", "Beta"]), st.sampled_from([DAY, "2026-04-01", "?"])
)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(lines, amounts), min_size=1, max_size=20))
def test_every_row_is_accounted_for_and_no_order_has_a_wrong_sum(table: list[tuple[tuple[str, ...], str]]) -> None:
    rows = [[*line, amount] for line, amount in table]
    found = collected(written(rows, HEADING), skip_bad_rows=True, dates="ymd", decimal="point")
    assert accounted(found) == found.read == len(rows)
    for number, amount in (
        found.orders.group_by(pl.col("order_id").str.extract(r"^([^@]+)")).agg(pl.sum("amount")).rows()
    ):
        mine = [row for row in rows if row[0] == number]
        if mine:
            assert sum(Decimal(row[3]) for row in mine) == Decimal(str(amount))
