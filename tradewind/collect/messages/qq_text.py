"""QQ's export as text: a heading per chat, then a line with time and name, and the text below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from tradewind.collect.messages.chat_text import chat_frames
from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.grammar import inferred
from tradewind.collect.messages.header import header_of
from tradewind.collect.messages.identity import Numbered
from tradewind.collect.messages.kinds import attachments_of, kind_of
from tradewind.collect.messages.message import Message
from tradewind.collect.messages.source import Source

FIRST_LINES = 40
TITLE = "消息记录"
PREAMBLE = re.compile(rf"^(?:{TITLE}.*|=+|消息(?:分组|对象):.*|)$")
SECTION = re.compile(r"\n*={20,}\n消息分组:.*?\n={20,}\n消息对象:(.*?)\n={20,}\s*$", re.S)
ACCOUNT = re.compile(r"^(.*?)[(<（]([^()<>（）]+)[)>）]$")
PARTNER = re.compile(r"^消息对象:(.*)$", re.M)
PROGRAM = "10000"  # the account in whose name QQ itself speaks


def recognise(source: Source) -> float:
    """Sure by its title; likely when the first line that is not empty is a time with a name behind it."""
    first = [line.rstrip("\r") for line in source.text.split("\n", FIRST_LINES)[:FIRST_LINES] if line.strip()]
    if not first:
        return 0.0
    if first[0].startswith(TITLE):
        return 1.0
    return 0.8 if header_of(first[0], ("date_first",)) else 0.0


def read(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The messages of all chats in the file; raises AmbiguousMessageDates and what `chat_frames` raises."""
    grammar = inferred(source, asked, ("date_first",))
    if grammar is None:
        return
    partners = PARTNER.findall(source.text)
    grammar = replace(grammar, in_order=len(partners) < 2)
    numbered = Numbered("qq", partners[0].strip() if partners else source.title)
    for frame in chat_frames(source, grammar, noted, PREAMBLE):
        times = pl.from_epoch(frame["sent_s"], time_unit="s")
        for at, name, more in zip(times, frame["name"], frame["more"], strict=True):
            text, partner = _without_section(more or "")
            sender, account = _account(name)
            kind = "system" if account == PROGRAM else kind_of(text)
            yield numbered.message(
                at,
                None if kind == "system" else sender,
                text,
                kind,
                sender_id=account,
                attachments=attachments_of(text),
            )
            numbered = Numbered("qq", partner) if partner else numbered


def _without_section(text: str) -> tuple[str, str | None]:
    """The text, and the partner of the next chat where its heading stands below."""
    section = SECTION.search(text)
    return (text[: section.start()] if section else text).strip("\n"), section[1].strip() if section else None


def _account(name: str) -> tuple[str, str | None]:
    found = ACCOUNT.match(name)
    return (found[1].strip() or found[2], found[2]) if found else (name.strip(), None)
