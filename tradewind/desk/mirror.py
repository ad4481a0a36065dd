"""The desk's facts as a ledger, through the mirror; for jobs and the command line, never for pages."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection

from tradewind.desk.models import DeskState
from tradewind.ledger import Ledger
from tradewind.ledger.database import Source
from tradewind.ledger.mirror import mirrored


def desk_ledger() -> Ledger:
    """The facts as they are now, refreshed into the mirror if they have changed."""
    now = DeskState.now()
    return mirrored(source(), Path(settings.TRADEWIND_HOME) / "mirror", now.facts_version, now.facts_token)


def source() -> Source:
    """Where this desk's database is."""
    if connection.vendor == "sqlite":
        return Source("sqlite", str(connection.settings_dict["NAME"]))
    from psycopg.conninfo import make_conninfo

    known = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return Source("postgresql", make_conninfo(**{ours: known[its] for ours, its in names.items() if known.get(its)}))
