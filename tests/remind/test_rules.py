"""Rules are data that is read back as written, refused by its place, and names each occasion on a day of its own."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradewind.errors import RuleNotRead, RuleOutOfRange, UnknownRule
from tradewind.ledger.schema import EVENTS, conform
from tradewind.remind.due import new_ones, occasions
from tradewind.remind.occasions import BUYERS, CONTACTS, SPECIAL_DAYS, Facts, Occasion
from tradewind.remind.queue import merged
from tradewind.remind.rules import read_rules, rules_document, shipped_rules

TODAY = date(2026, 11, 25)
RULES = shipped_rules()


def buyers(*rows: tuple[str, str, str, float | None, float]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), BUYERS, orient="row")


def contacts(*rows: tuple[str, str, str]) -> pl.DataFrame:
    """(buyer, day, direction), at noon."""
    told = [(key, datetime.fromisoformat(f"{on}T12:00"), date.fromisoformat(on), way) for key, on, way in rows]
    return pl.DataFrame(told, CONTACTS, orient="row")


def events(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    """(case, activity, day, lifecycle) of buyer a, at ten."""
    told = [
        (case, what, datetime.fromisoformat(f"{on}T10:00"), None, phase, None, date.fromisoformat(on), "a")
        for case, what, on, phase in rows
    ]
    return pl.DataFrame(told, {**EVENTS, "on": pl.Date, "customer_id": pl.String}, orient="row")


def found(facts: Facts, today: date = TODAY) -> dict[str, tuple[str, str]]:
    """By rule its subject and its day."""
    return {one.rule: (one.subject, one.due_on.isoformat()) for one in occasions(facts, RULES, today)}


A = buyers(("a", "4", "BR", None, 100.0))


def test_a_document_reads_back_as_the_rules_that_wrote_it() -> None:
    for preset in ("stars", "letters"):
        rules = shipped_rules(preset)
        assert read_rules(rules_document(rules)) == rules
    assert read_rules({}) == RULES


@pytest.mark.parametrize(
    ("document", "refusal", "place"),
    [
        ([], RuleNotRead, "rules"),
        ({"capacity": True}, RuleOutOfRange, "capacity"),
        ({"capacity": 10**30}, RuleOutOfRange, "capacity"),
        ({"rules": {"balance_due": {"days": 1.5}}}, RuleOutOfRange, "balance_due.days"),
        ({"rules": {"balance_due": {"urgency": float("nan")}}}, RuleOutOfRange, "balance_due.urgency"),
        ({"rules": {"balance_due": {"until": "尾款"}}}, RuleNotRead, "balance_due.until"),
        ({"rules": {"balance_due": {"until": ["x" * 61]}}}, RuleNotRead, "balance_due.until"),
        ({"cadence": {"tiers": {"5": []}}}, RuleNotRead, "cadence.tiers.5"),
        ({"cadence": {"tiers": {str(n): [1] for n in range(41)}}}, RuleOutOfRange, "cadence.tiers"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_place(document: Any, refusal: type[Exception], place: str) -> None:
    with pytest.raises(refusal) as refused:
        read_rules(document)
    assert refused.value.facts["place"] == place  # type: ignore[attr-defined]
    with pytest.raises(UnknownRule, match="fly"):
        read_rules({"rules": {"fly": {}}})


def test_silence_is_due_by_its_tier_and_any_contact_starts_anew() -> None:
    silent = Facts(A, contacts(("a", "2026-09-01", "out")))
    assert found(silent) == {"cadence": ("", "2026-10-31")}, "60 of 85 days: the second turn of 30"
    for way in ("in", "out"):
        again = Facts(A, contacts(("a", "2026-09-01", "out"), ("a", "2026-11-20", way)))
        assert found(again) == {}
    assert found(Facts(A, silent.contacts, planned=frozenset("a"))) == {}
    assert found(Facts(A, silent.contacts, left_alone=frozenset("a"))) == {}
    own = Facts(buyers(("a", "5", "BR", 20.0, 0.0)), contacts(("a", "2026-11-03", "in")))
    assert found(own) == {"cadence": ("", "2026-11-23")}, "sooner by its own cycle of 20 days"


def test_unanswered_contacts_wait_longer_each_time_until_the_buyer_answers() -> None:
    sample, days = buyers(("a", "3★", "BR", None, 0.0)), ["2026-11-0" + str(day) for day in (1, 2, 3, 5)]
    four = contacts(*(("a", day, "out") for day in days))
    assert found(Facts(sample, four), date(2026, 11, 7)) == {}
    assert found(Facts(sample, four), date(2026, 11, 8)) == {"cadence": ("", "2026-11-08")}, "the fourth waits 3 days"
    answered = contacts(*(("a", day, "out") for day in days), ("a", "2026-11-06", "in"))
    assert found(Facts(sample, answered), date(2026, 11, 7)) == {"cadence": ("", "2026-11-07")}, "the row begins anew"


def test_a_step_waits_for_its_next_one_or_an_answer() -> None:
    quoted = (("Q1", "报价", "2026-11-10", "complete"), ("Q0", "打样 sample", "2026-01-01", "complete"))
    recent = contacts(("a", "2026-11-09", "in"))
    assert found(Facts(A, recent, events=events(*quoted)))["quote_unanswered"] == ("Q1", "2026-11-13")
    assert found(Facts(A, contacts(("a", "2026-11-11", "in")), events=events(*quoted))) == {}
    ended = events(*quoted, ("Q1", "PI", "2026-11-12", "complete"))
    assert "quote_unanswered" not in found(Facts(A, recent, events=ended))
    never = events(("Q1", "报价", "2026-11-10", "complete"))
    assert found(Facts(A, recent, events=never)) == {}, "a log without any later step never ends a quotation"


def test_planned_days_remind_before_and_after() -> None:
    recent = contacts(("a", "2026-11-20", "in"))
    plan = [("P1", "验货", "2026-11-26", "schedule"), ("P2", "ETD", "2026-11-20", "planned"),
            ("P3", "ETD", "2026-11-20", "planned"), ("P3", "出运", "2026-11-19", "complete")]  # fmt: skip
    told = occasions(Facts(A, recent, events=events(*plan)), RULES, TODAY)
    assert {(one.rule, one.subject, one.due_on.isoformat()) for one in told} == {
        ("inspection_ahead", "P1", "2026-11-24"), ("etd_passed", "P2", "2026-11-21"),
    }  # fmt: skip


def test_an_order_not_shipped_by_its_day_is_told_where_shipping_is_written_down() -> None:
    rows = [
        {"order_id": "late", "promised_on": date(2026, 11, 20), "shipped_on": None},
        {"order_id": "gone", "promised_on": date(2026, 11, 20), "shipped_on": date(2026, 11, 25)},
        {"order_id": "asked", "requested_on": date(2026, 11, 1), "promised_on": date(2026, 12, 1), "shipped_on": None},
    ]
    base = {
        "customer_id": "a",
        "ordered_on": date(2026, 11, 1),
        "amount": 500.0,
        "currency": "USD",
        "amount_base": 500.0,
    }
    orders = conform(pl.DataFrame([{**base, **row} for row in rows], infer_schema_length=None), "orders")
    (one,) = occasions(Facts(A, contacts(("a", "2026-11-20", "in")), orders), RULES, TODAY)
    assert (one.rule, one.subject, one.money) == ("etd_passed", "late", 500.0)
    unwritten = orders.with_columns(shipped_on=pl.lit(None, pl.Date))
    assert not occasions(Facts(A, contacts(("a", "2026-11-20", "in")), unwritten), RULES, TODAY)


def test_greetings_come_before_the_day_and_long_holidays_before_they_begin() -> None:
    days = pl.DataFrame(
        [("1", "a", "birthday", "Ana", date(1980, 2, 29), True), ("2", None, "fair", "Canton", date(2027, 4, 15), False)],
        SPECIAL_DAYS, orient="row",
    )  # fmt: skip
    recent = contacts(("a", "2027-02-20", "in"))
    facts = Facts(A, recent, special_days=days)
    assert found(facts, date(2027, 2, 27)) == {"birthday": ("1", "2027-02-27")}, "of 29 February the 28th"
    assert found(Facts(A, contacts(("a", "2027-03-30", "in")), special_days=days), date(2027, 4, 2)) == {
        "fair": ("2", "2027-04-01")
    }
    carnival = Facts(A, contacts(("a", "2026-02-01", "in")))
    assert found(carnival, date(2026, 2, 10)) == {"holiday": ("2026-02-14", "2026-02-09")}
    assert found(carnival, date(2026, 2, 14)) == {}, "it has begun"


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 300), st.sampled_from(("in", "out"))), min_size=1, max_size=9),
    st.integers(0, 40),
)  # fmt: skip
def test_an_occasion_has_the_same_key_from_its_day_until_its_next_turn(
    said: list[tuple[str, int, str]], later: int
) -> None:
    first = date(2026, 1, 1)
    known = contacts(*((key, (first + timedelta(days=day)).isoformat(), way) for key, day, way in said))
    facts, today = (
        Facts(buyers(("a", "4", "", None, 0.0), ("b", "2", "", None, 0.0)), known),
        first + timedelta(days=301),
    )
    now, then = (occasions(facts, RULES, today + timedelta(days=n)) for n in (0, later))
    assert occasions(facts, RULES, today) == now
    for one in now:
        assert one.due_on <= today
        (again,) = [other for other in then if other.key == one.key] or [one]
        assert again.due_on >= one.due_on
        assert (again.due_on - one.due_on).days % int(one.facts["every_days"]) == 0


def test_reasons_are_merged_per_buyer_and_ranked_by_money_times_urgency() -> None:
    def one(key: str, rule: str, due: int = 25, money: float = 0.0) -> Occasion:
        return Occasion(key, rule, date(2026, 11, due), money=money)

    rows = [
        one("small", "balance_due", 11),
        one("big", "cadence"),
        one("big", "holiday"),
        one("order", "etd_passed", 25, 900.0),
    ]
    entries = merged(rows, {"small": 100.0, "big": 1000.0}, RULES, TODAY)
    assert [(entry.customer_id, entry.urgency, entry.money) for entry in entries] == [
        ("small", 5.0, 100.0), ("order", 2.5, 900.0), ("big", 1.0, 1000.0),
    ]  # fmt: skip
    assert [each.rule for each in entries[2].reasons] == ["cadence", "holiday"]
    old = [one("a", "balance_due", 1)]
    assert new_ones(old, RULES, date(2026, 12, 31)) == []
