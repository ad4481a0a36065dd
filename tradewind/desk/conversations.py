"""What a person says about conversations that come in: whose phone or mailbox it is, and which zone its clock has."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from tradewind.desk import access
from tradewind.desk.models import Batch, Person
from tradewind.errors import NoSuchPerson
from tradewind.hours.zones import written_zone

KIND = "messages"


@dataclass(frozen=True)
class Whose:
    """The rep whose phone or mailbox it is, and the zone of the clock by which times without one were written."""

    rep: Person
    zone: str


def whose(batch: Batch) -> Whose:
    """As the import's options `rep` (a user name) and `timezone` say; else the importing person's, the team's zone.

    raises   NoSuchPerson for nobody whom that person may name; UnknownZone
    """
    return Whose(
        rep_for(batch.by, batch.options.get("rep") or ""),
        written_zone(batch.options.get("timezone") or settings.TIME_ZONE),
    )


def rep_for(by: Person, username: str) -> Person:
    """Who is called so among those for whom `by` may speak; `by` where nobody is named. Raises NoSuchPerson."""
    if not username or username == by.username:
        return by
    found = access.colleagues_of(by).filter(username=username).first()
    if found is None:
        raise NoSuchPerson(person=username)
    return found
