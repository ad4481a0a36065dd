"""What interruptions cost, how soon answers come, and that a change is claimed only where it is proven."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attention.mail import MONDAY, a_world, mail_of
from tradewind.attention.before_after import LESS, MORE, NOT_PROVEN, TOO_SHORT, change
from tradewind.attention.interruptions import COSTS, focus_lost_min, interrupted_days, longest_free_min
from tradewind.attention.meter import changes, focus_lost_hours, meter
from tradewind.attention.response import answered_by, by_channel, response_minutes
from tradewind.attention.traffic import traffic
from tradewind.errors import UnknownSender

MONDAY_MIN = (date(2026, 3, 2) - date(1970, 1, 1)).days * 1440
FIRST = MONDAY_MIN // 1440 + 3  # days are counted from the Monday before 1970


def test_answers_within_five_minutes_are_one_interruption() -> None:
    days = interrupted_days(MONDAY_MIN + np.array([600.0, 603.0, 607.0, 700.0]), FIRST, FIRST + 6)
    assert days.counts.tolist() == [2.0, 0, 0, 0, 0]  # five workdays; each within five minutes of the one before
    assert days.moments[0].tolist() == [600.0, 700.0]


def test_the_longest_free_block_lies_within_office_hours() -> None:
    days = interrupted_days(MONDAY_MIN + np.array([500.0, 600.0, 900.0]), FIRST, FIRST)
    assert longest_free_min(days).tolist() == [300.0]  # 10:00 to 15:00; 08:20 is before the office opens


@given(st.lists(st.floats(0, 1439), max_size=40), st.floats(0.1, 60), st.floats(0.1, 60))
@settings(max_examples=60, deadline=None)
def test_a_dearer_interruption_costs_more_and_no_day_loses_more_than_its_length(
    at: list[float], one: float, other: float
) -> None:
    days = interrupted_days(MONDAY_MIN + np.array(sorted(at)), FIRST, FIRST)
    cheap, dear = (focus_lost_min(days, cost)[0] for cost in sorted((one, other)))
    assert cheap <= dear <= 1440 + max(one, other)
    assert dear <= max(one, other) * days.counts[0] + 1e-9


def test_the_calibrated_cost_makes_the_published_hour_of_the_measured_day() -> None:
    day = interrupted_days(MONDAY_MIN + 540 + np.linspace(0, 540, 23), FIRST, FIRST)
    assert COSTS[0].minutes < COSTS[1].minutes < COSTS[2].minutes and all(cost.source for cost in COSTS)
    assert focus_lost_hours(day)["calibrated"] == pytest.approx(23 / 23.2, abs=1e-9)


def test_response_counts_the_senders_office_hours_and_a_platforms_every_hour() -> None:
    """Asked on Monday at 17:00 in Berlin (+60), answered on Tuesday at 09:30 there: 90 office minutes, 16.5 hours."""
    asked = MONDAY + timedelta(hours=16)
    rows = []
    for channel in ("mail", "trademanager"):
        rows += [
            {"message_id": f"q{channel}", "sent_at": asked, "sender": "tom", "reply_to": None, "channel": channel, "utc_offset_min": 60},
            {"message_id": f"a{channel}", "sent_at": asked + timedelta(hours=16.5), "sender": "wei", "reply_to": f"q{channel}",
             "channel": channel, "utc_offset_min": 480},
        ]  # fmt: skip
    told = by_channel(response_minutes(traffic(mail_of(*rows)), "wei", "UTC+08:00"))
    assert told["median_office_min"].to_list() == [90.0, 90.0]
    assert dict(told.select("channel", "within_share").iter_rows()) == {"mail": 1.0, "trademanager": 0.0}


def test_a_chat_without_reply_links_is_taken_turn_by_turn() -> None:
    """Tom asks twice, Wei answers: the first question waited. What nobody answered does not count."""
    said = [("tom", 0), ("tom", 10), ("wei", 30), ("wei", 31), ("tom", 60)]
    rows = [
        {"message_id": f"{place}", "sent_at": MONDAY + timedelta(minutes=at), "sender": who, "conversation_id": "c"}
        for place, (who, at) in enumerate(said)
    ]
    found = answered_by(traffic(mail_of(*rows)), "wei")
    assert found["asked"].to_list() == [0] and (found["answered_at"] - found["asked_at"]).to_list() == [
        timedelta(minutes=30)
    ]


def daily(
    seed: int, level: float, step: float, trend: float = 0.0, weeks: int = 30
) -> tuple[np.ndarray, np.ndarray, int]:
    chance = np.random.default_rng(seed)
    days = np.array([FIRST + 7 * week + day for week in range(weeks) for day in range(5)])
    since = FIRST + 7 * (weeks // 2)
    told = level + trend * np.arange(days.size) + step * (days >= since) + chance.normal(0, 1.5, days.size)
    return days, told, since


def test_a_clear_change_is_told_with_both_intervals() -> None:
    found = change(*daily(1, 20.0, -8.0))
    assert found.verdict == LESS and found.difference and found.step
    assert found.difference.low < -8 < found.difference.high and found.step.low < -8 < found.step.high
    assert change(*daily(1, 20.0, 8.0)).verdict == MORE


def test_a_trend_that_was_there_anyway_is_no_effect_of_the_plan() -> None:
    found = change(*daily(2, 30.0, 0.0, trend=-0.1))
    assert found.difference and found.difference.high < 0  # after is less than before, surely
    assert found.verdict == NOT_PROVEN


def test_no_change_is_seldom_called_one() -> None:
    verdicts = [change(*daily(seed, 20.0, 0.0)).verdict for seed in range(60)]
    assert verdicts.count(NOT_PROVEN) >= 56


def test_few_days_prove_nothing() -> None:
    days, told, since = daily(3, 20.0, -8.0, weeks=6)
    found = change(days, told, since)
    assert found.verdict == TOO_SHORT and found.difference is None and found.before is not None
    assert change(days, told, FIRST - 1).before is None


def test_the_meter_of_a_rep() -> None:
    mail = traffic(a_world(300))
    found = meter(mail, "wei", "UTC+08:00", "mail.csv")
    assert found.answers and found.waited.height > 50 and found.days.counts.mean() > 0
    told = changes(found, MONDAY.date() + timedelta(days=14))
    assert set(told) == {"interruptions_per_day", "longest_free_min", "response_min"}


def test_whoever_does_not_write_is_refused_with_those_who_do() -> None:
    with pytest.raises(UnknownSender, match=r"no messages of nobody.*wei"):
        meter(traffic(a_world(60)), "nobody", "UTC+08:00", "mail.csv")


def test_who_writes_but_answers_nobody_is_counted_by_what_is_written() -> None:
    mail = traffic(pl.DataFrame({"message_id": ["1"], "sent_at": [MONDAY], "sender": ["wei"]}))
    found = meter(mail, "wei", "UTC+08:00", "mail.csv")
    assert not found.answers and found.days.counts.tolist() == [1.0] and by_channel(found.waited).is_empty()
