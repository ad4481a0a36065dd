"""LINE's own export: a day on a line of its own, then time, sender and text with tabs between; more lines in quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from tradewind.collect.messages.form import Asked, Noted
from tradewind.collect.messages.identity import Numbered
from tradewind.collect.messages.kinds import attachments_of, kind_of
from tradewind.collect.messages.lines import lines
from tradewind.collect.messages.message import Message
from tradewind.collect.messages.source import Source
from tradewind.collect.messages.times_of_day import time_of_day

FIRST_LINES = 30
TITLE = re.compile(
    r"^\[LINE\]\s*(?:Chat history (?:with|in)|与|與|Chat in)?\s*[「“\"]?(.*?)[」”\"]?\s*"
    r"(?:的聊天記錄|的聊天记录|とのトーク履歴|のトーク履歴|님과의 대화)?$"
)
DAY = re.compile(r"^(?:\w{3}, )?(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?:\s*[(（]?\w{1,12}[)）]?)?$")
US_DAY = re.compile(r"^\w{3}, (\d{1,2})/(\d{1,2})/(\d{4})$")
ROW = re.compile(r"^([^\t]{3,12})\t([^\t]*)(?:\t(.*))?$", re.S)


def recognise(source: Source) -> float:
    """Sure by the title [LINE]; likely by days on their own lines and rows with tabs."""
    first = source.text.split("\n", FIRST_LINES)[:FIRST_LINES]
    if first and first[0].startswith("[LINE]"):
        return 1.0
    days = sum(_day(line.strip()) is not None for line in first)
    rows = sum(bool((row := ROW.match(line)) and time_of_day(row[1])) for line in first)
    return 0.8 if days and rows and days + rows >= 0.5 * sum(map(bool, first)) else 0.0


def read(source: Source, asked: Asked, noted: Noted) -> Iterator[Message]:
    """The messages; a text in quotes goes on until its quotes close."""
    title = TITLE.match(source.text.split("\n", 1)[0])
    numbered = Numbered("line", (title[1] if title else "") or source.name.rsplit(".", 1)[0])
    day: date | None = None
    begun: tuple[datetime, str | None, str] | None = None
    blank = 0  # lines above, which are part of a message only where its text goes on below them
    for number, line in lines(source, noted):
        row = ROW.match(line)
        clock = time_of_day(row[1]) if row and day else None
        if begun and _is_open(begun[2]) and not (row and clock):
            begun = (*begun[:2], f"{begun[2]}\n{line}")
        elif row and clock and day:
            yield from _ended(begun, numbered)
            begun = (datetime.combine(day, clock), row[2] if row[3] is not None else None, row[3] or row[2])
        elif (found := _day(line.strip())) is not None:
            yield from _ended(begun, numbered)
            begun, day = None, found
        elif begun and line.strip():
            begun = (*begun[:2], begun[2] + "\n" * (blank + 1) + line)
        elif line.strip() and number > 2:
            noted.reject(number, "before_first_message")
        blank = 0 if line.strip() else blank + 1
    yield from _ended(begun, numbered)


def _day(line: str) -> date | None:
    try:
        if found := DAY.match(line):
            return date(*map(int, found.groups()))
        if found := US_DAY.match(line):
            return date(int(found[3]), int(found[1]), int(found[2]))
    except ValueError:
        return None
    return None


def _is_open(text: str) -> bool:
    return text.startswith('"') and not (len(text) > 1 and text.endswith('"') and text.count('"') % 2 == 0)


def _ended(begun: tuple[datetime, str | None, str] | None, numbered: Numbered) -> Iterator[Message]:
    if begun is None:
        return
    at, sender, text = begun
    if "\n" in text and text.startswith('"') and text.endswith('"'):
        text = text[1:-1].replace('""', '"')
    kind = kind_of(text)
    kind = "system" if kind == "text" and not sender else kind
    yield numbered.message(at, sender or None, text, kind, attachments=attachments_of(text))
