"""承诺 What our messages seem to have promised: a person takes it as the next step, or says that it is no promise."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from tradewind.desk import access, follow_ups
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, FollowUp, FoundPromise, Person
from tradewind.errors import NotFound

TAKEN, REFUSED, UNDONE = "promise_taken", "promise_refused", "promise_undone"
State = FoundPromise.State
SHOWN = 100


def suggested(person: Person, today: date) -> QuerySet[FoundPromise]:
    """What waits for a decision, for today or later, the first first."""
    mine = access.customers_of(person)
    rows = FoundPromise.objects.filter(customer__in=mine, state=State.OPEN, due_on__gte=today)
    return rows.select_related("customer").order_by("due_on", "pk")[:SHOWN]


@transaction.atomic
def take(promise: FoundPromise, by: Person) -> FollowUp | None:
    """Make it the buyer's next step; None where it is decided already. Raises NotFound."""
    promise = _held(promise, by)
    if promise.state != State.OPEN:
        return None
    step = follow_ups.set_step(promise.customer, by, promise.said, promise.due_on)
    _decide(promise, State.TAKEN, by)
    note_change(by, TAKEN, _about(promise), step=step.pk)
    return step


@transaction.atomic
def refuse(promise: FoundPromise, by: Person) -> None:
    """Say that it is no promise. Raises NotFound."""
    promise = _held(promise, by)
    if promise.state == State.OPEN:
        _decide(promise, State.REFUSED, by)
        note_change(by, REFUSED, _about(promise))


@transaction.atomic
def undo(promise: FoundPromise, by: Person) -> None:
    """Take the decision back, and the next step that it set."""
    promise = _held(promise, by)
    last = AuditEntry.objects.filter(about=_about(promise)).first()
    if last is None or last.action == UNDONE:
        return
    step = FollowUp.objects.filter(pk=last.facts.get("step", 0)).select_related("customer").first()
    if step is not None:
        follow_ups.undo(step, by)
    promise.state, promise.by = State.OPEN, None
    promise.save(update_fields=["state", "by"])
    note_change(by, UNDONE, _about(promise), of=last.pk)


def promise_for(person: Person, pk: int) -> FoundPromise:
    """The suggestion with this number, if `person` may see its buyer; else NotFound."""
    rows = FoundPromise.objects.filter(customer__in=access.customers_of(person)).select_related("customer")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _held(promise: FoundPromise, by: Person) -> FoundPromise:
    FoundPromise.objects.select_for_update().filter(pk=promise.pk).first()
    return promise_for(by, promise.pk)


def _decide(promise: FoundPromise, state: FoundPromise.State, by: Person) -> None:
    promise.state, promise.by = state, by
    promise.save(update_fields=["state", "by"])


def _about(promise: FoundPromise) -> str:
    return f"promise:{promise.pk}"
