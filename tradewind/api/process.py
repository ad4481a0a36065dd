"""流程 Process: the stored findings, the documents of `tradewind process … --json`; how the log is read."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import JsonResponse
from django.utils.translation import gettext_noop as _
from ninja import Field, Router, Schema

from tradewind.api.bearer import Request
from tradewind.api.retention import document
from tradewind.api.shapes import Text, refused
from tradewind.desk import access, process, process_reading
from tradewind.desk.models import FindingRun
from tradewind.errors import NoEvents, of_document

router = Router()
DONE = {200: dict[str, Any], **refused(403, 404)}
Activities = Annotated[list[Text], Field(max_length=process_reading.MOST_STEPS)]


class HowRead(Schema):
    """How the log is read."""

    standard: Activities = Field([], description=_("The standard way, activities in order"))
    closing: Activities = Field([], description=_("Activities that end a case"))
    zone: Text = Field("", description=_("The office whose work time counts: its zone, e.g. Asia/Shanghai"))
    country: Text = Field("", description=_("Its country, for holidays"))
    hours: Text = Field("", description=_("Its business hours, e.g. 09:00-18:00"))


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


@router.get("reading", response={200: dict[str, Any], **refused()}, summary=_("How the log is read"))
def reading(request: Request) -> dict[str, Any]:
    """The standard way, what ends a case, and the office whose work time counts (null: plain time)."""
    return process_reading.now().as_document()


@router.post("reading", response={200: dict[str, Any], **refused(403, 422)}, summary=_("Say how the log is read"))
def read_so(request: Request, said: HowRead) -> dict[str, Any]:
    """For the whole desk; the figures are computed anew; `change` undoes it. Managers and administrators."""
    asked = process_reading.said(said.standard, said.closing, said.zone, said.country, said.hours)
    entry = process_reading.change(asked, request.auth)
    return {**process_reading.now().as_document(), "change": entry.pk}


@router.post("reading/{int:said}/undo", response=DONE, summary=_("Undo how the log is read"))
def read_as_before(request: Request, said: int) -> dict[str, Any]:
    """`undone` is false where it was changed again since. Managers and administrators."""
    entry = access.change_for(request.auth, process_reading.CHANGED, said)
    undone = process_reading.undo(entry, request.auth)
    return {**process_reading.now().as_document(), "undone": undone}
