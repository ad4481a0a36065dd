"""Whose phone or mailbox a conversation is from, and in which zone its clock ran, as a person says with the import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from tradewind.desk import access
from tradewind.desk.models import Batch, Person
from tradewind.errors import NoSuchPerson
from tradewind.hours.zones import written_zone


@dataclass(frozen=True)
class Whose:
    """The rep whose phone or mailbox it is, and the zone of the clock by which times without one were written."""

    rep: Person
    zone: str


def whose(batch: Batch) -> Whose:
    """As the import's options say; else the importing person's, and the team's zone. Raises as `whose_said`."""
    return whose_said(batch.by, batch.options)


def whose_said(by: Person, options: Mapping[str, Any]) -> Whose:
    """What `by` says with the options `rep` (a user name) and `timezone`.

    raises   NoSuchPerson for nobody for whom `by` may speak; UnknownZone
    """
    zone = written_zone(str(options.get("timezone") or "") or settings.TIME_ZONE)
    return Whose(rep_for(by, str(options.get("rep") or "")), zone)


def rep_for(by: Person, username: str) -> Person:
    """Who is called so among those for whom `by` may speak; `by` where nobody is named. Raises NoSuchPerson."""
    if not username or username == by.username:
        return by
    found = access.colleagues_of(by).filter(username=username).first()
    if found is None:
        raise NoSuchPerson(person=username)
    return found
