"""Which day does "tomorrow" mean? The days that a next step can be given or put off to, weekends skipped."""

from __future__ import annotations

from datetime import date, timedelta

from tradewind.desk import clocks
from tradewind.desk.models import Customer
from tradewind.errors import DayNotRead

FRIDAY, MONDAY = 4, 0
MOST_YEARS = 3
NEXT = {"tomorrow": 1, "days_3": 3, "week": 7, "weeks_2": 14}  # days from today


def next_days(today: date) -> dict[str, date]:
    """The days that are offered for a next step, by their codes."""
    return {code: work_day(today + timedelta(days=days)) for code, days in NEXT.items()}


def snooze_days(customer: Customer | None, today: date) -> dict[str, date]:
    """The days to which a step for the buyer can be put off, by their codes: when its next working day after today
    begins, tomorrow, in 3 days, next Monday."""
    monday = today + timedelta(days=7 - today.weekday())
    theirs = {"their_morning": clocks.next_morning_after(customer, today)} if customer else {}
    return theirs | {"tomorrow": next_days(today)["tomorrow"], "days_3": next_days(today)["days_3"], "monday": monday}


def work_day(day: date) -> date:
    """The day itself, or the Monday after its weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > FRIDAY else day


def past_day_said(said: str, today: date) -> date:
    """The day of an ISO date. Raises DayNotRead."""
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise DayNotRead(said=said, first=today) from error


def day_said(said: str, today: date) -> date:
    """The day of a code or of an ISO date from today on. Raises DayNotRead."""
    named = {**next_days(today), **snooze_days(None, today), "today": today}
    try:
        day = named.get(said) or date.fromisoformat(said)
    except ValueError as error:
        raise DayNotRead(said=said, first=today) from error
    if not today <= day <= today + timedelta(days=MOST_YEARS * 366):
        raise DayNotRead(said=said, first=today)
    return day
