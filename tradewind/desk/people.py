"""Who may sit at the desk: the owner of a new desk, and sign-in links."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tradewind.desk.audit import note_change
from tradewind.desk.models import Person, SignInLink
from tradewind.errors import LinkSpent

LINK_MINUTES = 15


def desk_owner() -> Person:
    """The administrator who opened this desk first; made, without a password, when the desk is new."""
    owner = Person.objects.filter(role=Person.Role.ADMIN, is_active=True).order_by("pk").first()
    return owner or Person.objects.add("owner", role=Person.Role.ADMIN)


def sign_in_token(person: Person) -> str:
    """A fresh token that signs `person` in once within 15 minutes; only its hash is stored."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    SignInLink.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()
    SignInLink.objects.create(token_hash=_hash(token), person=person, expires_at=now + timedelta(minutes=LINK_MINUTES))
    return token


def link_is_open(token: str) -> bool:
    """Whether the token would still sign someone in; asking does not spend it."""
    return _open_links(token).exists()


@transaction.atomic
def spend_link(token: str) -> Person:
    """The person whom the token signs in; the token is spent. Raises LinkSpent."""
    if not _open_links(token).update(used_at=timezone.now()):
        raise LinkSpent
    person = SignInLink.objects.select_related("person").get(token_hash=_hash(token)).person
    note_change(person, "sign_in", f"person:{person.pk}")
    return person


def speak(person: Person, language: str) -> None:
    """Keep the language in which the person reads the desk."""
    person.language = language
    person.save(update_fields=["language"])


def _open_links(token: str) -> QuerySet[SignInLink]:
    return SignInLink.objects.filter(
        token_hash=_hash(token), used_at=None, expires_at__gt=timezone.now(), person__is_active=True
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
