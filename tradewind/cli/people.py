"""`tradewind people …`: who works here, in which team, with which rights."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from tradewind.cli.opening import open_desk
from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.sign_in import port_of_desk
from tradewind.cli.words import say
from tradewind.errors import NoSuchPerson

if TYPE_CHECKING:
    from tradewind.desk.models import Person, Team

ROLE_WORDS = {"rep": "Sales rep", "manager": "Sales manager", "admin": "Administrator"}
STATE_WORDS = {"active": "works here", "invited": "no password yet", "left": "left"}
ROLES = click.Choice(["rep", "manager", "admin"])


@click.group()
def people() -> None:
    """Who works here, in which team, with which rights; invitations and passwords."""


@people.command("list")
@JSON
def list_people(as_json: bool) -> None:
    """Everybody, those who left last."""
    me = open_desk()
    from tradewind.desk import access
    from tradewind.desk import people as desk

    rows = list(access.people_of(me))
    buyers = desk.buyers_by_owner(rows)
    told = [_told(one, buyers.get(one.pk, 0)) for one in rows]
    if as_json:
        print_json({"people": told})
    else:
        headings = ("User name", "Name", "Role", "Team", "State", "Customers")
        names = ("person", "name", "role", "team", "state", "customers")
        print_table([say(h) for h in headings], [[one[name] for name in names] for one in told])


@people.command()
@click.argument("user_name", metavar="USER")
@click.option("--name", default="", help="What the person is called (default: the user name).")
@click.option("--role", type=ROLES, default="rep", show_default=True, help="Whose buyers the person sees.")
@click.option("--team", help="Name of the team; made when there is none of that name.")
@JSON
def add(user_name: str, name: str, role: str, team: str | None, as_json: bool) -> None:
    """Add a person and print an invitation."""
    me = open_desk()
    from tradewind.desk import people as desk

    _print_invitation(desk.add(user_name, name, role, _team(team, me) if team else None, me), me, as_json)


@people.command()
@click.argument("user_name", metavar="USER")
@click.option("--name", help="What the person is called.")
@click.option("--role", type=ROLES, help="Whose buyers the person sees.")
@click.option("--team", help='Name of the team, made when there is none of that name; "" for none.')
@JSON
def edit(user_name: str, name: str | None, role: str | None, team: str | None, as_json: bool) -> None:
    """Change name, role or team; what is not given stays."""
    me = open_desk()
    from tradewind.desk import people as desk

    person = _person(user_name)
    to = person.team if team is None else (_team(team, me) if team else None)
    _print(desk.edit(person, name or str(person), role or person.role, to, me), as_json)


@people.command()
@click.argument("user_name", metavar="USER")
@JSON
def leave(user_name: str, as_json: bool) -> None:
    """The person no longer works here: sessions and tokens end, history and buyers stay."""
    me = open_desk()
    from tradewind.desk import people as desk

    _print(desk.leave(_person(user_name), me), as_json)


@people.command("return")
@click.argument("user_name", metavar="USER")
@JSON
def come_back(user_name: str, as_json: bool) -> None:
    """The person works here again."""
    me = open_desk()
    from tradewind.desk import people as desk

    _print(desk.come_back(_person(user_name), me), as_json)


@people.command()
@click.argument("user_name", metavar="USER")
@JSON
def invite(user_name: str, as_json: bool) -> None:
    """Print a new invitation, good once within 7 days; it also helps whoever forgot the password."""
    me = open_desk()
    _print_invitation(_person(user_name), me, as_json)


@people.command()
@click.argument("user_name", metavar="USER")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, in one line.")
@JSON
def password(user_name: str, password_stdin: bool, as_json: bool) -> None:
    """Set a password; asks for it twice. Every session of the person ends."""
    me = open_desk()
    from tradewind.desk.passwords import set_password

    person = _person(user_name)
    if password_stdin:
        first = again = sys.stdin.readline().rstrip("\r\n")
    else:
        first = click.prompt(say("New password"), hide_input=True, err=True)
        again = click.prompt(say("New password once more"), hide_input=True, err=True)
    _print(set_password(person, first, again, by=me), as_json)


def _person(user_name: str) -> Person:
    from tradewind.desk.models import Person

    found = Person.objects.filter(username__in=(user_name, user_name.casefold())).select_related("team").first()
    if found is None:
        raise NoSuchPerson(person=user_name)
    return found


def _team(name: str, me: Person) -> Team:
    from tradewind.desk import people as desk

    return next((one for one in desk.teams() if one.name.casefold() == name.casefold()), None) or desk.add_team(
        name, me
    )


def _print(person: Person, as_json: bool) -> None:
    from tradewind.desk import people as desk

    told = _told(person, desk.buyers_by_owner([person]).get(person.pk, 0))
    if as_json:
        print_json(told)
    else:
        words_of = {"role": say(ROLE_WORDS[person.role]), "state": say(STATE_WORDS[told["state"]])}
        facts = {**told, **words_of, "team": told["team"] or "–"}
        click.echo(say("{person}: {role}, team {team}, {state}. Customers: {customers:,}.", **facts))


def _print_invitation(person: Person, me: Person, as_json: bool) -> None:
    from django.conf import settings

    from tradewind.desk.invitations import invite

    here = settings.TRADEWIND_PUBLIC_URL or f"http://127.0.0.1:{port_of_desk()}"
    link = f"{here}/invitation/{invite(person, me)}"
    if as_json:
        print_json({"person": person.username, "invitation": link})
    else:
        click.echo(say("Invitation for {person}, once, within 7 days:", person=str(person)))
        click.echo(f"    {link}")


def _told(one: Person, customers: int) -> dict[str, Any]:
    state = "left" if not one.is_active else "active" if one.has_usable_password() else "invited"
    return {
        "person": one.username, "name": str(one), "role": one.role, "team": one.team.name if one.team else None,
        "state": state, "customers": customers,
    }  # fmt: skip
