"""流程 Process: the stored findings, the same documents that `tradewind process … --json` prints."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from tradewind.api.bearer import Request
from tradewind.api.retention import document
from tradewind.api.shapes import refused
from tradewind.desk import access, process, process_changes, programmes
from tradewind.desk.models import FindingRun, ProgrammeDecision
from tradewind.errors import NoEvents, of_document

router = Router()
ALL = {200: dict[str, Any], **refused()}
ONE = {200: dict[str, Any], **refused(404, 422)}


@router.get("map", response={200: dict[str, Any], **refused(409, 422)}, summary=_("What really happens in the work"))
def process_map(request: Request) -> JsonResponse:
    """Over the cases that you may see: orders of your buyers, and of other cases those in which you did a step."""
    found = process.stored(request.auth, stored_run(), "process_map")
    if found is None:
        raise NoEvents
    if "refused" in found:
        raise of_document(found["refused"])
    return document(found)


def stored_run() -> FindingRun:
    """The run whose numbers are told. Raises NoEvents before there is one."""
    run = process.current_run()
    if run is None:
        raise NoEvents
    return run


@router.get("changes", response=ALL, summary=_("Before and after each dated change of process"))
def changes(request: Request) -> JsonResponse:
    """Over the cases that you may see, newest first."""
    run = process.current_run()
    rows = [
        {
            "id": one.pk, "on": one.on, "name": one.name,
            "comparison": process_changes.comparison(request.auth, run, one) if run else None,
        }
        for one in process_changes.standing()[:50]
    ]  # fmt: skip
    return document({"changes": rows})


@router.get("programmes", response=ALL, summary=_("Programmes of change, with what is decided"))
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


@router.get("programmes/{int:programme}", response=ONE, summary=_("One programme's money, from today on and whole"))
def one_programme(request: Request, programme: int, version: int | None = None) -> JsonResponse:
    """The newest version, or the one of this number; `monte_carlo` is null while it is being drawn."""
    found = access.programme_for(request.auth, programme)
    one = programmes.version(found, version)
    decisions = [decision_of(made) for made in programmes.decisions_of(found)]
    whole = {"id": found.pk, "name": found.name, "version": one.number, "inputs": one.inputs, "decisions": decisions}
    return document({**whole, **programmes.told(one)})


def decision_of(made: ProgrammeDecision | None) -> dict[str, Any] | None:
    """A decision: who, when, what, why, on what figures."""
    if made is None:
        return None
    told = {"choice": made.choice, "by": made.by.username, "at": made.at, "why": made.why, "figures": made.figures}
    return {**told, "version": made.version.number, "remeasure_on": made.remeasure_on}
