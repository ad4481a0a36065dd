from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.retention.histories import TODAY, Order, every, histories, orders_of
from tradewind.errors import MissingColumn
from tradewind.ledger.schema import ORDER_LINES
from tradewind.retention.shrinking import dropped_lines, shrinking
from tradewind.retention.warning import buyers_at_risk


def steady(amount_lately: float, days: int = 182, every_days: int = 14) -> pl.DataFrame:
    """A buyer of two years, an order of 1,000 every two weeks, of another amount in the last days."""
    orders = every("a", every_days, 730 // every_days, TODAY, 1000.0)
    lately = pl.col.ordered_on > TODAY - timedelta(days=days)
    return orders.with_columns(
        pl.when(lately).then(amount_lately).otherwise(n).alias(n) for n in ("amount", "amount_base")
    )


def of_lines(orders: pl.DataFrame, line: pl.Expr) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The orders with numbers, each with one line of that product line and one of lamps, half of the amount each."""
    numbered = orders.with_row_index("order_id").with_columns(pl.col.order_id.cast(pl.String))
    half = numbered.select("order_id", amount=pl.col.amount / 2, product=pl.lit("x"), product_line=line)
    lamps = half.with_columns(product_line=pl.lit("lamps"))
    return numbered, pl.concat([half, lamps])


def test_a_buyer_who_orders_half_as_much_for_half_a_year_is_warned_of_with_a_years_money() -> None:
    (found,) = shrinking(steady(400.0), TODAY).to_dicts()
    assert (found["amount_half_year"], found["amount_half_year_before"]) == (5200.0, 13000.0)
    assert found["amount_a_year"] == pytest.approx(2 * 7800)


def test_a_smaller_order_or_two_are_chance_and_so_is_less_of_few_orders() -> None:
    assert shrinking(steady(800.0), TODAY).is_empty()
    assert shrinking(steady(100.0, days=28), TODAY).is_empty()
    assert shrinking(steady(400.0, every_days=120), TODAY).is_empty()


def test_the_same_low_season_as_a_year_ago_is_no_loss() -> None:
    month = pl.col.ordered_on.dt.month()
    amount = pl.when(month.is_between(1, 6)).then(300.0).otherwise(2000.0)
    orders = every("a", 10, 110, TODAY, 1.0).with_columns(amount=amount, amount_base=amount)
    assert shrinking(orders, TODAY).is_empty()


def test_who_has_stopped_ordering_is_not_shrinking() -> None:
    assert shrinking(every("a", 14, 50, TODAY - timedelta(days=183), 1000.0), TODAY).is_empty()


def test_a_line_left_out_nine_times_in_a_row_by_a_buyer_of_it_is_dropped_with_its_money() -> None:
    old = pl.col.ordered_on < TODAY - timedelta(days=120)
    orders, lines = of_lines(
        every("a", 14, 40, TODAY, 1000.0), pl.when(old).then(pl.lit("hooks")).otherwise(pl.lit(""))
    )
    orders = orders.with_columns()
    lines = lines.filter(pl.col.product_line != "")
    (found,) = dropped_lines(orders, lines.with_columns(product=pl.lit(None, dtype=pl.String)), TODAY).to_dicts()
    assert (found["product_line"], found["order_days"]) == ("hooks", 9)
    assert found["amount_a_year"] == 500.0 * 27


def test_a_line_that_is_ordered_now_and_then_is_not_dropped_and_neither_is_one_with_its_season() -> None:
    rare = pl.when(pl.int_range(pl.len()) % 8 == 7).then(pl.lit("hooks")).otherwise(pl.lit("nails"))
    orders, lines = of_lines(every("a", 14, 40, TODAY, 1000.0), rare)
    assert "hooks" not in dropped_lines(orders, lines, TODAY)["product_line"].to_list()
    winter = pl.when(pl.col.ordered_on.dt.month().is_in([11, 12])).then(pl.lit("stars")).otherwise(pl.lit("nails"))
    orders, lines = of_lines(every("a", 10, 100, TODAY, 1000.0), winter)
    assert dropped_lines(orders, lines, TODAY).is_empty()


@settings(max_examples=40)
@given(histories(), st.randoms(), st.sampled_from([0.5, 4.0]))
def test_neither_the_order_of_rows_nor_the_currency_nor_a_split_order_changes_who_shrinks(
    rows: list[Order], random: st.DrawFn, factor: float
) -> None:
    shuffled = sorted(rows, key=lambda _: random.random())  # type: ignore[attr-defined]
    scaled = [r._replace(amount_base=None if r.amount_base is None else r.amount_base * factor) for r in shuffled]
    before, after = (shrinking(orders_of(some), TODAY) for some in (rows, scaled))
    assert after["customer_id"].to_list() == before["customer_id"].to_list()
    assert after["amount_a_year"].to_list() == pytest.approx((before["amount_a_year"] * factor).to_list())
    assert (before["amount_a_year"] > 0).all()


def test_the_list_tells_both_as_signs_with_money_and_says_less_only_once() -> None:
    orders, lines = of_lines(steady(400.0), pl.lit("hooks"))
    told = buyers_at_risk(orders, TODAY, lines=lines).row(0, named=True)
    codes = [one["code"] for one in told["reasons"]]
    assert "shrinking" in codes and "ordering_less" not in codes
    assert told["shrinks_by"] == pytest.approx(15600.0)
    assert buyers_at_risk(every("a", 14, 50, TODAY), TODAY)["shrinks_by"].to_list() == [0.0]


def test_lines_without_an_order_are_refused_by_the_missing_column() -> None:
    with pytest.raises(MissingColumn, match="order_lines has no column order_id"):
        dropped_lines(orders_of([]), ORDER_LINES.to_frame().drop("order_id"), TODAY)
