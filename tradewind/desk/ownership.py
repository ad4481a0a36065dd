"""Which rep looks after a buyer: handing over, one or many, and the history of it. Open next steps go along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q

from tradewind.desk import access, bulk, calendar, facts
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, Customer, FollowUp, Ownership, Person
from tradewind.errors import NotAllowed, NotFound, NotOnThatDay

HANDED_OVER, TOGETHER = "buyer_handed_over", "buyers_handed_over"
AT_ONCE = 500


def history_of(customer: Customer) -> list[Ownership]:
    """Who looked after the buyer from when until when, the present owner first."""
    rows = Ownership.objects.filter(customer=customer).select_related("rep")
    return sorted(rows, key=lambda one: (one.until_on or date.max, one.from_on, one.pk), reverse=True)


def may_hand_over(person: Person) -> bool:
    """Whether `person` may give buyers to others: managers within the team, administrators all, reps none."""
    return person.role == Person.Role.ADMIN or (person.role == Person.Role.MANAGER and person.team_id is not None)


def may_hand_over_many(person: Person) -> bool:
    """Whether lists offer `person` to give buyers to others: there must be others."""
    return may_hand_over(person) and access.colleagues_of(person).exclude(pk=person.pk).exists()


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
def hand_over_together(customers: Sequence[Customer], to: Person | None, by: Person, on: date) -> AuditEntry:
    """As `hand_over_many`; the change that is returned can be taken back as a whole (`hand_back_together`)."""
    news = [one for one in customers if one.owner_id != (to and to.pk)]
    hand_over_many(news, to, by, on)
    return note_change(by, TOGETHER, f"person:{by.pk}", customers=[one.pk for one in news], to=to and to.pk)


@transaction.atomic
def hand_back_together(change: AuditEntry, by: Person) -> tuple[int, int]:
    """Take a hand-over of many back; (how many are back, how many stay because they were handed on since)."""
    if not may_hand_over(by):
        raise NotAllowed
    facts.hold()
    numbers, to = change.facts["customers"], change.facts["to"]
    theirs = access.customers_of(by).filter(pk__in=numbers, owner=to)
    last_of = _last_hand_overs(list(theirs))
    back: dict[tuple[int | None, str], list[Customer]] = {}
    for customer, last in last_of:
        if last.facts["to"] == to and last.pk < change.pk:
            back.setdefault((last.facts["before"], last.facts["on"]), []).append(customer)
    people = Person.objects.in_bulk([before for before, _ in back if before])
    last_by_pk = {customer.pk: last for customer, last in last_of}
    for (before, on), some in back.items():
        for customer in some:
            _return_step(last_by_pk[customer.pk])
        _hand(some, people.get(before) if before else None, by, date.fromisoformat(on))
    done = sum(len(some) for some in back.values())
    if done:
        facts.changed()
    return done, len(numbers) - done


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
    _return_step(last)
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
    steps = _move_steps(customers, to or by)
    AuditEntry.objects.bulk_create(
        AuditEntry(
            by=by, action=HANDED_OVER, about=_about(one),
            facts={"to": to and to.pk, "before": one.owner_id, "on": on.isoformat(), "step": steps.get(one.pk)},
        )
        for one in customers
    )  # fmt: skip
    return len(customers)


def _move_steps(customers: list[Customer], to: Person) -> dict[int, list[int]]:
    """Give the owners' open next steps to `to`; per buyer the step's number, who had it, and who has it."""
    open_ones = FollowUp.objects.filter(customer__in=[one.pk for one in customers], state=FollowUp.State.OPEN)
    owners = {one.pk: one.owner_id for one in customers}
    moved = {
        customer: [pk, person, to.pk]
        for pk, customer, person in open_ones.values_list("pk", "customer_id", "person_id")
        if person != to.pk and owners[customer] in (person, None)
    }
    FollowUp.objects.filter(pk__in=[step for step, _, _ in moved.values()]).update(person=to)
    return moved


def _return_step(change: AuditEntry) -> None:
    """Give the step that went along with a hand-over back to who had it, unless it was changed since."""
    if change.facts.get("step"):
        step, before, after = change.facts["step"]
        FollowUp.objects.filter(pk=step, person=after, state=FollowUp.State.OPEN).update(person=before)


def _last_hand_overs(customers: list[Customer]) -> list[tuple[Customer, AuditEntry]]:
    by_about = {_about(one): one for one in customers}
    entries: dict[str, AuditEntry] = {}
    for some in bulk.parts(list(by_about), AT_ONCE):
        for entry in AuditEntry.objects.filter(action=HANDED_OVER, about__in=some).order_by("pk"):
            entries[entry.about] = entry
    return [(by_about[about], entry) for about, entry in entries.items()]


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
