"""`tradewind sign-in-link`: another link into the desk."""

from __future__ import annotations

from pathlib import Path

import click

from tradewind.cli.opening import open_desk
from tradewind.cli.words import say
from tradewind.errors import NoSuchPerson

FIRST_PORT = 8000


@click.command("sign-in-link")
@click.option("--person", help="User name of whom the link signs in (default: the desk's owner).")
@click.option("--port", type=int, help="Port that the desk is served on (default: where it was opened last).")
def sign_in_link(person: str | None, port: int | None) -> None:
    """Print a link that signs one person in: once, within 15 minutes, on this machine."""
    owner = open_desk()
    from tradewind.desk.models import Person

    who = Person.objects.filter(username=person, is_active=True).first() if person else owner
    if who is None:
        raise NoSuchPerson(person=person)
    click.echo(say("Sign in as {person}, once, within 15 minutes:", person=str(who)))
    click.echo(f"    {link(port or port_of_desk(), who.pk)}")


def note_port(port: int) -> None:
    """Keep where the desk was opened, for sign-in links."""
    _port_file().write_text(str(port))


def link(port: int, person: int) -> str:
    """A fresh sign-in link for the person with this number, on this machine."""
    from tradewind.desk.models import Person
    from tradewind.desk.people import sign_in_token

    return f"http://127.0.0.1:{port}/sign-in/{sign_in_token(Person.objects.get(pk=person))}"


def port_of_desk() -> int:
    """Where the desk was opened last."""
    file = _port_file()
    return int(file.read_text()) if file.exists() else FIRST_PORT


def _port_file() -> Path:
    from django.conf import settings

    return Path(settings.TRADEWIND_HOME) / "port"
