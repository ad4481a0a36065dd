"""Opening the desk for a command: its settings, its tables, its owner."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tradewind.desk.models import Person


def open_desk() -> Person:
    """Make the desk ready, its tables up to date, and return its owner, for whom the command line speaks."""
    prepare()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from tradewind.desk.people import desk_owner

    return desk_owner()


def prepare() -> None:
    """Load the desk's settings and models, without touching the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradewind.settings")
    import django

    django.setup()
