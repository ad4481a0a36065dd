"""What a person may see and touch. Every door asks here, and only here.

A rep sees the buyers that the rep owns, a manager those of the team and the unassigned ones, an administrator all.
What does not exist and what is not yours answer the same: NotFound.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from tradewind.desk.models import ApiToken, Batch, ChurnWarning, Customer, Person
from tradewind.errors import NotAllowed, NotFound

M = TypeVar("M", bound=Model)


def customers_of(person: Person) -> QuerySet[Customer]:
    """The buyers that `person` may see."""
    return Customer.objects.filter(_seen_by(person))


def scope_of(person: Person) -> str:
    """The name of the scope whose sums `person` may see: `all`, `team:<id>` or `rep:<id>`."""
    if person.role == Person.Role.ADMIN:
        return "all"
    if person.role == Person.Role.MANAGER and person.team_id:
        return f"team:{person.team_id}"
    return f"rep:{person.pk}"


def customer_for(person: Person, pk: int) -> Customer:
    """The buyer with this number, if `person` may see it; else NotFound."""
    return _one(customers_of(person).select_related("owner"), pk)


def warnings_of(person: Person) -> QuerySet[ChurnWarning]:
    """The churn warnings about buyers that `person` may see."""
    return ChurnWarning.objects.filter(_seen_by(person, "customer__"))


def warning_for(person: Person, pk: int) -> ChurnWarning:
    """The churn warning with this number, if `person` may see its buyer; else NotFound."""
    return _one(warnings_of(person).select_related("customer", "assigned"), pk)


def batches_of(person: Person) -> QuerySet[Batch]:
    """The imports that `person` may see: own ones, or all for an administrator."""
    everything = Batch.objects.select_related("by")
    return everything if person.role == Person.Role.ADMIN else everything.filter(by=person)


def batch_for(person: Person, pk: int) -> Batch:
    """The import with this number, if `person` may see it; else NotFound."""
    return _one(batches_of(person), pk)


def colleagues_of(person: Person) -> QuerySet[Person]:
    """The people to whom `person` may hand a buyer: oneself, the team for a manager, everyone for an administrator."""
    active = Person.objects.filter(is_active=True)
    if person.role == Person.Role.ADMIN:
        return active
    if person.role == Person.Role.MANAGER and person.team_id:
        return active.filter(team=person.team_id)
    return active.filter(pk=person.pk)


def tokens_of(person: Person) -> QuerySet[ApiToken]:
    """The API tokens that `person` may see and revoke: own ones, or all for an administrator."""
    everything = ApiToken.objects.select_related("person")
    return everything if person.role == Person.Role.ADMIN else everything.filter(person=person)


def token_for(person: Person, pk: int) -> ApiToken:
    """The API token with this number, if `person` may see it; else NotFound."""
    return _one(tokens_of(person), pk)


def must_administer(person: Person) -> None:
    """Refuse whoever is no administrator."""
    if person.role != Person.Role.ADMIN:
        raise NotAllowed


def _seen_by(person: Person, prefix: str = "") -> Q:
    if person.role == Person.Role.ADMIN:
        return Q()
    if person.role == Person.Role.MANAGER and person.team_id:
        return Q(**{f"{prefix}owner__team": person.team_id}) | Q(**{f"{prefix}owner": None})
    return Q(**{f"{prefix}owner": person.pk})


def _one(rows: QuerySet[M], pk: int) -> M:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
