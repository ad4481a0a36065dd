"""Signing in by password, slowed down where it keeps failing.

Five wrong passwords for a user name, or twenty from an address, and the next one must wait: 1 minute, then 2, 4, 8, 15.
Tries are counted before the password is looked at, so many at once get no further than one after the other.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tradewind.desk.audit import note_change
from tradewind.desk.models import Person, WrongSignIns
from tradewind.desk.names import spelled
from tradewind.desk.passwords import MOST
from tradewind.errors import SignInRefused, TooManyWrongSignIns, UserNameOutOfRange

WRONG_OF_NAME, WRONG_OF_ADDRESS = 5, 20
WINDOW = timedelta(minutes=15)
LONGEST_WAIT = 15
NOBODY = "-" * 81  # longer than any user name


def by_password(user_name: str, password: str, address: str) -> Person:
    """Whom user name and password sign in. Unknown names, people who left and wrong passwords answer the same, and
    take the same time. A success forgets the name's failures.

    raises   SignInRefused; TooManyWrongSignIns, without a look at the password
    """
    name = _known_spelling(user_name)
    keys = {_key("name", name): WRONG_OF_NAME, _key("from", _network(address)): WRONG_OF_ADDRESS}
    starts = _count(keys)
    person = authenticate(username=name, password=password[: MOST + 1])
    if not isinstance(person, Person):
        if starts:  # told once per wait, not once per try
            known = Person.objects.filter(username=name).first()
            about = f"person:{known.pk}" if known else "sign_in"
            note_change(None, "sign_in_refused", about, address=address[:64])
        raise SignInRefused
    _forget(*keys)
    note_change(person, "sign_in", f"person:{person.pk}", address=address[:64])
    return person


@transaction.atomic
def _count(keys: dict[str, int]) -> bool:
    """Count one more try for each key; says whether a wait begins for one. Raises TooManyWrongSignIns during a wait."""
    now = timezone.now()
    WrongSignIns.objects.filter(Q(until=None) | Q(until__lt=now - WINDOW), last_at__lt=now - WINDOW).delete()
    WrongSignIns.objects.bulk_create([WrongSignIns(key=key, last_at=now) for key in keys], ignore_conflicts=True)
    rows = list(WrongSignIns.objects.select_for_update().filter(key__in=keys).order_by("key"))
    waits = [row.until for row in rows if row.until and row.until > now]
    if waits:
        raise TooManyWrongSignIns(minutes=_minutes(max(waits), now))
    starts = False
    for row in rows:
        row.count, row.last_at = row.count + 1, now
        if row.count >= keys[row.key]:
            row.until = now + timedelta(minutes=min(2 ** (row.count - keys[row.key]), LONGEST_WAIT))
            starts = True
        row.save()
    return starts


@transaction.atomic
def _forget(name: str, address: str) -> None:
    """The try was no failure: the name begins anew, the address has one failure less."""
    WrongSignIns.objects.filter(key=name).delete()
    row = WrongSignIns.objects.select_for_update().filter(key=address).first()
    if row:
        row.count, row.until = max(0, row.count - 1), None if row.count <= WRONG_OF_ADDRESS else row.until
        row.save()


def _known_spelling(user_name: str) -> str:
    """The user name as people have it; one that nobody can have stands for nobody."""
    try:
        name = spelled(user_name)
    except UserNameOutOfRange:
        return NOBODY
    as_typed = user_name.strip()
    return as_typed if Person.objects.filter(username=as_typed).exists() else name


def _network(address: str) -> str:
    """Whose failures are counted together: one IPv4 address, or the network of a house, of IPv6."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{known}/64", strict=False)) if known.version == 6 else str(known)


def _key(kind: str, of: str) -> str:
    """Only a hash: what is typed as a user name is at times a password."""
    return f"{kind}:{hashlib.sha256(of.encode()).hexdigest()}"


def _minutes(until: datetime, now: datetime) -> int:
    return max(1, math.ceil((until - now) / timedelta(minutes=1)))
