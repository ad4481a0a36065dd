"""Keys for programs: made once, shown once, taken back at any time. A program with one is the person, at the API."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from tradewind.desk.audit import note_change
from tradewind.desk.models import ApiToken, Person, WrongTokens
from tradewind.errors import TokenRefused, TooManyWrongTokens

MARK = "tw_"  # a token found in a log or a repository tells what it is
SHOWN = 8
WRONG_MOST = 20
WRONG_MINUTES = 15


@transaction.atomic
def make_token(person: Person, name: str, days: int | None = None, by: Person | None = None) -> tuple[ApiToken, str]:
    """A new token of `person` and its secret, which nobody can be shown again; it ends after `days`, or never."""
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person=person,
        name=name[:80],
        token_hash=_hash(secret),
        prefix=secret[:SHOWN],
        expires_at=timezone.now() + timedelta(days=days) if days else None,
    )
    note_change(by or person, "token_made", f"token:{token.pk}", person=person.pk, name=token.name, days=days)
    return token, secret


def person_of(secret: str, address: str = "") -> Person:
    """In whose name the secret speaks.

    address  where it came from; wrong ones are counted per address. A right one is always heard: behind a proxy
             everybody has the same address, and a token is too long to be guessed
    raises   TokenRefused when it is unknown, revoked or expired, or its person has left;
             TooManyWrongTokens when 20 such came from the address within 15 minutes
    """
    token = open_tokens().select_related("person").filter(token_hash=_hash(secret), person__is_active=True).first()
    if token is None:
        _count_wrong(address)
        raise TokenRefused
    _note_use(token)
    return token.person


@transaction.atomic
def revoke(token: ApiToken, by: Person) -> ApiToken:
    """End the token now; ending it twice changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        note_change(by, "token_revoked", f"token:{token.pk}")
    return token


def open_tokens() -> QuerySet[ApiToken]:
    """The tokens that are neither revoked nor expired."""
    unexpired = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return ApiToken.objects.filter(unexpired, revoked_at=None)


def _note_use(token: ApiToken) -> None:
    """Keep when the token was used last, written at most once a minute: most requests then only read."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - timedelta(minutes=1):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _count_wrong(address: str) -> None:
    begin = timezone.now() - timedelta(minutes=WRONG_MINUTES)
    counted = WrongTokens.objects.filter(address=address[:64], since__gt=begin)
    if counted.filter(count__gte=WRONG_MOST).exists():
        raise TooManyWrongTokens(wrong=WRONG_MOST, minutes=WRONG_MINUTES)
    if not counted.update(count=F("count") + 1):
        WrongTokens.objects.filter(since__lte=begin).delete()
        WrongTokens.objects.update_or_create(address=address[:64], defaults={"since": timezone.now(), "count": 1})


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
