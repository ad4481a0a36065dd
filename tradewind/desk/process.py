"""What really happens in the team's work: what the last run stored."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from tradewind.desk import access
from tradewind.desk.figures import own_figures, parts_of
from tradewind.desk.models import FindingRun, Person, ScopeFinding
from tradewind.published import metric

MATTER = "process"
RISK = "risk_change"


def current_run() -> FindingRun | None:
    """The run whose numbers all doors tell; None before the first event."""
    return FindingRun.objects.filter(matter=MATTER, is_current=True).first()


def stored(person: Person, run: FindingRun, name: str) -> dict[str, Any] | None:
    """A stored finding over the cases that `person` may see; None if not computed; `{"refused": …}` says why not."""
    found = ScopeFinding.objects.filter(run=run, scope=access.scope_of(person), name=name).first()
    return found.document if found else None


def stored_by_name(person: Person, run: FindingRun, names: Collection[str]) -> dict[str, dict[str, Any]]:
    """Several stored findings at once, by name; what is not computed is left out."""
    found = ScopeFinding.objects.filter(run=run, scope=access.scope_of(person), name__in=names)
    return dict(found.values_list("name", "document"))


def published_risk() -> dict[str, float]:
    """The published change of operating risk: average, low, high, case; the team's own figures in their place."""
    own = own_figures().get(RISK)
    return {**parts_of(metric(RISK)), **(own.figures if own else {})}
