"""Opening a desk with another version of the program than it was opened with last."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tradewind.desk.backup import states
from tradewind.errors import DeskNewer

KEPT = 5
COPIES = "before-upgrade-*.sqlite3"


def bring_up_to_date() -> Path | None:
    """Migrate the desk's tables to this version's; a desk on SQLite is copied first. Returns the copy, if one was made.

    raises   DeskNewer when a newer version has migrated the desk already
    """
    names = states.applied(connection)
    if newer := states.unknown(names):
        raise DeskNewer(migration=newer[0], ours=settings.TRADEWIND_VERSION)
    if not states.waiting(connection):
        return None
    copy = _copied() if names and connection.vendor == "sqlite" else None
    call_command("migrate", verbosity=0, interactive=False)
    return copy


def _copied() -> Path:
    """A copy of the SQLite desk in `backups/`; the five newest are kept."""
    folder = Path(settings.TRADEWIND_HOME) / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / COPIES.replace("*", f"{timezone.localtime():%Y-%m-%d-%H%M%S-%f}")
    part = file.with_suffix(".part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        source = f"file:{connection.settings_dict['NAME']}?mode=ro"
        with closing(sqlite3.connect(source, uri=True)) as desk, closing(sqlite3.connect(part)) as copy:
            desk.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    for old in sorted(folder.glob(COPIES))[:-KEPT]:
        old.unlink()
    return file
