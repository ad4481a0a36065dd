"""数据库 A query to a database: its rows come in as a file with such headings would, and nothing is written there.

With a column that rises (a time of change, a number) only orders with rows at or above the last value come again, and
each of them whole: an order of which one line has changed is read with all its lines.
"""

from __future__ import annotations

import csv
import hashlib
import io
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO, NamedTuple, cast
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop as _

from tradewind.desk.models import Batch, Source
from tradewind.desk.sources.changing import secrets_of
from tradewind.desk.sources.kind import Pulled, Told
from tradewind.desk.sources.sql import postgresql, sqlite_file
from tradewind.desk.sources.sql.asking import Database
from tradewind.errors import AnswerTooLarge, SourceFieldWrong, SqlColumnMissing

Value = int | float | str


class Found(NamedTuple):
    """The rows of an answer as CSV, how many, and the highest value of the rising column."""

    file: BinaryIO
    rows: int
    highest: Value | None


def test(source: Source) -> Told:
    """Ask for the headings, and whether there is a row."""
    with _opened(source) as database:
        headings = database.headings(_query(source))
        _rising(source, headings)
        is_empty = next(database.rows(f"SELECT * FROM ({_query(source)}) AS wanted LIMIT 1"), None) is None  # noqa: S608
    told = {"columns": ", ".join(headings)[:300]}
    if is_empty:
        return Told(_("The database answers, but the query gives no row. Its columns: {columns}."), told)
    return Told(_("The database answers. The columns: {columns}."), told)


def pull(source: Source) -> Iterator[Pulled]:
    """The answer to the query as one file, unless the source brought the very same before."""
    cursor, now = source.cursor, time.time()
    if now - cursor.get("at", 0) < 60 * int(source.settings["minutes"]) - 5:
        return
    with _opened(source) as database:
        query, headings = _query(source), database.headings(_query(source))
        rising = _rising(source, headings)
        wanted, since = _wanted(query, headings, rising, cursor.get("from"))
        found = _written(headings, database.rows(wanted, since), headings.index(rising) if rising else None)
    with found.file:
        highest = cursor.get("from") if found.highest is None else found.highest
        is_new = found.rows and not _is_brought(source, found.file)
        name = f"{source.name} {datetime.fromtimestamp(now):%Y-%m-%d %H.%M}.csv"  # noqa: DTZ006  a name, by the clock here
        options = {"decimal": "point", "part_orders": "replace"}
        yield Pulled(found.file if is_new else None, name, {"at": now, "from": highest}, options)


def _opened(source: Source) -> AbstractContextManager[Database]:
    """The database that the address names. Raises SourceFieldWrong, SqlNotOpened, AddressInside, FolderNotAllowed."""
    said = source.settings["url"]
    try:
        url: SplitResult | None = urlsplit(said)
        has_password = bool(url and url.password)
    except ValueError:
        url, has_password = None, False
    if url is None or has_password or url.scheme not in ("postgresql", "postgres", "sqlite"):
        raise SourceFieldWrong(label="Address of the database", value=_without_password(said), hint=HINT)
    if url.scheme == "sqlite":
        return sqlite_file.opened(url.path[1:])
    return postgresql.opened(url, secrets_of(source).get("password", ""))


HINT = _("postgresql://reader@db.office/erp or sqlite:///erp.sqlite3; the password has a field of its own")


def _without_password(said: str) -> str:
    return said.rpartition("@")[2][:60]


def _query(source: Source) -> str:
    return str(source.settings["query"]).strip().rstrip(";").strip()


def _rising(source: Source, headings: list[str]) -> str:
    column = str(source.settings.get("column", ""))
    if column and column not in headings:
        raise SqlColumnMissing(column=column, columns=", ".join(headings)[:300])
    return column


def _wanted(query: str, headings: list[str], rising: str, since: Value | None) -> tuple[str, Value | None]:
    """The statement, and the value that it compares with where it does."""
    order = _order_column(headings)
    sorting = [_quoted(one) for one in dict.fromkeys([order, rising]) if one]
    by = f" ORDER BY {', '.join(sorting)}" if sorting else ""
    if not rising or since is None:
        return f"SELECT * FROM ({query}) AS wanted{by}", None  # noqa: S608  read only, and theirs to write
    newer = f"{_quoted(rising)} >= {{value}}"
    if order:
        newer = f"{_quoted(order)} IN (SELECT {_quoted(order)} FROM ({query}) AS newer WHERE {newer})"  # noqa: S608
    return f"SELECT * FROM ({query}) AS wanted WHERE {newer}{by}", since  # noqa: S608


def _order_column(headings: list[str]) -> str | None:
    """The column with the orders' numbers, as an import would know it."""
    from tradewind.collect.headings import fields_by_name  # the web process, which tests, loads no analysis

    return next((headings[place] for place, field in fields_by_name(headings).items() if field == "order_id"), None)


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _written(headings: list[str], rows: Iterator[tuple[Any, ...]], rising: int | None) -> Found:
    """The rows in a file, a row at a time. Raises AnswerTooLarge."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  the caller closes it
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    lines, count, highest = csv.writer(text), 0, None
    lines.writerow(headings)
    for row in rows:
        lines.writerow([_cell(value) for value in row])
        count += 1
        if rising is not None and row[rising] is not None and (highest is None or row[rising] > highest):
            highest = row[rising]
        if count % 10_000 == 0 and file.tell() > settings.TRADEWIND_MAX_UPLOAD_MB << 20:
            raise AnswerTooLarge(host="", most_mb=settings.TRADEWIND_MAX_UPLOAD_MB)
    text.detach()
    file.seek(0)
    kept = highest if isinstance(highest, int | float | str) or highest is None else _cell(highest)
    return Found(cast(BinaryIO, file), count, kept)


def _cell(value: Any) -> str:
    if value is None or isinstance(value, bytes | memoryview):
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _is_brought(source: Source, file: BinaryIO) -> bool:
    digest = hashlib.file_digest(cast(io.BufferedReader, file), "sha256").hexdigest()
    file.seek(0)
    refused = (Batch.State.FAILED, Batch.State.CANCELLED)
    return source.batches.filter(stored_as=digest).exclude(state__in=refused).exists()
