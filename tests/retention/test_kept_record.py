from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.retention.histories import TODAY
from tradewind.retention.kept_record import (
    LEFT,
    SAID,
    VERDICTS,
    WARNINGS,
    by_month,
    calibration_by_month,
    in_all,
    judged_warnings,
    left_silences,
    said_and_happened,
)

DAYS = pl.Schema({"customer_id": pl.String, "ordered_on": pl.Date})
LAST, WARNED = date(2026, 1, 1), date(2026, 2, 15)


def warning(contacted: date | None = None, label: str | None = None, warned: date = WARNED) -> pl.DataFrame:
    """A warning about a, who had last ordered on the first of January."""
    return pl.DataFrame([("a", warned, LAST, 0.6, 100.0, "rhythm", contacted, label)], schema=WARNINGS, orient="row")


def days(*on: date, who: str = "a") -> pl.DataFrame:
    return pl.DataFrame([(who, day) for day in on], schema=DAYS, orient="row")


def verdict(told: pl.DataFrame, known: pl.DataFrame, today: date = TODAY) -> str:
    return str(judged_warnings(told, known, today, 90)["verdict"][0])


def test_a_warning_is_right_when_no_order_came_in_the_horizon_and_false_when_one_did() -> None:
    assert verdict(warning(), days(LAST)) == "right"
    assert verdict(warning(), days(LAST, date(2026, 5, 17))) == "right", "a day too late"
    assert verdict(warning(), days(LAST, date(2026, 5, 16))) == "false_alarm"
    assert verdict(warning(), days(LAST, date(2026, 2, 1))) == "false_alarm", "it had ordered, the file came later"
    assert verdict(warning(), days(LAST), date(2026, 5, 15)) == "pending"


def test_who_ordered_after_a_contact_is_counted_apart_and_no_false_alarm() -> None:
    back = days(LAST, date(2026, 3, 10))
    assert verdict(warning(contacted=date(2026, 3, 1)), back) == "saved"
    assert verdict(warning(contacted=date(2026, 3, 20)), back) == "false_alarm", "the order came first"
    assert verdict(warning(contacted=date(2026, 3, 1)), days(LAST)) == "right", "left all the same"


@pytest.mark.parametrize(
    ("label", "says"), [*((one, "right") for one in LEFT), ("seasonal", "seasonal"), ("won_back", "saved")]
)
def test_what_people_recorded_counts_before_the_horizon_is_over(label: str, says: str) -> None:
    assert verdict(warning(label=label), days(LAST), WARNED + timedelta(days=3)) == says


def test_an_order_says_more_than_a_record_that_the_buyer_is_lost() -> None:
    assert verdict(warning(label="lost_price"), days(LAST, date(2026, 3, 10))) == "false_alarm"


def test_a_silence_that_reached_the_horizon_is_found_whether_it_was_warned_of_or_not() -> None:
    known = pl.concat([days(LAST), days(date(2026, 1, 10), who="b"), days(date(2025, 9, 1), who="old")])
    left = left_silences(warning(), known, date(2026, 1, 5), TODAY, 90)
    assert sorted(left.select("customer_id", "left_on", "warned").rows()) == [
        ("a", date(2026, 4, 1), True), ("b", date(2026, 4, 10), False),
    ]  # fmt: skip
    late = left_silences(warning(warned=date(2026, 4, 2)), known, date(2026, 1, 5), TODAY, 90)
    assert not late["warned"].any(), "a warning after it came too late"


def test_the_months_add_up_to_the_total() -> None:
    told = pl.concat([
        warning(), warning(warned=date(2026, 3, 1)).with_columns(customer_id=pl.lit("b")),
        warning(warned=date(2026, 3, 2)).with_columns(customer_id=pl.lit("c")),
    ])  # fmt: skip
    known = pl.concat([days(LAST), days(LAST, date(2026, 3, 20), who="b"), days(LAST, who="c")])
    judged = judged_warnings(told, known, TODAY, 90)
    left = left_silences(told, known, date(2026, 1, 5), TODAY, 90)
    months, (total,) = by_month(judged, left).to_dicts(), in_all(judged, left).to_dicts()
    assert [one["month"] for one in months] == [date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1), date(2026, 6, 1)]
    assert (total["warned"], total["right"], total["false_alarms"], total["precision"]) == (3, 2, 1, 2 / 3)
    assert (total["left"], total["left_warned"], total["recall"]) == (3, 2, 2 / 3)
    for name in ("warned", "right", "false_alarms", "saved", "pending", "left", "left_warned"):
        assert sum(one[name] for one in months) == total[name]
    assert months[0]["median_lead_days"] == 365 - 45


def test_stored_chances_are_held_against_what_came_once_their_horizon_is_over() -> None:
    said = pl.DataFrame(
        [("a", date(2026, 2, 1), 0.8), ("b", date(2026, 2, 1), 0.2), ("a", date(2026, 5, 1), 0.9)],
        schema=SAID, orient="row",
    )  # fmt: skip
    told = said_and_happened(said, pl.concat([days(LAST), days(date(2026, 3, 3), who="b")]), TODAY, 90)
    assert told.select("customer_id", "stopped").rows() == [("a", True), ("b", False)]
    assert calibration_by_month(told).rows() == [(date(2026, 2, 1), 2, 0.5, 0.5)]


@given(
    st.lists(st.integers(0, 200), max_size=5), st.one_of(st.none(), st.integers(0, 200)),
    st.sampled_from([None, *LEFT, "seasonal", "won_back"]), st.integers(0, 300),
)  # fmt: skip
def test_every_warning_has_one_verdict_and_what_comes_after_its_horizon_changes_none(
    after: list[int], contacted: int | None, label: str | None, passed: int
) -> None:
    today = WARNED + timedelta(days=passed)
    known = days(LAST, *(LAST + timedelta(days=n) for n in after if LAST + timedelta(days=n) <= today))
    told = warning(None if contacted is None else WARNED + timedelta(days=contacted), label)
    now = verdict(told, known, today)
    assert now in VERDICTS
    later = verdict(told, known, today + timedelta(days=500))
    assert later == now or now == "pending"
    beyond = pl.concat([known, days(WARNED + timedelta(days=91))])
    if label is None and now == "right":
        assert verdict(told, beyond, today + timedelta(days=500)) == "right"


def test_nothing_stored_is_an_empty_record() -> None:
    judged = judged_warnings(WARNINGS.to_frame(), DAYS.to_frame(), TODAY, 90)
    left = left_silences(WARNINGS.to_frame(), DAYS.to_frame(), TODAY, TODAY, 90)
    assert by_month(judged, left).is_empty()
    assert in_all(judged, left)["precision"].to_list() == [None]
