"""休假 Who is away when, and who stands in: the deputy sees the buyers and gets their reminders on those days."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tradewind.desk import access
from tradewind.desk.audit import note_change
from tradewind.desk.models import Leave, Person
from tradewind.desk.reminder_rules import queue_reminders
from tradewind.errors import DaysOutOfOrder, NoDeputy, NotAllowed, NotFound

ADDED, REMOVED, UNDONE = "leave_added", "leave_removed", "leave_undone"
SHOWN = 50


def standing() -> QuerySet[Leave]:
    """All leaves but those that were taken back."""
    return Leave.objects.filter(removed_at=None)


def leaves_of(person: Person, today: date) -> list[Leave]:
    """The leaves, today's and later ones, of the people whom `person` may read about, the first first."""
    rows = standing().filter(until_on__gte=today, person__in=access.people_of(person).order_by())
    return list(rows.select_related("person", "deputy").order_by("from_on", "pk")[:SHOWN])


def may_stand_in(by: Person) -> QuerySet[Person]:
    """Who may stand in for somebody whose leave `by` may enter: active people of the team, for an administrator all."""
    active = Person.objects.filter(is_active=True).order_by("name", "username")
    if by.role == Person.Role.ADMIN or by.team_id is None:
        return active if by.role == Person.Role.ADMIN else active.filter(role=Person.Role.ADMIN)
    return active.filter(team=by.team_id)


def may_arrange(person: Person, by: Person) -> bool:
    """Whether `by` may enter a leave of `person`: everybody one's own, a manager the team's, an administrator all."""
    return person.pk == by.pk or access.colleagues_of(by).filter(pk=person.pk).exists()


@transaction.atomic
def add(person: Person, deputy: Person, from_on: date, until_on: date, by: Person) -> Leave:
    """Enter a leave, both days included.

    raises   NotAllowed, DaysOutOfOrder; NoDeputy for oneself, who has left, who is in another team than the person, or
             who is away then
    """
    if not may_arrange(person, by):
        raise NotAllowed
    if until_on < from_on:
        raise DaysOutOfOrder(first=from_on, last=until_on)
    same_team = (person.team_id and deputy.team_id == person.team_id) or deputy.role == Person.Role.ADMIN
    away = standing().filter(person=deputy, from_on__lte=until_on, until_on__gte=from_on).exists()
    if deputy.pk == person.pk or not deputy.is_active or not same_team or away:
        raise NoDeputy(person=str(person), deputy=str(deputy))
    leave = Leave.objects.create(person=person, deputy=deputy, from_on=from_on, until_on=until_on, made_by=by)
    note_change(by, ADDED, _about(leave), person=person.pk, deputy=deputy.pk)
    queue_reminders()
    return leave


@transaction.atomic
def remove(leave: Leave, by: Person) -> None:
    """Take a leave back. Raises NotAllowed."""
    if not may_arrange(leave.person, by):
        raise NotAllowed
    if Leave.objects.filter(pk=leave.pk, removed_at=None).update(removed_at=timezone.now()):
        note_change(by, REMOVED, _about(leave))
        queue_reminders()


@transaction.atomic
def undo(leave: Leave, by: Person) -> None:
    """Let a leave that was taken back hold again. Raises NotAllowed."""
    if not may_arrange(leave.person, by):
        raise NotAllowed
    if Leave.objects.filter(pk=leave.pk, removed_at__isnull=False).update(removed_at=None):
        note_change(by, UNDONE, _about(leave))
        queue_reminders()


def leave_for(person: Person, pk: int) -> Leave:
    """The leave with this number, if `person` may read about whose it is; else NotFound."""
    found = Leave.objects.filter(pk=pk, person__in=access.people_of(person).order_by()).select_related("person").first()
    if found is None:
        raise NotFound
    return found


def _about(leave: Leave) -> str:
    return f"leave:{leave.pk}"
