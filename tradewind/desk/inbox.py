"""消息 The inbox of a person: what waits by priority, and what the person does with it, each with its undo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Left
from django.utils import timezone

from tradewind.attention.priority import P1, P2, P3
from tradewind.attention.priority import SAID as SAID_KIND
from tradewind.desk import access, clocks, inbox_access, inbox_job
from tradewind.desk.audit import note_change
from tradewind.desk.clocks import desk_clock
from tradewind.desk.holding import held_count
from tradewind.desk.models import AuditEntry, InboxEntry, Message, Person, ReadingPlan
from tradewind.desk.windows import Windows, plan_of, windows_at
from tradewind.errors import DayNotRead
from tradewind.hours import next_working_morning

State, Said = InboxEntry.State, InboxEntry.Said
HANDLED, SNOOZED, SAID, UNDONE = "message_handled", "message_snoozed", "message_said", "message_undone"
PAGE, SHOWN = 40, 280
STEPS = (P1, P2, P3)
WINDOW, TOMORROW, THEIR_MORNING = "window", "tomorrow", "their_morning"
CHANGEABLE = ("state", "said", "said_at", "snoozed_until", "changed_at")


@dataclass(frozen=True)
class Inbox:
    """What waits for a person: up to 40 entries of each step asked for, the most pressing first.

    Each entry has its message with the beginning of its text as `shown`, and `now_step`. `after` is by step the place
    of its next page; `counts` the number by step; `held` how many of them came since the last window.
    """

    entries: dict[int, list[InboxEntry]]
    after: dict[int, str]
    counts: dict[int, int]
    held: int
    windows: Windows
    plan: ReadingPlan


def inbox(person: Person, now: datetime, steps: Iterable[int] = STEPS, after: str = "") -> Inbox:
    """The person's inbox at a moment (aware); `after` is a place that a page before gave, of the one step asked for."""
    plan = plan_of(person)
    windows = windows_at(plan, now)
    rows = waiting(person, now, windows)
    counted = dict(rows.order_by().values_list("now_step").annotate(n=Count("pk")))
    entries, places = {}, {}
    for step in steps:
        if not counted.get(step):
            continue
        found = list(_from(rows.filter(now_step=step), after)[: PAGE + 1])
        entries[step] = found[:PAGE]
        if len(found) > PAGE:
            places[step] = f"{found[PAGE - 1].sort_at.isoformat()}|{found[PAGE - 1].pk}"
    return Inbox(
        entries, places, {step: counted.get(step, 0) for step in STEPS}, held_count(person, windows), windows, plan
    )


def waiting(person: Person, now: datetime, windows: Windows) -> QuerySet[Any]:
    """What waits now, as `now_step`: by the person's word, by a deadline before the next window, else as stored."""
    open_now = Q(state=State.WAITING) | Q(state=State.SNOOZED, snoozed_until__lte=now)
    promised = Q(due_at__lt=windows.next, due_at__gte=now) & (Q(is_promise_strict=True) | Q(is_unlikely=False))
    cases = [When(said=Said.URGENT, then=Value(P1)), When(said=Said.NOT_URGENT, then=Value(P3))]
    cases += [When(promised, then=Value(P1))] if windows.next else []
    rows = inbox_access.inbox_of(person).filter(open_now)
    return rows.annotate(now_step=Case(*cases, default=F("step"), output_field=IntegerField())).order_by(
        "sort_at", "pk"
    )


def waiting_count(person: Person, now: datetime) -> int:
    """How many messages wait for the person: the quiet count. One query."""
    open_now = Q(state=State.WAITING) | Q(state=State.SNOOZED, snoozed_until__lte=now)
    return inbox_access.inbox_of(person).filter(open_now).count()


@transaction.atomic
def handle(entry: InboxEntry, by: Person) -> InboxEntry:
    """The message needs nothing more."""
    return _change(entry, by, HANDLED, state=State.HANDLED, snoozed_until=None)


@transaction.atomic
def snooze(entry: InboxEntry, by: Person, until: datetime) -> InboxEntry:
    """Put the message off to a moment (aware, ahead)."""
    return _change(entry, by, SNOOZED, state=State.SNOOZED, snoozed_until=until)


@transaction.atomic
def say(entry: InboxEntry, by: Person, word: str) -> InboxEntry:
    """Say that the message is `urgent` or `not_urgent`: it stands at once, and the model learns it by a job."""
    said = Said(word) if word in (Said.URGENT, Said.NOT_URGENT) else Said.NOTHING
    changed = _change(entry, by, SAID, said=said, said_at=timezone.now() if said else None)
    inbox_job.look()
    return changed


@transaction.atomic
def undo(entry: InboxEntry, by: Person) -> InboxEntry:
    """Take back what the person did with the message last; what is undone stays so."""
    entry = _held(entry, by)
    last = AuditEntry.objects.filter(about=_about(entry)).order_by("-pk").first()
    if last is None or last.action == UNDONE:
        return entry
    for name, value in last.facts["before"].items():
        setattr(entry, name, datetime.fromisoformat(value) if name.endswith(("_at", "_until")) and value else value)
    entry.save(update_fields=CHANGEABLE)
    note_change(by, UNDONE, _about(entry), of=last.pk)
    if last.action == SAID:
        inbox_job.look()
    return entry


def snooze_times(entry: InboxEntry, by: Person, now: datetime) -> dict[str, datetime]:
    """To when one may put a message off: the next window, tomorrow's first hour, the buyer's next working morning."""
    plan, clock = plan_of(by), desk_clock()
    local = now.astimezone(clock.rules)
    opening = local.replace(hour=plan.from_min // 60, minute=plan.from_min % 60, second=0, microsecond=0)
    times = {TOMORROW: opening + timedelta(days=1)}
    if following := windows_at(plan, now).next:
        times = {WINDOW: following, **times}
    theirs = clocks.clock_of(entry.message.customer).clock if entry.message.customer else None
    if theirs is not None:
        times[THEIR_MORNING] = next_working_morning(theirs, now)
    return times


def moment_said(said: str, entry: InboxEntry, by: Person, now: datetime) -> datetime:
    """One of `snooze_times` by its name. Raises DayNotRead."""
    times = snooze_times(entry, by, now)
    if said not in times:
        raise DayNotRead(said=said[:40], first=now.date().isoformat())
    return times[said]


def sources_of(entry: InboxEntry) -> list[tuple[str, int, float | str | None]]:
    """(kind, step it asks for, fact) of all that speaks for the entry's priority, the person's own word first."""
    said = [(SAID_KIND, P1 if entry.said == Said.URGENT else P3, str(entry.said))] if entry.said else []
    return [*said, *((kind, step, fact) for kind, step, fact in entry.sources)]


def entry_document(entry: InboxEntry, now: datetime) -> dict[str, Any]:
    """An entry as every door tells it."""
    message = entry.message
    text = getattr(entry, "shown", None) or message.text[:SHOWN]
    return {
        "id": message.pk, "channel": message.channel, "sender": message.sender,
        "customer": message.customer and {"id": message.customer.pk, "name": message.customer.name},
        "sent_at": message.sent_at.isoformat(), "text": text, "more": entry.more,
        "priority": getattr(entry, "now_step", entry.step), "state": str(entry.state), "said": str(entry.said),
        "sources": [{"kind": kind, "priority": step, "fact": fact} for kind, step, fact in sources_of(entry)],
        "chance": entry.chance, "due_at": entry.due_at and entry.due_at.isoformat(),
        "overdue": bool(entry.due_at and entry.due_at < now),
        "closes_at": entry.closes_at and entry.closes_at.isoformat(),
        "snoozed_until": entry.snoozed_until and entry.snoozed_until.isoformat(),
    }  # fmt: skip


def conversation(message: Message, person: Person, before: int = 8, after: int = 6) -> list[Message]:
    """The message with those around it in its conversation, in the order of time, as `person` may see them."""
    rows = access.messages_of(person).filter(
        channel=message.channel, conversation_id=message.conversation_id, rep=message.rep
    )
    others = rows.exclude(pk=message.pk)
    earlier = others.filter(sent_at__lte=message.sent_at).order_by("-sent_at", "-pk")[:before]
    later = others.filter(sent_at__gt=message.sent_at).order_by("sent_at", "pk")[:after]
    return [*reversed(earlier), message, *later]


def _from(rows: QuerySet[Any], after: str) -> QuerySet[Any]:
    rows = rows.select_related("message", "message__customer").defer("message__text", "message__quoted")
    rows = rows.annotate(shown=Left("message__text", SHOWN))
    at, _, number = after.partition("|")
    try:
        place = datetime.fromisoformat(at) if at else None
        key = int(number[:18]) if number else 0
    except ValueError:
        return rows
    if place is None:
        return rows
    place = place if place.tzinfo else place.replace(tzinfo=UTC)
    return rows.filter(Q(sort_at__gt=place) | Q(sort_at=place, pk__gt=key))


def _held(entry: InboxEntry, by: Person) -> InboxEntry:
    InboxEntry.objects.select_for_update().filter(pk=entry.pk).first()
    return inbox_access.entry_for(by, entry.pk)


def _change(entry: InboxEntry, by: Person, action: str, **values: Any) -> InboxEntry:
    entry = _held(entry, by)
    before = {name: getattr(entry, name) for name in CHANGEABLE}
    told = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in before.items()}
    if all(before[name] == value for name, value in values.items()):
        return entry
    for name, value in values.items():
        setattr(entry, name, value)
    entry.changed_at = timezone.now()
    entry.save(update_fields=CHANGEABLE)
    note_change(by, action, _about(entry), before=told, **{k: v for k, v in values.items() if isinstance(v, str)})
    return entry


def _about(entry: InboxEntry) -> str:
    return f"message:{entry.pk}"
