"""流程再造 Programmes of change: their money from today on, writing versions down, deciding, and taking each back."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import JsonResponse
from django.utils.translation import gettext_noop as _
from ninja import Field, Router, Schema, Status

from tradewind.api.bearer import Request
from tradewind.api.retention import document
from tradewind.api.shapes import Day, Text, refused
from tradewind.desk import access, calendar, due_days, programmes, promises
from tradewind.desk.models import Programme, ProgrammeDecision

router = Router()
ALL = {200: dict[str, Any], **refused()}
ONE = {200: dict[str, Any], **refused(404, 422)}
MADE = {201: dict[str, Any], **refused(403, 404, 422)}
DONE = {200: dict[str, Any], **refused(403, 404)}
Why = Annotated[str, Field(max_length=programmes.WHY_LETTERS)]


class Version(Schema):
    """What a programme costs and brings, as `tradewind process programme` reads it."""

    name: Text = ""
    inputs: dict[str, Any] = Field(description=_("I, T, m, r, H, p, L, B, g, u …; a range is [low, likely, high]"))
    why: Why = ""


class Decision(Schema):
    """Go on or stop."""

    choice: Literal["go_on", "stop"]
    version: int | None = Field(None, ge=1, lt=2**31, description=_("The version decided on (default: the newest)"))
    why: Why = ""
    remeasure_on: Day | None = None


@router.get("", response=ALL, summary=_("Programmes of change, with what is decided"))
def list_of_programmes(request: Request) -> JsonResponse:
    """Those of your team and of the whole desk; those to be measured again soonest first."""
    found = list(programmes.programmes_of(request.auth))
    newest, decided = programmes.newest_versions(found), programmes.last_decisions(found)
    rows = [
        {
            "id": one.pk, "name": one.name, "version": newest[one.pk].number, "remeasure_on": one.remeasure_on,
            "decision": decision_of(decided.get(one.pk)), "forward": programmes.worth(newest[one.pk].inputs)["forward"],
        }
        for one in found
        if one.pk in newest
    ]  # fmt: skip
    return document({"programmes": rows})


@router.get("{int:programme}", response=ONE, summary=_("One programme's money, from today on and whole"))
def one_programme(request: Request, programme: int, version: int | None = None) -> JsonResponse:
    """The newest version, or the one of this number; `monte_carlo` is null while it is being drawn."""
    found = access.programme_for(request.auth, programme)
    one = programmes.version(found, version)
    decisions = [decision_of(made) for made in programmes.decisions_of(found)]
    whole = {"id": found.pk, "name": found.name, "version": one.number, "inputs": one.inputs, "decisions": decisions}
    measured = [promise_of(told) for told in promises.measured(found, one.inputs, request.auth)]
    return document({**whole, **programmes.told(one), "measured": measured})


@router.post("", response=MADE, summary=_("Write a programme down"))
def add_programme(request: Request, said: Version) -> Status[dict[str, Any]]:
    """Its first version, for your team. Managers and administrators."""
    made = programmes.add(said.name, said.inputs, said.why, request.auth)
    return Status(201, {**programme_of(made), "version": 1})


@router.post("{int:programme}/versions", response=MADE, summary=_("Write a programme's next version"))
def add_version(request: Request, programme: int, said: Version) -> Status[dict[str, Any]]:
    """The earlier ones stay as they were; without a name it keeps its own. Managers and administrators."""
    found = access.programme_to_change(request.auth, programme)
    written = programmes.write(found, said.name or found.name, said.inputs, said.why, request.auth)
    return Status(201, {**programme_of(found), "version": written.number})


@router.post("{int:programme}/decisions", response=MADE, summary=_("Decide to go on or to stop"))
def decide(request: Request, programme: int, said: Decision) -> Status[dict[str, Any]]:
    """The figures of this moment are kept with it. Managers and administrators."""
    version = programmes.version(access.programme_to_change(request.auth, programme), said.version)
    on = due_days.day_said(said.remeasure_on, calendar.today()) if said.remeasure_on else None
    made = programmes.decide(version, said.choice, said.why, on, request.auth)
    return Status(201, decision_of(made) or {})


@router.post("{int:programme}/remove", response=DONE, summary=_("Remove a programme"))
def remove_programme(request: Request, programme: int) -> dict[str, Any]:
    """It is out of sight until that is undone. Managers and administrators."""
    return programme_of(programmes.remove(access.programme_to_change(request.auth, programme), request.auth))


@router.post("{int:programme}/undo", response=DONE, summary=_("Undo the last act on a programme"))
def undo_programme(request: Request, programme: int) -> dict[str, Any]:
    """Takes back the last version, decision, removal, or that it was written down. Managers and administrators."""
    return programme_of(programmes.undo(access.programme_to_change(request.auth, programme), request.auth))


def promise_of(one: promises.Measured) -> dict[str, Any]:
    """What a change that the programme brought did to the figure that was promised to move."""
    told = {name: getattr(one, name) for name in ("promised", "saved", "gain", "low", "high", "verdict", "risk")}
    return {"change": one.change.pk, **told, "six_months": one.check, "six_months_on": one.check_on}


def decision_of(made: ProgrammeDecision | None) -> dict[str, Any] | None:
    """A decision: who, when, what, why, on what figures."""
    if made is None:
        return None
    told = {"choice": made.choice, "by": made.by.username, "at": made.at, "why": made.why, "figures": made.figures}
    return {**told, "version": made.version.number, "remeasure_on": made.remeasure_on}


def programme_of(programme: Programme) -> dict[str, Any]:
    """A programme."""
    told = {"id": programme.pk, "name": programme.name, "remeasure_on": programme.remeasure_on}
    return {**told, "removed": programme.removed_at is not None}
