"""A file of SQLite on the desk's machine, opened to be read and nothing else, by Python's own library.

The query can open no other file, change nothing and load nothing: whatever it does but select is refused.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from tradewind.desk.sources.allowed_paths import allowed
from tradewind.desk.sources.sql.asking import SECONDS
from tradewind.errors import SqlNotOpened, SqlRefused

ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
STEPS = 100_000  # of SQLite's machine, between two looks at the clock


class _Sqlite:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def headings(self, query: str) -> list[str]:
        with _worded(), closing(self._connection.cursor()) as cursor:
            cursor.execute(f"SELECT * FROM ({query}) AS wanted LIMIT 0")  # noqa: S608
            return [column[0] for column in cursor.description]

    def rows(self, statement: str, value: int | float | str | None = None) -> Iterator[tuple[Any, ...]]:
        with _worded(), closing(self._connection.cursor()) as cursor:
            cursor.execute(statement.replace("{value}", "?") if value is not None else statement, _values(value))
            yield from cursor


@contextmanager
def opened(path: str) -> Iterator[_Sqlite]:
    """The database at a path that sources may read. Raises FolderNotAllowed, SqlNotOpened."""
    file = allowed(path)
    try:
        connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=5)
    except sqlite3.Error as error:
        raise SqlNotOpened(host=file.name, why=str(error)) from error
    until = time.monotonic() + SECONDS
    connection.set_authorizer(_may)
    connection.set_progress_handler(lambda: int(time.monotonic() > until), STEPS)
    with closing(connection):
        yield _Sqlite(connection)


def _may(action: int, first: str | None, second: str | None, *_: object) -> int:
    is_fine = action in ALLOWED and (second or "").casefold() != "load_extension"
    return sqlite3.SQLITE_OK if is_fine else sqlite3.SQLITE_DENY


def _values(value: int | float | str | None) -> tuple[int | float | str, ...]:
    return () if value is None else (value,)


@contextmanager
def _worded() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise SqlRefused(why=str(error)[:300]) from error
