"""Opening the desk for a command: its settings, its tables, its owner."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from tradewind.cli.words import say

if TYPE_CHECKING:
    from tradewind.desk.models import Person


def open_desk() -> Person:
    """Make the desk ready, its tables up to date, and return its owner, for whom the command line speaks."""
    hold()
    from tradewind.desk.backup.upgrading import bring_up_to_date
    from tradewind.desk.people import desk_owner

    if copy := bring_up_to_date():
        click.echo(
            say("The desk's tables are those of this version now. A copy from before is {file}.", file=str(copy)),
            err=True,
        )
    return desk_owner()


def hold() -> None:
    """Load the desk's settings and hold the desk, with others, against a restore. Raises DeskBeingRestored."""
    prepare()
    from tradewind.desk.backup.holding import with_others

    with_others()


def prepare() -> None:
    """Load the desk's settings and models, without touching the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradewind.settings")
    import django

    django.setup()
