"""Which rep looks after a buyer: handing over, and the history of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q

from tradewind.desk import access, bulk, calendar, facts
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, Customer, Ownership, Person
from tradewind.errors import NotAllowed, NotFound, NotOnThatDay

HANDED_OVER = "buyer_handed_over"
AT_ONCE = 500


def history_of(customer: Customer) -> list[Ownership]:
    """Who looked after the buyer from when until when, the present owner first."""
    rows = Ownership.objects.filter(customer=customer).select_related("rep")
    return sorted(rows, key=lambda one: (one.until_on or date.max, one.from_on, one.pk), reverse=True)


def may_hand_over(person: Person) -> bool:
    """Whether `person` may give buyers to others: managers within the team, administrators all, reps none."""
    return person.role == Person.Role.ADMIN or (person.role == Person.Role.MANAGER and person.team_id is not None)


@transaction.atomic
def hand_over(customer: Customer, to: Person | None, by: Person, on: date) -> Customer:
    """Give the buyer to `to` (None: to nobody) from the day `on`.

    raises   NotAllowed for a rep; NotFound when the buyer or `to` is beyond what `by` may see;
             NotOnThatDay for a day in the future, or before the present owner's first
    """
    hand_over_many([customer], to, by, on)
    return access.customer_for(by, customer.pk)


@transaction.atomic
def hand_over_many(customers: Sequence[Customer], to: Person | None, by: Person, on: date) -> int:
    """Give many buyers to `to` from the day `on`, all or none; says how many it was news for. Raises as `hand_over`."""
    if not may_hand_over(by):
        raise NotAllowed
    if to and not access.colleagues_of(by).filter(pk=to.pk).exists():
        raise NotFound
    facts.hold()
    changed = 0
    for some in bulk.parts(customers, AT_ONCE):
        seen = list(access.customers_of(by).select_related("owner").filter(pk__in=[one.pk for one in some]))
        if len(seen) < len({one.pk for one in some}):
            raise NotFound
        changed += _hand([one for one in seen if one.owner != to], to, by, on)
    if changed:
        facts.changed()
    return changed


@transaction.atomic
def hand_back(customer: Customer, by: Person) -> Customer:
    """Undo the last hand-over of the buyer: the owner before has it again, from the same day; raises as `hand_over`."""
    if not may_hand_over(by):
        raise NotAllowed
    facts.hold()
    customer = access.customer_for(by, customer.pk)
    last = AuditEntry.objects.filter(action=HANDED_OVER, about=_about(customer)).first()
    if last is None or last.facts["to"] != customer.owner_id:
        raise NotFound
    before = Person.objects.filter(pk=last.facts["before"]).first()
    _hand([customer], before, by, date.fromisoformat(last.facts["on"]))
    facts.changed()
    return Customer.objects.get(pk=customer.pk)


def _hand(customers: list[Customer], to: Person | None, by: Person, on: date) -> int:
    keys = [one.customer_id for one in customers]
    _must_fit(customers, keys, on)
    rows = Ownership.objects.filter(customer__customer_id__in=keys)
    rows.filter(until_on=None, from_on=on).delete()  # of one day only the last owner is kept
    rows.filter(until_on=None).update(until_on=on)
    if to:
        ended = {row.customer_id: row.pk for row in rows.filter(rep=to, until_on=on).order_by("from_on", "pk")}
        Ownership.objects.filter(pk__in=ended.values()).update(until_on=None)
        Ownership.objects.bulk_create(
            Ownership(customer=one, rep=to, from_on=on) for one in customers if one.customer_id not in ended
        )
    Customer.objects.filter(customer_id__in=keys).update(owner=to)
    for one in customers:
        note_change(by, HANDED_OVER, _about(one), to=to and to.pk, before=one.owner_id, on=on.isoformat())
    return len(customers)


def _must_fit(customers: list[Customer], keys: list[str], on: date) -> None:
    """History only grows at its end: not before an owner's first day or the last owner's last, not in the future."""
    today = calendar.today()
    later = Q(until_on=None, from_on__gt=on) | Q(until_on__gt=on)
    clash = Ownership.objects.filter(later, customer__customer_id__in=keys).select_related("customer").first()
    if clash:
        first = clash.until_on or clash.from_on
        raise NotOnThatDay(buyer=clash.customer.name, day=on, first=first, last=today)
    if on > today and customers:
        raise NotOnThatDay(buyer=customers[0].name, day=on, first="…", last=today)


def _about(customer: Customer) -> str:
    return f"customer:{customer.pk}"
