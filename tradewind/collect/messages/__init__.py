"""Conversations, in whatever form a program keeps or exports them, as messages: one file per form.

Bytes in, messages or frames out: nothing is written, no network and no clock is known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import polars as pl

from tradewind.collect.headings import fields_by_name
from tradewind.collect.messages.form import Asked, Form, Noted, Rejected
from tradewind.collect.messages.forms import FORMS
from tradewind.collect.messages.frames import as_facts, as_json_lines, in_frames, in_records
from tradewind.collect.messages.message import KINDS, Message
from tradewind.collect.messages.rows import first_rows, is_workbook, rows_of
from tradewind.collect.messages.source import Source
from tradewind.collect.messages.zones import zoned
from tradewind.collect.parquet import MAGIC as PARQUET
from tradewind.errors import EmptyFile, InputError, NoConversation

__all__ = [
    "KINDS",
    "Asked",
    "Conversation",
    "Message",
    "Noted",
    "Rejected",
    "as_facts",
    "conversations",
    "is_conversation",
]

LIKELY = 0.3  # how sure a form must be of a file that a person did not call a conversation
MONEY = {"amount", "price"}


@dataclass(frozen=True)
class Conversation:
    """One source and the form that reads it. What is noted grows while messages or frames are drawn."""

    source: Source
    form: Form
    asked: Asked
    noted: Noted = field(default_factory=Noted)

    def messages(self) -> Iterator[Message]:
        """The messages in the order of the source, streamed; raises InputError, UnknownZone."""
        if self.form.frames is not None:
            for frame in self.frames():
                yield from in_records(frame)
        else:
            zone = zoned(self.asked.timezone)
            yield from map(zone.message, self.form.read(self.source, self.asked, self.noted))

    def frames(self) -> Iterator[pl.DataFrame]:
        """The same in frames with `frames.COLUMNS`; `as_facts` makes the ledger's table of them."""
        if self.form.frames is None:
            yield from in_frames(self.messages())
        else:
            zone = zoned(self.asked.timezone)
            yield from map(zone.frame, self.form.frames(self.source, self.asked, self.noted))

    def json_lines(self) -> Iterator[tuple[int, str]]:
        """The messages as JSON, some at a time: how many, and their lines."""
        if self.form.frames is not None:
            for frame in self.frames():
                yield frame.height, as_json_lines(frame)
        else:
            for message in self.messages():
                yield 1, json.dumps(message.document(), ensure_ascii=False) + "\n"


def conversations(
    path: Path,
    asked: Asked = Asked(),  # noqa: B008  frozen
    name: str | None = None,
) -> list[Conversation]:
    """What can be read at `path`: a file, an archive (each conversation in it), or a folder (a Maildir, or its files).

    name     what people call it, when `path` is where an upload was stored
    raises   FileMissing, EmptyFile; NoConversation where no form knows it; what opening a damaged file raises
    """
    source = Source(path, name)
    found = _form_of(source)
    if found is not None:
        return [Conversation(source, found, asked)]
    parts = _parts(source)
    read = [Conversation(one, form, asked) for one, form in ((one, _form_of(one)) for one in parts) if form]
    if not read:
        raise (EmptyFile if not parts and not source.is_folder and not source.head else NoConversation)(
            file=source.name
        )
    return read


def is_conversation(path: Path, name: str | None = None) -> bool:
    """Whether a file is a conversation and no table of orders, customers or contacts; by what stands in it."""
    source = Source(path, name)
    if is_workbook(source) or source.head.startswith(PARQUET):
        found = None if not is_workbook(source) else _form_of(source)
        return found is not None and not _lists_orders(source)
    try:
        read = conversations(path, name=name)
    except InputError:
        return False
    return any(one.form.recognise(one.source) >= LIKELY and not _lists_orders(one.source) for one in read)


def _lists_orders(source: Source) -> bool:
    """Whether a table has a heading with an amount or prices, as no table of messages has."""
    rows = first_rows(source) or (
        [row for _, row in islice(rows_of(source, Noted()), 1)] if is_workbook(source) else []
    )
    return any(MONEY & set(fields_by_name([str(cell or "") for cell in row]).values()) for row in rows[:1])


def _form_of(source: Source) -> Form | None:
    scores = [form.recognise(source) for form in FORMS]
    return FORMS[scores.index(max(scores))] if max(scores) > 0 else None


def _parts(source: Source) -> list[Source]:
    """The files of a folder, or the members of an archive, in the order of their names."""
    if source.is_folder:
        return [Source(one) for one in sorted(source.path.iterdir()) if one.is_file()]
    return [source.inside(member) for member in sorted(source.members) if not member.startswith("__MACOSX/")]
