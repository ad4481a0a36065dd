"""Who has the desk open: every command holds it together with others, a restore holds it alone."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tradewind.errors import DeskBeingRestored, DeskInUse

# Held until the process ends, however it ends: the system lets go of the lock with it.
_held: dict[Path, int] = {}


def with_others() -> None:
    """Hold the desk, together with whoever has it open, until this process ends. Raises DeskBeingRestored."""
    file = _lock_file()
    if file in _held:
        return
    held = _open(file)
    try:
        fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(held)
        raise DeskBeingRestored from error
    _held[file] = held


@contextmanager
def alone() -> Iterator[None]:
    """Hold the desk against everybody else on this machine, and on PostgreSQL anywhere. Raises DeskInUse."""
    file = _lock_file()
    held = _open(file)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DeskInUse from error
        nobody_is_connected(connections[DEFAULT_DB_ALIAS])
        yield
    finally:
        os.close(held)


def nobody_is_connected(connection: BaseDatabaseWrapper) -> None:
    """On PostgreSQL: raises DeskInUse when another program is connected to the database, from whatever machine.

    A desk that is open always is: its workers look for work twice a second.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        if cursor.fetchone()[0]:
            raise DeskInUse


def _lock_file() -> Path:
    return Path(settings.TRADEWIND_HOME) / "desk.lock"


def _open(file: Path) -> int:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
