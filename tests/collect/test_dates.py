"""Dates as people write them, and the evidence for their order."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.collect.tables import by_id, dated
from tradewind.errors import AmbiguousDates, BadDate, BadDayMonthDate, BadMonthDayDate, NoDate


@pytest.mark.parametrize(
    "written",
    ["2026-03-05", "2026/3/5", "2026.03.05", "20260305", "2026年3月5日", "２０２６年３月５日", "2026年3月5日 星期四", "46086", "46086.0",
     "5 March 2026", "5-Mar-26", "5th Mar 2026", "Mar 5, 2026", "March 5th 2026", "Thursday, March 5, 2026", "2026-Mar-05"],
)  # fmt: skip
def test_a_date_that_tells_its_own_order_is_read(written: str) -> None:
    found = dated(written)
    assert found.orders["ordered_on"].to_list() == [date(2026, 3, 5)]
    assert found.orders["ordered_at"].to_list() == [None]
    assert found.date_order is None


@pytest.mark.parametrize(
    "written",
    ["2026-03-05 14:30", "2026-03-05T14:30:00", "2026-03-05T14:30:00.000Z", "2026-03-05 14:30:00 UTC", "2026/3/5 2:30 PM",
     "2026/3/5 02:30:00 p.m.", "2026年3月5日 下午2:30", "2026年3月5日下午2时30分", "2026年3月5日 14时30分00秒",
     "2026-03-05T16:30:00+02:00", "2026-03-05 06:30:00-0800", "Mar 5, 2026, 2:30 PM", "46086.604166667"],
)  # fmt: skip
def test_a_time_of_day_is_kept_in_utc(written: str) -> None:
    assert dated(written).orders.select("ordered_on", "ordered_at").row(0) == (
        date(2026, 3, 5),
        datetime(2026, 3, 5, 14, 30),
    )


def test_the_day_is_the_one_written_whatever_the_zone() -> None:
    found = dated("2026-03-05T01:00:00+08:00")
    assert found.orders.select("ordered_on", "ordered_at").row(0) == (date(2026, 3, 5), datetime(2026, 3, 4, 17, 0))


def test_noon_and_midnight_are_not_confused() -> None:
    found = dated("2026-03-05 12:10 AM", "2026-03-05 12:10 PM", "2026-03-05 上午12:10", "2026-03-05 中午12:10")
    assert [at.hour for at in by_id(found, "ordered_at")] == [0, 12, 0, 12]


def test_midnight_on_every_row_is_no_time_of_day() -> None:
    assert dated("2026-03-05 00:00:00", "2026-03-06 00:00").orders["ordered_at"].to_list() == [None, None]


def test_one_day_above_12_decides_the_whole_column() -> None:
    assert by_id(dated("05/03/2026", "13/03/2026"), "ordered_on") == [date(2026, 3, 5), date(2026, 3, 13)]
    assert by_id(dated("05/03/2026", "03/13/2026"), "ordered_on") == [date(2026, 5, 3), date(2026, 3, 13)]


def test_silent_evidence_is_never_guessed() -> None:
    with pytest.raises(AmbiguousDates) as refusal:
        dated("05/03/2026", "06/03/2026")
    assert str(refusal.value) == (
        'In orders.csv, column Order Date, "05/03/2026" may be 2026-03-05 or 2026-05-03, and no other row tells which. '
        "Choose with --dates dmy or --dates mdy."
    )


def test_a_person_decides_what_the_evidence_does_not() -> None:
    assert dated("05/03/2026", dates="dmy").orders["ordered_on"].to_list() == [date(2026, 3, 5)]
    assert dated("05/03/2026", dates="mdy").orders["ordered_on"].to_list() == [date(2026, 5, 3)]
    assert dated("26/03/05", dates="ymd").orders["ordered_on"].to_list() == [date(2026, 3, 5)]


def test_dates_that_read_the_same_both_ways_need_no_evidence() -> None:
    assert dated("05/05/2026", "2026-05-06").orders.height == 2


def test_equally_strong_contradictions_are_not_decided() -> None:
    with pytest.raises(AmbiguousDates):
        dated("13/03/2026", "03/13/2026", "05/03/2026")


def test_against_a_majority_the_others_are_bad_rows() -> None:
    found = dated("13/03/2026", "14/03/2026", "03/15/2026", "05/03/2026", skip_bad_rows=True)
    assert by_id(found, "ordered_on") == [date(2026, 3, 13), date(2026, 3, 14), date(2026, 3, 5)]
    assert found.problems.select("row", "value", "reason").rows() == [(4, "03/15/2026", "bad_date")]


def test_two_digit_years_need_evidence_for_the_years_place() -> None:
    with pytest.raises(AmbiguousDates):
        dated("13/03/26")
    days = [f"{day:02}/03/26" for day in range(1, 29)]
    assert by_id(dated(*days), "ordered_on")[0] == date(2026, 3, 1)
    days = [f"26-03-{day:02}" for day in range(1, 29)]
    assert by_id(dated(*days), "ordered_on")[0] == date(2026, 3, 1)


def test_a_bad_date_is_refused_with_row_column_and_order() -> None:
    rows = ["15/03/2026"] * 1202 + ["31/02/2026"] + ["15/03/2026"] * 20
    with pytest.raises(BadDayMonthDate) as refusal:
        dated(*rows)
    assert str(refusal.value) == (
        'orders.csv, row 1,204, column Order Date: "31/02/2026" is no date in the order day/month/year that the other '
        "1,222 rows use. Correct it, or skip the row with --skip-bad-rows. Rows that cannot be read: 1."
    )


def test_each_kind_of_bad_date_has_its_own_refusal() -> None:
    for dates, error in (
        (("03/15/2026", "x"), BadMonthDayDate),
        (("2026-03-05", "soon"), BadDate),
        (("2026-03-05", ""), NoDate),
    ):
        with pytest.raises(error):
            dated(*dates)


@pytest.mark.parametrize(
    "written", ["2026-13-01", "2026-02-29", "2026-03-05 25:00", "1026-03-05", "12345", "2026-03", "5"]
)
def test_what_is_on_no_calendar_is_no_date(written: str) -> None:
    found = dated("2026-03-05", written, skip_bad_rows=True)
    assert (found.orders.height, found.failed) == (1, 1)
