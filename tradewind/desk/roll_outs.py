"""推广与培训 Roll-outs and trainings: recording whom they reached and when, removing one, taking that back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from tradewind.desk import access, queue, roll_outs_seen
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, Person, Reached, RollOut
from tradewind.errors import ReachesNobody, ToolNameless

LETTERS = 80
ADDED, REMOVED, UNDONE = "roll_out_added", "roll_out_removed", "roll_out_undone"


@dataclass(frozen=True)
class Recorded:
    """A roll-out as a manager records it."""

    kind: str
    tool: str
    on: date
    people: tuple[Person, ...]
    seats: int | None = None


def standing() -> QuerySet[RollOut]:
    """The roll-outs that stand, newest day first."""
    return RollOut.objects.filter(removed_at=None).select_related("made_by").order_by("-on", "-pk")


def list_for(person: Person, most: int = 50) -> list[RollOut]:
    """The newest roll-outs that `person` may see, each with `seen`: whom of those that it reached `person` may see."""
    theirs = Reached.objects.filter(person__in=access.people_of(person).order_by()).select_related("person")
    found = roll_outs_seen.roll_outs_of(person).filter(removed_at=None).select_related("made_by").order_by("-on", "-pk")
    return list(found.prefetch_related(Prefetch("reached", theirs, "seen"))[:most])


def first_days() -> dict[str, date]:
    """The day from which each person has a tool: of the first roll-out that reached the person, by user name."""
    rows = Reached.objects.filter(roll_out__removed_at=None, roll_out__kind=RollOut.Kind.TOOL)
    return dict(rows.order_by("-roll_out__on").values_list("person__username", "roll_out__on"))


def licensed_seats() -> int | None:
    """The licensed seats of the tool with most of them; None where nobody said."""
    said = [one for one in standing().values_list("seats", flat=True) if one]
    return max(said, default=None)


@transaction.atomic
def add(recorded: Recorded, by: Person) -> RollOut:
    """Record a roll-out or a training; a job computes anew. Raises NotAllowed, ToolNameless, ReachesNobody."""
    access.must_manage(by)
    tool = _words(recorded.tool)
    if not tool:
        raise ToolNameless
    allowed = set(access.people_of(by).values_list("pk", flat=True))
    people = [one for one in recorded.people if one.pk in allowed]
    if not people:
        raise ReachesNobody
    made = RollOut.objects.create(kind=recorded.kind, tool=tool, on=recorded.on, seats=recorded.seats, made_by=by)
    Reached.objects.bulk_create(Reached(roll_out=made, person=one) for one in people)
    _changed(by, ADDED, made, on=recorded.on.isoformat(), people=len(people))
    return made


@transaction.atomic
def remove(roll_out: RollOut, by: Person) -> RollOut:
    """Take a roll-out out of sight, and out of the figures. Raises NotAllowed."""
    access.must_manage(by)
    if RollOut.objects.filter(pk=roll_out.pk, removed_at=None).update(removed_at=timezone.now()):
        _changed(by, REMOVED, roll_out)
    return roll_out


@transaction.atomic
def undo(roll_out: RollOut, by: Person) -> RollOut:
    """Take back that it was recorded, or removed; what is undone stays so. Raises NotAllowed."""
    access.must_manage(by)
    last = AuditEntry.objects.filter(about=about(roll_out), action__in=(ADDED, REMOVED, UNDONE)).order_by("-pk").first()
    if last is None or last.action == UNDONE:
        return roll_out
    roll_out.removed_at = timezone.now() if last.action == ADDED else None
    roll_out.save(update_fields=["removed_at"])
    _changed(by, UNDONE, roll_out, of=last.pk)
    return roll_out


def about(roll_out: RollOut) -> str:
    """How the audit names a roll-out."""
    return f"roll_out:{roll_out.pk}"


def _changed(by: Person, action: str, roll_out: RollOut, **facts: Any) -> None:
    note_change(by, action, about(roll_out), tool=roll_out.tool, **facts)
    queue.enqueue("adoption", by)


def _words(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LETTERS]
