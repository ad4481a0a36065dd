"""The secret address of a person's calendar: made, shown once, renewed, revoked. Who knows it reads as the person."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tradewind.desk.audit import note_change
from tradewind.desk.models import CalendarFeed, Person
from tradewind.errors import NotFound

MADE, CHANGED, REVOKED = "calendar_made", "calendar_changed", "calendar_revoked"
LONGEST = 100


def feed_of(person: Person) -> CalendarFeed | None:
    """The person's feed, where there is one."""
    return CalendarFeed.objects.filter(person=person).first()


@transaction.atomic
def make(person: Person, with_holidays: bool) -> tuple[CalendarFeed, str]:
    """A new address for the person and its secret part, which nobody can be shown again; an address of before ends."""
    secret = secrets.token_urlsafe(32)
    said = {
        "token_hash": _hash(secret),
        "with_holidays": with_holidays,
        "made_at": timezone.now(),
        "last_read_at": None,
    }
    feed, is_first = CalendarFeed.objects.update_or_create(person=person, defaults=said)
    note_change(person, MADE, f"person:{person.pk}", renewed=not is_first)
    return feed, secret


@transaction.atomic
def choose(person: Person, with_holidays: bool) -> None:
    """Take the buyers' holidays in, or leave them out; the address stays. Raises NotFound without one."""
    feed = CalendarFeed.objects.select_for_update().filter(person=person).first()
    if feed is None:
        raise NotFound
    if feed.with_holidays != with_holidays:
        feed.with_holidays = with_holidays
        feed.save(update_fields=["with_holidays"])
        note_change(person, CHANGED, f"person:{person.pk}", with_holidays=with_holidays)


@transaction.atomic
def revoke(person: Person) -> None:
    """End the address now; without one nothing changes."""
    if CalendarFeed.objects.filter(person=person).delete()[0]:
        note_change(person, REVOKED, f"person:{person.pk}")


def read_by(secret: str) -> CalendarFeed:
    """The feed at this address, its person with it; raises NotFound when it is unknown, or its person has left."""
    if len(secret) > LONGEST:
        raise NotFound
    known = CalendarFeed.objects.select_related("person__team")
    feed = known.filter(token_hash=_hash(secret), person__is_active=True).first()
    if feed is None:
        raise NotFound
    now = timezone.now()
    if feed.last_read_at is None or feed.last_read_at < now - timedelta(minutes=1):
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=now)
    return feed


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
