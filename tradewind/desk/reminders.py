"""提醒 What people do with reminders: done by a contact, put off to a day, dropped; and each of these taken back."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tradewind.desk import access, due_notices, states
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, BuyerState, Customer, Person, Reminder
from tradewind.desk.reminder_moments import moments
from tradewind.errors import NotFound
from tradewind.remind.shipped import RULES, STATE

DROPPED, UNDONE = "reminder_dropped", "reminder_undone"
State = Reminder.State
STATE_RULES = tuple(rule.code for rule in RULES if rule.kind == STATE)
Facts = dict[str, Any]


def reminder_for(person: Person, pk: int) -> Reminder:
    """The reminder with this number, if `person` may see its buyer; else NotFound."""
    found = Reminder.objects.filter(pk=pk, customer__in=access.customers_of(person)).select_related("customer").first()
    if found is None:
        raise NotFound
    return found


def reminder_of(customer: Customer) -> Reminder | None:
    """The buyer's standing reminder, to show."""
    return Reminder.objects.filter(customer=customer, state__in=Reminder.STANDING).first()


def standing(customer: Customer) -> Reminder | None:
    """The buyer's reminder that is open, put off or with the manager; until the transaction's end nobody else's."""
    rows = Reminder.objects.select_for_update().filter(customer=customer, state__in=Reminder.STANDING)
    return rows.first()


def contacted(customer: Customer, by: Person) -> int | None:
    """Close the buyer's reminder, since somebody has been in contact; its number, or None where there is none. The
    caller holds the transaction."""
    reminder = standing(customer)
    if reminder is None:
        return None
    _close(reminder, State.DONE, by)
    return reminder.pk


def open_again(number: int | None) -> None:
    """Take a closing back, unless the buyer has another reminder by now; the caller holds the transaction."""
    reminder = Reminder.objects.select_for_update().filter(pk=number or 0).select_related("customer").first()
    if reminder is None or reminder.state in Reminder.STANDING or standing(reminder.customer):
        return
    by, news = reminder.closed_by, _news_of(reminder).filter(seen_at__gte=reminder.closed_at).first()
    reminder.state = State.SNOOZED if reminder.snoozed_until else State.OPEN
    reminder.closed_at = reminder.closed_by = None
    reminder.save(update_fields=["state", "closed_at", "closed_by"])
    if news and by:
        states.untake_note(news, by)
    due_notices.note_due([(reminder, reminder.due_at)])


def put_off(customer: Customer, until: date) -> Facts | None:
    """Put the buyer's reminder off to the buyer's moment of that day; what was before, None without a reminder. The
    caller holds the transaction."""
    reminder = standing(customer)
    if reminder is None:
        return None
    before = {
        "reminder": reminder.pk, "state": str(reminder.state), "due_at": reminder.due_at.isoformat(),
        "snoozed_until": reminder.snoozed_until and reminder.snoozed_until.isoformat(),
    }  # fmt: skip
    midnight = timezone.make_aware(datetime.combine(until, time()))
    reminder.state, reminder.snoozed_until = State.SNOOZED, until
    reminder.due_at = moments([customer], midnight)[customer.pk]
    reminder.is_waiting = False
    reminder.save(update_fields=["state", "snoozed_until", "due_at", "is_waiting"])
    due_notices.withdraw([reminder.pk])
    due_notices.note_due([(reminder, reminder.due_at)])
    return before


def put_back(before: Facts | None) -> None:
    """Take a putting off back; the caller holds the transaction."""
    if before is None:
        return
    reminder = Reminder.objects.select_for_update().filter(pk=before["reminder"]).first()
    if reminder is None or reminder.state != State.SNOOZED:
        return
    reminder.state, reminder.due_at = before["state"], datetime.fromisoformat(before["due_at"])
    reminder.snoozed_until = date.fromisoformat(before["snoozed_until"]) if before["snoozed_until"] else None
    reminder.save(update_fields=["state", "snoozed_until", "due_at"])
    due_notices.withdraw([reminder.pk])
    due_notices.note_due([(reminder, reminder.due_at)])


@transaction.atomic
def drop(reminder: Reminder, by: Person) -> Reminder:
    """Close a reminder without contact; one that is closed stays as it is."""
    access.customer_for(by, reminder.customer_id)
    reminder = Reminder.objects.select_for_update().get(pk=reminder.pk)
    if reminder.state in Reminder.STANDING:
        _close(reminder, State.DROPPED, by)
        note_change(by, DROPPED, _about(reminder), customer=reminder.customer_id)
    return reminder


@transaction.atomic
def undo(reminder: Reminder, by: Person) -> Reminder:
    """Take the dropping back; what is undone stays so."""
    access.customer_for(by, reminder.customer_id)
    last = AuditEntry.objects.filter(about=_about(reminder)).first()
    if last is not None and last.action == DROPPED:
        open_again(reminder.pk)
        note_change(by, UNDONE, _about(reminder), of=last.pk)
    reminder.refresh_from_db()
    return reminder


def _close(reminder: Reminder, state: Reminder.State, by: Person) -> None:
    """A change of state that it told of is seen by that."""
    reminder.state, reminder.closed_at, reminder.closed_by = state, timezone.now(), by
    reminder.save(update_fields=["state", "closed_at", "closed_by"])
    due_notices.withdraw([reminder.pk])
    if news := _news_of(reminder).filter(seen_at=None).first():
        states.take_note(news, by)


def _news_of(reminder: Reminder) -> QuerySet[BuyerState]:
    """The state of its buyer, where the reminder tells of a change of it."""
    tells = reminder.reasons.filter(rule__in=STATE_RULES).exists()
    return BuyerState.objects.filter(customer=reminder.customer_id if tells else None, is_current=True)


def _about(reminder: Reminder) -> str:
    return f"reminder:{reminder.pk}"
