"""The text of a source, block by block and line by line, in bounded memory whatever the file holds."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from tradewind.collect.encoding import MARKS
from tradewind.collect.messages.form import Noted
from tradewind.collect.messages.source import STEP_BYTES, Source
from tradewind.errors import LineTooLong, NoConversation

BLOCK_CHARACTERS = 4 << 20
MOST_LINE = 8 << 20  # characters; programs let people write 65,536 in one message
UNREADABLE = "\ufffd"


def lines(source: Source, noted: Noted) -> Iterator[tuple[int, str]]:
    """Each line with its number from 1, without its end. Raises LineTooLong; see `blocks`."""
    number = 0
    for block in blocks(source, noted):
        for line in block.removesuffix("\n").split("\n"):
            number += 1
            yield number, line


def blocks(source: Source, noted: Noted) -> Iterator[str]:
    r"""The text in blocks of whole lines, about BLOCK_CHARACTERS each; every line end is \n, NUL is left out.

    Bytes that are none of the encoding become U+FFFD, and their lines are noted as bad_encoding.
    raises   LineTooLong, NoConversation when it is no text
    """
    if source.encoding is None:
        raise NoConversation(file=source.name)
    rest, above = "", 0
    for step in _decoded(source, source.encoding):
        text = rest + step
        end = text.rfind("\n") + 1
        if len(text) - end > MOST_LINE:
            raise LineTooLong(file=source.name, row=above + text.count("\n") + 1, most=MOST_LINE)
        if end < BLOCK_CHARACTERS:
            rest = text
            continue
        rest, whole = text[end:], text[:end]
        above = _note_unreadable(whole, above, noted)
        yield whole
    if rest:
        _note_unreadable(rest, above, noted)
        yield rest


def _decoded(source: Source, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    begun, held = False, ""
    old_mac = "\n" not in source.text and "\r" in source.text
    with source.open() as stream:
        while step := stream.read(STEP_BYTES):
            if not begun:
                step, begun = _without_mark(step), True
            text = held + decoder.decode(step)
            held = "\r" if text.endswith("\r") else ""
            yield _tidy(text[: len(text) - len(held)], old_mac)
    yield _tidy(held + decoder.decode(b"", final=True), old_mac)


def _without_mark(data: bytes) -> bytes:
    for mark, _ in MARKS:
        if data.startswith(mark):
            return data[len(mark) :]
    return data


def _tidy(text: str, old_mac: bool) -> str:
    if "\0" in text:
        text = text.replace("\0", "")
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        text = text.replace("\r", "\n") if old_mac else text
    return text


def _note_unreadable(block: str, above: int, noted: Noted) -> int:
    """Note the lines with bytes that are no text; returns the number of the block's last line."""
    place = block.find(UNREADABLE)
    while place >= 0:
        noted.reject(above + block.count("\n", 0, place) + 1, "bad_encoding")
        end = block.find("\n", place)
        place = block.find(UNREADABLE, end) if end >= 0 else -1
    return above + block.count("\n")
