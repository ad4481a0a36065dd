"""Do the tools pay? What the last run stored, for whom it may be told."""

from __future__ import annotations

from typing import Any

from tradewind.desk import access
from tradewind.desk.figures import with_own
from tradewind.desk.models import FindingRun, Person, ScopeFinding

MATTER = "adoption"
LEAST_PEOPLE = 3  # a sum over fewer would tell of one person


def current_run() -> FindingRun | None:
    """The run whose numbers all doors tell; None before there is any use, roll-out or order."""
    return FindingRun.objects.filter(matter=MATTER, is_current=True).first()


def stored(person: Person, run: FindingRun, name: str) -> dict[str, Any] | None:
    """A stored finding of the scope that `person` may see; None if not computed; `{"refused": …}` says why not."""
    found = ScopeFinding.objects.filter(run=run, scope=access.scope_of(person), name=name).first()
    if found is None:
        return None
    return with_own(found.document) if "benchmark" in found.document else dict(found.document)


def stored_of(people: list[int], run: FindingRun, name: str) -> dict[int, dict[str, Any]]:
    """A stored finding about each of these people, by their numbers; the caller knows that it may be told."""
    scopes = {f"rep:{pk}": pk for pk in people}
    rows = ScopeFinding.objects.filter(run=run, scope__in=scopes, name=name).values_list("scope", "document")
    return {scopes[scope]: document for scope, document in rows}
