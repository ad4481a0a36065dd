"""What a refused request answers: {"error": {"code", "message", "facts"}}, the message in the reader's language."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from tradewind.desk.models import Batch
from tradewind.errors import (
    AlreadyDone,
    BadField,
    DeskEmpty,
    FieldMissing,
    FileTooLarge,
    InputError,
    LengthMissing,
    NextStepStands,
    NoSuchPerson,
    NoSuchRoute,
    NotAllowed,
    NotComputed,
    NotFound,
    NotOnThatDay,
    RequestBroken,
    RequestTooLarge,
    TokenMissing,
    TokenRefused,
    TooManyWrongTokens,
    TradewindError,
    WrongMethod,
    as_document,
    of_document,
)

STATUSES: dict[type[TradewindError], int] = {
    TokenMissing: 401,
    TokenRefused: 401,
    NotAllowed: 403,
    NotFound: 404,
    NoSuchRoute: 404,
    WrongMethod: 405,
    AlreadyDone: 409,
    NextStepStands: 409,
    NotOnThatDay: 422,
    NoSuchPerson: 422,
    DeskEmpty: 409,
    NotComputed: 409,
    LengthMissing: 411,
    FileTooLarge: 413,
    RequestTooLarge: 413,
    InputError: 422,
    TooManyWrongTokens: 429,
}
BROKEN = (HttpError, MultiPartParserError, SuspiciousOperation, UnreadablePostError)
MOST_LETTERS = 100

log = logging.getLogger(__name__)


def answer_errors(api: NinjaAPI) -> None:
    """Answer every error of a route as JSON."""
    answers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        TradewindError: lambda _, error: refusal(error),
        ValidationError: lambda request, error: refusal(field_error(request, error)),
        **dict.fromkeys(BROKEN, lambda _, error: refusal(RequestBroken())),
        Exception: failure,
    }
    for kind, answer in answers.items():
        api.add_exception_handler(kind, answer)


def refusal(error: TradewindError) -> HttpResponse:
    """The error as an answer, with the status of its kind."""
    status = next((status for kind, status in STATUSES.items() if isinstance(error, kind)), 500)
    answer = JsonResponse({"error": told(error)}, status=status, json_dumps_params={"ensure_ascii": False})
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooManyWrongTokens):
        answer.headers["Retry-After"] = str(60 * int(str(error.facts["minutes"])))
    if isinstance(error, WrongMethod):
        answer.headers["Allow"] = str(error.facts["allowed"])
    return answer


def told(error: TradewindError) -> dict[str, Any]:
    """The error as a document: its code for programs, its message for people, its facts for both."""
    shown = {name: _shown(name, fact) for name, fact in error.facts.items()}
    return {**as_document(error), "message": gettext(error.message).format(**shown)}


def told_again(stored: dict[str, Any] | None) -> dict[str, Any] | None:
    """The same of an error that an import has kept; None without one."""
    return told(of_document(stored)) if stored else None


def field_error(request: HttpRequest, error: ValidationError) -> TradewindError:
    """The first field that is missing or cannot be what it says.

    ninja tells where as ("form", field), or ("form", name of the argument, field, place within the field …).
    """
    where = error.errors[0]["loc"]
    field = str(where[min(2, len(where) - 1)])
    if error.errors[0]["type"] == "missing":
        return FieldMissing(field=field)
    said = request.GET if where[0] == "query" else request.POST
    return BadField(field=field, value=said.get(field, "")[:MOST_LETTERS])


def failure(_: HttpRequest, error: Exception) -> HttpResponse:
    """A failure of ours: told without its inside, which is in the log."""
    log.error("the API failed", exc_info=error)
    return refusal(TradewindError())


def _shown(name: str, fact: object) -> object:
    return Batch.State(str(fact)).label if name == "state" and fact in Batch.State.values else fact
