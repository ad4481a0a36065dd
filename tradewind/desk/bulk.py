"""Many rows at once, on either database: COPY on PostgreSQL, one prepared statement on SQLite.

Rows are tuples of what the database stores: dates and times as ISO text, money as whole ten-thousandths.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

Row = tuple[Any, ...]
T = TypeVar("T")
BREATH_SECONDS = 0.005
KEYS_AT_ONCE = 900  # SQLite of old Debian takes 999 variables in a statement


def insert(
    model: type[Model], columns: Sequence[str], rows: Iterable[Row], into: BaseDatabaseWrapper | None = None
) -> None:
    """Insert rows into the model's table; `columns` are database column names, in the rows' order.

    `into` is another database than the desk's own.
    """
    database = into or connection
    quoted = database.ops.quote_name
    table, names = quoted(model._meta.db_table), ", ".join(map(quoted, columns))
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            holes = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({holes})", list(rows))  # noqa: S608


def update(model: type[Model], key: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Set `columns` of the rows whose `key` column has a value; each row is (values of columns …, key's value)."""
    sets = ", ".join(f"{_quoted(column)} = %s" for column in columns)
    sql = f"UPDATE {_quoted(model._meta.db_table)} SET {sets} WHERE {_quoted(key)} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(rows))


def delete(model: type[Model], key: str, keys: Sequence[Any]) -> None:
    """Delete the rows whose `key` column has one of the values; nothing cascades."""
    table, name = _quoted(model._meta.db_table), _quoted(key)
    with connection.cursor() as cursor:
        for some in parts(keys, KEYS_AT_ONCE):
            holes = ", ".join(["%s"] * len(some))
            cursor.execute(f"DELETE FROM {table} WHERE {name} IN ({holes})", list(some))  # noqa: S608


def select(model: type[Model], columns: Sequence[str], key: str, keys: Sequence[str], order: str = "") -> Iterator[Row]:
    """The `columns` of the rows whose `key` column has one of the values; `order` sorts within a key."""
    table, names = _quoted(model._meta.db_table), ", ".join(map(_quoted, columns))
    by = f" ORDER BY {_quoted(key)}, {_quoted(order)}" if order else ""
    with connection.cursor() as cursor:
        for some in parts(keys, KEYS_AT_ONCE):
            holes = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT {names} FROM {table} WHERE {_quoted(key)} IN ({holes}){by}", list(some))  # noqa: S608
            yield from cursor.fetchall()


def parts(items: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """`items` in runs of at most `most`."""
    for start in range(0, len(items), most):
        yield items[start : start + most]


def breathe() -> None:
    """Between two parts of a long write: SQLite has one writer, so let a click in."""
    if connection.vendor == "sqlite":
        time.sleep(BREATH_SECONDS)


def stored_time(text: str | None) -> str | None:
    """An ISO time in UTC without zone, as the database wants it."""
    return f"{text}+00" if text and connection.vendor == "postgresql" else text


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
