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
def load() -> None:
    """Take the sample company in, on an empty desk."""
    me = open_desk()
    from tradewind.desk import sample as made_up

    finish(made_up.load(me))
    click.echo(say("The made-up sample company is on the desk. Take it out with: tradewind sample clear"))


@sample.command()
def clear() -> None:
    """Take the sample company out again."""
    me = open_desk()
    from tradewind.desk import sample as made_up

    finish(made_up.clear(me))
    click.echo(say("The sample company is gone."))
