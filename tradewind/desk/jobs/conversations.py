"""The conversations of a batch: looked through before a yes, then written in short transactions, each message once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from tradewind.collect.messages import is_conversation
from tradewind.collect.messages.speakers import address_in, sender_key
from tradewind.desk import bulk
from tradewind.desk.conversations import KIND
from tradewind.desk.imports import stored_file
from tradewind.desk.jobs import retold
from tradewind.desk.jobs.matching import match
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.jobs.reading import PROBLEMS_KEPT
from tradewind.desk.jobs.said import Said
from tradewind.desk.jobs.surveying import SENDERS_TOLD, Survey, survey
from tradewind.desk.models import Batch, Message, Person, Sender
from tradewind.desk.whose import whose

COLUMNS = (
    "message_id", "conversation_id", "channel", "rep", "direction", "sent_at", "utc_offset_min", "sender", "kind",
    "text", "reply_to", "subject", "attachments", "quoted", "earlier", "speaker_id", "addressee_id", "source_customer",
    "created_batch_id", "changed_batch_id",
)  # fmt: skip
PERSON = "person"
Role = Sender.Role
SenderKey = tuple[str, str]


def holds_conversations(batch: Batch) -> bool:
    """Whether the batch's file is a conversation, as a person said or by what stands in it."""
    if kind := batch.options.get("kind"):
        return bool(kind == KIND)
    return is_conversation(stored_file(batch), batch.file_name)


def look_through(batch: Batch, progress: Progress) -> None:
    """Note on the batch (not yet saved) what is in the file and what an import would do."""
    found = survey(batch)
    for part in found.parts():
        progress("reading", found.messages, 0)
        found.compare(part)
    _note(batch, found)


def write(batch: Batch, progress: Progress) -> None:
    """Write what the desk does not have yet, then match senders with buyers; may be interrupted and run again."""
    people = People(batch, whose(batch).rep, frozenset(_ours(batch, progress)))
    found = survey(batch)
    for part in found.parts():
        progress("writing", found.created, int(batch.read))
        with transaction.atomic():
            fresh, changes = found.compare(part)
            people.meet(fresh)
            bulk.insert(Message, COLUMNS, _rows(people, fresh))
            retold.change(batch, changes)
        bulk.breathe()
    _note(batch, found)
    progress("matching")
    match()


def _ours(batch: Batch, progress: Progress) -> list[str]:
    """Who of the senders is us; looked for in the file unless the check or a person said so."""
    if batch.options.get("we") is None and "ours" not in batch.reading:
        look_through(batch, progress)
    ours: list[str] = batch.options["we"] if batch.options.get("we") is not None else batch.reading["ours"]
    return ours


@dataclass(frozen=True)
class People:
    """The senders of one rep's file: their numbers by channel and key, and the keys of those who are us."""

    batch: Batch
    rep: Person
    ours: frozenset[str]
    numbers: dict[SenderKey, int] = field(default_factory=dict)

    def meet(self, part: list[Said]) -> None:
        """Find or make those of a part; who is said to be us is so from now on, unless a person said otherwise."""
        names = {(one.channel, one.key): one.sender for one in part if one.key}
        for one in part:
            names |= {(one.channel, key): name for key, name in self._addressed(one) if (one.channel, key) not in names}
        new = {who: name for who, name in names.items() if who not in self.numbers}
        for channel in {channel for channel, _ in new}:
            for keys in bulk.parts([key for its, key in new if its == channel], bulk.KEYS_AT_ONCE):
                self._find(channel, keys, new)

    def addressee(self, said: Said) -> int | None:
        """To whom first an outgoing message went."""
        first = next(self._addressed(said), None)
        return self.numbers.get((said.channel, first[0])) if first else None

    def is_ours(self, said: Said) -> bool:
        """Whether one of us said it."""
        return said.key in self.ours

    def _addressed(self, said: Said) -> Iterator[tuple[str, str]]:
        if said.direction == "out" or (not said.direction and self.is_ours(said)):
            for name in said.to:
                if (key := sender_key(said.channel, name, address_in(name))) not in self.ours:
                    yield key, name
                    return

    def _find(self, channel: str, keys: Sequence[str], names: Mapping[SenderKey, str]) -> None:
        there = Sender.objects.filter(rep=self.rep, channel=channel, key__in=keys)
        others = there.exclude(by=PERSON)
        mine = self.ours & set(keys)
        others.filter(key__in=mine).update(role=Role.OURS, customer=None, by="")
        others.filter(role=Role.OURS).exclude(key__in=mine).update(role=Role.WAITING, is_stale=True)
        known = set(there.values_list("key", flat=True))
        Sender.objects.bulk_create(
            Sender(
                rep=self.rep, channel=channel, key=key, name=names[channel, key][:200], created_batch=self.batch,
                role=Role.OURS if key in self.ours else Role.WAITING, is_stale=False,
            )
            for key in keys
            if key not in known
        )  # fmt: skip
        there.exclude(role__in=(Role.WAITING, Role.NEVER)).update(is_stale=True)
        self.numbers.update({(channel, key): pk for key, pk in there.values_list("key", "pk")})


def _rows(people: People, part: list[Said]) -> Iterator[bulk.Row]:
    for one in part:
        direction = one.direction or ("out" if people.is_ours(one) else "in")
        at = bulk.stored_time(one.at.strftime("%Y-%m-%d %H:%M:%S.%f"))
        yield (
            one.message_id, one.conversation_id, one.channel, people.rep.username, direction, at, one.utc_offset_min,
            one.sender, one.kind, one.text, one.reply_to, one.subject, one.attachments,
            one.quoted, "[]" if one.edited else None,
            people.numbers.get((one.channel, one.key)), people.addressee(one), "", people.batch.pk, people.batch.pk,
        )  # fmt: skip


def said_why(reason: str) -> str:
    """The code of a rejected line as the desk tells it: what lacks a date here is no order."""
    return "no_time" if reason == "no_date" else reason


def _note(batch: Batch, found: Survey) -> None:
    """The counts and the reading of the file, on the batch."""
    owner = whose(batch)
    batch.kind = KIND
    batch.skipped, batch.failed = found.rejected + found.without_time, 0
    batch.created, batch.updated, batch.unchanged = found.created, found.updated, found.unchanged
    batch.read = batch.created + batch.updated + batch.unchanged + batch.skipped
    batch.facts = {KIND: {"created": batch.created, "updated": batch.updated, "unchanged": batch.unchanged}}
    every = [(one.source.name, line) for one in found.read for line in one.noted.rejected]
    batch.problems = [
        {"row": line.line, "column": None, "value": None, "reason": said_why(line.reason), "outcome": "skipped",
         "sheet": file if len(found.read) > 1 else None}
        for file, line in every[:PROBLEMS_KEPT]
    ]  # fmt: skip
    reasons = Counter(said_why(line.reason) for _, line in every)
    unlisted = sum(one.noted.unlisted for one in found.read)
    batch.reasons = {
        **dict(sorted(reasons.items())),
        **({"no_time": reasons["no_time"] + found.without_time} if found.without_time else {}),
        **({"more_lines": unlisted} if unlisted else {}),
    }
    ours = found.ours(owner.rep)
    batch.reading = {
        "form": {"format": " + ".join(dict.fromkeys(one.form.name for one in found.read))},
        "rep": owner.rep.username, "zone": owner.zone, "ours": ours, "chats": len(found.chats),
        "first": found.first and found.first.isoformat(), "last": found.last and found.last.isoformat(),
        "senders": [
            {"channel": channel, "key": key, "name": found.names[channel, key], "messages": count,
             "is_ours": key in ours}
            for (channel, key), count in found.spoke.most_common(SENDERS_TOLD)
        ],
        "senders_in_all": len(found.spoke),
    }  # fmt: skip
