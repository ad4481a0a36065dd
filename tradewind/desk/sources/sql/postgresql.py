"""PostgreSQL, in a transaction that can only read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote

import psycopg

from tradewind.desk import outgoing
from tradewind.desk.sources.sql.asking import SECONDS
from tradewind.errors import SqlNotOpened, SqlRefused

PORT = 5432
AT_ONCE = 2_000  # rows
OPTIONS = (
    f"-c statement_timeout={SECONDS * 1000} -c lock_timeout=5000 -c default_transaction_read_only=on"
    f" -c idle_in_transaction_session_timeout={SECONDS * 2000}"
)


class _Postgresql:
    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def headings(self, query: str) -> list[str]:
        with _worded(), self._connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM ({query}) AS wanted LIMIT 0")  # noqa: S608
            return [column.name for column in cursor.description or ()]

    def rows(self, statement: str, value: int | float | str | None = None) -> Iterator[tuple[Any, ...]]:
        if value is not None:
            before, after = statement.replace("%", "%%").split("{value}")
            statement = f"{before}%s{after}"
        with _worded(), self._connection.cursor("rows") as cursor:
            cursor.itersize = AT_ONCE
            cursor.execute(statement, None if value is None else (value,))
            yield from cursor


@contextmanager
def opened(url: SplitResult, password: str) -> Iterator[_Postgresql]:
    """The database, by an address that was checked, encrypted unless the URL says `?sslmode=…` otherwise.

    raises   AddressInside, AddressUnknown, SqlNotOpened
    """
    host, port = url.hostname or "", url.port or PORT
    places = outgoing.addresses(host, port)
    said = parse_qs(url.query)
    try:
        connection = psycopg.connect(
            host=",".join([host] * len(places)), hostaddr=",".join(places), port=",".join([str(port)] * len(places)),
            user=unquote(url.username or ""), password=password, dbname=unquote(url.path[1:]),
            sslmode=said.get("sslmode", ["require"])[0], connect_timeout=10, options=OPTIONS,
            application_name="tradewind",
        )  # fmt: skip
    except psycopg.Error as error:
        raise SqlNotOpened(host=host, why=_line(error)) from error
    with closing(connection):
        connection.read_only = True
        yield _Postgresql(connection)  # and never commits: what a function might still do is undone


@contextmanager
def _worded() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise SqlRefused(why=_line(error)) from error


def _line(error: psycopg.Error) -> str:
    """What the server said, as one short line."""
    return " ".join((error.diag.message_primary or str(error) or type(error).__name__).split())[:300]
