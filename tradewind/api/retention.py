"""流失 Retention: the stored findings, the same documents that `tradewind retention … --json` prints."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import JsonResponse
from django.utils.translation import gettext_noop as _
from ninja import Field, Router

from tradewind.api.bearer import Request
from tradewind.api.shapes import refused
from tradewind.desk import access, states
from tradewind.desk.models import FindingRun, Order
from tradewind.desk.retention import current_run, scope_finding, watch_document
from tradewind.errors import DeskEmpty, NotComputed

router = Router()
FOUND = {200: dict[str, Any], **refused(409)}


@router.get("watch", response=FOUND, summary=_("Buyers at risk, most money at risk first, with reasons"))
def watch(request: Request) -> JsonResponse:
    """Every buyer that you may see; `on_list` tells whom the rule names."""
    return document(watch_document(request.auth, stored_run()))


@router.get("rate", response=FOUND, summary=_("The churn rate month by month, beside the published figure"))
def rate(request: Request) -> JsonResponse:
    """Over the buyers that you may see."""
    return sums(request, "churn_rate")


@router.get(
    "record", response=FOUND, summary=_("Were the warnings right: of those named in the past, how many stopped")
)
def record(request: Request) -> JsonResponse:
    """Over the buyers that you may see."""
    return sums(request, "warning_record")


@router.get("warnings", response=FOUND, summary=_("How early and how right the flags lately were"))
def warnings(request: Request) -> JsonResponse:
    """Over the buyers that you may see, on the list's own replay; 409 where the list is made by the rule."""
    return sums(request, "early_record")


@router.get("kept", response=FOUND, summary=_("Were the stored warnings right, by month, from what came after"))
def kept(request: Request) -> JsonResponse:
    """Over the buyers that you may see; never recomputed."""
    return sums(request, "kept_record")


@router.get("cohorts", response=FOUND, summary=_("How many of each quarter's new buyers still order"))
def cohorts(request: Request) -> JsonResponse:
    """Over the buyers that you may see."""
    return sums(request, "cohorts")


@router.get("efforts", response=FOUND, summary=_("What goes to new and to old buyers, beside what each order"))
def efforts(request: Request) -> JsonResponse:
    """Over the buyers that you may see."""
    return sums(request, "new_or_old")


@router.get("signals", response=FOUND, summary=_("What messages, ratings, late shipments and cancellations add"))
def signals(request: Request) -> JsonResponse:
    """Of the whole team."""
    return sums(request, "signals")


@router.get("states", response=FOUND, summary=_("How buyers stand, and what has changed"))
def standing(request: Request, days: Annotated[int, Field(ge=1, le=3650)] = 30) -> JsonResponse:
    """The states of the buyers that you may see, and the changes of the last days, newest first."""
    return document(states.states_document(request.auth, stored_run().as_of, days))


@router.post(
    "states/{int:change}/seen", response={200: dict[str, Any], **refused(404)}, summary=_("Take note of a change")
)
def seen(request: Request, change: int) -> dict[str, Any]:
    """The change leaves Today."""
    return states.state_document(states.take_note(access.state_for(request.auth, change), request.auth))


def sums(request: Request, name: str) -> JsonResponse:
    """A stored sum over the person's buyers. Raises DeskEmpty, NotComputed."""
    found = scope_finding(request.auth, stored_run(), name)
    if found is None:
        raise NotComputed
    return document(found)


def stored_run() -> FindingRun:
    """The run whose numbers every door tells. Raises DeskEmpty; NotComputed while the first one is being computed."""
    run = current_run()
    if run is None:
        raise NotComputed if Order.objects.exists() else DeskEmpty
    return run


def document(found: Any) -> JsonResponse:
    """The document as it is stored."""
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False})
