"""Who asks? The person whose token the request bears; cookies count for nothing here."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from tradewind.desk.models import Person
from tradewind.desk.tokens import person_of
from tradewind.errors import LengthMissing, RequestTooLarge, TokenMissing

MB = 1024 * 1024


class Request(HttpRequest):
    """What every route behind the token gets."""

    auth: Person


class Bearer(HttpBearer):
    """`Authorization: Bearer TOKEN`. Asked before the body is read, so a stranger's body never is."""

    def __call__(self, request: HttpRequest) -> Person:
        scheme, _, secret = request.headers.get(self.header, "").partition(" ")
        if scheme.casefold() != self.openapi_scheme or not secret.strip():
            raise TokenMissing
        person = self.authenticate(request, secret.strip())
        _must_fit(request)
        return person

    def authenticate(self, request: HttpRequest, token: str) -> Person:
        return person_of(token, request.META.get("REMOTE_ADDR", ""))


def _must_fit(request: HttpRequest) -> None:
    """Refuse by its stated length a body that cannot hold a file small enough; the server reads no more than that."""
    stated = request.META.get("CONTENT_LENGTH") or ""
    if "Transfer-Encoding" in request.headers and not stated:
        raise LengthMissing
    size_mb = int(stated) // MB if stated.isdecimal() else 0
    if size_mb > settings.TRADEWIND_MAX_UPLOAD_MB:
        raise RequestTooLarge(size_mb=size_mb, most_mb=settings.TRADEWIND_MAX_UPLOAD_MB)
