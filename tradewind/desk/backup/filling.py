"""Filling a new database from streams, and comparing all facts with what the streams were said to hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tradewind.desk.backup import states, streams
from tradewind.desk.backup.archive import Progress
from tradewind.desk.backup.tables import Table, tables_of
from tradewind.errors import BackupDamaged, FactsDiffer, RowRefused

Lines = Callable[[str], Iterable[list[bytes]]]


@dataclass(frozen=True)
class Compared:
    """One table after it was filled: how many rows, and whether all its facts are those of the source."""

    table: str
    rows: int
    sha256: str
    same: bool


def fill(
    target: BaseDatabaseWrapper,
    migrations: list[str],
    entries: dict[str, Any],
    lines: Lines,
    progress: Progress,
    source: str,
) -> list[Compared]:
    """Make the tables as they were with these migrations, fill them, compare all facts, migrate to the newest state.

    entries   per table as the manifest has it; asked for after the table's lines are through
    lines     a table's rows
    source    what the facts come from, for errors
    raises    BackupDamaged, RowRefused, FactsDiffer
    """
    states.bring_to(migrations, target)
    tables = tables_of(states.apps_at(migrations))
    known = {table.name: table for table in tables}
    if missing := sorted(set(known) ^ set(entries)):
        raise BackupDamaged(file=source, part=missing[0])
    with transaction.atomic(using=target.alias):
        _empty(target, tables)
        ordered = [_in_order(table, entries[table.name]["columns"], source) for table in tables]
        for done, table in enumerate(ordered):
            progress("filling", done, len(ordered))
            streams.write(target, table, lines(table.name))
            streams.go_on_from(target, table, entries[table.name]["last_number"])
    compared = list(_compare(target, ordered, entries, progress))
    if different := [one.table for one in compared if not one.same]:
        raise FactsDiffer(tables=", ".join(different))
    _check_references(target)
    states.bring_forward(target)
    _check_references(target)
    return compared


def _empty(target: BaseDatabaseWrapper, tables: list[Table]) -> None:
    """Take out what migrations themselves have put in."""
    with target.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {target.ops.quote_name(table.name)}")  # noqa: S608
    if target.vendor == "postgresql":
        target.check_constraints()


def _check_references(target: BaseDatabaseWrapper) -> None:
    try:
        target.check_constraints()
    except IntegrityError as error:
        raise RowRefused(table="?", why=str(error).strip().splitlines()[0]) from error


def _in_order(table: Table, columns: list[str], source: str) -> Table:
    if sorted(columns) != sorted(table.columns):
        raise BackupDamaged(file=source, part=table.name)
    return table.in_order(columns)


def _compare(
    target: BaseDatabaseWrapper, tables: list[Table], entries: dict[str, Any], progress: Progress
) -> Iterator[Compared]:
    for done, table in enumerate(tables):
        progress("comparing", done, len(tables))
        there, told = streams.tally(target, table).told(), entries[table.name]
        same = (there["rows"], there["sha256"]) == (told["rows"], told["sha256"])
        yield Compared(table.name, there["rows"], there["sha256"], same)
