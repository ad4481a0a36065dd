"""Who may sit at the desk: the owner of a new desk, sign-in links, people who come, change and leave."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from tradewind.desk import access
from tradewind.desk.audit import note_change
from tradewind.desk.models import ApiToken, CalendarFeed, Customer, Person, SignInLink, Team
from tradewind.desk.names import spelled, written
from tradewind.desk.passwords import end_links
from tradewind.desk.sessions import end_sessions
from tradewind.errors import LastAdministrator, LinkSpent, NameTaken, NotFound

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


@transaction.atomic
def add(user_name: str, name: str, role: str, team: Team | None, by: Person) -> Person:
    """A new person, who cannot sign in until invited.

    raises   NotAllowed for whoever is no administrator; UserNameOutOfRange, NameOutOfRange; NameTaken
    """
    access.must_administer(by)
    user_name = spelled(user_name)
    called = written(name or user_name)
    if Person.objects.filter(username__iexact=user_name).exists():
        raise NameTaken(name=user_name)
    try:
        with transaction.atomic():
            person = Person.objects.add(user_name, name=called, role=Person.Role(role), team=team)
    except IntegrityError as error:  # another administrator was faster
        raise NameTaken(name=user_name) from error
    note_change(by, "person_added", f"person:{person.pk}", role=person.role, team=team and team.name)
    return person


@transaction.atomic
def edit(person: Person, name: str, role: str, team: Team | None, by: Person) -> Person:
    """Change how a person is called, what the person may do, and for which team. Raises as `add`; LastAdministrator."""
    person = _held(person, by)
    before = {"name": person.name, "role": person.role, "team": person.team.name if person.team else None}
    if person.role == Person.Role.ADMIN and role != Person.Role.ADMIN:
        _must_leave_an_administrator(person)
    person.name, person.role, person.team = written(name), Person.Role(role), team
    person.save(update_fields=["name", "role", "team"])
    after = {"name": person.name, "role": person.role, "team": team.name if team else None}
    if after != before:
        note_change(by, "person_changed", f"person:{person.pk}", **after, before=before)
    return person


@transaction.atomic
def leave(person: Person, by: Person) -> Person:
    """The person no longer works here: sessions, links, API tokens and calendar address end at once, nothing else.

    raises   NotAllowed for whoever is no administrator; LastAdministrator
    """
    person = _held(person, by)
    if not person.is_active:
        return person
    _must_leave_an_administrator(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person)
    end_links(person)
    CalendarFeed.objects.filter(person=person).delete()
    ended = ApiToken.objects.filter(person=person, revoked_at=None).update(revoked_at=timezone.now())
    note_change(by, "person_left", f"person:{person.pk}", tokens=ended)
    return person


@transaction.atomic
def come_back(person: Person, by: Person) -> Person:
    """The person works here again, with the same password; API tokens must be made anew. Raises NotAllowed."""
    person = _held(person, by)
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        note_change(by, "person_returned", f"person:{person.pk}")
    return person


@transaction.atomic
def add_team(name: str, by: Person) -> Team:
    """A new team. Raises NotAllowed, NameOutOfRange, NameTaken."""
    access.must_administer(by)
    team = Team.objects.create(name=_free(name))
    note_change(by, "team_added", f"team:{team.pk}", name=team.name)
    return team


@transaction.atomic
def rename_team(pk: int, name: str, by: Person) -> Team:
    """Call a team something else. Raises NotAllowed, NotFound, NameOutOfRange, NameTaken."""
    access.must_administer(by)
    team = Team.objects.select_for_update().filter(pk=pk).first()
    if team is None:
        raise NotFound
    before, team.name = team.name, _free(name, but=pk)
    team.save()
    note_change(by, "team_renamed", f"team:{team.pk}", name=team.name, before=before)
    return team


def teams() -> list[Team]:
    """All teams by name."""
    return list(Team.objects.order_by("name"))


def buyers_by_owner(people: list[Person]) -> dict[int, int]:
    """How many buyers each of these people looks after, by the person's number."""
    counted = Customer.objects.filter(owner__in=people).values_list("owner").annotate(Count("pk"))
    return dict(counted)


def has_real_account() -> bool:
    """Whether an administrator could sign in by password, so that the desk may be opened to other machines."""
    admins = Person.objects.filter(role=Person.Role.ADMIN, is_active=True)
    return any(person.has_usable_password() for person in admins)


def speak(person: Person, language: str) -> None:
    """Keep the language in which the person reads the desk."""
    person.language = language
    person.save(update_fields=["language"])


def _held(person: Person, by: Person) -> Person:
    """The person's row, held until the transaction's end together with those of all administrators, always in the same
    order: two who send each other away do not wait for one another. Raises NotAllowed."""
    access.must_administer(by)
    admins = Q(role=Person.Role.ADMIN, is_active=True)
    rows = Person.objects.select_for_update(of=("self",)).select_related("team")
    return next(one for one in rows.filter(admins | Q(pk=person.pk)).order_by("pk") if one.pk == person.pk)


def _must_leave_an_administrator(person: Person) -> None:
    """The caller holds the rows of all administrators."""
    others = Person.objects.filter(role=Person.Role.ADMIN, is_active=True).exclude(pk=person.pk)
    if person.role == Person.Role.ADMIN and person.is_active and not others.exists():
        raise LastAdministrator(person=str(person))


def _free(name: str, but: int = 0) -> str:
    name = written(name)
    if Team.objects.filter(name__iexact=name).exclude(pk=but).exists():
        raise NameTaken(name=name)
    return name


def _open_links(token: str) -> QuerySet[SignInLink]:
    return SignInLink.objects.filter(
        token_hash=_hash(token), used_at=None, expires_at__gt=timezone.now(), person__is_active=True
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
