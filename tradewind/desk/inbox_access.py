"""Whose inbox and whose figures on messages a person may see: the part of `access` on attention. Doors ask here too."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from tradewind.desk import access
from tradewind.desk.models import InboxEntry, Person
from tradewind.errors import NotFound


def inbox_of(person: Person) -> QuerySet[InboxEntry]:
    """The received messages that `person` is to answer: nobody else's inbox is shown."""
    seen = Q(message__customer=None) | Q(message__customer__in=access.customers_of(person).values("customer_id"))
    return InboxEntry.objects.filter(seen, person=person, message__direction="in")


def entry_for(person: Person, pk: int) -> InboxEntry:
    """The entry of the message with this number, if it is in the inbox of `person`; else NotFound."""
    found = inbox_of(person).select_related("message", "message__customer").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def figures_of(person: Person) -> QuerySet[Person]:
    """Whose own figures on messages `person` may see: one's own, and of the people whom `person` may read about those
    who share theirs. A team's sums are another matter: see `desk.meter`."""
    shared = Q(pk__in=access.people_of(person).filter(reading_plan__shares=True).values("pk"))
    return Person.objects.filter(Q(pk=person.pk) | shared).order_by("name", "username")
