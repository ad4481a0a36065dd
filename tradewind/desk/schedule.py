"""What the desk does by itself: at its start, every minute, and every night."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tradewind.desk import calendar, facts, imports, process, queue
from tradewind.desk.models import Customer, DeskState, Event, FindingRun, Message, Order
from tradewind.desk.reminder_rules import queue_reminders
from tradewind.desk.retention import current_run

NIGHTLY_HOUR = 2


def get_ready() -> None:
    """Before the workers run: take up what was interrupted, set the clock, and compute what is out of date."""
    imports.take_up_interrupted()
    queue.recover()
    _set_schedule()
    if _is_out_of_date():
        facts.queue_findings()


def nightly() -> None:
    """What the schedule calls: the findings as of the new day, and the day's reminders after them."""
    if Order.objects.exists() or Event.objects.exists() or Message.objects.exists():
        facts.queue_findings()
    elif Customer.objects.exists():
        queue_reminders()


def _is_out_of_date() -> bool:
    """Whether there are facts of which no run tells, or an older one."""
    run = current_run()
    if Order.objects.exists() and (run is None or _is_stale(run)):
        return True
    return process.current_run() is None and Event.objects.exists()


def _is_stale(run: FindingRun) -> bool:
    """Whether the run saw older facts, or looked from another day than one would look from now."""
    if run.facts_version != DeskState.now().facts_version or run.data_end is None:
        return True
    return calendar.as_of(run.data_end, calendar.today()) != run.as_of


def _set_schedule() -> None:
    from django_q.models import Schedule

    night = timezone.localtime().replace(hour=NIGHTLY_HOUR, minute=0, second=0, microsecond=0) + timedelta(days=1)
    set_once = Schedule.objects.get_or_create
    daily = {"func": "tradewind.desk.schedule.nightly", "schedule_type": Schedule.DAILY, "next_run": night}
    often = {"func": "tradewind.desk.queue.take_up_abandoned", "schedule_type": Schedule.MINUTES, "minutes": 2}
    set_once(name="nightly", defaults=daily)
    set_once(name="abandoned jobs", defaults=often)
    each_minute = {"func": "tradewind.desk.sources.due.every_minute", "schedule_type": Schedule.MINUTES, "minutes": 1}
    set_once(name="sources", defaults=each_minute)
