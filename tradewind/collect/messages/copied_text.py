"""Text copied out of a chat window: a line with name and time, the text below, an empty line between two messages.

WeChat, TradeManager and Telegram all copy so, and write the time differently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from tradewind.collect.messages.chat_text import chat_frames
from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.frames import in_records
from tradewind.collect.messages.grammar import inferred
from tradewind.collect.messages.header import CLOCK, HALF, SECOND, Header, header_of
from tradewind.collect.messages.identity import Numbered
from tradewind.collect.messages.kinds import attachments_of, kind_of
from tradewind.collect.messages.message import Message
from tradewind.collect.messages.said import messages_of
from tradewind.collect.messages.source import Source

SURE = 0.85
DAYS = (
    r"今天|昨天|前天|昨日|今日|星期[一二三四五六日天]|周[一二三四五六日]|today|yesterday|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
UNDATED = re.compile(
    rf"^(\S[^\n]{{0,60}}?)[ \t\u3000]+(?:{DAYS})[ \t]+(?:{HALF})?[ ]?{CLOCK}(?:{SECOND})?[ \t]*$", re.I | re.M
)


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
    numbered = Numbered(channel, source.title)
    for frame in chat_frames(source, grammar, noted):
        below = frame.with_columns(text=pl.col("more").fill_null("").str.strip_chars("\n"))
        found = in_records(messages_of(below, channel, source.title, first=False))
        for message, line, more in zip(found, frame["line"], frame["more"], strict=True):
            if more is None or UNDATED.search(more) is None:
                yield message
            else:
                yield from _with_undated(message, line, more, numbered, noted)


def _with_undated(message: Message, line: int, more: str, numbered: Numbered, noted: Noted) -> Iterator[Message]:
    """The message, and those below it whose day is told from the day of copying: they are kept without a time."""
    own, *others = UNDATED.split(more)
    text = own.strip("\n")
    yield replace(message, text=text, kind=kind_of(text), attachments=attachments_of(text))
    above = line + 1 + own.count("\n")
    for name, below in zip(others[::2], others[1::2], strict=True):
        noted.reject(above, "no_date")
        text = below.strip("\n")
        yield numbered.message(None, name.strip(), text, kind_of(text), attachments=attachments_of(text))
        above += below.count("\n")
