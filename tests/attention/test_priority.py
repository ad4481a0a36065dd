"""P1, P2, P3: each source is shown, no word decides alone, the rep's own word stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradewind.attention.contact_rules import ELAPSED, OFFICE, USUAL_RULES, ContactRule, deadline, rule_for
from tradewind.attention.priority import PriorityRule, priority, rules_met
from tradewind.errors import NaiveTime
from tradewind.hours import Clock

FRIDAY = datetime(2026, 11, 20, 21, tzinfo=UTC)  # 16:00 in New York
NEW_YORK = Clock("America/New_York", "US")


def test_trademanager_is_due_in_an_hour_of_any_clock_and_mail_in_four_office_hours() -> None:
    at_once, by_mail = deadline("trademanager", FRIDAY, NEW_YORK), deadline("mail", FRIDAY, NEW_YORK)
    assert at_once and at_once.at == FRIDAY + timedelta(hours=1)
    assert by_mail and by_mail.at.isoformat() == "2026-11-23T16:00:00+00:00"  # Monday 11:00 there


def test_a_holiday_of_the_buyer_moves_an_office_deadline() -> None:
    wednesday = datetime(2026, 11, 25, 22, tzinfo=UTC)  # an hour before closing; Thursday is Thanksgiving
    due = deadline("mail", wednesday, NEW_YORK)
    assert due and due.at.isoformat() == "2026-11-27T17:00:00+00:00"


def test_a_teams_own_rule_comes_before_the_one_for_all() -> None:
    own = (ContactRule("mail", 30, OFFICE, "ours"), *USUAL_RULES)
    found = rule_for("mail", own)
    assert found and found.source == "ours"
    assert rule_for("fax", own[:1]) is None and deadline("fax", FRIDAY, NEW_YORK, own[:1]) is None


def test_a_moment_without_zone_is_no_moment() -> None:
    with pytest.raises(NaiveTime):
        deadline("trademanager", datetime(2026, 11, 20), NEW_YORK)


def test_a_deadline_before_the_next_window_is_p1_and_one_after_it_p2() -> None:
    due = deadline("trademanager", FRIDAY, NEW_YORK)
    early = priority(0.01, 0.05, due, FRIDAY + timedelta(hours=2), [])
    late = priority(0.01, 0.05, due, FRIDAY + timedelta(minutes=30), [])
    assert (early.step, late.step) == (1, 2)
    assert [source.kind for source in early.sources] == ["deadline", "chance"]
    assert early.sources[1].fact == 0.01


def test_a_word_alone_never_makes_p1() -> None:
    rules = [PriorityRule("payment", words=frozenset({"payment", "付款"})), PriorityRule("acme", frozenset({"C1"}))]
    met = rules_met(rules, None, "About your PAYMENT / 付款")
    assert met == ["payment"]
    assert priority(0.001, 0.05, None, None, met).step == 2
    assert priority(None, 0.05, None, None, met).step == 2
    assert rules_met(rules, "C1", "hello") == ["acme"]


def test_the_reps_own_word_stands() -> None:
    assert priority(0.001, 0.05, None, None, [], "urgent").step == 1
    calm = priority(
        0.9, 0.05, deadline("trademanager", FRIDAY, NEW_YORK), FRIDAY + timedelta(hours=5), ["x"], "not_urgent"
    )
    assert calm.step == 3 and calm.sources[0].kind == "said" and len(calm.sources) == 4


@given(st.floats(0, 1), st.floats(0, 1), st.lists(st.sampled_from(["a", "b"]), max_size=2))
def test_a_likelier_answer_is_never_less_urgent_and_a_rule_never_lowers(
    low: float, high: float, met: list[str]
) -> None:
    low, high = sorted((low, high))
    assert priority(high, 0.3, None, None, met).step <= priority(low, 0.3, None, None, met).step
    assert priority(low, 0.3, None, None, met).step <= priority(low, 0.3, None, None, []).step


def test_every_usual_rule_names_its_source() -> None:
    assert all(rule.source and rule.clock in (OFFICE, ELAPSED) and rule.minutes > 0 for rule in USUAL_RULES)
