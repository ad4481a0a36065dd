"""A look through the conversations in a file: how many messages, who speaks in which chat, what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

import polars as pl

from tradewind.collect.messages import Asked, Conversation, conversations
from tradewind.collect.messages.overlap import Overlap
from tradewind.collect.messages.speakers import Chat, ours_among
from tradewind.desk import bulk
from tradewind.desk.imports import stored_file
from tradewind.desk.jobs.retold import Change, Stored, retold, rows_of, told_again
from tradewind.desk.jobs.said import Said, said_of
from tradewind.desk.models import Batch, Message, Person, Sender
from tradewind.desk.whose import whose
from tradewind.errors import SenderNotInFile

SENDERS_TOLD = 200
AT_ONCE = 4_000
SENDERS_NAMED = 20  # as many as a sentence can carry
Key = tuple[str, str]  # channel, message_id


@dataclass
class Survey:
    """What one look through a file found."""

    batch: Batch
    read: list[Conversation]
    messages: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    without_time: int = 0
    first: datetime | None = None
    last: datetime | None = None
    spoke: Counter[tuple[str, str]] = field(default_factory=Counter)  # (channel, key) -> messages
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    chats: dict[Chat, set[str]] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)  # keys of those whose messages the source calls outgoing

    def parts(self) -> Iterator[list[Said]]:
        """The messages, some 4,000 at a time and those of one minute together, each once; counted while drawn."""
        seen: set[int] = set()
        for conversation in self.read:
            overlap, part = Overlap(), list[Said]()
            for one in (one for frame in conversation.frames() for one in self._said(frame, overlap)):
                if len(part) >= AT_ONCE and _minute(one) != _minute(part[-1]):
                    yield part
                    part = []
                if self._is_new(one, seen):
                    part.append(one)
            if part:
                yield part

    def _said(self, frame: pl.DataFrame, overlap: Overlap) -> Iterator[Said]:
        for row in frame.iter_rows(named=True):
            self.messages += 1
            at = row["sent_at_utc"] or row["sent_at"]
            if at is None:
                self.without_time += 1
                continue
            said = said_of(row, at, overlap)
            if (direction := self.batch.options.get("direction")) and not said.direction:
                said = replace(said, direction=direction)
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

    def compare(self, part: list[Said]) -> tuple[list[Said], list[Change]]:
        """Of a part the messages that the desk does not have, and those that it has otherwise; all are counted."""
        known = known_of(part)
        fresh = [one for one in part if (one.channel, one.message_id) not in known]
        again = told_again(fresh, part)
        pairs = [(one, row) for one in part if (row := known.get((one.channel, one.message_id)))]
        pairs += [(fresh[place], row) for place, row in again.items()]
        changes = [Change(row, state) for one, row in pairs if (state := retold(one, row))]
        mine = sum(row.created_batch == self.batch.pk for _, row in pairs)
        changed_before = sum(row.changed_batch == self.batch.pk != row.created_batch for _, row in pairs)
        self.created += len(fresh) - len(again) + mine
        self.updated += len(changes) + changed_before
        self.unchanged += len(pairs) - mine - len(changes) - changed_before
        return [one for place, one in enumerate(fresh) if place not in again], changes

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


def known_of(part: list[Said]) -> dict[Key, Stored]:
    """The messages of a part that the desk has by their ids."""
    wanted = {(one.channel, one.message_id) for one in part}
    found: dict[Key, Stored] = {}
    for channel in {channel for channel, _ in wanted}:
        for some in bulk.parts([number for its, number in wanted if its == channel], bulk.KEYS_AT_ONCE):
            rows = rows_of(Message.objects.filter(channel=channel, message_id__in=some))
            found |= {(channel, row.message_id): row for row in rows}
    return found


def _minute(one: Said) -> datetime:
    return one.at.replace(second=0, microsecond=0)
