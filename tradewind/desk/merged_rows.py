"""What hangs on a buyer and goes to another one in a merge: fields, orders, contacts, messages,
ratings, the history of its owners."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core import serializers
from django.db.models import Case, F, Model, Value, When

from tradewind.desk import search, talk_index
from tradewind.desk.customers import FIELDS, searchable
from tradewind.desk.models import (
    BuyerState,
    Contact,
    Customer,
    DueNotice,
    FindingRun,
    Letter,
    Message,
    Order,
    Ownership,
    Rating,
    Reminder,
    ReminderReason,
    RowBefore,
    SaidChance,
    Season,
    Sender,
)

FILLED = (*FIELDS[1:], "owner_id")  # every buyer has a name
IDENTITY = ("name", "email", "phone")
MOVING = (Order, Contact, Message, Rating, Sender, Letter)  # each row says by `source_customer` whose it was

Written = list[dict[str, Any]]


def written_down(rows: Iterable[Model]) -> Written:
    """The rows with their numbers and all their columns, plain enough for JSON and to the microsecond."""
    written: Written = json.loads(json.dumps(serializers.serialize("python", rows), default=str))
    return written


def fill(kept: Customer, other: Customer) -> dict[str, Any]:
    """Give `kept` what it lacks and `other` has; says what that was."""
    filled = {name: getattr(other, name) for name in FILLED if getattr(other, name) and not getattr(kept, name)}
    if filled:
        Customer.objects.filter(pk=kept.pk).update(**filled)
        search.index([kept.customer_id])
    return filled


def unfill(kept: Customer, filled: dict[str, Any], since: datetime) -> None:
    """Empty what was filled where nobody has changed it since, also in what imports of later would put back."""
    empty = {name: None if name == "owner_id" else "" for name, value in filled.items() if getattr(kept, name) == value}
    if empty:
        Customer.objects.filter(pk=kept.pk).update(**empty)
        search.index([kept.customer_id])
    for row in RowBefore.objects.filter(table="customers", key=kept.customer_id, batch__finished_at__gt=since):
        before = zip(FIELDS, row.before, strict=False)
        row.before[: len(FIELDS)] = ["" if filled.get(name) == value else value for name, value in before]
        row.save(update_fields=["before"])


def move_rows(kept: Customer, other: Customer, today: date, had_owner: bool) -> dict[str, Any]:
    """Move other's orders, contacts, messages, ratings and history to `kept`; what would be there twice is removed.

    returns   removed: contacts that kept has too;  ownership: other's history, and kept's rows made of it
    """
    mine = set(kept.contacts.values_list(*IDENTITY))
    twice = [one for one in other.contacts.all() if tuple(getattr(one, name) for name in IDENTITY) in mine]
    removed = written_down(twice)
    Contact.objects.filter(pk__in=[one.pk for one in twice]).delete()
    talk_index.forget([kept.customer_id])
    for model in MOVING:
        came = Case(When(source_customer="", then=Value(other.customer_id)), default=F("source_customer"))
        model.objects.filter(customer=other).update(source_customer=came, customer=kept)
    return {"removed": removed, "ownership": _move_history(kept, other, today, had_owner)}


def bring_back(written: Written) -> Customer:
    """The buyer who was removed, as it was."""
    (buyer,) = serializers.deserialize("python", written, ignorenonexistent=True)
    buyer.save()
    found = Customer.objects.get(pk=buyer.object.pk)
    found.search = searchable(found.name, found.customer_id)
    found.save(update_fields=["search"])
    search.index([found.customer_id])
    return found


def bring_back_rows(
    kept: Customer, other: Customer, keys: list[str], contacts: Written, ownership: dict[str, Any]
) -> None:
    """Move back what came from `other`, or from those who were merged into it before (their `keys`)."""
    came = Case(When(source_customer=other.customer_id, then=Value("")), default=F("source_customer"))
    talk_index.forget([other.customer_id])
    for model in MOVING:
        theirs = model.objects.filter(customer=kept, source_customer__in=[other.customer_id, *keys])
        theirs.update(source_customer=came, customer=other)
    there = set(other.contacts.values_list(*IDENTITY))
    for contact in serializers.deserialize("python", contacts, ignorenonexistent=True):
        if tuple(getattr(contact.object, name) for name in IDENTITY) not in there:
            contact.save()
    Ownership.objects.filter(pk__in=ownership["moved"]).delete()
    for row in serializers.deserialize("python", ownership["was"], ignorenonexistent=True):
        row.save()


def said_of(other: Customer) -> Written:
    """What was said of a buyer: its states by day, its stored chances, its season, its reminders with their reasons and
    notices."""
    said = (BuyerState, SaidChance, Season, Reminder, ReminderReason)
    rows = [row for model in said for row in model._default_manager.filter(customer=other).order_by("pk")]
    return written_down([*rows, *DueNotice.objects.filter(reminder__customer=other).order_by("pk")])


def bring_back_said(written: Written) -> None:
    """What was said of the buyer who came back; of a run that is gone its states no longer tell."""
    runs = set(FindingRun.objects.values_list("pk", flat=True))
    for row in serializers.deserialize("python", written, ignorenonexistent=True):
        if isinstance(row.object, BuyerState) and row.object.run_id not in runs:
            row.object.run_id = None
        row.save()


def _move_history(kept: Customer, other: Customer, today: date, had_owner: bool) -> dict[str, Any]:
    """One owner at a time: where kept has one, other's ends today, and leaves no trace if it began today."""
    was = written_down(Ownership.objects.filter(customer=other).order_by("pk"))
    if had_owner:
        Ownership.objects.filter(customer=other, until_on=None, from_on__gte=today).delete()
        Ownership.objects.filter(customer=other, until_on=None).update(until_on=today)
    moving = Ownership.objects.filter(customer=other)
    moved = list(moving.values_list("pk", flat=True))
    moving.update(customer=kept)
    return {"was": was, "moved": moved}
