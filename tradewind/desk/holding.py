"""打扰 Held until the next window, or let through? Whoever notifies somebody asks here first.

`may_interrupt` looks, `let_through` looks and counts: whoever is about to notify calls `let_through`, and tries again
at `Verdict.until` where the answer is no.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction

from tradewind.attention.contact_rules import ELAPSED
from tradewind.attention.priority import P1, is_pressing
from tradewind.desk import contact_rules
from tradewind.desk.clocks import desk_clock
from tradewind.desk.models import BreakThrough, InboxEntry, Message, Person, ReadingPlan
from tradewind.desk.windows import Windows, plan_of, windows_at, within_hours
from tradewind.hours.clock import local_time

TOGETHER = timedelta(minutes=5)  # what comes within this of a message that broke through comes with it
NO_WINDOWS, IN_WINDOW, URGENT, WITH_URGENT = "no_windows", "in_window", "urgent", "with_urgent"
HELD, BUDGET_SPENT, OFF_HOURS = "held", "budget_spent", "off_hours"


@dataclass(frozen=True)
class Verdict:
    """Whether to notify now, why (one of the codes above), and when to try again where not."""

    now: bool
    why: str
    until: datetime | None = None


def may_interrupt(rep: Person, message: Message | None, now: datetime, due_at: datetime | None = None) -> Verdict:
    """Whether this may reach the person at this moment. Changes nothing.

    message   what came in; None for a notification of another kind, a reminder say
    now       an aware moment
    due_at    of another kind: the moment by which it is of no use any more, e.g. when the buyer's office closes
    """
    plan = plan_of(rep)
    windows = windows_at(plan, now)
    if windows.next is None:
        return Verdict(True, NO_WINDOWS)
    if windows.now is not None:
        return Verdict(True, IN_WINDOW)
    return _between(plan, windows.next, _presses(message, windows.next, now, due_at), now)


@transaction.atomic
def let_through(rep: Person, message: Message | None, now: datetime, due_at: datetime | None = None) -> Verdict:
    """The same, and an urgent one that is let through is counted against the day's budget."""
    Person.objects.select_for_update().filter(pk=rep.pk).first()
    verdict = may_interrupt(rep, message, now, due_at)
    if verdict.why == WITH_URGENT:
        for one in BreakThrough.objects.filter(person=rep, last_at__gt=now - TOGETHER).order_by("-at")[:1]:
            one.last_at, one.messages = now, one.messages + 1
            one.save(update_fields=["last_at", "messages"])
    elif verdict.why == URGENT:
        BreakThrough.objects.create(person=rep, at=now, last_at=now)
    return verdict


def held_count(rep: Person, windows: Windows) -> int:
    """How many waiting messages came since the last window and are held until the next one."""
    if windows.next is None or windows.now is not None:
        return 0
    waiting = InboxEntry.objects.filter(person=rep, state=InboxEntry.State.WAITING)
    return waiting.filter(message__sent_at__gt=windows.last).count() if windows.last else waiting.count()


def _between(plan: ReadingPlan, following: datetime, presses: bool, now: datetime) -> Verdict:
    if not presses:
        return Verdict(False, HELD, following)
    if not within_hours(plan, now):
        return Verdict(False, OFF_HOURS, following)
    today = BreakThrough.objects.filter(person=plan.person_id, at__gte=_midnight(now), at__lte=now)
    if today.filter(last_at__gt=now - TOGETHER).exists():
        return Verdict(True, WITH_URGENT)
    if today.count() >= plan.budget:
        return Verdict(False, BUDGET_SPENT, following)
    return Verdict(True, URGENT)


def _presses(message: Message | None, following: datetime, now: datetime, due_at: datetime | None) -> bool:
    """Whether waiting for the next window is too late: P1, or a deadline before it."""
    if message is None:
        return due_at is not None and is_pressing(due_at, True, False, following, now)
    entry = InboxEntry.objects.filter(message=message).first()
    if entry is not None:
        return pressing(entry, following, now)
    due = contact_rules.deadline_of(message)
    return due is not None and is_pressing(due.at, due.rule.clock == ELAPSED, True, following, now)


def pressing(entry: InboxEntry, following: datetime | None, now: datetime) -> bool:
    """Whether the message is P1 at this moment: by the person's word, by its reasons, or by its deadline."""
    if entry.said:
        return entry.said == InboxEntry.Said.URGENT
    if entry.step == P1:
        return True
    return entry.due_at is not None and is_pressing(
        entry.due_at, entry.is_promise_strict, entry.is_unlikely, following, now
    )


def _midnight(now: datetime) -> datetime:
    clock = desk_clock()
    return datetime.combine(local_time(clock, now).date(), time(), clock.rules)
