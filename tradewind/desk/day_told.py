"""A person's day as one JSON document, the same for the API and the command line."""

from __future__ import annotations

from datetime import date
from typing import Any

from tradewind.desk import calendar, day, day_queue, retention, states
from tradewind.desk.models import FollowUp, Note, Person, Reminder
from tradewind.desk.reminder_moments import odd_hours_min

Document = dict[str, Any]
MOST_REMINDERS = 500


def day_document(person: Person, whose: str = "") -> Document:
    """The strip, the queue, what is done today, and who has no next step, as Today shows them.

    whose   `mine` or `team`; as day.scope_for
    """
    run, today = retention.current_run(), calendar.today()
    scope = day.scope_for(person, whose)
    sums, steps = day.sums(scope, run, today), day.steps_of_today(scope, today)
    return {
        "today": today.isoformat(),
        "person": person.username,
        "whose": "team" if scope.is_team else "mine",
        "overdue": sums.overdue, "due_today": sums.today, "done_today": len(steps.done), "waiting": sums.waiting,
        "money_at_risk": sums.money,
        "queue": [entry_document(entry) for entry in day_queue.queue(scope, run, today, steps.due).entries],
        "changes": [
            {"change": one.pk, **states.buyer_of(one), **states.state_document(one)}
            for one in states.unseen_changes(scope.customers())
        ],
        "done": [step_document(step) for step in steps.done],
        "no_next_step": [
            {"customer": one.customer_id, "name": one.customer.name, "trailing_amount": one.trailing_amount}
            for one in (day.without_step(scope, run) if run else [])
        ],
    }  # fmt: skip


def entry_document(entry: day_queue.Entry) -> Document:
    """A buyer to be contacted now, and why."""
    risk = entry.risk
    return {
        "customer": entry.customer.pk, "customer_id": entry.customer.customer_id, "name": entry.customer.name,
        "owner": entry.customer.owner and entry.customer.owner.username,
        "overdue_days": entry.late_days, "step": entry.step and step_document(entry.step),
        "reminder": entry.reminder and reminder_document(entry.reminder),
        "money_at_risk": entry.stake, "on_list": bool(risk and risk.on_list), "reasons": risk.reasons if risk else [],
    }  # fmt: skip


def reminders_document(person: Person, whose: str = "", most: int = MOST_REMINDERS) -> Document:
    """The standing reminders that are due by today, those that wait for room in a day last, the most urgent first."""
    today = calendar.today()
    due = day.due_reminders(day.scope_for(person, whose), today).select_related("customer", "owner")
    rows = due.order_by("is_waiting", "-urgency", "-money_at_risk", "pk")[:most]
    return {
        "today": today.isoformat(),
        "reminders": [
            {"customer_id": one.customer.customer_id, "name": one.customer.name,
             "owner": one.owner and one.owner.username, **reminder_document(one)}
            for one in rows
        ],
    }  # fmt: skip


def reminder_document(one: Reminder) -> Document:
    """A reminder with the reasons that hold; `due_at` is the moment from which it is told, UTC."""
    return {
        "reminder": one.pk, "customer": one.customer_id, "rule": one.rule, "due_on": _day(one.due_on),
        "due_at": one.due_at.isoformat(timespec="seconds"), "odd_hours_min": odd_hours_min(one.due_at),
        "state": str(one.state), "is_waiting": one.is_waiting,
        "snoozed_until": one.snoozed_until and _day(one.snoozed_until), "urgency": one.urgency,
        "money_at_risk": one.money_at_risk, "reasons": one.told,
    }  # fmt: skip


def step_document(step: FollowUp) -> Document:
    """A next step, open or closed; `what` is empty for getting in touch."""
    return {
        "step": step.pk, "customer": step.customer_id, "what": step.what, "due_on": _day(step.due_on),
        "first_due_on": _day(step.first_due_on), "person": step.person.username, "state": str(step.state),
        "result": step.result, "closed_at": step.closed_at and step.closed_at.isoformat(timespec="seconds"),
    }  # fmt: skip


def note_document(note: Note) -> Document:
    """A note on a buyer."""
    return {
        "note": note.pk, "customer": note.customer_id, "kind": str(note.kind), "channel": note.channel,
        "text": note.text, "by": note.by.username, "at": note.at.isoformat(timespec="seconds"),
    }  # fmt: skip


def _day(day: date) -> str:
    return day.isoformat()
