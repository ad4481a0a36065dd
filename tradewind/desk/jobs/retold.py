"""Messages that a later export tells otherwise: recalled or edited since. They are changed, never there twice.

A recalled message keeps its text and is of kind `deleted`; an edited one has the new text, and those before it in
`earlier`. The exports may come in either order. Where the source numbers its messages, the number says which is meant;
else it is the message of that sender in that minute which the export does not have any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from tradewind.desk import bulk, talk_index
from tradewind.desk.jobs.said import Said
from tradewind.desk.models import Batch, Letter, Message, RowBefore

TABLE = "messages"
RECALLED = "deleted"
STATE = ("kind", "text", "earlier")  # what a later export may change
COLUMNS = ("pk", "message_id", "conversation_id", "sender", "sent_at", *STATE, "created_batch", "changed_batch")
MINUTE = timedelta(minutes=1)
State = tuple[str, str, list[str] | None]
Group = tuple[str, str, str, datetime]  # channel, conversation, sender, minute


@dataclass(frozen=True)
class Stored:
    """A message as the desk has it."""

    pk: int
    message_id: str
    conversation_id: str
    sender: str
    sent_at: datetime
    kind: str
    text: str
    earlier: list[str] | None  # the texts before the one it has; None where it was never told otherwise
    created_batch: int | None
    changed_batch: int | None


@dataclass(frozen=True)
class Change:
    """A stored message, and what it is from now on."""

    stored: Stored
    state: State


def retold(told: Said, stored: Stored) -> State | None:
    """What the stored message is, now that an export tells it so; None where that changes nothing."""
    kind, text, earlier = stored.kind, stored.text, stored.earlier
    if told.kind == RECALLED:
        return None if kind == RECALLED else (RECALLED, text, earlier or [])
    if kind == RECALLED:  # told by an export of before; only what stands in place of the text was known
        return (kind, told.text, []) if earlier is None else None
    if told.text == text or told.text in (earlier or ()):
        return None
    if told.edited:
        return kind, told.text, [*(earlier or ()), text]
    return (kind, text, [told.text]) if earlier == [] else None


def rows_of(rows: QuerySet[Message]) -> Iterator[Stored]:
    """The rows as the desk has them, by the order they came in."""
    return (Stored(*row) for row in rows.order_by("pk").values_list(*COLUMNS))


def told_again(fresh: Sequence[Said], part: Iterable[Said]) -> dict[int, Stored]:
    """Of messages that no number finds, those that the desk has all the same: by their place in `fresh`.

    part   all that the export says in the minutes of `fresh`
    """
    groups: defaultdict[Group, list[int]] = defaultdict(list)
    for place, one in enumerate(fresh):
        if one.message_id.startswith("~"):
            groups[_group(one)].append(place)
    if not groups:
        return {}
    found = _sent_from_here(fresh)
    there = {(one.channel, one.message_id) for one in part}
    changed = _changed_around(groups)
    for group, places in groups.items():
        if group in changed or any(fresh[at].kind == RECALLED or fresh[at].edited for at in places):
            left = [row for row in _of(group) if (group[0], row.message_id) not in there]
            found |= _paired([(place, fresh[place]) for place in places if place not in found], left)
    return found


def _sent_from_here(fresh: Sequence[Said]) -> dict[int, Stored]:
    """What was sent from the desk by WhatsApp and stands in a phone's export too, where it has no number."""
    mine = [place for place, one in enumerate(fresh) if one.channel == "whatsapp" and one.message_id.startswith("~")]
    if not mine:
        return {}
    times = [fresh[place].at.replace(tzinfo=UTC) for place in mine]
    near = {"sent_at__gte": min(times) - 2 * MINUTE, "sent_at__lt": max(times) + 2 * MINUTE}
    left = list(Letter.objects.filter(means="whatsapp", message__isnull=False, **near))
    found: dict[int, Stored] = {}
    for place, at in zip(mine, times, strict=True):
        if fits := [one for one in left if _is_letter(one, fresh[place], at)]:
            left.remove(fits[0])
            (found[place],) = rows_of(Message.objects.filter(letters=fits[0]))
    return found


def _is_letter(letter: Letter, said: Said, at: datetime) -> bool:
    is_near = letter.sent_at is not None and abs(letter.sent_at - at) < 2 * MINUTE
    return is_near and said.text.strip() == letter.text.strip()


def change(batch: Batch, changes: Sequence[Change]) -> None:
    """Write what changed, and what was before for an undo; the caller holds the transaction."""
    RowBefore.objects.bulk_create(
        [RowBefore(batch=batch, table=TABLE, key=str(one.stored.pk), before=_before(one.stored)) for one in changes],
        ignore_conflicts=True,
    )
    for one in changes:
        values: dict[str, Any] = dict(zip(STATE, one.state, strict=True))
        Message.objects.filter(pk=one.stored.pk).update(**values, changed_batch=batch)
    _forget_words([one.stored.pk for one in changes])


def restore(batches: list[int]) -> int:
    """Put some messages back to what they were before one of the batches changed them last; says how many."""
    kept = RowBefore.objects.filter(table=TABLE, batch__in=batches).order_by("-batch", "pk")
    for some in bulk.parts(list(kept.values_list("pk", "key", "batch")), bulk.KEYS_AT_ONCE):
        now = dict(Message.objects.filter(pk__in=[int(key) for _, key, _ in some]).values_list("pk", "changed_batch"))
        rows = RowBefore.objects.filter(pk__in=[pk for pk, key, batch in some if now.get(int(key)) == batch])
        _forget_words([int(row.key) for row in rows])
        for row in rows:
            *state, changed_by = row.before
            values: dict[str, Any] = dict(zip(STATE, state, strict=True))
            Message.objects.filter(pk=int(row.key)).update(**values, changed_batch=changed_by)
        if count := rows.delete()[0]:
            return count
    return 0


def _forget_words(numbers: Sequence[int]) -> None:
    for some in bulk.parts(numbers, bulk.KEYS_AT_ONCE):
        whose = Message.objects.filter(pk__in=some, customer__isnull=False).order_by()
        talk_index.forget(whose.values_list("customer", flat=True).distinct())


def _before(stored: Stored) -> list[object]:
    return [stored.kind, stored.text, stored.earlier, stored.changed_batch]


def _group(told: Said) -> Group:
    return told.channel, told.conversation_id, told.sender, told.at.replace(second=0, microsecond=0)


def _of(group: Group) -> list[Stored]:
    channel, conversation, sender, minute = group
    rows = Message.objects.filter(channel=channel, conversation_id=conversation, sender=sender)
    since = minute.replace(tzinfo=UTC)
    return list(rows_of(rows.filter(sent_at__gte=since, sent_at__lt=since + MINUTE)))


def _changed_around(groups: Iterable[Group]) -> set[Group]:
    """The groups of which the desk has a message that was recalled or edited."""
    chats: defaultdict[tuple[str, str], list[datetime]] = defaultdict(list)
    for channel, conversation, _, minute in groups:
        chats[channel, conversation].append(minute)
    found: set[Group] = set()
    for (channel, conversation), minutes in chats.items():
        rows = Message.objects.filter(
            Q(kind=RECALLED) | Q(earlier__isnull=False), channel=channel, conversation_id=conversation,
            sent_at__gte=min(minutes).replace(tzinfo=UTC), sent_at__lt=max(minutes).replace(tzinfo=UTC) + MINUTE,
        )  # fmt: skip
        for sender, at in rows.values_list("sender", "sent_at"):
            found.add((channel, conversation, sender, at.replace(tzinfo=None, second=0, microsecond=0)))
    return found


def _paired(told: list[tuple[int, Said]], left: list[Stored]) -> dict[int, Stored]:
    """Which of the stored messages `left` each means: one that is as it says, else the first that it can change."""
    found: dict[int, Stored] = {}
    for place, one in told:
        fits = [row for row in left if _is_told_by(one, row)] or [row for row in left if retold(one, row)]
        if fits:
            found[place] = fits[0]
            left.remove(fits[0])
    return found


def _is_told_by(one: Said, row: Stored) -> bool:
    if one.kind == RECALLED:
        return row.kind == RECALLED
    return one.text == row.text or one.text in (row.earlier or ())
