"""A table as a stream of lines, a chunk of rows at a time, out of a database and into one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from tradewind.desk import bulk
from tradewind.desk.backup.forms import Turn, inward, outward
from tradewind.desk.backup.tables import Table
from tradewind.errors import RowRefused

ROWS_AT_ONCE = 5000
_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass
class Tally:
    """What went through a stream: how many rows and bytes, and the digest that tells whether all facts are the same."""

    rows: int = 0
    size_bytes: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def through(self, chunks: Iterable[list[bytes]]) -> Iterator[list[bytes]]:
        """The chunks unchanged, each counted."""
        for lines in chunks:
            text = b"".join(lines)
            self.digest.update(text)
            self.rows, self.size_bytes = self.rows + len(lines), self.size_bytes + len(text)
            yield lines

    def told(self) -> dict[str, Any]:
        """As the manifest has it."""
        return {"rows": self.rows, "bytes": self.size_bytes, "sha256": self.digest.hexdigest()}


def read(connection: BaseDatabaseWrapper, table: Table) -> Iterator[list[bytes]]:
    """The table's rows as lines, by key, in chunks; at no time more than one chunk is in memory."""
    quote = connection.ops.quote_name
    names, key = ", ".join(map(quote, table.columns)), quote(table.key)
    # a text key sorts by bytes on either database
    order = f'{key} COLLATE "C"' if connection.vendor == "postgresql" and _is_text(table) else key
    at = table.columns.index(table.key)
    turns = [(i, turn) for i, one in enumerate(table.fields) if (turn := outward(one))]
    start = f"SELECT {names} FROM {quote(table.name)}"  # noqa: S608
    last: Any = None
    while True:
        after = "" if last is None else f" WHERE {order} > %s"
        with connection.cursor() as cursor:
            cursor.execute(f"{start}{after} ORDER BY {order} LIMIT {ROWS_AT_ONCE}", [] if last is None else [last])
            rows = cursor.fetchall()
        if rows:
            last = rows[-1][at]
            yield [_written(row, turns) for row in rows]
        if len(rows) < ROWS_AT_ONCE:
            return


def tally(connection: BaseDatabaseWrapper, table: Table) -> Tally:
    """The count and the digest of what the table holds now."""
    counted = Tally()
    for _ in counted.through(read(connection, table)):
        pass
    return counted


def write(connection: BaseDatabaseWrapper, table: Table, chunks: Iterable[list[bytes]]) -> None:
    """Insert the lines. Raises RowRefused when the database does not take a row."""
    turns = [(i, turn) for i, one in enumerate(table.fields) if (turn := inward(one, connection.vendor))]
    for lines in chunks:
        rows = (tuple(_taken(json.loads(line), turns)) for line in lines)
        try:
            bulk.insert(table.model, table.columns, rows, connection)
        except (DatabaseError, ValueError, TypeError) as error:
            raise RowRefused(table=table.name, why=str(error).strip().splitlines()[0]) from error


def last_number(connection: BaseDatabaseWrapper, table: Table) -> int:
    """The highest number that the table has given to a row, gone ones included; 0 when it gives none."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
        else:
            if (sequence := _sequence(connection, table)) is None:
                return 0
            cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def go_on_from(connection: BaseDatabaseWrapper, table: Table, number: int) -> None:
    """Have the table's next row get a number above `number`, so that none is given twice."""
    if not number:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, number])
        elif sequence := _sequence(connection, table):
            cursor.execute("SELECT setval(%s, %s)", [sequence, number])


def _sequence(connection: BaseDatabaseWrapper, table: Table) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table.name}"', table.key])
        found = cursor.fetchone()
    return str(found[0]) if found and found[0] else None


def _is_text(table: Table) -> bool:
    return table.fields[table.columns.index(table.key)].get_internal_type() in ("CharField", "SlugField", "TextField")


def _written(row: tuple[Any, ...], turns: list[tuple[int, Turn]]) -> bytes:
    return (_line(_taken(list(row), turns)) + "\n").encode()


def _taken(row: list[Any], turns: list[tuple[int, Turn]]) -> list[Any]:
    for i, turn in turns:
        if row[i] is not None:
            row[i] = turn(row[i])
    return row
