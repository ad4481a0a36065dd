"""消息 The inbox: the model of answers after all messages, what waits with its priority, and each rep's figures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from tradewind.attention.contact_rules import ELAPSED, deadline
from tradewind.attention.priority import priority, rules_met
from tradewind.desk import bulk, clocks, contact_rules
from tradewind.desk.jobs.message_figures import store_figures
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.mirror import desk_ledger
from tradewind.desk.models import Customer, InboxEntry, Job, Message, Person
from tradewind.findings.inbox import TeamInbox

LOOK_BACK_DAYS = 60  # what came earlier and was never answered waits no more
WITHOUT_DEADLINE = timedelta(days=7)  # where a message without one stands in the order
WHATSAPP, STAYS_OPEN = "whatsapp", timedelta(hours=24)
State = InboxEntry.State
OPEN = (State.WAITING, State.SNOOZED)
COMPUTED = (
    "person_id", "step", "chance", "is_unlikely", "due_at", "is_promise_strict", "closes_at", "sources",
    "more", "sort_at",
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What the judging of messages needs beside them."""

    rules: contact_rules.Rules
    people: dict[str, Person]
    buyers: dict[str, Customer]
    clocks: dict[int, clocks.BuyersClock]
    said: dict[tuple[str, str], str]


def run(job: Job, progress: Progress) -> None:
    """Look at all messages of the desk's people, team by team, and store what waits and the figures."""
    progress("mirror")
    ledger = desk_ledger()
    now = timezone.now()
    known = what_is_known()
    messages = ledger.table("messages").filter(pl.col("rep").is_in(list(known.people)))
    teams = [team_inbox(known, messages, team, now, progress) for team in teams_of(known.people)]
    progress("inbox")
    store([row for team in teams for row in judged(team, known)])
    store_figures(ledger.version, teams, known.people, known.rules, ledger.table("orders"), progress)


def what_is_known() -> Known:
    """The rules in force, people by user name, buyers with their clocks, and what people said of messages."""
    buyers = {one.customer_id: one for one in Customer.objects.filter(messages__isnull=False).distinct()}
    said = InboxEntry.objects.exclude(said="").values_list("message__channel", "message__message_id", "said")
    return Known(
        contact_rules.in_force(),
        {one.username: one for one in Person.objects.filter(is_active=True)},
        buyers,
        clocks.clocks_of(list(buyers.values())),
        {(channel, key): word for channel, key, word in said},
    )


def teams_of(people: dict[str, Person]) -> list[tuple[str, list[str]]]:
    """(name of its state, user names) of each team; who is in none is one of their own."""
    teams: dict[str, list[str]] = {}
    for name, person in sorted(people.items()):
        teams.setdefault(f"team-{person.team_id}" if person.team_id else f"person-{person.pk}", []).append(name)
    return list(teams.items())


def team_inbox(
    known: Known, messages: pl.DataFrame, team: tuple[str, list[str]], now: datetime, progress: Progress
) -> TeamInbox:
    """The team's messages with what its model says; the state of the model is kept for the next time."""
    name, reps = team
    progress("model")
    zones = {key: clock.zone for key, one in known.buyers.items() if (clock := known.clocks[one.pk].clock)}
    said = {key: word == InboxEntry.Said.URGENT for key, word in known.said.items()}
    file = Path(settings.TRADEWIND_HOME) / "attention" / f"{name}.npz"
    stored = file.read_bytes() if file.exists() else b""
    mine = messages.filter(pl.col("rep").is_in(reps))
    found = TeamInbox.of(mine, zones, said, now.astimezone(UTC).replace(tzinfo=None), stored)
    keep(file, found.state.as_bytes())
    return found


def keep(file: Path, state: bytes) -> None:
    """Put the state in place of the one before, whole or not at all."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}")
    part.write_bytes(state)
    part.replace(file)


def judged(team: TeamInbox, known: Known) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """What waits: (channel, message_id) and the computed columns of its entry."""
    likely = {rep: team.likely_from(rep) for rep in team.reps}
    handled = InboxEntry.objects.filter(state=State.HANDLED).values_list("message__channel", "message__message_id")
    for row in team.waiting(list(handled), LOOK_BACK_DAYS).iter_rows(named=True):
        yield (row["channel"], row["message_id"]), columns(row, likely[row["rep"]], known)


def columns(row: dict[str, Any], likely: float, known: Known) -> dict[str, Any]:
    """The computed columns of one entry."""
    buyer = known.buyers.get(row["customer_id"])
    clock = (known.clocks[buyer.pk].clock if buyer else None) or clocks.desk_clock()
    sent_at, first_at = (row[name].replace(tzinfo=UTC) for name in ("sent_at", "first_at"))
    due = deadline(row["channel"], first_at, clock, known.rules.promises)
    met = rules_met(known.rules.urgent, row["customer_id"], row["text"] or "")
    found = priority(row["chance"], likely, due, None, met)  # the person's own word is looked at with the clock
    owner = (buyer.owner if buyer else None) or known.people[row["rep"]]
    return {
        "person_id": owner.pk, "step": found.step, "chance": row["chance"],
        "is_unlikely": row["chance"] is not None and row["chance"] < likely, "due_at": due.at if due else None,
        "is_promise_strict": bool(due and due.rule.clock == ELAPSED),
        "closes_at": sent_at + STAYS_OPEN if row["channel"] == WHATSAPP else None,
        "sources": [[one.kind, one.step, one.fact] for one in found.sources], "more": row["more"],
        "sort_at": due.at if due else sent_at + WITHOUT_DEADLINE,
    }  # fmt: skip


def store(rows: list[tuple[tuple[str, str], dict[str, Any]]]) -> None:
    """Bring the inbox up to date: what is new comes in, what was answered is so; what people said and did stays."""
    numbers = numbers_of([key for key, _ in rows])
    waiting = {numbers[key]: values for key, values in rows if key in numbers}
    there = InboxEntry.objects.in_bulk()
    made = [InboxEntry(message_id=pk, **values) for pk, values in waiting.items() if pk not in there]
    changed = [there[pk] for pk, values in waiting.items() if pk in there and takes(there[pk], values)]
    for new in bulk.parts(made, bulk.KEYS_AT_ONCE):
        InboxEntry.objects.bulk_create(new, ignore_conflicts=True)
    for some in bulk.parts(changed, bulk.KEYS_AT_ONCE):
        with transaction.atomic():
            InboxEntry.objects.bulk_update(some, COMPUTED, batch_size=100)
    again = [pk for pk in waiting if pk in there and there[pk].state == State.ANSWERED]
    over = [pk for pk, one in there.items() if pk not in waiting and one.state in (State.WAITING, State.SNOOZED)]
    for keys, before, after in ((again, (State.ANSWERED,), State.WAITING), (over, OPEN, State.ANSWERED)):
        for numbered in bulk.parts(keys, bulk.KEYS_AT_ONCE):
            InboxEntry.objects.filter(pk__in=list(numbered), state__in=before).update(state=after)
    InboxEntry.objects.filter(~Exists(Message.objects.filter(pk=OuterRef("message_id")))).delete()


def takes(entry: InboxEntry, values: dict[str, Any]) -> bool:
    """Whether the computed columns change the entry, which then has them."""
    if all(getattr(entry, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(entry, name, value)
    return True


def numbers_of(keys: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The messages' numbers by channel and message_id."""
    found: dict[tuple[str, str], int] = {}
    for some in bulk.parts(keys, bulk.KEYS_AT_ONCE):
        rows = Message.objects.filter(message_id__in=[key for _, key in some])
        found |= {(channel, key): pk for channel, key, pk in rows.values_list("channel", "message_id", "pk")}
    return found
