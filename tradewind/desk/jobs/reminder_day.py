"""Everybody's day: who does what is due, how much of it fits, what was left lying, and whom to tell."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from tradewind.desk import due_notices, facts
from tradewind.desk.deputies import deputies
from tradewind.desk.models import FollowUp, Person, Reminder
from tradewind.desk.reminder_moments import moments
from tradewind.remind.queue import middle_of, rank, within_capacity
from tradewind.remind.rules import Rules

State = Reminder.State
CLOSED = (State.DONE, State.DROPPED)


@transaction.atomic
def arrange_day(rules: Rules, now: datetime, today: date) -> None:
    """Give each standing reminder to whom it belongs today, hold back what is beyond a day's work, tell managers of
    what was left lying. A second time nothing changes.
    """
    facts.hold()
    Reminder.objects.filter(state=State.SNOOZED, snoozed_until__lte=today).update(state=State.OPEN, snoozed_until=None)
    rows = Reminder.objects.select_for_update(of=("self",)).filter(state=State.OPEN).select_related("customer")
    open_ones = list(rows)
    anew = [*_given(open_ones, today), *_let_in(open_ones, rules, today)]
    at = moments([one.customer for one in anew], now)
    for one in anew:
        one.due_at = max(one.due_at, at[one.customer_id])
    Reminder.objects.bulk_update(anew, ["due_at"], batch_size=400)
    due_notices.note_due((one, one.due_at) for one in open_ones)
    _escalate(rules, now, today)


def _given(reminders: list[Reminder], today: date) -> list[Reminder]:
    """Those that go to another person: the buyer's owner, or who stands in for that one today."""
    stand_in, given = deputies(today), []
    for one in reminders:
        mine = one.customer.owner_id
        owner = stand_in.get(mine, mine) if mine else None
        if owner != one.owner_id:
            one.owner_id = owner
            given.append(one)
    due_notices.withdraw([one.pk for one in given])
    Reminder.objects.bulk_update(given, ["owner"], batch_size=400)
    return given


def _let_in(reminders: list[Reminder], rules: Rules, today: date) -> list[Reminder]:
    """Those for which there is room now: the first by money times urgency fit into their owner's day, and what was
    closed today has taken its place. The others wait."""
    done = Reminder.objects.filter(state__in=CLOSED, closed_at__date=today).order_by().values_list("owner")
    taken = dict(done.annotate(n=Count("pk")))
    middle = middle_of(one.money_at_risk for one in reminders)
    by_day: dict[date, list[Reminder]] = defaultdict(list)
    for one in reminders:
        by_day[max(one.due_on, today)].append(one)
    changed = []
    for day, some in by_day.items():
        some.sort(key=lambda one: (-rank(one.money_at_risk, one.urgency, middle), -one.money_at_risk, one.pk))
        fits = within_capacity([one.owner_id for one in some], rules.capacity, taken if day == today else None)
        for one, fit in zip(some, fits, strict=True):
            if one.is_waiting == (fit or one.owner_id is None):
                one.is_waiting = not one.is_waiting
                changed.append(one)
    Reminder.objects.bulk_update(changed, ["is_waiting"], batch_size=400)
    due_notices.withdraw([one.pk for one in changed if one.is_waiting])
    return [one for one in changed if not one.is_waiting]


def _escalate(rules: Rules, now: datetime, today: date) -> None:
    """What nobody has answered for the set days goes to the managers of its owner's team; not what has a step ahead."""
    if not rules.escalate_after_days:
        return
    until = timezone.make_aware(datetime.combine(today - timedelta(days=rules.escalate_after_days - 1), time()))
    planned = FollowUp.objects.filter(customer=OuterRef("customer"), state=FollowUp.State.OPEN, due_on__gte=today)
    lying = Reminder.objects.filter(state=State.OPEN, is_waiting=False, due_at__lt=until, owner__isnull=False)
    managers = defaultdict(list)
    for one in Person.objects.filter(role=Person.Role.MANAGER, is_active=True).exclude(team=None):
        managers[one.team_id].append(one)
    for reminder in lying.exclude(Exists(planned)).select_related("owner"):
        assert reminder.owner is not None
        bosses = [one for one in managers[reminder.owner.team_id] if one.pk != reminder.owner_id]
        if bosses:
            reminder.state, reminder.escalated_at = State.ESCALATED, now
            reminder.save(update_fields=["state", "escalated_at"])
            due_notices.note_escalated(reminder, bosses, now)
