"""The chance of an answer: what it learns from, when, and that nothing of the future gets in."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars import col

from tests.attention.mail import MONDAY, a_world, mail_of
from tradewind.attention.answering import SIGNALS, strongest
from tradewind.attention.backtest import BASELINES, calibration, groups, ranking, rehearse
from tradewind.attention.learner import Dense, Words
from tradewind.attention.memory import Faded
from tradewind.attention.traffic import traffic
from tradewind.attention.words import buckets, words
from tradewind.errors import NothingJudged


def test_the_model_learns_what_each_rep_answers() -> None:
    """Wei answers prices, Ana artwork; each is as likely as the other until the words are known."""
    found = rehearse(traffic(a_world()), personas=2)
    assert found.personas == ("wei", "ana") or found.personas == ("ana", "wei")
    for name in found.personas:
        said = found.said.filter(persona=name)
        mine, best = ranking(said), max(ranking(said, one)["auc"] or 0 for one in BASELINES)
        assert (mine["auc"] or 0) > 0.85 and (mine["auc"] or 0) > best + 0.1
        assert calibration(said) < 0.15


def test_what_is_predicted_is_the_last_part_of_each_inbox_and_its_label_is_an_answer_within_48_hours() -> None:
    at = [MONDAY + timedelta(hours=hours) for hours in (0, 1, 2, 3, 60, 61)]
    rows = [
        {"message_id": "w0", "sent_at": at[0], "sender": "wei", "reply_to": None},
        {"message_id": "q1", "sent_at": at[1], "sender": "tom", "reply_to": None},
        {"message_id": "q2", "sent_at": at[2], "sender": "tom", "reply_to": None},
        {"message_id": "q3", "sent_at": at[3], "sender": "ana", "reply_to": None},
        {"message_id": "late", "sent_at": at[4], "sender": "wei", "reply_to": "q2"},
        {"message_id": "w1", "sent_at": at[5], "sender": "wei", "reply_to": "q3"},
        {"message_id": "in time", "sent_at": at[3] + timedelta(hours=40), "sender": "wei", "reply_to": "q1"},
        {"message_id": "after", "sent_at": at[5] + timedelta(hours=1), "sender": "tom", "reply_to": None},
    ]
    said = rehearse(traffic(mail_of(*rows)), personas=1, trained_share=0).said
    assert dict(said.select("message_id", "label").iter_rows()) == {"q1": 1, "q2": 0, "q3": 0}
    assert rehearse(traffic(mail_of(*rows)), personas=1).said["message_id"].to_list() == ["q3"]


@given(st.integers(40, 120), st.integers(0, 5))
@settings(max_examples=8, deadline=None)
def test_nothing_that_comes_later_changes_what_was_said(cut: int, seed: int) -> None:
    """What is said of a message is the same when all after it is otherwise, answers that were still to come included."""
    world = traffic(a_world(90, seed))
    at = world["sent_at"][cut]
    ends = world.filter(col.sender.is_in(["wei", "ana"])).tail(4)["row"].to_list()
    changed = world.with_columns(
        text=pl.when(col.sent_at > at).then(pl.lit("something else")).otherwise("text"),
        reply_to=pl.when((col.sent_at > at) & ~col.row.is_in(ends)).then(pl.lit("nobody")).otherwise("reply_to"),
    ).drop("row", "parent")
    said, otherwise = (
        rehearse(mail, personas=2, trained_share=0).said.filter(col.sent_at <= at).sort("persona", "sent_at")
        for mail in (world, traffic(changed))
    )
    assert said.height > 30 and said.drop("label").equals(otherwise.drop("label"))


def test_one_pass_over_the_answers_is_as_good_as_a_fit_on_all_of_them() -> None:
    chance = np.random.default_rng(5)
    inputs = np.column_stack([np.ones(4000), chance.normal(size=(4000, 3))])
    truth = np.array([-1.0, 0.8, -0.5, 0.0])
    came = (chance.uniform(size=4000) < 1 / (1 + np.exp(-inputs @ truth))).astype(float)
    dense = Dense(np.full(4, 0.1))
    for signals, yes in zip(inputs, came, strict=True):
        dense.learn(signals, float(yes), 0.0)
    weights = np.zeros(4)
    for _ in range(20):
        said = 1 / (1 + np.exp(-inputs @ weights))
        bend = (inputs * (said * (1 - said))[:, None]).T @ inputs + 0.1 * np.eye(4)
        weights += np.linalg.solve(bend, inputs.T @ (came - said) - 0.1 * weights)
    assert np.abs(dense.weights - weights).max() < 0.03


def test_words_learn_for_the_team_and_for_the_rep() -> None:
    learner, price, art = Words(3), buckets(["price"]), buckets(["artwork"])
    for _ in range(50):
        learner.learn(price, 1, 1.0, -1.0)
        learner.learn(art, 1, 0.0, -1.0)
    said, other = learner.log_odds(price), learner.log_odds(art)
    assert said[0] > 0 and said[1] > 0 and said[2] == 0 and other[0] < 0


def test_chinese_words_are_pairs_of_signs_and_a_text_without_words_has_none() -> None:
    assert words(None, "价格单") == ["价格", "格单"]
    assert words("Price", "好 OK2") == ["s:price", "好", "ok2"]
    assert buckets(words(None, "…  123 !")).size == 0


def test_a_long_text_is_read_from_its_beginning() -> None:
    assert len(words(None, " ".join(f"w{number}x" for number in range(100_000)))) <= 150


def test_a_faded_count_halves() -> None:
    count = Faded(60.0)
    count.add(0.0)
    count.add(60.0)
    assert count.now(120.0) == pytest.approx(0.75)


def test_a_message_without_words_or_thread_is_scored_all_the_same() -> None:
    mail = traffic(
        a_world(120).with_columns(text=pl.lit(""), subject=pl.lit(None, dtype=pl.String)).drop("conversation_id")
    )
    said = rehearse(mail, personas=2).said
    assert said["p_reply"].is_finite().all() and said["p_reply"].is_between(0, 1).all()


def test_the_model_says_what_weighs_most() -> None:
    found = rehearse(traffic(a_world(150)), personas=1)
    told = strongest(found.model, found.personas[0], 4)
    assert len(told) == 4 and {name for name, _ in told} <= set(SIGNALS)
    assert [abs(weight) for _, weight in told] == sorted((abs(weight) for _, weight in told), reverse=True)
    grouped = groups(found.said)
    assert grouped["messages"].sum() == found.said.height and grouped["said"].is_sorted()


def test_those_who_wrote_once_leave_nothing_to_judge() -> None:
    rows = mail_of(
        {"message_id": "q", "sent_at": MONDAY, "sender": "tom", "reply_to": None},
        {"message_id": "a", "sent_at": MONDAY + timedelta(hours=1), "sender": "wei", "reply_to": "q"},
    )
    with pytest.raises(NothingJudged):
        rehearse(traffic(rows), personas=3)
