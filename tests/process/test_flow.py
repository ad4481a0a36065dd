"""What follows what: worked examples and laws."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.process.logs import BEGIN, events, many
from tradewind.errors import MissingColumn, NoEvents
from tradewind.findings import Findings
from tradewind.findings.event_log import Asking, comparison, process_map
from tradewind.hours.clock import Clock
from tradewind.hours.minutes import business_minutes_between
from tradewind.ledger import Ledger
from tradewind.process import flow
from tradewind.process.conformance import conformance, deviations
from tradewind.process.lifecycle import waiting_and_working
from tradewind.process.log import EPOCH, event_log, in_business_hours
from tradewind.process.odd_times import odd_times
from tradewind.process.standing import closing_activities, open_cases


def test_a_step_is_counted_and_timed() -> None:
    log = event_log(
        events(("a", "quote", 0), ("a", "order", 2), ("b", "quote", 1), ("b", "order", 5), ("b", "order", 5))
    )
    rows = {(row["from"], row["to"]): row for row in flow.directly_follows(log).to_dicts()}
    assert rows["quote", "order"] == {
        "from": "quote", "to": "order", "count": 2, "mean_s": 10800, "median_s": 10800, "min_s": 7200, "max_s": 14400,
    }  # fmt: skip
    assert rows["order", "order"]["count"] == 1 and rows["order", "order"]["max_s"] == 0


def test_events_of_one_moment_stay_in_the_order_of_the_file() -> None:
    log = event_log(events(("a", "second", 1), ("a", "first", 0), ("a", "third", 1)))
    (way,) = flow.variants(log)
    assert [log.activities[step] for step in way.sequence] == ["first", "second", "third"]


def test_nobody_hands_over_too() -> None:
    log = event_log(events(("a", "x", 0, "Ann"), ("a", "y", 1, None), ("a", "z", 2, "Ben")))
    assert flow.handover(log).rows() == [("Ann", "__NONE__", 1), ("__NONE__", "Ben", 1)]


def test_rework_tells_cases_and_times_beyond_the_first() -> None:
    log = event_log(
        events(*(("a", "check", n) for n in range(3)), ("b", "check", 0), ("b", "check", 1), ("c", "check", 0))
    )
    assert flow.rework(log).rows() == flow.done_again(log).rows() == [("check", 2, 3)]


def test_a_begin_and_an_end_are_one_piece_of_work_and_two_ends_are_rework() -> None:
    once = [("a", "make", 0), ("a", "make", 5), ("b", "make", 0), ("b", "make", 5), ("b", "make", 6), ("b", "make", 9)]
    phases = ["start", "complete", "start", "complete", "start", "COMPLETE"]
    frame = events(*once).with_columns(lifecycle=pl.Series(phases))
    assert flow.rework(event_log(frame)).rows() == [("make", 2, 4)]
    assert flow.done_again(event_log(frame)).rows() == [("make", 1, 1)]
    assert process_map(frame)["risk"]["rework"]["cases"] == 1
    begins_alone = frame.with_columns(lifecycle=pl.lit("start"))
    assert flow.done_again(event_log(begins_alone)).rows() == [("make", 2, 4)], "where nothing tells of ends, all count"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("uvwx"), st.integers(0, 30)), min_size=1, max_size=40)
)
def test_every_event_is_a_begin_or_follows_another(rows: list[tuple[str, str, int]]) -> None:
    log = event_log(events(*rows))
    follows, ways = flow.directly_follows(log), flow.variants(log)
    begins, ends = flow.ends_of_cases(log)
    assert sum(follows["count"].to_list()) + sum(begins["count"].to_list()) == len(rows)
    cases = len({row[0] for row in rows})
    assert sum(way.count for way in ways) == begins["count"].sum() == ends["count"].sum() == cases
    assert follows.filter((pl.col.min_s > pl.col.median_s) | (pl.col.median_s > pl.col.max_s)).is_empty()
    repeated = sum(len(done) - len(set(done)) for done in _by_case(rows).values())
    assert flow.rework(log)["extra"].sum() == repeated


def _by_case(rows: list[tuple[str, str, int]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for case, activity, _ in rows:
        found.setdefault(case, []).append(activity)
    return found


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(-2000, 4000), min_size=2, max_size=6))
def test_business_hours_of_a_log_are_those_of_the_clock(hours: list[int]) -> None:
    office = Clock("America/New_York", "US")
    log = event_log(events(*(("a", "x", hour) for hour in hours)))
    worked, _ = in_business_hours(log, office, int(log.at.max()))
    for place in range(len(hours) - 1):
        since, until = (EPOCH + timedelta(microseconds=int(log.at[at])) for at in (place, place + 1))
        minutes = (worked.clock[place + 1] - worked.clock[place]) / 60e6
        assert minutes == pytest.approx(business_minutes_between(office, since, until), abs=1e-6)


def test_a_weekend_counts_nothing_in_business_hours() -> None:
    log = events(
        ("a", "quote", 24 * 4 + 9), ("a", "order", 24 * 7 + 1 + 1)
    )  # Friday 17:00 and Monday 10:00 in Shanghai
    document = process_map(log, Asking(office=Clock("Asia/Shanghai", "CN")))
    assert document["dfg"][0]["mean_s"] == 2 * 3600 and document["business_hours"]


def test_a_log_without_cases_activities_or_times_is_refused() -> None:
    with pytest.raises(NoEvents):
        event_log(events(("a", "x", 0)).clear())
    with pytest.raises(MissingColumn, match="happened_at"):
        event_log(events(("a", "x", 0)).drop("happened_at"))


def test_strange_times_are_told_and_still_counted() -> None:
    frame = pl.concat([many(50), events(("0-3", "late entry", -24 * 365 * 78))])
    document = process_map(frame)
    strange = next(one for one in document["problems"] if one["code"] == "strange_times")
    assert strange["events"] == strange["cases"] == 1 and strange["first"].startswith("1948")
    assert document["events"] == 201
    assert odd_times(event_log(many(50))) is None


def test_a_case_of_100_000_events_is_read_and_told() -> None:
    frame = pl.DataFrame(
        {
            "case_id": ["a"] * 100_000,
            "activity": ["x", "y"] * 50_000,
            "happened_at": pl.Series(range(100_000)).cast(pl.Datetime("us")),
        }
    )
    document = process_map(frame, Asking(standard=("x", "y")))
    assert document["rework"][0] == {"activity": "x", "cases": 1, "extra": 49_999}
    assert {"long_case", "no_resource"} <= {one["code"] for one in document["problems"]}
    assert document["conformance"]["fitting"] == 0


def test_cases_of_one_event_have_no_flow_and_say_so() -> None:
    document = process_map(events(("a", "x", 0), ("b", "x", 1.5)))
    assert document["dfg"] == [] and document["median_case_s"] == 0
    assert "no_flow" in {one["code"] for one in document["problems"]}


def test_working_and_waiting_are_parted_where_work_begins_and_ends() -> None:
    rows = events(("a", "check", 0), ("a", "check", 2), ("a", "pack", 5), ("a", "pack", 6))
    log = event_log(rows.with_columns(lifecycle=pl.Series(["start", "complete", "START", "Complete"])))
    found = waiting_and_working(log)
    assert found is not None
    assert found.rows() == [("pack", 1, 3600.0, 10800.0), ("check", 1, 7200.0, None)]
    assert waiting_and_working(event_log(rows)) is None


def test_a_case_still_takes_what_like_cases_took() -> None:
    frame = pl.concat([many(20), events(("open", "inquiry", 300), ("open", "quote", 310))])
    log = event_log(frame)
    assert closing_activities(log) == ["ship"]
    now = int(log.at[log.case == log.cases.to_list().index("open")].max()) + 4 * 3_600_000_000
    found = open_cases(log, now, ["ship"])
    assert found.rows() == [("open", "quote", 4 * 3600.0, 16 * 3600.0, 20)]
    later = open_cases(log, now + 20 * 3_600_000_000, ["ship"])
    assert later["remaining_s"][0] is None and later["like"][0] == 0


def test_the_standard_way_counts_what_is_left_out_and_what_does_not_belong() -> None:
    log = event_log(events(*(("a", s, n) for n, s in enumerate("wxyz")), *(("b", s, n) for n, s in enumerate("wyyz"))))
    found = conformance(flow.variants(log), log.activities, list("wxyz"))
    assert (found.cases, found.fitting, found.skipped, found.extra) == (2, 1, {"x": 1}, {"y": 1})
    assert found.fitness == pytest.approx((1 + (1 - 2 / 8)) / 2)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 3), max_size=9), st.lists(st.integers(0, 3), min_size=1, max_size=6))
def test_what_is_neither_left_out_nor_beside_is_common(sequence: list[int], way: list[int]) -> None:
    left_out, beside = deviations(sequence, way)
    common = len(way) - len(left_out)
    assert common == len(sequence) - len(beside) == _longest(tuple(sequence), tuple(way))


def _longest(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    table = np.zeros((len(one) + 1, len(other) + 1), dtype=int)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            table[i + 1, j + 1] = table[i, j] + 1 if a == b else max(table[i, j + 1], table[i + 1, j])
    return int(table[-1, -1])


def test_faster_cases_after_a_change_are_better_and_like_ones_not_proven() -> None:
    frame = pl.concat([many(60), many(60, hours=5, start=24 * 80)])
    change = (BEGIN + timedelta(days=80)).date()
    found = comparison(frame, change)
    assert found["figures"]["median_case_s"]["verdict"] == "better"
    assert found["figures"]["rework_share"]["verdict"] == "not_proven"
    assert found["cases"]["before"] <= 60 and found["cases"]["after"] <= 60
    same = comparison(pl.concat([many(60), many(60, start=24 * 80)]), change)
    assert same["figures"]["median_case_s"]["verdict"] == "not_proven"


def test_another_mix_of_kinds_is_no_change() -> None:
    late = 24 * 80
    parts = [
        many(60, hours=2),
        many(20, hours=30, start=1),
        many(20, hours=2, start=late),
        many(60, hours=30, start=late + 1),
    ]
    frame = pl.concat(parts)
    kinds = {case: "long" if n % 2 else "short" for n, part in enumerate(parts) for case in part["case_id"].unique()}
    change = (BEGIN + timedelta(days=80)).date()
    assert comparison(frame, change, kinds=kinds)["figures"]["median_case_s"]["verdict"] == "not_proven"
    assert comparison(frame, change)["figures"]["median_case_s"]["verdict"] == "worse"


def test_trouble_is_told_by_the_names_of_activities_or_by_a_person() -> None:
    frame = events(
        ("a", "order", 0),
        ("a", "客户投诉", 1),
        ("b", "order", 0),
        ("b", "order cancelled", 2),
        ("c", "order", 0),
        ("c", "hm", 1),
    )
    risk = process_map(frame)["risk"]
    assert (risk["complaint"]["cases"], risk["cancellation"]["cases"], risk["late"], risk["any"]["cases"]) == (
        1,
        1,
        None,
        2,
    )
    assert process_map(frame, Asking(named={"late": ["hm"]}))["risk"]["late"]["share"] == pytest.approx(1 / 3)


def test_the_day_looked_from_moves_the_waiting() -> None:
    frame = pl.concat([many(20), events(("open", "inquiry", 0), ("open", "quote", 24 * 30))])
    first = process_map(frame, Asking(closing=("ship",), today=date(2026, 4, 1)))["standing"][0]
    later = process_map(frame, Asking(closing=("ship",), today=date(2026, 4, 3)))["standing"][0]
    assert later["waited_median_s"] - first["waited_median_s"] == 2 * 86400


def test_an_order_that_shipped_after_the_day_promised_is_late_whatever_its_activities_say() -> None:
    frame = events(("o1", "order", 0), ("o1", "ship", 200), ("o2", "order", 0), ("o2", "ship", 20))
    orders = pl.DataFrame(
        {
            "order_id": ["o1", "o2"], "customer_id": ["c", "c"], "ordered_on": [BEGIN.date()] * 2,
            "amount": [1.0, 1.0], "currency": ["USD"] * 2, "amount_base": [1.0, 1.0],
            "promised_on": [BEGIN.date() + timedelta(days=5)] * 2,
            "shipped_on": [BEGIN.date() + timedelta(days=8), BEGIN.date()],
        }
    )  # fmt: skip
    ledger = Ledger.of_frames(events=frame, orders=orders)
    found = Findings(ledger, BEGIN.date() + timedelta(days=30)).process
    assert found.shipped_late() == ["o1"]
    assert found.process_map()["risk"]["late"]["cases"] == 1
    earlier = Findings(ledger, BEGIN.date() + timedelta(days=1)).process.process_map()
    assert earlier["risk"]["late"] is None and earlier["events"] == 3
