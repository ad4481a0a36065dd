"""打扰计 What messages cost and how soon they are answered: one's own figures, shared ones, and sums of a team."""

from __future__ import annotations

from typing import Any

from tradewind.desk import access, inbox_access
from tradewind.desk.models import FindingRun, Person, ScopeFinding
from tradewind.errors import NotFound

MATTER = "attention"
METER, BASIS, MODEL = "meter", "basis", "model"
FEWEST_PEOPLE = 5  # of whom a sum may be told
NOTHING: dict[str, Any] = {"groups": [], "interruptions": [], "workdays": 0, "messages": 0}


def current_run() -> FindingRun | None:
    """The run whose figures all doors tell; None before the first message."""
    return FindingRun.objects.filter(matter=MATTER, is_current=True).first()


def meter(by: Person, whose: Person) -> dict[str, Any] | None:
    """The own figures of `whose`, if `by` may see them (else NotFound); None where there are none yet."""
    if not inbox_access.figures_of(by).filter(pk=whose.pk).exists():
        raise NotFound
    return _own(whose, METER)


def team_meter(by: Person) -> dict[str, Any] | None:
    """The sums of the people whom `by` manages, at least five of them; None where they are fewer, or for a rep."""
    scope = access.scope_of(by)
    return None if scope.startswith("rep:") else _stored(scope, METER)


def basis(person: Person) -> dict[str, Any]:
    """What the person's windows are weighed on; without messages where there are none yet."""
    return _own(person, BASIS) or NOTHING


def model(person: Person) -> dict[str, Any] | None:
    """What the model of answers has learnt of the team and of the person."""
    return _own(person, MODEL)


def _own(person: Person, name: str) -> dict[str, Any] | None:
    return _stored(f"rep:{person.pk}", name)


def _stored(scope: str, name: str) -> dict[str, Any] | None:
    row = ScopeFinding.objects.filter(run__matter=MATTER, run__is_current=True, scope=scope, name=name).first()
    return row.document if row else None
