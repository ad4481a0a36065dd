"""流程再造 Programmes: writing versions down, deciding on figures, and taking each of these back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from tradewind.desk import access, queue
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, Person, Programme, ProgrammeDecision, ProgrammeVersion
from tradewind.errors import DecisionMissing, ProgrammeNameless, VersionGone
from tradewind.findings.programme import programme as found
from tradewind.findings.programme_file import asked_of

LETTERS, WHY_LETTERS = 120, 300
ADDED, REMOVED, WRITTEN = "programme_added", "programme_removed", "programme_written"
DECIDED, UNDONE = "programme_decided", "programme_undone"
KEPT = ("npv", "required_gain", "whole_npv", "sunk", "salvage", "decision")
Document = dict[str, Any]


def programmes_of(person: Person) -> QuerySet[Programme]:
    """The programmes that `person` may read, those to be measured again soonest first."""
    mine = access.programmes_of(person).filter(removed_at=None).select_related("team", "made_by")
    return mine.order_by(F("remeasure_on").asc(nulls_last=True), "name", "pk")


def versions_of(programme: Programme) -> list[ProgrammeVersion]:
    """The versions that stand, newest first."""
    return list(programme.versions.filter(removed_at=None).select_related("by").order_by("-number"))


def decisions_of(programme: Programme) -> QuerySet[ProgrammeDecision]:
    """The decisions that stand, newest first."""
    made = ProgrammeDecision.objects.filter(version__programme=programme, taken_back_at=None)
    return made.select_related("by", "version").order_by("-pk")


def newest_versions(programmes: Sequence[Programme]) -> dict[int, ProgrammeVersion]:
    """The newest standing version of each programme, by its number."""
    rows = ProgrammeVersion.objects.filter(programme__in=programmes, removed_at=None).select_related("by")
    return {one.programme_id: one for one in rows.order_by("number")}


def last_decisions(programmes: Sequence[Programme]) -> dict[int, ProgrammeDecision]:
    """The last standing decision of each programme, by its number."""
    rows = ProgrammeDecision.objects.filter(version__programme__in=programmes, taken_back_at=None)
    return {one.version.programme_id: one for one in rows.select_related("by", "version").order_by("pk")}


def version(programme: Programme, number: int | None = None) -> ProgrammeVersion:
    """The newest version, or the one of this number. Raises VersionGone."""
    standing = versions_of(programme)
    one = next((one for one in standing if number in (None, one.number)), None)
    if one is None:
        raise VersionGone
    return one


def worth(inputs: Mapping[str, Any]) -> Document:
    """The figures of inputs but the Monte Carlo, in plain numbers: what a page asks. Raises InputErrors."""
    return found(asked_of(inputs, "programme"), draws=0)


def told(one: ProgrammeVersion) -> Document:
    """The figures of a version, with its Monte Carlo as far as the job has computed it (else None)."""
    return {**worth(one.inputs), "monte_carlo": one.chances}


@transaction.atomic
def add(name: str, inputs: Mapping[str, Any], why: str, by: Person) -> Programme:
    """A new programme of one's team with its first version. Raises NotAllowed, ProgrammeNameless, InputErrors."""
    access.must_manage(by)
    worth(inputs)
    made = Programme.objects.create(name=_named(name), team=by.team, made_by=by)
    _write(made, inputs, why, by)
    note_change(by, ADDED, _about(made))
    return made


@transaction.atomic
def write(programme: Programme, name: str, inputs: Mapping[str, Any], why: str, by: Person) -> ProgrammeVersion:
    """A new version. Raises NotAllowed, ProgrammeNameless, InputErrors."""
    access.must_manage(by)
    worth(inputs)
    Programme.objects.select_for_update().get(pk=programme.pk)
    before = programme.name
    programme.name = _named(name)
    programme.save(update_fields=["name"])
    written = _write(programme, inputs, why, by)
    note_change(by, WRITTEN, _about(programme), version=written.pk, before={"name": before})
    return written


def _write(programme: Programme, inputs: Mapping[str, Any], why: str, by: Person) -> ProgrammeVersion:
    last = programme.versions.aggregate(last=Max("number"))["last"] or 0
    written = ProgrammeVersion.objects.create(
        programme=programme, number=last + 1, inputs=dict(inputs), why=_cut(why, WHY_LETTERS), by=by
    )
    queue.enqueue("programme", by, version=written.pk)
    return written


@transaction.atomic
def decide(one: ProgrammeVersion, choice: str, why: str, remeasure_on: date | None, by: Person) -> ProgrammeDecision:
    """Go on or stop, on the figures of a version as they are now. Raises NotAllowed, DecisionMissing."""
    access.must_manage(by)
    if choice not in ProgrammeDecision.Choice.values:
        raise DecisionMissing
    forward = worth(one.inputs)["forward"]
    made = ProgrammeDecision.objects.create(
        version=one, choice=choice, why=_cut(why, WHY_LETTERS), figures={key: forward[key] for key in KEPT},
        remeasure_on=remeasure_on, by=by,
    )  # fmt: skip
    before = one.programme.remeasure_on
    Programme.objects.filter(pk=one.programme_id).update(remeasure_on=remeasure_on)
    facts = {"decision": made.pk, "choice": choice, "before": {"remeasure_on": before and before.isoformat()}}
    note_change(by, DECIDED, _about(one.programme), **facts)
    return made


@transaction.atomic
def remove(programme: Programme, by: Person) -> Programme:
    """Take a programme out of sight. Raises NotAllowed."""
    access.must_manage(by)
    if Programme.objects.filter(pk=programme.pk, removed_at=None).update(removed_at=timezone.now()):
        note_change(by, REMOVED, _about(programme))
    return programme


@transaction.atomic
def undo(programme: Programme, by: Person) -> Programme:
    """Take back the last change of a programme; what is undone stays so. Raises NotAllowed."""
    access.must_manage(by)
    last = AuditEntry.objects.filter(about=_about(programme)).order_by("-pk").first()
    if last is None or last.action == UNDONE:
        return programme
    if last.action == DECIDED:
        ProgrammeDecision.objects.filter(pk=last.facts["decision"]).update(taken_back_at=timezone.now())
        day = last.facts["before"]["remeasure_on"]
        programme.remeasure_on = date.fromisoformat(day) if day else None
    elif last.action == WRITTEN:
        ProgrammeVersion.objects.filter(pk=last.facts["version"]).update(removed_at=timezone.now())
        programme.name = last.facts["before"]["name"]
    else:
        programme.removed_at = timezone.now() if last.action == ADDED else None
    programme.save(update_fields=["remeasure_on", "name", "removed_at"])
    note_change(by, UNDONE, _about(programme), of=last.pk)
    return programme


def due(person: Person, until: date) -> list[Programme]:
    """The programmes that `person` may read and that are to be measured again by a day, the longest due first."""
    mine = access.programmes_of(person).filter(removed_at=None, remeasure_on__lte=until)
    return list(mine.order_by("remeasure_on", "pk")[:20])


def _named(name: str) -> str:
    name = _cut(name, LETTERS)
    if not name:
        raise ProgrammeNameless
    return name


def _cut(text: str, most: int) -> str:
    return " ".join(text.replace("\x00", "").split())[:most]


def _about(programme: Programme) -> str:
    return f"programme:{programme.pk}"
