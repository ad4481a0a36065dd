"""The plan of windows is the best one there is, and what it says of waiting is what a clock on the wall says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attention.mail import MONDAY, mail_of
from tradewind.attention.arrivals import arrivals
from tradewind.attention.break_through import break_through, interruptions_with
from tradewind.attention.business import business_minutes
from tradewind.attention.late_slot import late_slot
from tradewind.attention.slots import WindowRule, even_windows, open_slots
from tradewind.attention.traffic import traffic
from tradewind.attention.waiting import realtime_interruptions, waiting, waits
from tradewind.attention.windows import LATE, WAIT, best_windows, cost_of, costs_of, least_costly
from tradewind.errors import HoursOutOfRange, NoArrivals, SlotOutOfRange, UnknownZone, WindowsDoNotFit
from tradewind.hours import Clock, business_minutes_between

Minutes = st.lists(
    st.tuples(st.integers(0, 20 * 1440), st.sampled_from([-480, -300, 0, 60, 330, 480])), min_size=1, max_size=40
)


def incoming(*said: tuple[int, int]) -> pl.DataFrame:
    """Messages so many minutes after a Monday's midnight UTC, each with its sender's offset."""
    return traffic(
        mail_of(
            *(
                {
                    "message_id": f"{place}",
                    "sent_at": MONDAY + timedelta(minutes=at),
                    "sender": "tom",
                    "utc_offset_min": offset,
                }
                for place, (at, offset) in enumerate(said)
            )
        )
    )


def test_a_message_from_new_york_at_10_waits_for_the_21_00_window_in_china() -> None:
    """Monday 09:30 in New York is 22:30 in China: read on Tuesday at 08:00 there, when New York closes at 18:00: 510 min."""
    coming = arrivals(incoming((14 * 60 + 30, -300)), "UTC+08:00")
    assert waits(coming, (480, 1260)).tolist() == [510.0]
    assert waits(coming, (480, 1350)).tolist() == [0.0]  # a window at 22:30 sharp


def test_over_the_weekend_only_the_senders_office_hours_count() -> None:
    """Friday 16:00 in London, read in China on Monday at 08:00, midnight in London: the two hours of Friday."""
    coming = arrivals(incoming((4 * 1440 + 16 * 60, 0)), "UTC+08:00")
    assert waits(coming, (480,)).tolist() == [120.0]


@given(Minutes, st.sampled_from([(480,), (480, 1065, 1260), (600, 840)]), st.sampled_from(["UTC+08:00", "UTC-05:00"]))
@settings(max_examples=60, deadline=None)
def test_waiting_is_what_the_hours_package_counts_message_by_message(
    said: list[tuple[int, int]], windows: tuple[int, ...], zone: str
) -> None:
    mail = incoming(*said)
    told = waits(arrivals(mail, zone), windows)
    rep = Clock(zone)
    for waited, (sent_at, offset) in zip(told, mail.select("sent_at", "utc_offset_min").iter_rows(), strict=True):
        sent = sent_at.replace(tzinfo=UTC)
        read = next_window(rep, sent, windows)
        sign = "-" if offset < 0 else "+"
        sender = Clock(f"UTC{sign}{abs(offset) // 60:02}:{abs(offset) % 60:02}" if offset else "UTC")
        assert waited == pytest.approx(business_minutes_between(sender, sent, read), abs=1e-6)


def next_window(rep: Clock, sent: datetime, windows: tuple[int, ...]) -> datetime:
    """The first window at or after a moment, Monday to Friday on the rep's clock: day by day, window by window."""
    local = sent.astimezone(rep.rules)
    for days in range(8):
        day = (local + timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)
        for window in windows:
            at = day + timedelta(minutes=window)
            if day.weekday() < 5 and at >= local:
                return at
    raise AssertionError("no window within a week")


@given(Minutes, st.integers(1, 3), st.sampled_from([WAIT, LATE]))
@settings(max_examples=25, deadline=None)
def test_no_other_choice_of_slots_is_better(said: list[tuple[int, int]], windows: int, aim: str) -> None:
    """Brute force over all choices, judged by waiting itself, not by the planner's tables."""
    rule = WindowRule(windows, 8 * 60, (18 if windows < 3 else 11) * 60, 15, within_min=120, aim=aim)
    coming = arrivals(incoming(*said), "UTC+08:00")

    def judged(chosen: tuple[int, ...]) -> float:
        waited = waits(coming, chosen)
        return float(waited.sum() if aim == WAIT else (waited > 120).sum())

    least = min(judged(tuple(chosen)) for chosen in combinations(open_slots(rule).tolist(), windows))
    assert judged(best_windows(coming, rule)) == pytest.approx(least, abs=1e-6)


@given(Minutes, st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_the_tables_of_the_planner_add_up_to_the_waiting(said: list[tuple[int, int]], windows: int) -> None:
    rule = WindowRule(windows)
    coming = arrivals(incoming(*said), "UTC+08:00")
    costs = costs_of(coming, rule)
    for places in ([0, 20, 52][:windows], [7, 30, 31][:windows], least_costly(costs, windows)):
        assert cost_of(costs, places) == pytest.approx(
            float(waits(coming, costs.slots[places].tolist()).sum()), abs=1e-5
        )


@given(Minutes)
@settings(max_examples=30, deadline=None)
def test_one_more_window_never_makes_anybody_wait_longer_in_all(said: list[tuple[int, int]]) -> None:
    coming = arrivals(incoming(*said), "UTC+08:00")
    means = [waits(coming, best_windows(coming, WindowRule(count))).sum() for count in (1, 2, 3)]
    assert means[0] >= means[1] - 1e-6 and means[1] >= means[2] - 1e-6


def test_lunch_and_meetings_take_no_window() -> None:
    rule = WindowRule(2, 11 * 60, 14 * 60, 15, blocked=((12 * 60, 13 * 60),))
    assert not {720, 735, 750, 765} & set(open_slots(rule).tolist()) and 780 in open_slots(rule)
    coming = arrivals(incoming(*((day * 1440 + 4 * 60 + 20, 480) for day in range(5))), "UTC+08:00")  # 12:20 in China
    assert best_windows(coming, WindowRule(1, 11 * 60, 14 * 60))[0] == 750
    assert best_windows(coming, WindowRule(1, 11 * 60, 14 * 60, blocked=rule.blocked))[0] == 780


def test_even_windows_reach_from_the_first_to_the_last_minute() -> None:
    assert even_windows(WindowRule(4)) == (480, 740, 1000, 1260)


def test_what_the_late_slot_saves_is_told_by_region() -> None:
    """Senders in New York write at 08:30 there, 21:30 in China; those in Berlin at 09:00, 16:00 in China."""
    rows = [(day * 1440 + 13 * 60 + 30, -300) for day in range(5)] + [(day * 1440 + 8 * 60, 60) for day in range(5)]
    coming = arrivals(incoming(*rows), "UTC+08:00")
    rule = WindowRule(2, 8 * 60, 22 * 60)
    windows = best_windows(coming, rule)
    found = late_slot(coming, coming, windows, rule)
    assert windows == (960, 1290) and found and found.window == 1290
    assert [(one.region, one.messages) for one in found.regions] == [("americas", 5), ("europe_africa", 5)]
    assert found.regions[0].saves_min > 400 and found.regions[1].saves_min == 0
    assert late_slot(coming, coming, (480, 1080), WindowRule(2, 480, 1080)) is None


def test_urgent_messages_break_through_up_to_the_budget_and_those_at_once_together() -> None:
    """Four urgent ones on Monday at 10:00, 10:03, 12:00 and 14:00 in China, and one at night; two interruptions a day."""
    at = [120, 123, 240, 360, 15 * 60]
    coming = arrivals(incoming(*((minute, 0) for minute in at)), "UTC+08:00")
    through = break_through(coming, np.ones(5, dtype=bool), 2, 8 * 60, 21 * 60)
    assert through.tolist() == [True, True, True, False, False]
    assert interruptions_with(coming, through, 3) == 5.0
    assert not break_through(coming, np.ones(5, dtype=bool), 0, 8 * 60, 21 * 60).any()


def test_reading_at_once_is_interrupted_once_by_what_comes_together() -> None:
    coming = arrivals(incoming((120, 0), (123, 0), (240, 0), (1440 * 5 + 120, 0)), "UTC+08:00")
    assert realtime_interruptions(coming, 480, 1260) == pytest.approx(2 / 5)  # Saturday's message interrupts nobody


def test_a_zone_with_summer_time_moves_the_windows_with_its_clock() -> None:
    """09:00 in London is 09:00 UTC on 2 March and 08:00 UTC on 6 April 2026."""
    coming = arrivals(incoming((9 * 60, 0), (35 * 1440 + 8 * 60, 60)), "Europe/London")
    assert coming.minute.tolist() == [540.0, 540.0] and coming.offset.tolist() == [0.0, 60.0]


def test_business_minutes_follow_a_week() -> None:
    week = business_minutes(np.array([-3 * 1440.0, 4 * 1440.0]))
    assert week.tolist() == [0.0, 5 * 540.0]


def test_a_worked_summary() -> None:
    coming = arrivals(incoming((60, 480), (120, 480), (180, 480)), "UTC+08:00")  # 9, 10 and 11 in China
    done = waiting(coming, (660,), 60)
    assert (done.mean_min, done.median_min) == (60.0, 60.0) and done.within_share == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"windows": 4, "from_min": 480, "to_min": 510}, WindowsDoNotFit),
        ({"windows": 0}, WindowsDoNotFit),
        ({"windows": 1, "from_min": 480, "to_min": 540, "blocked": ((0, 1440),)}, WindowsDoNotFit),
        ({"from_min": 600, "to_min": 500}, HoursOutOfRange),
        ({"slot_min": 60}, SlotOutOfRange),
    ],
)
def test_what_does_not_fit_is_refused(asked: dict[str, int], error: type[Exception]) -> None:
    with pytest.raises(error):
        WindowRule(**asked)  # type: ignore[arg-type]


def test_nothing_coming_in_and_a_wrong_zone_are_refused() -> None:
    out = mail_of({"message_id": "1", "sent_at": MONDAY, "sender": "wei", "direction": "out"})
    with pytest.raises(NoArrivals):
        best_windows(arrivals(traffic(out), "UTC+08:00"), WindowRule())
    with pytest.raises(UnknownZone, match="Mars"):
        arrivals(traffic(out), "Mars")
