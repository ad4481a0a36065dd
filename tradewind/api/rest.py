"""The API itself: its routers under one roof, each request by a token."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from tradewind import __version__
from tradewind.api import (
    benchmarks,
    calendar_feeds,
    customers,
    follow_ups,
    imports,
    messages,
    process,
    process_changes,
    programmes,
    rates,
    reminders,
    retention,
    ripple,
)
from tradewind.api.bearer import Bearer
from tradewind.api.refusals import answer_errors, refusal
from tradewind.errors import NoSuchRoute, WrongMethod

View = Callable[..., HttpResponse]

api = NinjaAPI(title="Tradewind", version=__version__, docs_url=None, auth=Bearer(), urls_namespace="api")
api.add_router("imports", imports.router, tags=["imports"])
api.add_router("retention", retention.router, tags=["retention"])
api.add_router("retention", ripple.router, tags=["retention"])
api.add_router("process", process.router, tags=["process"])
api.add_router("process/changes", process_changes.router, tags=["process"])
api.add_router("process/programmes", programmes.router, tags=["process"])
api.add_router("customers", customers.router, tags=["customers"])
api.add_router("today", follow_ups.day_router, tags=["today"])
api.add_router("follow-ups", follow_ups.steps_router, tags=["today"])
api.add_router("reminders", reminders.router, tags=["reminders"])
api.add_router("messages", messages.router, tags=["messages"])
api.add_router("calendar", calendar_feeds.router, tags=["calendar"])
api.add_router("benchmarks", benchmarks.router, tags=["benchmarks"])
api.add_router("rates", rates.router, tags=["rates"])
answer_errors(api)


def through_the_door(view: View) -> View:
    """The view without the pages' sign-in, which tokens replace, and with JSON for what is not there."""

    @login_not_required
    @csrf_exempt
    @never_cache
    @wraps(view, assigned=())
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except Http404:
            return nothing_here(request)
        if isinstance(answer, HttpResponseNotAllowed):
            allowed = ", ".join(sorted(answer.headers["Allow"].split(", ")))
            return refusal(WrongMethod(method=request.method, path=request.path, allowed=allowed))
        return answer

    return answered


def nothing_here(request: HttpRequest) -> HttpResponse:
    """What an address without a route answers."""
    return refusal(NoSuchRoute(path=request.path))
