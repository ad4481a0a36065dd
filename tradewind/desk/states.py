"""客户状态 How each buyer stands: healthy, cooling, at risk, lost, won back; what has changed, and who took note."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from tradewind.desk import access
from tradewind.desk.audit import note_change
from tradewind.desk.models import BuyerState, Customer, Person, Reminder

State = BuyerState.State
TOLD = (State.COOLING, State.LOST, State.WON_BACK)  # those at risk stand in the queue of Today themselves
MOST_CHANGES, MOST_HISTORY = 20, 50
SEEN, UNSEEN = "state_seen", "state_unseen"


def history_of(customer: Customer, most: int = MOST_HISTORY) -> list[BuyerState]:
    """The buyer's states, the newest first; the first of them is how it stands now."""
    return list(BuyerState.objects.filter(customer=customer).order_by("-number")[:most])


def counts(person: Person) -> dict[str, int]:
    """How many buyers of `person` stand in each state, all states named."""
    mine = access.states_of(person).filter(is_current=True).order_by()
    found = dict(mine.values_list("state").annotate(n=Count("pk")))
    return {state: found.get(state, 0) for state in State.values}


def unseen_changes(customers: QuerySet[Customer], most: int = MOST_CHANGES) -> list[BuyerState]:
    """The changes of state of these buyers that nobody has taken note of, newest first: one entry each. A buyer with a
    reminder is told of in the queue."""
    reminded = Reminder.objects.filter(customer=OuterRef("customer"), state__in=Reminder.STANDING)
    news = BuyerState.objects.filter(customer__in=customers, is_current=True, seen_at=None, state__in=TOLD)
    rows = news.exclude(Exists(reminded))
    return list(rows.select_related("customer").order_by("-on", "-money_at_risk", "pk")[:most])


def changes_since(person: Person, since: date) -> QuerySet[BuyerState]:
    """The changes of state of the buyers of `person` since that day, first looks left out, newest first."""
    rows = access.states_of(person).filter(on__gte=since).exclude(was="")
    return rows.select_related("customer").order_by("-on", "-pk")


@transaction.atomic
def take_note(state: BuyerState, by: Person) -> BuyerState:
    """The change needs nobody any more."""
    if state.seen_at is None:
        state.seen_at, state.seen_by = timezone.now(), by
        state.save(update_fields=["seen_at", "seen_by"])
        note_change(by, SEEN, f"state:{state.pk}", customer=state.customer_id)
    return state


@transaction.atomic
def untake_note(state: BuyerState, by: Person) -> BuyerState:
    """Take that back."""
    if state.seen_by_id:
        state.seen_at = state.seen_by = None
        state.save(update_fields=["seen_at", "seen_by"])
        note_change(by, UNSEEN, f"state:{state.pk}", customer=state.customer_id)
    return state


def states_document(person: Person, today: date, days: int = 30) -> dict[str, Any]:
    """How the buyers of `person` stand, and what has changed in the last days, for the API and the command line."""
    changes = changes_since(person, today - timedelta(days=days))
    return {
        "today": today.isoformat(),
        "days": days,
        "states": counts(person),
        "changes": [{**buyer_of(one), **state_document(one)} for one in changes],
    }


def buyer_of(one: BuyerState) -> dict[str, Any]:
    return {"customer": one.customer_id, "customer_id": one.customer.customer_id, "name": one.customer.name}


NUMBERS = ("silent_days", "cycle_days", "late", "p_no_order", "money_at_risk", "budget")


def state_document(one: BuyerState) -> dict[str, Any]:
    """A state with the numbers that it was decided by, and the reasons of that day."""
    return {
        "state": one.state, "was": one.was or None, "on": one.on.isoformat(), "why": one.why,
        "last_ordered_on": one.last_ordered_on.isoformat(),
        "flagged_on": one.flagged_on and one.flagged_on.isoformat(), "channel": one.channel or None,
        **{name: getattr(one, name) for name in NUMBERS}, "reasons": one.reasons,
    }  # fmt: skip
