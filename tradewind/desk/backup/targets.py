"""A database with the desk's tables made anew, which takes the place of what was there only when all went well.

SQLite: a new file beside, renamed into place. PostgreSQL: one transaction.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tradewind.desk.backup.databases import opened
from tradewind.desk.backup.tables import APP, on
from tradewind.errors import DeskInUse, DeskUnreadable

ALIAS = "target"
OF_THE_PROCESSES = ("django_session", "django_q_ormq", "django_q_schedule", "django_q_task")
# The new file is thrown away when anything fails, so it needs no journal on disk; it is written out at the end.
UNJOURNALED = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA cache_size=-64000;"


@contextmanager
def anew(config: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """An empty database, to be filled in the block; it replaces the one of `config` when the block ends well.

    raises   DeskInUse when another process has the SQLite file open; DeskUnreadable
    """
    if config["ENGINE"].endswith("sqlite3"):
        with _beside(config) as target:
            yield target
    else:
        with opened(ALIAS, config) as target, transaction.atomic(using=ALIAS):
            _clear(target)
            yield target
            with target.cursor() as cursor:
                cursor.execute("ANALYZE")


@contextmanager
def looked_at(config: dict[str, Any]) -> Iterator[BaseDatabaseWrapper | None]:
    """The database as it is; None for an SQLite file that does not exist. Raises DeskUnreadable."""
    if config["ENGINE"].endswith("sqlite3"):
        file = Path(config["NAME"])
        if not file.exists():
            yield None
            return
        must_be_readable(file)
    with opened(ALIAS, config) as there:
        yield there


def must_be_readable(file: Path) -> None:
    """Raises DeskUnreadable when the file is no whole SQLite database."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=rw", uri=True, timeout=20)) as database:
            whole = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        raise DeskUnreadable(file=str(file)) from error
    if whole != "ok":
        raise DeskUnreadable(file=str(file))


@contextmanager
def _beside(config: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    file = Path(config["NAME"])
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.restoring")
    _remove(new)
    os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        beside = {**config, "NAME": str(new), "OPTIONS": {**config["OPTIONS"], "init_command": UNJOURNALED}}
        with opened(ALIAS, beside) as target:
            target.disable_constraint_checking()
            yield target
        _put_in_place(new, file)
    finally:
        _remove(new)


def _put_in_place(new: Path, file: Path) -> None:
    """Rename the new file over the old one, which nobody may have open: its write-ahead log would be taken for the new
    one's. Taking the old one out of that mode removes the log, and works only while nobody else has it open."""
    _write_out(new)
    if not file.exists():
        new.replace(file)
    else:
        try:
            with closing(sqlite3.connect(file, timeout=1, isolation_level=None)) as old:
                old.execute("PRAGMA journal_mode=DELETE")
                old.execute("BEGIN EXCLUSIVE")
                new.replace(file)
        except sqlite3.OperationalError as error:
            raise DeskInUse from error
    _write_out(file.parent)


def _write_out(path: Path) -> None:
    opened_path = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened_path)
    finally:
        os.close(opened_path)


def _remove(file: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def _clear(target: BaseDatabaseWrapper) -> None:
    """Drop the desk's tables, and whatever belongs to processes that worked on them."""
    there = set(target.introspection.table_names())
    quote = target.ops.quote_name
    with target.cursor() as cursor:
        if mine := on(target):
            cursor.execute(f"DROP TABLE {', '.join(map(quote, mine))} CASCADE")
        if "django_migrations" in there:
            cursor.execute("DELETE FROM django_migrations WHERE app = %s", [APP])
        for name in OF_THE_PROCESSES:
            if name in there:
                cursor.execute(f"DELETE FROM {quote(name)}")  # noqa: S608
