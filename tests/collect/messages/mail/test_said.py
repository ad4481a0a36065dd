"""What in a mail is new: the cases on which mail programs differ."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.collect.messages.reading import opened
from tradewind.collect.messages.mail.said import said
from tradewind.errors import NoConversation

LINES = st.sampled_from(
    ["hello", "> quoted", "-- ", "Sent from my iPhone", "On 5 Mar, Tom wrote:", "", "From: Tom", "Sent: Tue", "To: Li"]
)
FIXTURES = {
    "correct_sig": "this is an email with a correct -- signature.",
    "email_1_4": "Awesome! I haven't had another problem with it.",
    "email_1_6": "I get proper rendering as well.",
    "email_2_2": "Outlook with a reply directly above line",
    "email_BlackBerry": "Here is another email",
    "email_iPhone": "Here is another email",
    "pathological": "I think you're onto something. I will try to fix the problem as soon as I\nget back to a computer.",
}


@pytest.mark.parametrize(
    "below",
    [
        "On Tue, 5 Mar 2024 at 09:00, Li Wei <li@f.example> wrote:\n> FOB 3.2",
        "On Tue, 5 Mar 2024 at 09:00,\nLi Wei <li@f.example>\nwrote:\n\n> FOB 3.2",
        "Am 05.03.2024 um 09:00 schrieb Li Wei:\n> FOB 3.2",
        "El mar, 5 mar 2024 a las 9:00, Li Wei (<li@f.example>) escribió:\n> FOB 3.2",
        "在 2024年3月5日，Li Wei <li@f.example> 写道：\n> FOB 3.2",
        "Li Wei <li@f.example> 于2024年3月5日周二 09:00写道：\n> FOB 3.2",
        "-----Original Message-----\nFrom: Li\nFOB 3.2",
        "------------------ 原始邮件 ------------------\n发件人: Li\nFOB 3.2",
        "________________________________\nFrom: Li\nSent: Tuesday\nTo: Tom\nSubject: RFQ\n\nFOB 3.2",
        "发件人： Li\n发送时间： 2024年3月5日\n收件人： Tom\n主题： RFQ\n\nFOB 3.2",
        "-- \nTom\nBuyer",
        "发自我的iPhone",
    ],
)
def test_what_stands_below_in_any_programs_way_is_cut_and_kept(below: str) -> None:
    new, cut = said(f"请确认\nprice ok?\n\n{below}\n")
    assert (new, (cut or "").split("\n")) == ("请确认\nprice ok?", below.replace("wrote:\n\n", "wrote:\n").split("\n"))


def test_answers_between_the_quoted_lines_stay() -> None:
    new, _ = said("On 5 Mar 2024, Li wrote:\n> price?\n3.2\n> port?\nNingbo\n")
    assert new == "3.2\nNingbo"


def test_a_mail_that_only_quotes_is_left_whole() -> None:
    assert said("> price?\n> port?\n") == ("> price?\n> port?", None)


@pytest.mark.parametrize(
    "text", ["Colour: red -- not blue", "From: Ningbo\nTo: Santos", "On Monday we ship 5 cartons:\nred", "--\n"]
)
def test_what_only_looks_like_it_is_not_cut(text: str) -> None:
    assert said(f"Hi\n{text}\nok")[0].startswith("Hi") and said(text)[0] == text.strip("\n")


@given(st.lists(LINES, max_size=12))
def test_nothing_is_lost(lines: list[str]) -> None:
    new, cut = said("\n".join(lines))
    both = [line for part in (new, cut or "") for line in part.split("\n") if line.strip()]
    assert sorted(line.rstrip() for line in both) == sorted(line.rstrip() for line in lines if line.strip())


def test_the_open_fixtures_of_replies_give_what_was_written(shared: Path) -> None:
    folder = shared / "chats" / "email" / "reply_parser"
    assert {name: said((folder / f"{name}.txt").read_text())[0] for name in FIXTURES} == FIXTURES
    assert said((folder / "email_1_8.txt").read_text())[0].split() == [
        "I",
        "will",
        "reply",
        "under",
        "this",
        "one",
        "and",
        "under",
        "this.",
    ]
    assert said((folder / "email_sig_delimiter_in_middle_of_line.txt").read_text())[1] is None


def test_the_text_of_a_mail_saved_without_what_stands_above_is_one_message_without_time(tmp_path: Path) -> None:
    found = opened(tmp_path, "Agreed.\n\nOn Tue, 5 Mar 2024, Li wrote:\n> FOB 3.2?\n", "reply.txt")
    (one,) = found.messages()
    assert (one.text, one.sent_at, one.sender, found.form.name) == ("Agreed.", None, None, "mail-text")
    assert [line.reason for line in found.noted.rejected] == ["no_date"]
    with pytest.raises(NoConversation):
        opened(tmp_path, "Agreed, this is fine with us.\n", "prose.txt")
