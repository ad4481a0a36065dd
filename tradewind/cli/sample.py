"""`tradewind sample …`: the made-up sample company, to look round before the own files are at hand."""

from __future__ import annotations

import click

from tradewind.cli.finishing import finish
from tradewind.cli.opening import open_desk
from tradewind.cli.words import say


@click.group()
def sample() -> None:
    """A made-up company to look round with; the first own import removes it."""


@sample.command()
@click.option("--buyers", type=int, default=400, show_default=True, help="How many buyers it has.")
def load(buyers: int) -> None:
    """Take the sample company in, on an empty desk."""
    me = open_desk()
    from tradewind.desk import sample as made_up
    from tradewind.desk.models import Person

    finish(made_up.load(me, buyers))
    click.echo(say("The made-up sample company is on the desk. Take it out with: tradewind sample clear"))
    people = Person.objects.filter(made_up=True, is_active=True).order_by("team", "role", "username")
    click.echo(say("See it as one of its people: tradewind sign-in-link --person NAME, with one of these names:"))
    click.echo("    " + ", ".join(people.values_list("username", flat=True)))


@sample.command()
def clear() -> None:
    """Take the sample company out again, with all that was added to its buyers."""
    me = open_desk()
    from tradewind.desk import sample as made_up

    finish(made_up.clear(me))
    click.echo(say("The sample company is gone."))
