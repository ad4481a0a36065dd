"""季节性客户 Seasonal buyers are left alone until they are expected again."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from tradewind.desk.audit import note_change
from tradewind.desk.models import Customer, Order, Person, Season
from tradewind.errors import DayNotRead

YEAR = timedelta(days=365)
FROM_NOW = timedelta(days=14)  # an order of a year ago that is nearer than this is not waited for
MOST = timedelta(days=400)
SET, ENDED = "season_set", "season_ended"


def season_of(customer: Customer) -> Season | None:
    """Until when the buyer is left alone."""
    return Season.objects.filter(customer=customer).first()


def expected_on(customer: Customer, today: date) -> date | None:
    """The day a year after the buyer's first order that followed this season of last year; null where there is none."""
    orders = Order.objects.filter(customer=customer, amount__gt=0, ordered_on__gte=today + FROM_NOW - YEAR)
    first = orders.order_by("ordered_on").values_list("ordered_on", flat=True).first()
    return first + YEAR if first else None


def day_said(said: str, customer: Customer, today: date) -> date:
    """The day that was written, or the one that is expected. Raises DayNotRead."""
    try:
        day = date.fromisoformat(said) if said else expected_on(customer, today)
    except ValueError as error:
        raise DayNotRead(said=said, first=today) from error
    if day is None or not today < day <= today + MOST:
        raise DayNotRead(said=said or "–", first=today + timedelta(days=1))
    return day


@transaction.atomic
def leave_alone(customer: Customer, until: date, by: Person) -> Season:
    """Leave the buyer alone until that day: off the list, and no reminder; the next run does so."""
    season, _ = Season.objects.update_or_create(customer=customer, defaults={"until_on": until, "by": by})
    note_change(by, SET, f"customer:{customer.pk}", until=until.isoformat())
    return season


@transaction.atomic
def end(customer: Customer, by: Person) -> None:
    """Look at the buyer again from the next run on."""
    if Season.objects.filter(customer=customer).delete()[0]:
        note_change(by, ENDED, f"customer:{customer.pk}")


def left_alone(as_of: date) -> list[str]:
    """The keys of the buyers who are left alone on that day."""
    return list(Season.objects.filter(until_on__gt=as_of).values_list("customer__customer_id", flat=True))
