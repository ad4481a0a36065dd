"""Buyers whom the rules have something to say about, and the making of their reminders."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from tests.web import rows
from tradewind.desk import calendar, facts
from tradewind.desk.jobs.reminder_day import arrange_day
from tradewind.desk.jobs.reminder_facts import reminders_of_the_desk
from tradewind.desk.jobs.reminding import make
from tradewind.desk.models import Customer, DueNotice, Note, Person, Reminder, ReminderReason
from tradewind.desk.reminder_rules import rules_in_force
from tradewind.findings.remind import Remind
from tradewind.remind.rules import Rules


def a_silent_buyer(owner: Person, name: str, days: int = 40, **fields: Any) -> Customer:
    """A buyer who was called so many days ago: past the 30 days of those without a tier."""
    buyer = rows.a_buyer(owner, name, **fields)
    Note.objects.create(
        customer=buyer, kind="call", text="called", by=owner, at=at(-days)
    )  # fmt: skip
    return buyer


def at(days: int, hour: int = 10) -> datetime:
    """An hour of a day from today on, on the team's clock."""
    return timezone.make_aware(datetime.combine(calendar.today() + timedelta(days=days), time(hour)))


def remind(days: int = 0, rules: Rules | None = None, **more: Any) -> None:
    """Make the reminders of a day from today on, as its nightly job does at two."""
    facts.changed()
    write(reminders_of_the_desk(calendar.today() + timedelta(days=days)), at(days, 2), rules, **more)


def write(view: Remind, moment: datetime, rules: Rules | None = None, **more: Any) -> None:
    """What that job writes, out of what it has read."""
    rules = rules or rules_in_force()
    make(view, rules, moment, **more)
    arrange_day(rules, moment, view.today)


def told() -> list[dict[str, Any]]:
    """All that reminders, their reasons and their notices say, without numbers and times of writing."""
    left_out = {"id", "made_at", "reminder_id", "key", "over_at"}
    in_order = {
        Reminder: ("customer", "due_on"),
        ReminderReason: ("customer", "rule", "due_on"),
        DueNotice: ("reminder__customer", "due_at"),
    }
    rows = [row for model, by in in_order.items() for row in model._default_manager.order_by(*by).values()]
    return [{name: value for name, value in row.items() if name not in left_out} for row in rows]


def today() -> date:
    return calendar.today()
