"""Text copied out of a chat window: a line with name and time, the text below, an empty line between two messages.

WeChat, TradeManager and Telegram all copy so, and write the time differently.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tradewind.collect.messages.chat_text import chat_frames
from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.frames import in_records
from tradewind.collect.messages.grammar import inferred
from tradewind.collect.messages.header import Header, header_of
from tradewind.collect.messages.message import Message
from tradewind.collect.messages.said import messages_of
from tradewind.collect.messages.source import Source

SURE = 0.85


def recognise_wechat(source: Source) -> float:
    """Name, date and time to the minute: `Tom 2024/3/5 9:12`."""
    found = _first(source, "name_first")
    return SURE if found and not found.manner.seconds else 0.0


def recognise_trademanager(source: Source) -> float:
    """Name, date and time to the second: `Tom 2024-03-05 09:12:33`."""
    found = _first(source, "name_first")
    return SURE if found and found.manner.seconds else 0.0


def recognise_telegram(source: Source) -> float:
    """Name, then date and time in brackets: `Tom, [05.03.2024 09:12]`."""
    return SURE if _first(source, "telegram") else 0.0


def wechat(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The messages of text copied out of WeChat; raises AmbiguousMessageDates and what `chat_frames` raises."""
    return _messages(source, asked, noted, "name_first", "wechat")


def trademanager(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The same of TradeManager."""
    return _messages(source, asked, noted, "name_first", "trademanager")


def telegram(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The same of Telegram."""
    return _messages(source, asked, noted, "telegram", "telegram")


def _first(source: Source, shape: str) -> Header | None:
    """The header in the first line that is not empty."""
    first = next((line for line in source.text.split("\n", 20)[:20] if line.strip()), "")
    return header_of(first.rstrip("\r"), (shape,))


def _messages(source: Source, asked: Asked, noted: Noted, shape: str, channel: str) -> Iterator[Message]:
    grammar = inferred(source, asked, (shape,))
    if grammar is None:
        return
    for frame in chat_frames(source, grammar, noted):
        below = frame.with_columns(text=pl.col("more").fill_null("").str.strip_chars("\n"))
        yield from in_records(messages_of(below, channel, source.title, first=False))
