"""One mail as a message: text, times, names, attachments, and everything that may be wrong with it."""

from __future__ import annotations

import time
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given

from tests.collect.messages.bytes_of import FUZZ, any_mail
from tradewind.collect.messages import Message
from tradewind.collect.messages.mail.one_mail import message
from tradewind.collect.messages.mail.threads import Threads

ABOVE = (
    b"From: Tom <tom@buyer.example>\nTo: li@factory.example\nDate: Tue, 05 Mar 2024 08:07:00 -0500\nMessage-ID: <1@b>\n"
)


def told(data: bytes) -> Message:
    return message(data, Threads())


@pytest.mark.parametrize("charset", ["gb18030", "gbk", "big5", "iso-2022-jp", "koi8-r", "shift_jis", "euc-kr", "utf-8"])
def test_text_and_subject_are_read_in_the_charset_they_name(charset: str) -> None:
    words = {"koi8-r": "Прошу цену", "euc-kr": "가격", "iso-2022-jp": "見積", "shift_jis": "見積"}.get(charset, "報價")
    mail = EmailMessage()
    mail["Subject"] = words
    mail.set_content(words, charset=charset)
    one = told(ABOVE + mail.as_bytes())
    assert (one.subject, one.text) == (words, words)


@pytest.mark.parametrize("named", [b"utf-8", b"us-ascii", b"x-none", b"idna", b"rot13"])
def test_a_wrong_charset_is_found_out_from_the_bytes(named: bytes) -> None:
    text = "请确认订单，我们需要尽快安排生产".encode("gbk")
    one = told(ABOVE + b"Content-Type: text/plain; charset=" + named + b"\nContent-Transfer-Encoding: 8bit\n\n" + text)
    assert one.text == "请确认订单，我们需要尽快安排生产"


def test_the_moment_is_by_the_senders_clock_and_in_utc() -> None:
    one = told(ABOVE + b"\nhi")
    assert one.sent_at == datetime(2024, 3, 5, 8, 7)
    assert (one.sent_at_utc, one.utc_offset_min) == (datetime(2024, 3, 5, 13, 7), -300)


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Tue, 32 Foo 2024", "Mon, 1 Jan 1901 00:00:00 +0000", "Tue, 5 Mar 2024 08:07:00 +9999"]
)
def test_a_date_that_is_none_falls_back_to_when_a_server_received_the_mail(date: str) -> None:
    received = b"Received: from a by b; Wed, 06 Mar 2024 01:02:03 +0800\n"
    one = told(b"From: a@b.example\nSubject: x\n" + received + f"Date: {date}\n\nhi".encode())
    assert one.sent_at_utc == datetime(2024, 3, 5, 17, 2, 3)
    assert told(f"From: a@b.example\nSubject: x\nDate: {date}\n\nhi".encode()).sent_at is None


def test_a_mail_without_an_id_gets_the_same_one_each_time() -> None:
    data = b"From: a@b.example\nDate: Tue, 05 Mar 2024 08:07:00 -0500\n\nhi"
    assert told(data).message_id == told(data).message_id != told(data + b"!").message_id


def test_names_of_files_come_from_rfc_2231_and_2047_and_never_hold_a_folder() -> None:
    parts = [
        b"Content-Disposition: attachment; filename*=gb2312''%B1%A8%BC%DB.xls",
        b'Content-Disposition: attachment; filename="=?utf-8?b?6K+i5Lu3?=.pdf"',
        b'Content-Disposition: attachment; filename="../../etc/passwd"',
        b'Content-Disposition: attachment; filename="C:\\\\x\\\\evil.exe"',
    ]
    body = b"".join(b"--b\nContent-Type: application/pdf\n" + part + b"\n\nx\n" for part in parts)
    one = told(ABOVE + b"Content-Type: multipart/mixed; boundary=b\n\n" + body + b"--b--\n")
    assert one.attachments == ("报价.xls", "询价.pdf", "passwd", "evil.exe")
    assert (one.kind, one.text) == ("media", "")


def test_html_becomes_plain_words_and_fetches_nothing() -> None:
    html = (
        b"<html><head><style>b{color:red}</style><script>steal()</script></head><body onload=steal()>"
        b"<p>Dear Li,</p><p>price <b>ok</b>?<img src='http://spy.example/x.gif'></p>"
        b"<a href='javascript:steal()'>here</a><blockquote>FOB 3.2</blockquote></body></html>"
    )
    one = told(ABOVE + b"Content-Type: text/html\n\n" + html)
    assert one.text == "Dear Li,\n\nprice ok?\n\nhere"
    assert one.quoted == "> FOB 3.2"
    assert "spy" not in one.text + str(one.quoted)


def test_a_heading_cannot_bring_in_another_one() -> None:
    injected = b"Subject: =?utf-8?q?hi=0D=0ABcc:_all@world.example?=\n"
    one = told(ABOVE + injected + b"\nhi")
    assert one.subject == "hi Bcc: all@world.example"
    assert one.recipients == ("li@factory.example",)


def test_mail_in_mail_a_hundred_deep_is_one_message() -> None:
    data = ABOVE + b"Subject: innermost\n\nhi"
    for depth in range(100):
        data = (
            ABOVE
            + b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\nContent-Type: text/plain\n\nlevel\n"
            % ((depth,) * 2)
            + b"--b%d\nContent-Type: message/rfc822\n\n" % depth
            + data
            + b"\n--b%d--\n" % depth
        )
    one = told(data)
    assert (one.text, len(one.attachments)) == ("level", 1)


def test_parts_a_thousand_deep_are_left_alone() -> None:
    data = b"Content-Type: text/plain\n\nhi\n"
    for depth in range(1000):
        data = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % ((depth,) * 2) + data
    assert told(ABOVE + data).message_id == "1@b"


@pytest.mark.parametrize(
    "data",
    [
        ABOVE + b"Subject: " + b"(" * 100_000 + b"\n\nhi",
        b"From: " + b"(" * 100_000 + b"\nTo: " + b"<" * 100_000 + b"\nDate: " + b"1 " * 50_000 + b"\n\nhi",
        ABOVE + b"Subject: " + b"=?utf-8?q?" * 50_000 + b"\n\nhi",
        ABOVE + b"References: " + b"<" * 500_000 + b"\n\nhi",
        ABOVE + b"Content-Type: text/html\n\n" + b"<!--" * 200_000,
        ABOVE + b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
        ABOVE + b"Content-Type: text/html\n\n" + b"a<b>" * 200_000,
        ABOVE + b"\n" + b"--\n" * 100_000,
        ABOVE + b"\n" + b"On 5 wrote:\n" * 100_000,
        ABOVE + b"Content-Type: text/plain; charset=utf-7\n\n" + b"+" * 500_000,
        b"X: " + b"y" * 5_000_000 + b"\n" + ABOVE + b"\nhi",
        ABOVE + b"\n" + b"\0" * 100_000,
    ],
    ids=range(12),
)
def test_hostile_mail_is_read_in_seconds(data: bytes) -> None:
    begun = time.process_time()
    assert told(data).channel == "mail"
    assert time.process_time() - begun < 20  # quadratic would be minutes


@FUZZ
@given(any_mail())
def test_no_bytes_make_it_fall_over(data: bytes) -> None:
    one = told(data)
    assert "\0" not in one.text
    assert "\n" not in (one.subject or "") + (one.sender or "") + one.message_id


def test_the_open_fixtures_are_one_message_each(shared: Path) -> None:
    for file in sorted((shared / "chats" / "email").rglob("*.eml")):
        one = told(file.read_bytes())
        assert one.text or one.attachments or file.name == "false-multipart.eml", file.name
        assert "<html" not in one.text.lower(), file.name
