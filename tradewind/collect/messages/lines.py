"""The text of a source, block by block and line by line, in bounded memory whatever the file holds."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import IO

import polars as pl
from polars.exceptions import PolarsError

from tradewind.collect.encoding import MARKS
from tradewind.collect.messages.form import Noted
from tradewind.collect.messages.source import STEP_BYTES, Source
from tradewind.errors import LineTooLong, NoConversation

BLOCK_BYTES = 4 << 20
MOST_LINE = 8 << 20  # bytes; programs let people write 65,536 characters in one message
UNREADABLE = "\ufffd".encode()


def lines(source: Source, noted: Noted) -> Iterator[tuple[int, str]]:
    """Each line with its number from 1, without its end. Raises LineTooLong, NoConversation; see `blocks`."""
    number = 0
    for block in blocks(source, noted):
        for line in block.decode().removesuffix("\n").split("\n"):
            number += 1
            yield number, line


def blocks(source: Source, noted: Noted) -> Iterator[bytes]:
    r"""The text as UTF-8 in blocks of whole lines, about BLOCK_BYTES each; line ends are \n, NUL is left out.

    Bytes that are none of the encoding become U+FFFD, and their lines are noted as bad_encoding.
    raises   LineTooLong, NoConversation when it is no text
    """
    above = 0
    for block, has_unreadable in _whole_lines(source):
        if has_unreadable:
            _note_unreadable(block, above, noted)
        above += block.count(b"\n")
        yield block


def _whole_lines(source: Source) -> Iterator[tuple[bytes, bool]]:
    """The blocks, and whether some of their bytes were no text."""
    rest, above, broken = b"", 0, False
    for step, has_unreadable in _in_utf8(source):
        text, broken = rest + step, broken or has_unreadable
        end = text.rfind(b"\n") + 1
        if len(text) - end > MOST_LINE:
            raise LineTooLong(file=source.name, row=above + text.count(b"\n") + 1, most=MOST_LINE)
        if end < BLOCK_BYTES:
            rest = text
            continue
        rest, whole = text[end:], text[:end]
        yield whole, broken
        above, broken = above + whole.count(b"\n"), has_unreadable
    if rest:
        yield rest, broken


def _in_utf8(source: Source) -> Iterator[tuple[bytes, bool]]:
    """The bytes of a text as tidy UTF-8, step by step, and whether some were replaced."""
    if source.encoding is None:
        raise NoConversation(file=source.name)
    old_mac = "\n" not in source.text and "\r" in source.text
    held = b""
    for data, broken in _decoded(source, source.encoding):
        step = held + data
        held = b"\r" if step.endswith(b"\r") else b""
        yield _tidy(step[: len(step) - len(held)], old_mac), broken
    yield _tidy(held, old_mac), False


def _decoded(source: Source, encoding: str) -> Iterator[tuple[bytes, bool]]:
    with source.open() as stream:
        steps = _unmarked(stream)
        yield from _checked(steps) if encoding == "utf-8" else _anew(steps, encoding)


def _checked(steps: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """UTF-8 as it is where it is sound."""
    rest = b""
    for step in steps:
        data = rest + step
        end = len(data) - _begun(data)
        whole, rest = data[:end], data[end:]
        sound = _is_sound(whole)
        yield whole if sound else whole.decode("utf-8", "replace").encode(), not sound
    yield rest.decode("utf-8", "replace").encode(), bool(rest)


def _begun(data: bytes) -> int:
    """How many bytes at the end begin a letter whose other bytes are still to come."""
    for back in (1, 2, 3):
        if back <= len(data) and data[-back] >= 0xC0:
            first = data[-back]
            return back if back < (2 if first < 0xE0 else 3 if first < 0xF0 else 4) else 0
    return 0


def _is_sound(data: bytes) -> bool:
    """Whether bytes are UTF-8: as Polars looks at them, twenty times as fast as decoding."""
    try:
        pl.Series([data], dtype=pl.Binary).cast(pl.String)
    except PolarsError:
        return False
    return True


def _anew(steps: Iterator[bytes], encoding: str) -> Iterator[tuple[bytes, bool]]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for step in steps:
        text = decoder.decode(step)
        yield text.encode("utf-8", "replace"), "\ufffd" in text
    text = decoder.decode(b"", final=True)
    yield text.encode("utf-8", "replace"), bool(text)


def _unmarked(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes step by step, without a byte order mark."""
    first = stream.read(STEP_BYTES)
    yield _without_mark(first)
    while step := stream.read(STEP_BYTES):
        yield step


def _without_mark(data: bytes) -> bytes:
    for mark, _ in MARKS:
        if data.startswith(mark):
            return data[len(mark) :]
    return data


def _tidy(data: bytes, old_mac: bool) -> bytes:
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
        data = data.replace(b"\r", b"\n") if old_mac else data
    return data


def _note_unreadable(block: bytes, above: int, noted: Noted) -> None:
    place = block.find(UNREADABLE)
    while place >= 0:
        noted.reject(above + block.count(b"\n", 0, place) + 1, "bad_encoding")
        end = block.find(b"\n", place)
        place = block.find(UNREADABLE, end) if end >= 0 else -1
