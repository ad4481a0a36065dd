"""Mailbox files: where a mail begins, what is escaped, and what must not run out of memory."""

from __future__ import annotations

import io
import mailbox
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

from hypothesis import given
from hypothesis import strategies as st

from tradewind.collect.messages.mail.mailbox import MOST_MAIL, STEP_BYTES, mails

ENVELOPE = b"From tom@buyer.example Tue Mar  5 08:07:00 2024\n"
LINES = st.lists(
    st.sampled_from([b"hello", b"From me to you", b">From the port", b"", b"Subject: no header here", b"\xff\x00"]),
    max_size=8,
)


def mbox(*bodies: bytes) -> bytes:
    return b"".join(ENVELOPE + b"Subject: RFQ\n\n" + body + b"\n\n" for body in bodies)


class Endless(io.RawIOBase):
    """A mailbox whose one mail goes on for gigabytes, without ever being in memory."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self.left -= 1
        return b"" if self.left < 0 else b"x" * STEP_BYTES


class Joined:
    def __init__(self, *streams: IO[bytes] | io.RawIOBase) -> None:
        self.streams = list(streams)

    def read(self, size: int) -> bytes:
        while self.streams:
            if step := self.streams[0].read(size):
                return bytes(step)
            self.streams.pop(0)
        return b""


def test_a_line_that_begins_with_from_inside_a_mail_begins_none() -> None:
    kept = list(mails(io.BytesIO(mbox(b"From here on\nall is well", b"two"))))
    assert [one.place for one in kept] == [1, 2]
    assert b"From here on\nall is well" in kept[0].data


def test_the_escape_before_from_is_taken_away_once() -> None:
    kept = list(mails(io.BytesIO(mbox(b">From the port\n>>From a quotation\n> From stays"))))
    assert kept[0].data.endswith(b"From the port\n>From a quotation\n> From stays\n\n")


def test_a_mail_is_found_wherever_the_steps_of_reading_cut_it() -> None:
    for cut in range(STEP_BYTES - 120, STEP_BYTES + 10, 7):
        first = ENVELOPE + b"Subject: a\n\n"
        data = first + b"y" * (cut - len(first)) + b"\n" + mbox(b"second")
        assert [one.place for one in mails(io.BytesIO(data))] == [1, 2]


def test_a_mail_of_gigabytes_is_cut_and_the_next_one_is_read() -> None:
    endless = Endless(MOST_MAIL // STEP_BYTES + 40)
    stream = Joined(io.BytesIO(mbox(b"small")[:-2]), endless, io.BytesIO(b"\n" + mbox(b"last")))
    kept = list(mails(stream))  # type: ignore[arg-type]
    assert [(one.whole, len(one.data) <= MOST_MAIL) for one in kept] == [(False, True), (True, True)]


@given(st.lists(LINES, min_size=1, max_size=5))
def test_pythons_own_mailbox_writes_what_we_read(bodies: list[list[bytes]]) -> None:
    kept = list(mails(io.BytesIO(b"".join(_written(bodies)))))
    assert len(kept) == len(bodies)
    for one, lines in zip(kept, bodies, strict=True):
        assert one.data.partition(b"\n\n")[2].rstrip(b"\n") == b"\n".join(lines).rstrip(b"\n")


def test_pythons_own_mailbox_reads_as_many(tmp_path: Path) -> None:
    file = tmp_path / "sales"
    file.write_bytes(mbox(*[b"text %d" % number for number in range(200)]))
    with closing(mailbox.mbox(file)) as peer:
        assert len(list(mails(io.BytesIO(file.read_bytes())))) == len(peer)


def _written(bodies: list[list[bytes]]) -> Iterator[bytes]:
    for lines in bodies:
        escaped = [b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines]
        yield ENVELOPE + b"Subject: RFQ\n\n" + b"\n".join(escaped) + b"\n\n"
