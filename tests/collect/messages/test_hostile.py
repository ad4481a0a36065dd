"""Files that mean harm, or were harmed: one clear sentence, bounded memory, and never a crash."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.collect.messages.reading import opened, read
from tradewind.collect.messages import KINDS, Asked, Noted, conversations, qq_text
from tradewind.collect.messages.source import Source
from tradewind.errors import (
    BrokenFile,
    EmptyFile,
    FileMissing,
    InputError,
    LineTooLong,
    MessageTooLong,
    NoConversation,
    TooLarge,
    TruncatedFile,
)

LINE = "13/03/2024, 08:07 - Tom: hi\n"
LONGER = settings(
    max_examples=int(os.environ.get("TRADEWIND_FUZZ_EXAMPLES", "60")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LineTooLong, match="line 2"):
        read(tmp_path, LINE + "a" * (20 << 20))
    with pytest.raises(NoConversation):
        read(tmp_path, "a" * (20 << 20))


def test_a_message_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MessageTooLong, match="line 1"):
        read(tmp_path, LINE + ("a" * 999 + "\n") * 80_000)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "chat.zip"
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("_chat.txt", LINE + "\0" * (64 << 20))
    with pytest.raises(TooLarge):
        conversations(file)


def test_a_gzip_bomb_is_refused_while_it_is_unpacked(tmp_path: Path) -> None:
    data = gzip.compress(LINE.encode() + bytes(40 << 20))
    with pytest.raises(TooLarge):
        read(tmp_path, data)


def test_archives_cut_short_or_damaged_are_told(tmp_path: Path) -> None:
    file = tmp_path / "chat.zip"
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(
            "_chat.txt", "".join(f"13/03/2024, 08:{n:02} - Tom: {os.urandom(99).hex()}\n" for n in range(60))
        )
    whole = file.read_bytes()
    with pytest.raises(BrokenFile):
        read(tmp_path, whole[:-100])
    with pytest.raises(BrokenFile):
        read(tmp_path, whole[:2000] + b"\0" * 200 + whole[2200:])
    with pytest.raises(TruncatedFile):
        read(tmp_path, gzip.compress(os.urandom(2000).hex().encode())[:-50])


def test_what_is_not_there_or_empty_or_no_chat_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        conversations(tmp_path / "none.txt")
    with pytest.raises(EmptyFile):
        read(tmp_path, "")
    for content in (b"\x89PNG\r\n\x1a\n" + bytes(5000), b"Dear Tom,\nas agreed.\n", os.urandom(50_000), b"\0" * 5000):
        with pytest.raises(NoConversation):
            read(tmp_path, content)


def test_a_chat_cut_in_the_middle_of_a_letter_is_read_and_its_line_noted(tmp_path: Path) -> None:
    conversation = opened(tmp_path, (LINE * 3 + "13/03/2024, 08:08 - 王芳: 报价").encode()[:-1])
    assert [one.text for one in conversation.messages()][-1] == "报\ufffd"
    assert [(one.line, one.reason) for one in conversation.noted.rejected] == [(4, "bad_encoding")]


def test_bytes_of_another_encoding_in_one_line_spoil_only_that_line(tmp_path: Path) -> None:
    data = (
        (LINE * 50_000).encode()
        + b"13/03/2024, 08:07 - Tom: caf\xe9\n"
        + ("13/03/2024, 08:07 - 王芳: 好\n" * 9).encode()
    )
    conversation = opened(tmp_path, data)
    found = list(conversation.messages())
    assert len(found) == 50_010
    assert (found[50_000].text, found[-1].sender) == ("caf\ufffd", "王芳")
    assert [one.line for one in conversation.noted.rejected] == [50_001]


def test_script_formulas_and_signs_that_steer_are_kept_to_the_letter(tmp_path: Path) -> None:
    text = "<script>alert(1)</script> =1+1 \u202e \x1b[31m {{7*7}} '; DROP TABLE x; --"
    (message,) = read(tmp_path, f"13/03/2024, 08:07 - =cmd()|x: {text}\n")
    assert (message.sender, message.text) == ("=cmd()|x", text)


def test_null_bytes_are_left_out(tmp_path: Path) -> None:
    (message,) = read(tmp_path, "13/03/2024, 08:07 - Tom: a\0b\n")
    assert message.text == "ab"


PARTS = st.sampled_from([
    "13/03/2024, 08:07 - Tom: hi", "[13/03/2024, 08:07:11] Tom: hi", "2024/3/5 下午2:30 - 王芳: x", "31/02/2024, 99:99 - A: b",
    "Tom 2024-03-13 09:12:33", "2024-03-13 9:12:33 Tom(10001)", "Tom, [13.03.2024 09:12]", "[LINE] Chat history with Tom",
    "08:07\tTom\t\"hi", "2024/03/05(Tue)", "Date,Sender,Message", "2024-03-13 09:12,Tom,\"a", "消息记录", "消息对象:Tom", "=" * 20,
    "", "\u200e", "\r", "\x00", ":", " - ", "٥/٣/٢٠٢٤، ٨:٠٧ ص - أ: م", "1/1/1, 1:11 - a: b", "99/99/9999 99:99 - : ",
    "StrContent,CreateTime,IsSender", "IMG.jpg (file attached)", "\ufffd", "\ud7ff", "\U0001f600",
])  # fmt: skip
TEXTS = st.lists(PARTS | st.text(max_size=30), max_size=40).map("\n".join)
DATA = st.binary(max_size=600) | TEXTS.map(str.encode) | TEXTS.map(lambda text: text.encode("utf-16", "replace"))


@LONGER
@given(data=DATA)
@example(data=b"Date,Sender,Message\n\r\x01")
def test_no_bytes_at_all_make_the_reading_crash(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "chat"
    file.write_bytes(data)
    try:
        found = [message for one in conversations(file) for message in one.messages()]
    except InputError:
        return
    assert all(one.kind in KINDS and "\0" not in one.text for one in found)
    assert all(json.loads(json.dumps(one.document())) == one.document() for one in found)


def test_a_line_that_begins_a_message_for_the_grammar_alone_is_rejected(tmp_path: Path) -> None:
    """Found by guided_fuzz.py: no line of the whole text fitted the expression that the grammar gave."""
    file = tmp_path / "x.txt"
    file.write_text("09/04/2017, 01:50 " + "\0" * 47 + "- +410123456789: How are you?")
    noted = Noted()
    assert not list(qq_text.read(Source(file), Asked(), noted))
    assert [one.reason for one in noted.rejected] == ["before_first_message"]
