"""A promise is what we say we do by a day; a request, a question or a condition is none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradewind.remind.promises import promises

SENT = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("We will send the new offer by Friday.", "11-27"),
        ("I'll get back to you tomorrow", "11-26"),
        ("We can ship it within 3 days.", "11-28"),
        ("I am going to confirm the price by next Monday", "11-30"),
        ("You will have the samples on 3 December.", "12-03"),
        ("we'll update you before Nov 30th", "11-30"),
        ("I will revert by end of the month.", "11-30"),
        ("周五前给您报价", "11-27"),
        ("我们明天发样品。", "11-26"),
        ("下周二之前回复您", "12-01"),
        ("月底前一定出货", "11-30"),
        ("三天内给你确认", "11-28"),
        ("12月3号发货", "12-03"),
    ],
)
def test_what_we_say_we_do_by_a_day_is_found(text: str, day: str) -> None:
    assert [one.due_on.isoformat() for one in promises(text, SENT)] == [f"2026-{day}"]


@pytest.mark.parametrize(
    "text",
    [
        "Please send the deposit by Friday.",
        "Will you pay by Friday?",
        "If you confirm by Friday, we will send it.",
        "We cannot ship by Friday.",
        "Friday is a holiday here.",
        "请周五前安排付款",
        "您能明天回复吗？",
        "如果明天付款，我们周五发货",
        "你们周五上班吗",
        "We sent it on 3 May 2020.",
        "",
    ],
)
def test_what_is_no_promise_of_ours_is_not_found(text: str) -> None:
    assert promises(text, SENT) == []


@given(st.text(max_size=400), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_any_text_is_read_and_a_day_is_never_past_or_far(text: str, sent: date) -> None:
    for one in promises(f"{text} I will send it by {text} 给您 {text}", sent):
        assert 0 <= (one.due_on - sent).days <= 92
        assert len(one.said) <= 300


def test_a_hostile_text_is_read_in_a_moment() -> None:
    for text in ("I will " * 50_000, "给" * 200_000, "a.1" * 100_000, "we will send by " * 20_000):
        assert promises(text, SENT) == []
