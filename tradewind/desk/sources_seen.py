"""Which sources a person may see and change, and of which kinds a person may add one."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from tradewind.desk import access
from tradewind.desk.models import Batch, Person, Source
from tradewind.errors import NotFound


def sources_of(person: Person) -> QuerySet[Source]:
    """The sources that `person` may see, pause, change and remove: own ones, those of the team for a manager, all for
    an administrator. Their secrets nobody sees."""
    everything = Source.objects.select_related("rep")
    if person.role == Person.Role.ADMIN:
        return everything
    if person.role == Person.Role.MANAGER and person.team_id:
        return everything.filter(Q(rep__team=person.team_id) | Q(rep=person))
    return everything.filter(rep=person)


def handed_in_of(person: Person) -> QuerySet[Batch]:
    """The imports of `access.batches_of` that a person or a program handed in. What a source brings by itself is listed
    with the source; once that is removed, here."""
    return access.batches_of(person).filter(source=None)


def source_for(person: Person, pk: int) -> Source:
    """The source with this number, if `person` may see it; else NotFound."""
    found = sources_of(person).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def may_add_source(person: Person, needs: str) -> bool:
    """Whether `person` may add a source of a kind that needs this role or a higher one."""
    ranks = [Person.Role.REP, Person.Role.MANAGER, Person.Role.ADMIN]
    return ranks.index(Person.Role(person.role)) >= ranks.index(Person.Role(needs))
