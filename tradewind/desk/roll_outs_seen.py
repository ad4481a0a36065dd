"""Which roll-outs of tools a person may see: those that reached someone about whom the person may read."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from tradewind.desk.access import people_of
from tradewind.desk.models import Person, RollOut
from tradewind.errors import NotFound


def roll_outs_of(person: Person) -> QuerySet[RollOut]:
    """The roll-outs, removed ones included, that reached someone about whom `person` may read."""
    if person.role == Person.Role.ADMIN:
        return RollOut.objects.all()
    seen = Q(reached__person__in=people_of(person).order_by()) | Q(made_by=person)
    return RollOut.objects.filter(seen).distinct()


def roll_out_for(person: Person, pk: int) -> RollOut:
    """The roll-out with this number, if `person` may see it; else NotFound."""
    found = roll_outs_of(person).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
