"""对标 Benchmarks: the published figures beside the own ones."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from tradewind.api.bearer import Request
from tradewind.api.retention import document
from tradewind.api.shapes import refused
from tradewind.desk import benchmarks

router = Router()


@router.get("", response={200: dict[str, Any], **refused()}, summary=_("The published figures beside the own ones"))
def all_figures(request: Request) -> JsonResponse:
    """Over what you may see; `needs` says what would give an own figure that is missing."""
    return document(benchmarks.told(request.auth))
