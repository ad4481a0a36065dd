"""流程 Process: the stored findings, the same documents that `tradewind process … --json` prints."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from tradewind.api.bearer import Request
from tradewind.api.retention import document
from tradewind.api.shapes import refused
from tradewind.desk import process
from tradewind.desk.models import FindingRun
from tradewind.errors import NoEvents, of_document

router = Router()


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
