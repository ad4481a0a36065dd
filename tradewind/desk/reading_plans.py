"""消息窗口 A person's own windows: choosing them, taking that back, and who else may see the person's figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tradewind.desk import calendar
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, Person, ReadingPlan
from tradewind.desk.windows import plan_of
from tradewind.errors import PlanNotRead
from tradewind.hours.clock import DAY_MIN

CHOSEN, SHARED, CONSENTED = "windows_chosen", "figures_shared", "acknowledging_allowed"
MOST_WINDOWS, MOST_BUDGET, LEAST_LONG, MOST_LONG = 12, 50, 5, 240
FIELDS = ("windows", "lasts_min", "from_min", "to_min", "blocked", "budget", "since")


@dataclass(frozen=True)
class Chosen:
    """What a person chooses; minutes after midnight on the desk's clock. No windows: nothing is held."""

    windows: tuple[int, ...]
    lasts_min: int = 30
    from_min: int = 8 * 60
    to_min: int = 21 * 60
    blocked: tuple[tuple[int, int], ...] = ()
    budget: int = 3


@transaction.atomic
def choose(person: Person, chosen: Chosen) -> AuditEntry | None:
    """Read at these windows from today on; None where nothing changes. Raises PlanNotRead."""
    _must_fit(chosen)
    plan = _held(person)
    before = _state(plan)
    windows = sorted(set(chosen.windows))
    since = before["since"] if windows == plan.windows else calendar.today().isoformat() if windows else None
    after = {
        "windows": windows, "lasts_min": chosen.lasts_min, "from_min": chosen.from_min, "to_min": chosen.to_min,
        "blocked": [list(span) for span in chosen.blocked], "budget": chosen.budget, "since": since,
    }  # fmt: skip
    if after == before:
        return None
    _put(plan, after)
    return note_change(person, CHOSEN, about(person), before=before, after=after)


@transaction.atomic
def undo(entry: AuditEntry, person: Person) -> bool:
    """Take one's own change back; False where the plan was changed again since."""
    plan = _held(person)
    if entry.about != about(person) or entry.action != CHOSEN or _state(plan) != entry.facts["after"]:
        return False
    _put(plan, entry.facts["before"])
    note_change(person, CHOSEN, about(person), before=entry.facts["after"], after=entry.facts["before"])
    return True


@transaction.atomic
def share(person: Person, shares: bool) -> bool:
    """Show one's own figures to whoever manages one, or no longer; says whether that changed anything."""
    return _switch(person, "shares", shares, SHARED)


@transaction.atomic
def consent(person: Person, acknowledges: bool) -> bool:
    """Give, or take back, the standing consent to acknowledge messages that wait; says whether it changed."""
    return _switch(person, "acknowledges", acknowledges, CONSENTED)


def about(person: Person) -> str:
    """How the audit names a person's plan."""
    return f"person:{person.pk}"


def _switch(person: Person, name: str, value: bool, action: str) -> bool:
    plan = _held(person)
    if getattr(plan, name) == value:
        return False
    setattr(plan, name, value)
    plan.save()
    note_change(person, action, about(person), before=not value, after=value)
    return True


def _held(person: Person) -> ReadingPlan:
    """The person's plan; until the transaction's end nobody else changes it."""
    Person.objects.select_for_update().filter(pk=person.pk).first()
    return plan_of(person)


def _state(plan: ReadingPlan) -> dict[str, Any]:
    found = {name: getattr(plan, name) for name in FIELDS}
    return {**found, "since": plan.since.isoformat() if plan.since else None}


def _put(plan: ReadingPlan, state: dict[str, Any]) -> None:
    for name, value in state.items():
        setattr(plan, name, value)
    plan.save()
    plan.refresh_from_db()


def _must_fit(chosen: Chosen) -> None:
    minutes = (*chosen.windows, chosen.from_min, chosen.to_min, *(at for span in chosen.blocked for at in span))
    fits = (
        len(chosen.windows) <= MOST_WINDOWS
        and all(0 <= at < DAY_MIN for at in minutes)
        and chosen.from_min < chosen.to_min
        and all(since < until for since, until in chosen.blocked)
        and LEAST_LONG <= chosen.lasts_min <= MOST_LONG
        and 0 <= chosen.budget <= MOST_BUDGET
    )
    if not fits:
        raise PlanNotRead(most=MOST_WINDOWS, budget=MOST_BUDGET, shortest=LEAST_LONG, longest=MOST_LONG)
