"""Passwords: what makes a good one, and setting it."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators
from django.core.exceptions import ValidationError
from django.db import transaction

from tradewind.desk.audit import note_change
from tradewind.desk.models import Invitation, Person, SignInLink
from tradewind.desk.sessions import end_sessions
from tradewind.errors import (
    InputError,
    PasswordLikeName,
    PasswordOnlyDigits,
    PasswordsDiffer,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
    PasswordWrong,
)

MOST = 500  # more is no password, but work for the hasher
FAULTS: dict[str | None, type[InputError]] = {
    "password_too_short": PasswordTooShort,
    "password_too_common": PasswordTooCommon,
    "password_too_similar": PasswordLikeName,
    "password_entirely_numeric": PasswordOnlyDigits,
}


def must_be_good(person: Person, password: str, again: str) -> None:
    """Refuse a password that was not typed the same twice, or that others would guess."""
    if password != again:
        raise PasswordsDiffer
    if len(password) > MOST:
        raise PasswordTooLong(most=MOST)
    for validator in get_default_password_validators():
        try:
            validator.validate(password, person)
        except ValidationError as fault:
            least = validator.min_length if isinstance(validator, MinimumLengthValidator) else 0
            raise FAULTS[fault.code](least=least) from fault


@transaction.atomic
def set_password(person: Person, password: str, again: str, by: Person, session: str | None = None) -> Person:
    """Keep the password by its hash, and end every session of the person but `session`, and all links into the desk.

    raises   PasswordsDiffer, PasswordTooShort, PasswordTooLong, PasswordTooCommon, PasswordLikeName,
             PasswordOnlyDigits
    """
    must_be_good(person, password, again)
    person.set_password(password)
    person.save(update_fields=["password"])
    end_sessions(person, but=session)
    end_links(person)
    note_change(by, "password_set", f"person:{person.pk}")
    return person


def change_password(person: Person, now: str, password: str, again: str, session: str | None) -> Person:
    """Set one's own password; whoever has one must know it. Raises PasswordWrong, and as `set_password`."""
    if person.has_usable_password() and not person.check_password(now[: MOST + 1]):
        raise PasswordWrong
    return set_password(person, password, again, by=person, session=session)


def end_links(person: Person) -> None:
    """No link signs the person in any more, and no invitation stands."""
    SignInLink.objects.filter(person=person, used_at=None).delete()
    Invitation.objects.filter(person=person, used_at=None).delete()
