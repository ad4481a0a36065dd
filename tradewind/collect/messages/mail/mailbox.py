"""Mailbox files (mbox): one mail after the other, each below a line "From …", in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, NamedTuple

MOST_MAIL = 32 << 20  # bytes; the rest of a larger mail is left out
STEP_BYTES = 1 << 20
LOOK_AHEAD = 4096
ENVELOPE = re.compile(rb"From (?:- |[^\n]*\d{1,2}:\d{2})[^\n]{0,200}\n(?=>*From |[!-9;-~]{1,80}:)")
ESCAPED = re.compile(rb"^>(>*From )", re.M)


class Kept(NamedTuple):
    """One mail of a mailbox: its place from 1, what follows "From " above it, its bytes, and whether all of them."""

    place: int
    envelope: str
    data: bytes
    whole: bool


def mails(stream: IO[bytes]) -> Iterator[Kept]:
    """The mails of a mailbox, with its escape before "From " taken away (mboxrd; mboxo reads the same)."""
    held: list[bytes] = []
    place = size = 0
    for step, begins in _pieces(stream):
        if begins and size:
            place += 1
            yield _kept(place, held, size)
        if begins:
            held, size = [], 0
        if size < MOST_MAIL:
            held.append(step[: MOST_MAIL - size])
        size += len(step)
    if size:
        yield _kept(place + 1, held, size)


def begins_mailbox(head: bytes) -> bool:
    """Whether a file begins as a mailbox does."""
    return ENVELOPE.match(head.lstrip(b"\xef\xbb\xbf\r\n")) is not None


def _pieces(stream: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Stretches of the file, each with whether a mail begins with it."""
    buffer, place, begins, over = stream.read(STEP_BYTES).lstrip(b"\xef\xbb\xbf\r\n"), 0, True, False
    while True:
        start = _next_start(buffer, place, over)
        stop = start or (len(buffer) if over else max(place, len(buffer) - LOOK_AHEAD))
        if stop > place:
            yield buffer[place:stop], begins
            begins = False
        if start:
            place, begins = start, True
            continue
        if over:
            return
        more = stream.read(STEP_BYTES)
        over = not more
        buffer, place = buffer[stop:] + more, 0


def _next_start(data: bytes, place: int, over: bool) -> int | None:
    at = data.find(b"\nFrom ", place)
    while at >= 0 and (over or at + LOOK_AHEAD <= len(data)):
        if ENVELOPE.match(data, at + 1):
            return at + 1
        at = data.find(b"\nFrom ", at + 1)
    return None


def _kept(place: int, held: list[bytes], size: int) -> Kept:
    data = b"".join(held)
    envelope, _, mail = data.partition(b"\n")
    plain = ESCAPED.sub(rb"\1", mail) if b">From " in mail else mail
    return Kept(place, envelope[5:300].decode("ascii", "replace").strip(), plain, size <= MOST_MAIL)
