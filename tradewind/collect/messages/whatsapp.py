"""WhatsApp's export as text, of Android and iOS in every language: `31/12/2020, 14:05 - Name: text`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import polars as pl

from tradewind.collect.messages.chat_text import chat_frames
from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.frames import in_records
from tradewind.collect.messages.grammar import inferred
from tradewind.collect.messages.header import header_of
from tradewind.collect.messages.message import Message
from tradewind.collect.messages.said import messages_of
from tradewind.collect.messages.senders import LongNames, long_names, senders
from tradewind.collect.messages.source import Source

FIRST_LINES = 40
TITLE = re.compile(
    r"^(?:与|與)?(.+?)的\s?WhatsApp|"
    r"^.*?WhatsApp.*?(?: with | - | mit | con | com | avec | met | com o | med | с | ile |与|與)(.+)$",
    re.I,
)
COPY = re.compile(r"\s*\(\d{1,2}\)$")


def recognise(source: Source) -> float:
    """Sure when the first line that is not empty begins a message; likely when three in ten lines do."""
    lines = [line for line in source.text.split("\n", FIRST_LINES)[:FIRST_LINES] if line.strip()]
    begins = [header_of(line.removesuffix("\r")) is not None for line in lines]
    if not any(begins):
        return 0.0
    return 0.9 if begins[0] else 0.5 if sum(begins) >= 0.3 * len(begins) else 0.1


def frames(source: Source, asked: Asked, noted: Noted) -> Iterator[pl.DataFrame]:
    """The messages in frames with `frames.COLUMNS`; raises AmbiguousMessageDates and what `chat_frames` raises."""
    grammar = inferred(source, asked, ("inline",))
    if grammar is None:
        return
    finish = partial(messages_of, channel="whatsapp", conversation=title_of(source))
    names: LongNames | None = None
    for frame in chat_frames(source, grammar, noted):
        if frame.height:
            first, names = names is None, long_names(frame["first"]) if names is None else names
            yield finish(senders(frame, names), first=first)


def read(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The same as messages."""
    for frame in frames(source, asked, noted):
        yield from in_records(frame)


def title_of(source: Source) -> str:
    """With whom the chat is, as the export's file is called: `WhatsApp Chat with Tom.txt` is with Tom."""
    stem = COPY.sub("", source.title)
    found = TITLE.match(stem)
    return (found[1] or found[2]).strip() if found else stem
