"""What people and programs put into files, and what becomes of it."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.collect.tables import by_id, collected, dated, paid, written
from tests.collect.test_forms import workbook
from tradewind.collect import Collected, rejected_csv
from tradewind.collect.table import MOST_CELL
from tradewind.errors import BadDate, BadTime, EmptyFile, NoAmount, NoDate, NoOrderFile, OddDate

YEAR = [str(date(2026, 1, 5) + timedelta(days=20 * n)) for n in range(15)]


def reasons(found: Collected) -> list[tuple[str, str]]:
    return found.problems.select("value", "reason").rows()


def again(found: Collected, old: str = "", new: str = "") -> Collected:
    return collected(rejected_csv(found).decode().replace(old, new) if old else rejected_csv(found), skip_bad_rows=True)


@pytest.mark.parametrize("slip", ["2062-03-05", "2100-01-01", "1926-03-05", "1900-03-01", "2029-01-01"])
def test_a_day_years_away_from_all_others_is_odd(slip: str) -> None:
    found = dated(*YEAR, slip, skip_bad_rows=True)
    assert reasons(found) == [(slip, "odd_date")]
    with pytest.raises(OddDate) as refusal:
        dated(*YEAR, slip)
    assert f'row 17, column Order Date: "{slip}" lies years away from nearly all of the 16 dates.' in str(refusal.value)


def test_an_odd_day_is_refused_again_until_it_is_corrected_or_the_reason_taken_away() -> None:
    first = dated(*YEAR, "2062-03-05", skip_bad_rows=True)
    reason = first.rejected["Tradewind: reason"][0]
    assert reason == "odd_date; Order Date; 2062-03-05; decimal=point; after=2028-06-14"
    assert reasons(again(first)) == reasons(first)
    assert reasons(again(first, '"2062-03-05"', '"2062/3/5"')) == [("2062/3/5", "odd_date")]
    assert again(first, '"2062-03-05"', '"2026-03-05"').orders["ordered_on"].to_list() == [date(2026, 3, 5)]
    assert again(first, reason).orders["ordered_on"].to_list() == [date(2062, 3, 5)]


def test_old_and_future_days_are_kept_when_the_files_days_lead_there() -> None:
    history = [f"{year}-06-01" for year in range(1965, 1990)]
    assert dated(*history).failed == 0
    growing = [*[f"2020-0{month}-05" for month in range(1, 10)] * 5, "2021-05-01", "2022-03-01", "2023-02-01"]
    assert dated(*growing).failed == 0


def test_old_days_of_one_row_in_ten_are_a_history_and_no_slip() -> None:
    assert dated(*YEAR, "1965-01-01", "1965-02-01").failed == 0
    assert dated("2026-03-05", "2100-01-01", "1950-01-01").orders.height == 3


def test_a_day_of_1900_that_means_an_empty_cell_is_no_date() -> None:
    for empty in (
        "0",
        "1900-01-00",
        "1900-01-01",
        "1899-12-30",
        "1/0/1900",
        "1/1/1900",
        "1899-12-31 00:00:00",
        "00:00:00",
    ):
        with pytest.raises(NoDate):
            dated("2026-03-05", empty)
    heading = ["Order", "Customer", "Date", "Amount", "Shipped"]
    rows = [["1", "a", "2026-03-05", "1", "1900-01-00"], ["2", "a", "2026-03-05", "1", "2026-03-09"]]
    assert by_id(collected(written(rows, heading)), "shipped_on") == [None, date(2026, 3, 9)]


def test_excels_29th_of_february_1900_and_its_low_numbers_are_no_dates() -> None:
    for never in ("1900-02-29", "1", "60", "61"):
        with pytest.raises(BadDate):
            dated("2026-03-05", never)


def test_day_1_in_a_workbook_is_an_empty_cell() -> None:
    rows: list[list[Any]] = [["Customer", "Date", "Amount"], ["a", date(2026, 3, 5), 1], ["b", date(1900, 1, 1), 1]]
    assert collected(workbook({"A": rows}), skip_bad_rows=True).problems["reason"].to_list() == ["no_date"]


@settings(deadline=None, max_examples=25, phases=[Phase.explicit, Phase.generate])
@given(st.lists(st.dates(date(1901, 1, 1), date(2100, 12, 31)), min_size=1, max_size=30))
def test_odd_days_are_always_fewer_than_one_in_ten(days: list[date]) -> None:
    found = dated(*map(str, days), skip_bad_rows=True)
    assert found.failed * 10 < max(1, len(days)) or found.failed == 0
    assert found.orders.height + found.failed == len(days)


@pytest.mark.parametrize("none", ["N/A", "n/a", "#N/A", "-", "无"])
def test_an_amount_that_says_there_is_none_is_missing(none: str) -> None:
    with pytest.raises(NoAmount):
        paid("1.00", none)


def test_a_file_of_nothing_and_one_of_a_single_column_are_refused() -> None:
    with pytest.raises(EmptyFile):
        collected(b"", "orders.xlsx")
    with pytest.raises(NoOrderFile):
        collected("Customer\nAcme\nBeta\n")


@pytest.mark.parametrize("letter", ["x", "(", "co ", ". ", "中", "1", '""', "=", "a\n", "\t-"])
def test_ten_megabytes_in_one_cell_are_cut_and_nothing_hangs(letter: str) -> None:
    huge, started = letter * (10_000_000 // len(letter)), time.monotonic()
    text = (
        f'Order,Customer,Date,Amount\n1,"{huge}",2026-03-05,5\n2,Beta,2026-03-05,"{huge}"\n3,"stray" x,2026-03-05,5\n'
    )
    found = collected(text, skip_bad_rows=True)
    assert found.orders["order_id"].to_list()[-1] == "3"
    assert found.customers["name"].str.len_chars().max() <= 200  # type: ignore[operator]
    assert found.problems["value"].drop_nulls().str.len_chars().max() <= 200  # type: ignore[operator]
    assert len(rejected_csv(found)) < 4 * MOST_CELL + 1000
    assert time.monotonic() - started < 20


def test_a_script_in_a_name_and_nuls_are_text_and_nothing() -> None:
    found = collected(
        "Order,Customer,Date,Amount\n1,<script>alert(1)</script>,2026-03-05,5\n2,\0A\0cme,2026-03-05\0,6\n"
    )
    assert found.customers["name"].to_list() == ["<script>alert(1)</script>", "Acme"]
    assert collected(written([["1", "\0\0", "2026-03-05", "5"], ["2", "A", "2026-03-05", "5"]])).skipped == 1


CLOCK = ["Order ID", "Customer", "Order Date", "Order Time", "Amount"]


@pytest.mark.parametrize("clock", ["14:30", "2:30 PM", "下午2:30", "14:30:00", "16:30+02:00", "0.604166667"])
@pytest.mark.parametrize("heading", ["Order Time", "Time", "下单时间", "时间", "下单时刻"])
def test_a_time_in_a_column_of_its_own_belongs_to_the_day_beside_it(clock: str, heading: str) -> None:
    found = collected(written([["1", "Acme", "2026-03-05", clock, "5"]], [*CLOCK[:3], heading, "Amount"]))
    assert found.orders.select("ordered_on", "ordered_at").row(0) == (date(2026, 3, 5), datetime(2026, 3, 5, 14, 30))
    assert found.columns[3].field == "ordered_time"


def test_a_time_before_the_date_column_is_no_date() -> None:
    found = collected(
        written([["09:15", "1", "Acme", "2026-03-05", "5"]], ["下单时间", "订单号", "客户", "日期", "金额"])
    )
    assert found.orders["ordered_at"].to_list() == [datetime(2026, 3, 5, 9, 15)]


def test_an_empty_time_is_none_and_a_wrong_one_is_refused_by_name() -> None:
    rows = [["1", "A", "2026-03-05", "14:30", "5"], ["2", "A", "2026-03-05", "", "5"]]
    more = [[str(n), "A", "2026-03-05", "09:00", "5"] for n in range(4, 20)]
    assert by_id(collected(written(rows, CLOCK)), "ordered_at") == [datetime(2026, 3, 5, 14, 30), None]
    with pytest.raises(BadTime) as refusal:
        collected(written([*rows, ["3", "A", "2026-03-05", "25:00", "5"], *more], CLOCK))
    assert 'row 4, column Order Time: "25:00" is no time of day.' in str(refusal.value)


def test_a_date_column_with_times_needs_no_other() -> None:
    found = collected(written([["1", "A", "2026-03-05 08:00", "14:30", "5"]], CLOCK))
    assert found.orders["ordered_at"].to_list() == [datetime(2026, 3, 5, 8)]


@pytest.mark.parametrize(
    "heading", ["Order Timestamp", "timestamp", "时间戳", "Order Date (unix)", "Order date [epoch]"]
)
@pytest.mark.parametrize("count", ["1772721000", "1772721000000"])
def test_seconds_since_1970_are_dates_where_the_heading_says_so(heading: str, count: str) -> None:
    rows = [["1", "Acme", count, "5"], ["2", "Acme", "N/A", "5"], *([str(n), "A", count, "5"] for n in range(3, 20))]
    found = collected(written(rows, ["Order", "Customer", heading, "Amount"]), skip_bad_rows=True)
    assert found.orders.select("ordered_on", "ordered_at").row(0) == (date(2026, 3, 5), datetime(2026, 3, 5, 14, 30))
    assert found.problems["reason"].to_list() == ["no_date"]


def test_seconds_since_1970_are_no_dates_without_a_heading_or_where_they_may_be_hours() -> None:
    with pytest.raises(BadDate):
        dated("1772721000", "1772721060")
    with pytest.raises(BadDate):
        collected(written([["1", "A", "2026030514", "5"]], ["Order", "Customer", "Timestamp", "Amount"]))
    with pytest.raises(BadDate):
        collected(written([["1", "A", "177272", "5"]], ["Order", "Customer", "Timestamp", "Amount"]))


def test_seconds_in_a_typed_column_are_read_as_well() -> None:
    record = '{{"order": {n}, "customer": "A", "timestamp": {at}, "amount": 5}}\n'
    found = collected("".join(record.format(n=n, at=1772721000 + n) for n in range(3)), "orders.jsonl")
    assert found.orders["ordered_on"].unique().to_list() == [date(2026, 3, 5)]
