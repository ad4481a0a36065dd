"""Who does the work of whom on a day, because of leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Exists, OuterRef

from tradewind.desk.models import Leave


def deputies(day: date) -> dict[int, int]:
    """By the numbers of those away the number of who stands in: the deputy of a deputy where that one is away too; the
    person itself where that goes round in a circle. One query."""
    on_leave = Leave.objects.filter(removed_at=None, from_on__lte=day, until_on__gte=day).order_by("pk")
    direct = dict(on_leave.values_list("person", "deputy"))
    return {person: last_of(person, direct) for person in direct}


def stands_in_on(day: date) -> Exists:
    """Of a query for people: whether a leave names each as deputy on that day. Who is not named does nobody's work."""
    named = Leave.objects.filter(deputy=OuterRef("pk"), removed_at=None, from_on__lte=day, until_on__gte=day)
    return Exists(named)


def last_of(person: int, direct: Mapping[int, int]) -> int:
    """The end of the chain of deputies.

    >>> last_of(1, {1: 2, 2: 3}), last_of(1, {1: 2, 2: 1})
    (3, 1)
    """
    seen, at = {person}, direct[person]
    while at in direct and at not in seen:
        seen.add(at)
        at = direct[at]
    return person if at in seen else at
