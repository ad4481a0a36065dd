"""A buyer's clock: what time it is there, whether the office is open, and the zone and hours that people set for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from tradewind.desk import access, facts
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, Contact, Customer, Person
from tradewind.errors import NotFound, NoZone
from tradewind.hours import (
    BuyersHoliday,
    Clock,
    ZoneFound,
    next_working_morning,
    written_zone,
    zone_of_buyer,
)
from tradewind.hours import holidays_ahead as ahead_in
from tradewind.hours.clock import CLOSES_MIN, OPENS_MIN
from tradewind.hours.zones import country_of, rules

CLOCK_SET = "buyer_clock_set"
SEVEN_DAYS = "-"  # no weekday is closed; "" is the country's weekend
Columns = dict[str, object]
OWN = ("timezone", "opens_min", "closes_min", "weekend", "closed_on")


@dataclass(frozen=True)
class BuyersClock:
    """A buyer's office, and how its zone was found; `clock` is None where nothing tells the zone."""

    found: ZoneFound
    clock: Clock | None


@dataclass(frozen=True)
class OwnHours:
    """What people set for one buyer: `zone` "" leaves the zone to its telephone and country, the rest None or empty
    to its country."""

    zone: str = ""
    opens_min: int | None = None
    closes_min: int | None = None
    weekend: frozenset[int] | None = None
    closed_on: frozenset[date] = frozenset()


def clocks_of(buyers: Sequence[Customer]) -> dict[int, BuyersClock]:
    """The clocks of many buyers by their numbers, with one query for all whom entry and country leave open."""
    phones: dict[str, list[str]] = defaultdict(list)
    unsure = [one.customer_id for one in buyers if not zone_of_buyer(one.timezone, [], one.country).is_certain]
    people = Contact.objects.filter(customer__customer_id__in=unsure, kind="buyer").exclude(phone="")
    for key, phone in people.order_by("pk").values_list("customer__customer_id", "phone"):
        phones[key].append(phone)
    return {one.pk: _clock(one, phones[one.customer_id]) for one in buyers}


def clock_of(buyer: Customer, contacts: Sequence[Contact] | None = None) -> BuyersClock:
    """The clock of one buyer, without a query where its contacts are at hand."""
    if contacts is None:
        return clocks_of([buyer])[buyer.pk]
    people = sorted(contacts, key=lambda one: one.pk)
    return _clock(buyer, [one.phone for one in people if one.phone and one.kind == Contact.Kind.BUYER])


def desk_clock() -> Clock:
    """The reps' own office: the team's time zone, with the weekend, holidays and make-up workdays of its country."""
    zone = written_zone(settings.TIME_ZONE)
    return Clock(zone, country_of(zone))


def next_morning_of(buyers: Sequence[Customer], now: datetime) -> dict[int, datetime]:
    """When each buyer's next working day begins (UTC), by its number; by the desk's clock where a zone is unknown."""
    ours = desk_clock()
    return {pk: next_working_morning(one.clock or ours, now) for pk, one in clocks_of(buyers).items()}


def next_morning_after(buyer: Customer, today: date) -> date:
    """The first day after today, on the team's calendar, on which a working day of the buyer begins."""
    ours = rules(desk_clock().zone)
    midnight = datetime.combine(today + timedelta(days=1), time(), ours)
    return next_morning_of([buyer], midnight)[buyer.pk].astimezone(ours).date()


def holidays_ahead(person: Person, today: date, days: int = 7) -> list[tuple[BuyersHoliday, int]]:
    """The holidays in the countries of the buyers that `person` may see, on `days` days from today on, by day; with
    each the number of those buyers. One query."""
    counted = access.customers_of(person).order_by().values_list("country").annotate(n=Count("pk"))
    buyers = {country: number for country, number in counted if len(country) == 2}
    return [(one, buyers[one.country]) for one in ahead_in(buyers, today, days)]


@transaction.atomic
def set_clock(customer: Customer, by: Person, own: OwnHours) -> Customer:
    """Set a buyer's own zone and hours; whatever is empty is left to its telephone and country.

    raises   NotFound beyond what `by` may see; UnknownZone; HoursOutOfRange, NoWorkday; NoZone for hours without a zone
    """
    facts.hold()
    customer = access.customer_for(by, customer.pk)
    zone = written_zone(own.zone) if own.zone else ""
    after: Columns = {
        "timezone": zone, "opens_min": own.opens_min, "closes_min": own.closes_min,
        "weekend": "" if own.weekend is None else ",".join(map(str, sorted(own.weekend))) or SEVEN_DAYS,
        "closed_on": ",".join(day.isoformat() for day in sorted(own.closed_on)),
    }  # fmt: skip
    before: Columns = {name: getattr(customer, name) for name in OWN}
    for name, value in after.items():
        setattr(customer, name, value)
    if clock_of(customer).clock is None and any(after.values()):
        raise NoZone
    return customer if after == before else _write(customer, by, before, after)


@transaction.atomic
def unset_clock(customer: Customer, by: Person) -> Customer:
    """Undo the last change of a buyer's zone and hours; raises NotFound when there is none or it was changed since."""
    facts.hold()
    customer = access.customer_for(by, customer.pk)
    last = AuditEntry.objects.filter(action=CLOCK_SET, about=_about(customer)).first()
    if last is None or last.facts["after"] != {name: getattr(customer, name) for name in OWN}:
        raise NotFound
    return _write(customer, by, last.facts["after"], last.facts["before"])


def own_hours(customer: Customer) -> OwnHours:
    """What is set for the buyer so far."""
    return OwnHours(
        customer.timezone, customer.opens_min, customer.closes_min, _weekend(customer), frozenset(_days(customer))
    )


def _write(customer: Customer, by: Person, before: Columns, after: Columns) -> Customer:
    """A person has edited the row, so no import's undo takes it back."""
    Customer.objects.filter(pk=customer.pk).update(**after, changed_batch=None)
    note_change(by, CLOCK_SET, _about(customer), before=before, after=after)
    if before["timezone"] != after["timezone"]:  # the one of them that is a fact
        facts.changed()
    return access.customer_for(by, customer.pk)


def _clock(customer: Customer, phones: Iterable[str]) -> BuyersClock:
    found = zone_of_buyer(customer.timezone, phones, customer.country)
    if found.zone is None:
        return BuyersClock(found, None)
    clock = Clock(found.zone, found.country, weekend=_weekend(customer), closed_on=frozenset(_days(customer)))
    opens = OPENS_MIN if customer.opens_min is None else customer.opens_min
    closes = CLOSES_MIN if customer.closes_min is None else customer.closes_min
    return BuyersClock(found, replace(clock, opens_min=opens, closes_min=closes))


def _weekend(customer: Customer) -> frozenset[int] | None:
    if not customer.weekend:
        return None
    return frozenset(int(day) for day in customer.weekend.split(",") if day != SEVEN_DAYS)


def _days(customer: Customer) -> Iterable[date]:
    return (date.fromisoformat(day) for day in customer.closed_on.split(",") if day)


def _about(customer: Customer) -> str:
    return f"customer:{customer.pk}"
