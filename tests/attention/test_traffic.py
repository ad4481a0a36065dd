"""Messages in order, each once, and which answers which."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest

from tests.attention.mail import MONDAY, a_world, mail_of
from tradewind.attention.traffic import answers, require_answers, traffic
from tradewind.errors import MissingColumn, NoReplyLinks, OneSender

HOUR = timedelta(hours=1)


def test_an_answer_knows_the_row_that_it_answers() -> None:
    mail = traffic(
        mail_of(
            {"message_id": "b", "sent_at": MONDAY + HOUR, "sender": "wei", "reply_to": "a"},
            {"message_id": "a", "sent_at": MONDAY, "sender": "tom", "reply_to": None},
        )
    )
    assert mail["message_id"].to_list() == ["a", "b"] and mail["parent"].to_list() == [-1, 0]
    assert answers(mail).select("sender", "asker").row(0) == ("wei", "tom")


def test_an_answer_before_its_question_and_one_to_nobody_here_have_no_parent() -> None:
    mail = traffic(
        mail_of(
            {"message_id": "a", "sent_at": MONDAY, "sender": "wei", "reply_to": "b"},
            {"message_id": "b", "sent_at": MONDAY + HOUR, "sender": "tom", "reply_to": "gone"},
        )
    )
    assert mail["parent"].to_list() == [-1, -1]


def test_a_message_told_twice_counts_once_and_the_order_of_rows_changes_nothing() -> None:
    world = a_world(60)
    twice = pl.concat([world, world.sample(fraction=1, shuffle=True, seed=3)])
    assert traffic(twice).equals(traffic(world))
    assert traffic(world.sample(fraction=1, shuffle=True, seed=4)).equals(traffic(world))


def test_ids_are_known_per_channel() -> None:
    one = {"message_id": "1", "sent_at": MONDAY, "sender": "tom", "reply_to": None, "channel": "mail"}
    mail = traffic(
        mail_of(one, {**one, "channel": "whatsapp", "sender": "ana"},
                {**one, "message_id": "2", "sent_at": MONDAY + HOUR, "sender": "wei", "reply_to": "1", "channel": "whatsapp"})
    )  # fmt: skip
    assert mail.height == 3 and answers(mail)["asker"].to_list() == ["ana"]


def test_what_the_program_itself_says_is_no_message() -> None:
    mail = mail_of({"message_id": "a", "sent_at": MONDAY, "sender": "tom", "direction": "system"},
                   {"message_id": "b", "sent_at": MONDAY, "sender": "tom", "direction": "in"})  # fmt: skip
    assert traffic(mail)["message_id"].to_list() == ["b"]


def test_a_file_of_one_sender_or_without_links_is_refused_by_what_it_lacks() -> None:
    world = a_world(20)
    with pytest.raises(OneSender, match=r"mail\.csv come from one sender"):
        require_answers(traffic(world.filter(pl.col.sender == "wei")), "mail.csv")
    with pytest.raises(NoReplyLinks, match="no message that answers"):
        require_answers(traffic(world.drop("reply_to")), "mail.csv")
    with pytest.raises(MissingColumn, match="sender"):
        traffic(world.drop("sender"))
