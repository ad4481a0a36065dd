"""A look through the conversations in a file: how many messages, who speaks in which chat, what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from tradewind.collect.messages import Asked, Conversation, conversations
from tradewind.collect.messages.overlap import Overlap
from tradewind.collect.messages.speakers import Chat, ours_among, sender_key
from tradewind.desk import bulk
from tradewind.desk.imports import stored_file
from tradewind.desk.models import Batch, Message, Person, Sender
from tradewind.desk.whose import whose
from tradewind.errors import SenderNotInFile

SENDERS_TOLD = 200
SENDERS_NAMED = 20  # as many as a sentence can carry
LENGTHS = {"channel": 40, "conversation_id": 200, "sender": 200, "reply_to": 200, "subject": 300}
Key = tuple[str, str]  # channel, message_id


@dataclass(frozen=True)
class Said:
    """One message as the desk will keep it, before anybody knows whose it is."""

    channel: str
    message_id: str
    conversation_id: str
    sender: str
    account: str
    key: str  # of the sender; empty for what the program says
    direction: str  # in, out, system; empty where the source does not tell
    at: datetime
    utc_offset_min: int | None
    kind: str
    text: str
    reply_to: str
    subject: str
    attachments: str
    to: tuple[str, ...]  # the names and addresses that it went to


@dataclass
class Survey:
    """What one look through a file found."""

    batch: Batch
    read: list[Conversation]
    messages: int = 0
    created: int = 0
    unchanged: int = 0
    without_time: int = 0
    first: datetime | None = None
    last: datetime | None = None
    spoke: Counter[tuple[str, str]] = field(default_factory=Counter)  # (channel, key) -> messages
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    chats: dict[Chat, set[str]] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)  # keys of those whose messages the source calls outgoing

    def parts(self) -> Iterator[list[Said]]:
        """The messages, a few thousand at a time, each once; counted while they are drawn."""
        seen: set[int] = set()
        for conversation in self.read:
            overlap = Overlap()
            for frame in conversation.frames():
                yield [one for one in self._said(frame, overlap) if self._is_new(one, seen)]

    def _said(self, frame: pl.DataFrame, overlap: Overlap) -> Iterator[Said]:
        for row in frame.iter_rows(named=True):
            self.messages += 1
            at = row["sent_at_utc"] or row["sent_at"]
            if at is None:
                self.without_time += 1
                continue
            said = said_of(row, at, overlap)
            self._count(said)
            yield said

    def _count(self, said: Said) -> None:
        self.first, self.last = min(self.first or said.at, said.at), max(self.last or said.at, said.at)
        speaking = self.chats.setdefault((said.channel, said.conversation_id), set())
        if said.key:
            speaking.add(said.key)
            self.spoke[said.channel, said.key] += 1
            self.names.setdefault((said.channel, said.key), said.sender)
            if said.direction == "out":
                self.sent.add(said.key)

    def _is_new(self, said: Said, seen: set[int]) -> bool:
        mark = hash((said.channel, said.message_id))
        if mark in seen:
            self.unchanged += 1
            return False
        seen.add(mark)
        return True

    def compare(self, part: list[Said]) -> list[Said]:
        """Of a part the messages that the desk does not have; counts them, and those that this batch wrote before."""
        known = known_of(part)
        mine = sum(maker == self.batch.pk for maker in known.values())
        fresh = [one for one in part if (one.channel, one.message_id) not in known]
        self.created += len(fresh) + mine
        self.unchanged += len(part) - len(fresh) - mine
        return fresh

    @property
    def rejected(self) -> int:
        """The lines that became no message."""
        return sum(len(one.noted.rejected) + one.noted.unlisted for one in self.read)

    def ours(self, rep: Person) -> list[str]:
        """The keys of the senders who are the rep: as said with the import, before, or as the file lets one guess."""
        if (chosen := self.batch.options.get("we")) is not None:
            return [str(one) for one in chosen]
        if names := self.batch.options.get("me"):
            return self._called(names)
        known = set(Sender.objects.filter(rep=rep, role=Sender.Role.OURS).values_list("key", flat=True))
        guessed = ours_among(self.chats, (rep.name, rep.username))
        return sorted({key for _, key in self.spoke} & (known | guessed | self.sent))

    def _called(self, names: list[str]) -> list[str]:
        found: set[str] = set()
        for name in names:
            called = name.casefold().strip()
            keys = {key for (_, key), its in self.names.items() if called in (key, its.casefold())}
            if not keys:
                told = ", ".join(self.names[who] or who[1] for who, _ in self.spoke.most_common(SENDERS_NAMED))
                raise SenderNotInFile(file=self.batch.file_name, name=name, senders=told or "–")
            found |= keys
        return sorted(found)


def survey(batch: Batch) -> Survey:
    """A survey that has not begun; raises what opening the batch's file raises."""
    asked = Asked(batch.options.get("dates") or "auto", whose(batch).zone)
    return Survey(batch, conversations(stored_file(batch), asked, name=batch.file_name))


def said_of(row: dict[str, Any], at: datetime, overlap: Overlap) -> Said:
    """A row of a frame of messages, cut to what the desk's columns hold."""
    told = {name: str(row[name] or "").replace("\x00", "") for name in ("channel", "sender", "sender_id", "text")}
    chat, system = row["conversation"].replace("\x00", ""), row["kind"] == "system"
    cut = {name: (value or "").replace("\x00", "")[: LENGTHS[name]] for name, value in (
        ("channel", told["channel"]), ("sender", told["sender"]), ("reply_to", row["reply_to"]),
        ("subject", row["subject"]), ("conversation_id", chat),
    )}  # fmt: skip
    own = row["message_id"].replace("\x00", "")
    return Said(
        **cut,
        message_id=overlap.message_id(own, chat, told["sender"], at, row["kind"], told["text"]),
        account=told["sender_id"],
        key="" if system else sender_key(told["channel"], told["sender"], told["sender_id"]).replace("\x00", ""),
        direction="system" if system else row["direction"] or "",
        at=at,
        utc_offset_min=row["utc_offset_min"],
        kind=row["kind"],
        text=told["text"],
        attachments="\n".join(row["attachments"] or ()).replace("\x00", ""),
        to=tuple(one.replace("\x00", "") for one in row["recipients"] or ()),
    )


def known_of(part: list[Said]) -> dict[Key, int | None]:
    """The messages of a part that the desk has, each with the batch that made it."""
    wanted = {(one.channel, one.message_id) for one in part}
    found: dict[Key, int | None] = {}
    for channel in {channel for channel, _ in wanted}:
        for some in bulk.parts([number for its, number in wanted if its == channel], bulk.KEYS_AT_ONCE):
            rows = Message.objects.filter(channel=channel, message_id__in=some)
            found |= {(channel, number): maker for number, maker in rows.values_list("message_id", "created_batch")}
    return found
