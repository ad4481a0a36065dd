"""生日与展会 Days on which one writes to a buyer, or to all buyers: entering them, and taking that back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from tradewind.desk import access
from tradewind.desk.audit import note_change
from tradewind.desk.models import Customer, Person, SpecialDay
from tradewind.errors import NotFound, TextTooLong

ADDED, REMOVED, UNDONE = "special_day_added", "special_day_removed", "special_day_undone"
NAME_LETTERS, SHOWN = 120, 200
YEARLY = (SpecialDay.Kind.BIRTHDAY,)


def days_of(person: Person, customer: Customer | None = None) -> QuerySet[SpecialDay]:
    """The days of the buyer, or of all buyers that `person` may see and of the whole desk, by month and day."""
    rows = SpecialDay.objects.filter(removed_at=None).select_related("customer", "made_by")
    if customer is not None:
        return rows.filter(customer=customer).order_by("on", "pk")
    mine = Q(customer__in=access.customers_of(person)) | Q(customer=None)
    return rows.filter(mine).order_by("customer__name", "on", "pk")[:SHOWN]


@transaction.atomic
def add(customer: Customer | None, kind: str, name: str, on: date, is_yearly: bool, by: Person) -> SpecialDay:
    """Enter a day; a birthday comes every year.

    customer   None: for all buyers, which managers enter
    raises     NotFound for a buyer beyond what `by` may see, NotAllowed, TextTooLong
    """
    if customer is None:
        access.must_manage(by)
    else:
        customer = access.customer_for(by, customer.pk)
    name = " ".join(name.replace("\x00", "").split())
    if len(name) > NAME_LETTERS:
        raise TextTooLong(letters=len(name), most=NAME_LETTERS)
    known = kind if kind in SpecialDay.Kind.values else SpecialDay.Kind.OTHER
    day = SpecialDay.objects.create(
        customer=customer, kind=known, name=name, on=on, is_yearly=is_yearly or known in YEARLY, made_by=by
    )
    note_change(by, ADDED, _about(day), customer=customer and customer.pk)
    return day


@transaction.atomic
def remove(day: SpecialDay, by: Person) -> None:
    """Take a day away. Raises NotAllowed for a rep and a day of all buyers."""
    _may_change(day, by)
    if SpecialDay.objects.filter(pk=day.pk, removed_at=None).update(removed_at=timezone.now()):
        note_change(by, REMOVED, _about(day))


@transaction.atomic
def undo(day: SpecialDay, by: Person) -> None:
    """Let a day that was taken away hold again. Raises as `remove`."""
    _may_change(day, by)
    if SpecialDay.objects.filter(pk=day.pk, removed_at__isnull=False).update(removed_at=None):
        note_change(by, UNDONE, _about(day))


def day_for(person: Person, pk: int) -> SpecialDay:
    """The day with this number, if it is of a buyer that `person` may see, or of all buyers; else NotFound."""
    mine = Q(customer__in=access.customers_of(person)) | Q(customer=None)
    found = SpecialDay.objects.filter(mine, pk=pk).select_related("customer").first()
    if found is None:
        raise NotFound
    return found


def _may_change(day: SpecialDay, by: Person) -> None:
    if day.customer_id is None:
        access.must_manage(by)


def _about(day: SpecialDay) -> str:
    return f"special_day:{day.pk}"
