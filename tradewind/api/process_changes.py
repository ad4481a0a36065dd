"""流程变更 Dated changes of process: what each did, dating one, and taking that back."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext_noop as _
from ninja import Field, Router, Schema, Status

from tradewind.api.bearer import Request
from tradewind.api.retention import document
from tradewind.api.shapes import Day, Text, refused
from tradewind.desk import access, calendar, due_days, process, process_changes
from tradewind.desk.models import ProcessChange

router = Router()
ALL = {200: dict[str, Any], **refused()}
MADE = {201: dict[str, Any], **refused(403, 404, 422)}
DONE = {200: dict[str, Any], **refused(403, 404)}


class Change(Schema):
    """A change of process."""

    on: Day
    name: Text
    programme: int | None = Field(None, ge=1, lt=2**63, description=_("The programme that brought it"))


@router.get("", response=ALL, summary=_("Before and after each dated change of process"))
def changes(request: Request) -> JsonResponse:
    """Over the cases that you may see, newest first."""
    run, standing = process.current_run(), list(process_changes.standing()[:50])
    names = [
        name for one in standing for name in (process_changes.stored_as(one), process_changes.check_stored_as(one))
    ]
    found = process.stored_by_name(request.auth, run, names) if run else {}
    rows = [
        {
            "id": one.pk, "on": one.on, "name": one.name,
            "comparison": found.get(process_changes.stored_as(one)),
            "six_months": found.get(process_changes.check_stored_as(one)),
            "six_months_on": process_changes.six_months_after(one.on),
        }
        for one in standing
    ]  # fmt: skip
    return document({"changes": rows})


@router.post("", response=MADE, summary=_("Date a change of process"))
def date_change(request: Request, said: Change) -> Status[dict[str, Any]]:
    """Cases before that day are then compared with those from it on. Managers and administrators."""
    on = due_days.past_day_said(said.on, calendar.today())
    programme = None if said.programme is None else access.programme_for(request.auth, said.programme)
    return Status(201, change_of(process_changes.add(on, said.name, programme, request.auth)))


@router.post("{int:dated}/remove", response=DONE, summary=_("Remove a dated change"))
def remove_change(request: Request, dated: int) -> dict[str, Any]:
    """It is no longer compared. Managers and administrators."""
    return change_of(process_changes.remove(access.process_change_for(request.auth, dated), request.auth))


@router.post("{int:dated}/undo", response=DONE, summary=_("Undo the last act on a dated change"))
def undo_change(request: Request, dated: int) -> dict[str, Any]:
    """Takes back that it was dated, or removed. Managers and administrators."""
    return change_of(process_changes.undo(access.process_change_for(request.auth, dated), request.auth))


def change_of(change: ProcessChange) -> dict[str, Any]:
    """A dated change."""
    told = {"id": change.pk, "on": change.on, "name": change.name, "programme": change.programme_id}
    return {**told, "removed": change.removed_at is not None}
