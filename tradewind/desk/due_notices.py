"""Who is to be told of which reminder, and from when: written once with the reminder, taken once for delivery."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from tradewind.desk.models import DueNotice, Person, Reminder

What = DueNotice.What


def note_due(reminders: Iterable[tuple[Reminder, datetime]]) -> None:
    """Have each reminder's owner told from the moment on; the caller's transaction writes the reminders too.

    A person is told once a day of a reminder: a second call of the same day adds nothing. One that waits, or that
    nobody owns, is not told.
    """
    rows = [
        DueNotice(key=f"due:{one.pk}:{timezone.localdate(at)}:{one.owner_id}", what=What.DUE, reminder=one,
                  person_id=one.owner_id, due_at=at)
        for one, at in reminders
        if one.owner_id and not one.is_waiting
    ]  # fmt: skip
    DueNotice.objects.bulk_create(rows, ignore_conflicts=True)


def note_escalated(reminder: Reminder, managers: Iterable[Person], now: datetime) -> None:
    """Have the managers told, once, that the reminder was left lying."""
    rows = [
        DueNotice(
            key=f"escalated:{reminder.pk}:{one.pk}", what=What.ESCALATED, reminder=reminder, person=one, due_at=now
        )
        for one in managers
    ]
    DueNotice.objects.bulk_create(rows, ignore_conflicts=True)


def withdraw(reminders: Sequence[int]) -> None:
    """Nobody is told any more of these reminders, by their numbers; what is taken is taken."""
    DueNotice.objects.filter(reminder__in=reminders, taken_at=None).delete()


def to_deliver(now: datetime) -> QuerySet[DueNotice]:
    """What is to be told by now and not taken yet, the oldest first."""
    waiting = DueNotice.objects.filter(taken_at=None, due_at__lte=now)
    return waiting.select_related("person", "reminder__customer").order_by("due_at", "pk")


def take(notice: DueNotice) -> bool:
    """Take a notice for delivery; False where another process took it, or it was withdrawn. Write what is to be sent in
    the same transaction, so that a kill in between takes nothing."""
    return bool(DueNotice.objects.filter(pk=notice.pk, taken_at=None).update(taken_at=timezone.now()))
