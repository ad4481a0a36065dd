"""`tradewind token …`: keys for programs that use the API in a person's name."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from tradewind.cli.opening import open_desk
from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.words import say
from tradewind.errors import NoSuchPerson

if TYPE_CHECKING:
    from tradewind.desk.models import ApiToken


@click.group()
def token() -> None:
    """Keys with which programs use the API in a person's name."""


@token.command()
@click.argument("name")
@click.option("--person", help="User name of whom the token speaks for (default: the desk's owner).")
@click.option("--days", type=click.IntRange(1, 3650), help="Days until it ends (default: it does not end).")
@JSON
def make(name: str, person: str | None, days: int | None, as_json: bool) -> None:
    """Make a token and print it, this once; NAME says what it is for."""
    me = open_desk()
    from tradewind.desk.models import Person
    from tradewind.desk.tokens import make_token

    who = Person.objects.filter(username=person, is_active=True).first() if person else me
    if who is None:
        raise NoSuchPerson(person=person)
    made, secret = make_token(who, name, days, by=me)
    if as_json:
        print_json({**_told(made), "secret": secret})
    else:
        click.echo(say("Token {number} speaks for {person}. It is shown this once:", number=made.pk, person=str(who)))
        click.echo(f"    {secret}")


@token.command("list")
@JSON
def list_tokens(as_json: bool) -> None:
    """The tokens, newest first; never their secrets."""
    me = open_desk()
    from tradewind.desk.access import tokens_of

    told = [_told(one) for one in tokens_of(me)]
    if as_json:
        print_json({"tokens": told})
    else:
        headings = ("Token", "Name", "Person", "Begins with", "State", "Made", "Last used", "Ends")
        names = ("token", "name", "person", "prefix", "state", "created_at", "last_used_at", "expires_at")
        print_table([say(h) for h in headings], [[one[name] for name in names] for one in told])


@token.command()
@click.argument("number", type=int, metavar="ID")
@JSON
def revoke(number: int, as_json: bool) -> None:
    """End a token now; a program with it is refused from its next request on."""
    me = open_desk()
    from tradewind.desk import access, tokens

    ended = tokens.revoke(access.token_for(me, number), me)
    if as_json:
        print_json(_told(ended))
    else:
        click.echo(say("Token {number} ({name}) is revoked.", number=ended.pk, name=ended.name))


def _told(one: ApiToken) -> dict[str, Any]:
    return {
        "token": one.pk, "name": one.name, "person": one.person.username, "prefix": one.prefix, "state": _state(one),
        "created_at": _written(one.created_at), "last_used_at": _written(one.last_used_at),
        "expires_at": _written(one.expires_at), "revoked_at": _written(one.revoked_at),
    }  # fmt: skip


def _state(one: ApiToken) -> str:
    from django.utils import timezone

    if one.revoked_at:
        return "revoked"
    return "expired" if one.expires_at and one.expires_at <= timezone.now() else "open"


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
