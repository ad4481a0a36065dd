from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.retention.histories import TODAY, Order, every, histories, orders_of, orders_on
from tradewind.errors import MissingColumn
from tradewind.retention.backtest import (
    calibration,
    cutoff_days,
    record_by_cutoff,
    record_of,
    warning_record,
    warning_record_buyers,
)

CUTOFF = TODAY - timedelta(days=90)


def team() -> pl.DataFrame:
    """Twenty monthly buyers who stay, five who stopped half a year before the cutoff."""
    stay = [every(f"stays{n:02}", 30, 24, TODAY - timedelta(days=n)) for n in range(20)]
    gone = [every(f"gone{n}", 30, 10, CUTOFF - timedelta(days=180 + n)) for n in range(5)]
    return pl.concat([*stay, *gone])


def buyers(*rows: tuple[float, bool, bool, float]) -> pl.DataFrame:
    """One cutoff: p_no_order, on_list, stopped, money_at_risk of each buyer."""
    frame = pl.DataFrame(rows, schema=["p_no_order", "on_list", "stopped", "money_at_risk"], orient="row")
    names = pl.Series("customer_id", [f"c{n}" for n in range(frame.height)])
    return frame.with_columns(names, cutoff=pl.lit(CUTOFF), lead_days=pl.lit(200))


def test_a_list_that_names_exactly_those_who_stopped_has_no_miss() -> None:
    latest = warning_record(team(), TODAY, cutoffs=1).row(0, named=True)
    assert (latest["cutoff"], latest["eligible"], latest["named"], latest["hits"]) == (CUTOFF, 25, 5, 5)
    assert (latest["precision"], latest["recall"], latest["base_rate"], latest["auc"]) == (1.0, 1.0, 0.2, 1.0)
    assert (latest["missed"], latest["false_alarms"], latest["small"]) == (0, 0, True)
    assert latest["median_lead_days"] == 365 - 182  # silent for 180 to 184 days when named


def test_hits_misses_and_money_are_counted() -> None:
    one = record_of(
        buyers((0.9, True, True, 60.0), (0.8, True, False, 10.0), (0.4, False, True, 40.0), (0.1, False, False, 5.0))
    ).row(0, named=True)
    assert (one["eligible"], one["named"], one["stopped"], one["hits"]) == (4, 2, 2, 1)
    assert (one["missed"], one["false_alarms"], one["precision"], one["recall"]) == (1, 1, 0.5, 0.5)
    assert (one["money_at_risk"], one["money_hit"], one["money_recall"]) == (100.0, 60.0, 0.6)
    assert (one["mean_p_no_order"], one["base_rate"], one["auc"]) == (0.55, 0.5, 0.75)


def test_the_wilson_interval_is_that_of_the_textbook() -> None:
    """Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263 and 15 of 148, method 3."""
    for hits, of, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)):
        one = record_of(buyers(*[(0.5, True, n < hits, 1.0) for n in range(of)])).row(0, named=True)
        assert [one["precision_low"], one["precision_high"]] == pytest.approx([low, high], abs=5e-5)


def test_nobody_named_is_no_precision_and_nobody_at_all_is_no_share() -> None:
    one = record_of(buyers((0.3, False, True, 1.0))).row(0, named=True)
    assert (one["precision"], one["precision_low"], one["auc"], one["recall"]) == (None, None, None, 0.0)
    nobody = record_of(buyers((0.3, False, True, 1.0)).clear()).row(0, named=True)
    assert (nobody["eligible"], nobody["base_rate"], nobody["mean_p_no_order"]) == (0, None, None)


def test_cutoffs_with_fewer_than_ten_buyers_are_left_out() -> None:
    orders = pl.concat([every(f"c{n}", 30, 10, TODAY) for n in range(9)])
    assert warning_record_buyers(orders, TODAY).is_empty()
    assert warning_record(orders, TODAY).is_empty()


def test_cutoffs_are_a_month_apart_and_end_where_the_horizon_is_over() -> None:
    assert cutoff_days(date(2026, 6, 29), 90, 3) == [date(2026, 3, 31), date(2026, 2, 28), date(2026, 1, 31)]


def test_a_buyer_who_orders_on_the_last_day_of_the_horizon_has_not_stopped() -> None:
    on_time = pl.concat([team(), orders_on("gone0", TODAY.isoformat())])
    rows = warning_record_buyers(on_time, TODAY, cutoffs=1)
    told = dict(rows.select("customer_id", "stopped").iter_rows())
    assert (told["gone0"], told["gone1"]) == (False, True)


@settings(max_examples=15)
@given(histories(fewest=30), st.integers(0, 89))
def test_what_happens_after_the_cutoff_never_changes_the_list_at_the_cutoff(rows: list[Order], days: int) -> None:
    later = Order("c0", TODAY - timedelta(days=days), 10_000.0, 10_000.0)
    seen = ["customer_id", "p_no_order", "expected_orders", "money_at_risk", "on_list"]
    past, more = (warning_record_buyers(orders_of(some), TODAY, cutoffs=1) for some in (rows, [*rows, later]))
    assert past.select(seen).equals(more.select(seen))


@settings(max_examples=15)
@given(histories(fewest=30))
def test_cutoffs_sum_to_the_whole_and_row_order_changes_nothing(rows: list[Order]) -> None:
    found = warning_record_buyers(orders_of(rows), TODAY, cutoffs=4)
    assert found.equals(warning_record_buyers(orders_of(rows[::-1]), TODAY, cutoffs=4))
    each, whole = record_by_cutoff(found), record_of(found)
    for name in ("eligible", "named", "stopped", "hits", "missed", "false_alarms"):
        assert each[name].sum() == whole[name].item()
    assert calibration(found)["buyers"].sum() == found.height


def test_calibration_groups_are_equal_in_size_and_ordered() -> None:
    groups = calibration(buyers(*[(n / 100, False, n % 4 == 0, 1.0) for n in range(100)]))
    assert groups["group"].to_list() == list(range(1, 11))
    assert groups["buyers"].to_list() == [10] * 10
    assert groups["mean_p_no_order"].is_sorted()


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MissingColumn, match="no column amount"):
        warning_record(team().drop("amount"), TODAY)
