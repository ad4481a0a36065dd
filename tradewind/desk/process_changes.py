"""流程变更 Dated changes of process: writing one down, removing it, taking that back. Jobs compare before and after."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tradewind.desk import access, process, queue
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, FindingRun, Person, ProcessChange, Programme
from tradewind.errors import ChangeNameless

LETTERS = 120
ADDED, REMOVED, UNDONE = "process_change_added", "process_change_removed", "process_change_undone"


def standing() -> QuerySet[ProcessChange]:
    """The changes that stand, newest day first."""
    return ProcessChange.objects.filter(removed_at=None).select_related("made_by", "programme").order_by("-on", "-pk")


def comparison(person: Person, run: FindingRun, change: ProcessChange) -> dict[str, Any] | None:
    """Before against after over the cases that `person` may see; None while it is computed, `{"refused": …}` says why
    it cannot be."""
    return process.stored(person, run, stored_as(change))


def six_month_check(person: Person, run: FindingRun, change: ProcessChange) -> dict[str, Any] | None:
    """The comparison as it stood half a year after the change; None before that day or while it is computed."""
    return process.stored(person, run, check_stored_as(change))


def six_months_after(on: date) -> date:
    """The day half a year later: the same day of the month, or the last one of a shorter month.

    >>> six_months_after(date(2026, 8, 31))
    datetime.date(2027, 2, 28)
    """
    year, month = on.year + (on.month > 6), on.month - 6 if on.month > 6 else on.month + 6
    return date(year, month, min(on.day, monthrange(year, month)[1]))


def stored_as(change: ProcessChange) -> str:
    """The name under which jobs store a change's comparison."""
    return f"comparison:{change.pk}"


def check_stored_as(change: ProcessChange) -> str:
    """The name under which jobs store a change's six-month check."""
    return f"six_months:{change.pk}"


@transaction.atomic
def add(on: date, name: str, programme: Programme | None, by: Person) -> ProcessChange:
    """Write a change down; a job compares. Raises NotAllowed, ChangeNameless."""
    access.must_manage(by)
    name = " ".join(name.replace("\x00", "").split())[:LETTERS]
    if not name:
        raise ChangeNameless
    made = ProcessChange.objects.create(on=on, name=name, programme=programme, made_by=by)
    queue.enqueue("comparison", by, change=made.pk)
    note_change(by, ADDED, _about(made), on=on.isoformat())
    return made


@transaction.atomic
def remove(change: ProcessChange, by: Person) -> ProcessChange:
    """Take a change out of sight. Raises NotAllowed."""
    access.must_manage(by)
    if ProcessChange.objects.filter(pk=change.pk, removed_at=None).update(removed_at=timezone.now()):
        note_change(by, REMOVED, _about(change))
    return change


@transaction.atomic
def undo(change: ProcessChange, by: Person) -> ProcessChange:
    """Take back that it was added, or removed; what is undone stays so. Raises NotAllowed."""
    access.must_manage(by)
    last = AuditEntry.objects.filter(about=_about(change)).order_by("-pk").first()
    if last is None or last.action == UNDONE:
        return change
    change.removed_at = timezone.now() if last.action == ADDED else None
    change.save(update_fields=["removed_at"])
    if change.removed_at is None:
        queue.enqueue("comparison", by, change=change.pk)
    note_change(by, UNDONE, _about(change), of=last.pk)
    return change


def _about(change: ProcessChange) -> str:
    return f"process_change:{change.pk}"
