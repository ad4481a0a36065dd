"""跟进 Next steps: setting, doing, putting off and dropping them, and taking each of these back.

A buyer has one open step at most. Each change notes what was before, and `undo` puts exactly that back. The buyer's
reminder goes along: doing closes it, a step later puts it off to that day.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from tradewind.desk import access, reminders
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, Customer, FollowUp, Person
from tradewind.errors import NextStepStands, NotFound, TextTooLong

State = FollowUp.State
WHAT_LETTERS, RESULT_LETTERS = 300, 500
SET, CHANGED, DONE, DROPPED, UNDONE = "step_set", "step_changed", "step_done", "step_dropped", "step_undone"
CHANGEABLE = ("what", "due_on", "person_id")


def open_step(customer: Customer) -> FollowUp | None:
    """The buyer's open next step."""
    return FollowUp.objects.filter(customer=customer, state=State.OPEN).select_related("person").first()


@transaction.atomic
def set_step(customer: Customer, by: Person, what: str, due_on: date, person: Person | None = None) -> FollowUp:
    """Give the buyer this next step; one that is open already is changed to it.

    person   who does it, who must see the buyer; default: as it is, else the owner, else `by`
    raises   NotFound when `by` or `person` does not see the buyer; TextTooLong
    """
    what = _fitting(what, WHAT_LETTERS)
    customer = _held(customer, by)
    if person and not access.customers_of(person).filter(pk=customer.pk).exists():
        raise NotFound
    put_off = reminders.put_off(customer, due_on) if due_on > _today() else None
    if standing := open_step(customer):
        return _change(standing, by, what, due_on, person or standing.person, put_off)
    step = FollowUp.objects.create(
        customer=customer, what=what, due_on=due_on, first_due_on=due_on,
        person=person or customer.owner or by, made_by=by,
    )  # fmt: skip
    note_change(by, SET, _about(step), customer=customer.pk, put_off=put_off)
    return step


@transaction.atomic
def snooze(customer: Customer, by: Person, due_on: date) -> FollowUp:
    """Put the buyer's step off to another day; without one, get in touch on that day. Raises as `set_step`."""
    standing = open_step(_held(customer, by))
    return set_step(customer, by, standing.what if standing else "", due_on)


@transaction.atomic
def finish(
    customer: Customer,
    by: Person,
    result: str = "",
    step: int | None = None,
    then: str = "",
    then_on: date | None = None,
) -> FollowUp | None:
    """Close the buyer's step as done and, in the same move, set the next one.

    step      the number of the step that the person saw; None where none was open: the contact itself is kept as done
    then_on   the day of the next step, `then`; None for no next step
    returns   what is done now; None where it was done meanwhile, and then nothing changes
    raises    as `set_step`
    """
    result, customer = _fitting(result, RESULT_LETTERS), _held(customer, by)
    standing = open_step(customer)
    if (standing and standing.pk) != step or (standing is None and _contacted_today(customer, by)):
        return None
    done = standing or FollowUp(customer=customer, due_on=_today(), first_due_on=_today(), person=by, made_by=by)
    _close(done, State.DONE, by, result)
    reminded = reminders.contacted(customer, by)
    following = set_step(customer, by, then, then_on, done.person if standing else None) if then_on else None
    facts = {"was_planned": standing is not None, "then": following and following.pk, "reminder": reminded}
    note_change(by, DONE, _about(done), **facts)
    return done


@transaction.atomic
def drop(step: FollowUp, by: Person, why: str = "") -> FollowUp:
    """Close an open step without having done it; one that is closed stays as it is."""
    _held(step.customer, by)
    step.refresh_from_db()
    if step.state == State.OPEN:
        _close(step, State.DROPPED, by, _fitting(why, RESULT_LETTERS))
        note_change(by, DROPPED, _about(step))
    return step


@transaction.atomic
def undo(step: FollowUp, by: Person) -> FollowUp | None:
    """Take back the last change of the step; None when the step itself is gone by that. What is undone stays so.

    raises   NextStepStands when the buyer has got another next step since
    """
    customer = _held(step.customer, by)
    last = AuditEntry.objects.filter(about=_about(step)).first()
    if last is None or last.action == UNDONE:
        return step
    step.refresh_from_db()
    back = {SET: _unset, CHANGED: _unchange, DONE: _reopen, DROPPED: _reopen}[last.action]
    about = _about(step)  # which forgets its number when it goes
    kept = back(step, customer, last.facts)
    note_change(by, UNDONE, about, of=last.pk)
    return kept


def _held(customer: Customer, by: Person) -> Customer:
    """The buyer, if `by` may see it; until the transaction's end nobody else changes its steps."""
    found = Customer.objects.select_for_update().filter(pk=customer.pk).first()
    if found is None:
        raise NotFound
    return access.customer_for(by, found.pk)


def _change(
    step: FollowUp, by: Person, what: str, due_on: date, person: Person, put_off: dict[str, Any] | None
) -> FollowUp:
    before = {"what": step.what, "due_on": step.due_on.isoformat(), "person_id": step.person_id}
    step.what, step.due_on, step.person = what, due_on, person
    step.save(update_fields=["what", "due_on", "person"])
    note_change(by, CHANGED, _about(step), before=before, put_off=put_off)
    return step


def _close(step: FollowUp, state: FollowUp.State, by: Person, result: str) -> None:
    step.state, step.result, step.closed_by, step.closed_at = state, result, by, timezone.now()
    step.save()


def _unset(step: FollowUp, _customer: Customer, facts: dict[str, Any]) -> None:
    if step.state == State.OPEN:
        step.delete()
        reminders.put_back(facts.get("put_off"))


def _unchange(step: FollowUp, _customer: Customer, facts: dict[str, Any]) -> FollowUp:
    FollowUp.objects.filter(pk=step.pk, state=State.OPEN).update(**facts["before"])
    reminders.put_back(facts.get("put_off"))
    step.refresh_from_db()
    return step


def _reopen(step: FollowUp, customer: Customer, facts: dict[str, Any]) -> FollowUp | None:
    standing = open_step(customer)
    if standing and standing.pk == facts.get("then") and _untouched(standing):
        standing.delete()
    elif standing:
        raise NextStepStands(buyer=customer.name)
    reminders.open_again(facts.get("reminder"))
    if not facts.get("was_planned", True):
        step.delete()
        return None
    step.state, step.result, step.closed_by, step.closed_at = State.OPEN, "", None, None
    step.save(update_fields=["state", "result", "closed_by", "closed_at"])
    return step


def _untouched(step: FollowUp) -> bool:
    last = AuditEntry.objects.filter(about=_about(step)).first()
    return last is not None and last.action == SET


def _contacted_today(customer: Customer, by: Person) -> bool:
    """Whether `by` has kept a contact without a plan today: a second click on the same button."""
    mine = FollowUp.objects.filter(customer=customer, state=State.DONE, what="", closed_by=by)
    last = mine.order_by("-closed_at").first()
    return bool(last and last.closed_at and timezone.localdate(last.closed_at) == _today())


def _fitting(text: str, most: int) -> str:
    text = " ".join(text.replace("\x00", "").split())
    if len(text) > most:
        raise TextTooLong(letters=len(text), most=most)
    return text


def _today() -> date:
    return timezone.localdate()


def _about(step: FollowUp) -> str:
    return f"step:{step.pk}"
