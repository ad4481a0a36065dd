"""Invitations: a link by which a person sets a password, without having one. A forgotten password goes the same way."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tradewind.desk import access, passwords
from tradewind.desk.audit import note_change
from tradewind.desk.models import Invitation, Person
from tradewind.errors import InvitationSpent, NotFound

DAYS = 7


@transaction.atomic
def invite(person: Person, by: Person) -> str:
    """A fresh token for `person`, good once within 7 days; one given out before ends. Only its hash is kept.

    raises   NotAllowed for whoever is no administrator; NotFound for a person who has left
    """
    access.must_administer(by)
    if not Person.objects.select_for_update().filter(pk=person.pk, is_active=True).exists():
        raise NotFound
    Invitation.objects.filter(person=person, used_at=None).delete()
    token = secrets.token_urlsafe(32)
    ends = timezone.now() + timedelta(days=DAYS)
    Invitation.objects.create(token_hash=_hash(token), person=person, by=by, expires_at=ends)
    note_change(by, "person_invited", f"person:{person.pk}")
    return token


def invited(token: str) -> Person:
    """Whom the token invites; asking does not spend it. Raises InvitationSpent."""
    found = _open(token).select_related("person").first()
    if found is None:
        raise InvitationSpent
    return found.person


@transaction.atomic
def accept(token: str, password: str, again: str, language: str = "") -> Person:
    """Set the password, and the language, of whom the token invites; the token is spent, unless the password is
    refused. Of two who accept at once one is let in. Raises InvitationSpent, and as `passwords.set_password`.
    """
    person = invited(token)
    passwords.must_be_good(person, password, again)
    unused = Invitation.objects.filter(
        token_hash=_hash(token), used_at=None
    )  # no join: PostgreSQL looks again once held
    if not unused.update(used_at=timezone.now()):
        raise InvitationSpent
    if language:
        person.language = language
        person.save(update_fields=["language"])
    passwords.set_password(person, password, again, by=person)
    note_change(person, "invitation_accepted", f"person:{person.pk}")
    return person


def _open(token: str) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        token_hash=_hash(token), used_at=None, expires_at__gt=timezone.now(), person__is_active=True
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
