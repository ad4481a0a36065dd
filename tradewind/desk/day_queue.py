"""今日 Whom to contact now, and why: a buyer's step that is due, its reminder and its risk in one entry.

An act changes the queue while somebody works through it, so that an entry can be asked for alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from tradewind.desk.day import Scope, due_reminders, open_step
from tradewind.desk.models import BuyerRisk, ChurnWarning, Customer, FindingRun, FollowUp, Reminder
from tradewind.desk.retention import NEWEST_CASE
from tradewind.remind.queue import MOST_LATE_DAYS, middle_of, rank

QUEUE, MOST_REMINDERS = 50, 1_000
STEP_URGENCY, LATE_DAYS = 2.0, 7
SET_ASIDE_DAYS = 7  # for so long a buyer whose reminder was dropped is not in the queue for its risk alone


@dataclass
class Entry:
    """A buyer to be contacted now: by its open step that is due, by its reminder, by its risk, or several of them."""

    customer: Customer
    step: FollowUp | None = None
    reminder: Reminder | None = None
    risk: BuyerRisk | None = None
    case: ChurnWarning | None = None
    stake: float = 0.0
    late_days: int = 0


@dataclass
class Queue:
    """Whom to contact now; how many more have a case that a person has closed; whether there are more."""

    entries: list[Entry]
    settled: int
    is_cut: bool


def queue(
    scope: Scope,
    run: FindingRun | None,
    today: date,
    due: Sequence[FollowUp],
    most: int = QUEUE,
    waiting: bool = False,
) -> Queue:
    """Whom to contact now, one entry per buyer, most money at risk times urgency first.

    A step that is due is urgency 2, and a seventh more for each day overdue up to 14; a reminder has the urgency of its
    most urgent rule; a buyer on the churn list with neither has urgency 1. Who has no money at risk counts as the
    middle one. Buyers on the list who have a step later, were contacted today, whose reminder was put off or dropped of
    late, or whose case a person has closed, are taken care of and not here for their risk.

    due       the steps that are due, as day.steps_of_today has them
    waiting   with the reminders that wait for room in a day
    """
    entries = {one.customer_id: Entry(one.customer, one, late_days=(today - one.due_on).days) for one in due}
    reminders = due_reminders(scope, today).select_related("customer", "customer__owner")
    if not waiting:
        reminders = reminders.filter(is_waiting=False)
    for one in reminders.order_by("-urgency", "-money_at_risk", "pk")[:MOST_REMINDERS]:
        entry = entries.setdefault(one.customer_id, Entry(one.customer))
        entry.reminder = one
        entry.late_days = max(entry.late_days, _late_days(one, today))
    named = set(entries)
    for risk in _risks(scope, run, today, most, named):
        entries.setdefault(risk.customer_id, Entry(risk.customer)).risk = risk
    _attach_cases(list(entries.values()))
    kept = [entry for entry in entries.values() if entry.step or entry.reminder or not _is_settled(entry)]
    for entry in kept:
        entry.stake = _stake(entry)
    middle = middle_of(entry.stake for entry in kept)
    kept.sort(key=lambda entry: (-rank(entry.stake, _urgency(entry), middle), -entry.stake, entry.customer.name))
    return Queue(kept[:most], len(entries) - len(kept), len(kept) > most or len(entries) >= most)


def entry_of(scope: Scope, run: FindingRun | None, today: date, customer: Customer) -> Entry | None:
    """The buyer's entry by its open step or its reminder, if one is due by today; None when it is taken care of."""
    due = scope.steps().filter(customer=customer, state=FollowUp.State.OPEN, due_on__lte=today)
    step = due.select_related("customer", "customer__owner", "person").first()
    reminders = due_reminders(scope, today).filter(customer=customer).select_related("customer", "customer__owner")
    reminder = reminders.first()
    if step is None and reminder is None:
        return None
    late = (today - step.due_on).days if step else 0
    late = max(late, _late_days(reminder, today)) if reminder else late
    risk = BuyerRisk.objects.filter(run=run, customer=customer).first() if run else None
    entry = Entry(step.customer if step else customer, step, reminder, risk, late_days=late)
    _attach_cases([entry])
    entry.stake = _stake(entry)
    return entry


def _risks(scope: Scope, run: FindingRun | None, today: date, most: int, named: set[int]) -> list[BuyerRisk]:
    """What the run says about the buyers that are `named`, and of the list the first `most` who wait for a step."""
    if run is None:
        return []
    contacted = FollowUp.objects.filter(customer=OuterRef("customer"), state=FollowUp.State.DONE, closed_at__date=today)
    late = timezone.now() - timedelta(days=SET_ASIDE_DAYS)
    aside = Reminder.objects.filter(
        Q(state=Reminder.State.SNOOZED) | Q(state=Reminder.State.DROPPED, closed_at__gte=late),
        customer=OuterRef("customer"),
    )
    listed = BuyerRisk.objects.filter(run=run, on_list=True, customer__in=scope.customers())
    waiting = listed.exclude(Exists(open_step())).exclude(Exists(contacted)).exclude(Exists(aside))
    both = waiting | BuyerRisk.objects.filter(run=run, customer__in=named)
    ranked = both.annotate(is_due=Q(customer__in=named)).select_related("customer", "customer__owner")
    return list(ranked.order_by("-is_due", "-score", "customer__name")[: most + len(named)])


def _attach_cases(entries: Sequence[Entry]) -> None:
    cases = ChurnWarning.objects.filter(customer__in=[entry.customer.pk for entry in entries]).order_by(*NEWEST_CASE)
    newest = {case.customer_id: case for case in reversed(cases.select_related("assigned"))}
    for entry in entries:
        entry.case = newest.get(entry.customer.pk)


def _is_settled(entry: Entry) -> bool:
    """Whether a person has closed the case of this buyer's silence already."""
    case, risk = entry.case, entry.risk
    return bool(case and risk and case.closed_by_id and case.last_ordered_on == risk.last_ordered_on)


def _stake(entry: Entry) -> float:
    risk, reminder = entry.risk, entry.reminder
    return max(risk.money_at_risk if risk else 0.0, reminder.money_at_risk if reminder else 0.0)


def _urgency(entry: Entry) -> float:
    late = min(entry.late_days, MOST_LATE_DAYS)
    step = STEP_URGENCY + late / LATE_DAYS if entry.step else 0.0
    reminder = entry.reminder.urgency * (1 + late / MOST_LATE_DAYS) if entry.reminder else 0.0
    return max(step, reminder, 1.0 if entry.risk and entry.risk.on_list else 0.0)


def _late_days(reminder: Reminder, today: date) -> int:
    return max((today - (reminder.snoozed_until or reminder.due_on)).days, 0)
