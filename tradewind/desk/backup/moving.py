"""Moving a desk to another database: the same streams as a backup's, without a file between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from tradewind.desk.backup import holding, states, streams
from tradewind.desk.backup.archive import Progress
from tradewind.desk.backup.databases import snapshot
from tradewind.desk.backup.filling import Compared, fill
from tradewind.desk.backup.saving import must_have_a_desk, quietly
from tradewind.desk.backup.tables import first_filled, tables_of
from tradewind.desk.backup.targets import anew, looked_at
from tradewind.errors import BadAddress, DeskHasRows, NotReached, SameDatabase
from tradewind.settings import database_at


@dataclass(frozen=True)
class Moved:
    """What a move did; `address` is where the desk is now, without its password."""

    address: str
    compared: list[Compared]


def move(address: str, progress: Progress = quietly) -> Moved:
    """Fill the empty database at `address` (as in DATABASE_URL) with this desk, and compare all facts; this desk's own
    database stays as it is. Files stay in the data folder.

    raises   BadAddress, SameDatabase, NotReached, NoDesk, DeskInUse, DeskHasRows, RowRefused, FactsDiffer
    """
    shown, config = without_password(address), _config(address)
    with holding.alone():
        must_have_a_desk()
        connection.close()
        with snapshot() as desk:
            _must_be_free(config, shown)
            migrations = states.applied(desk)
            source = _Source(desk, migrations)
            with anew(config) as target:
                compared = fill(target, migrations, source.entries, source.lines, progress, "desk")
    return Moved(shown, compared)


def without_password(address: str) -> str:
    """The address as it may be shown."""
    parts = urlsplit(address)
    if not parts.password:
        return address
    return urlunsplit(parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", ":…@")))


class _Source:
    """The desk's tables as streams that are counted on their way."""

    def __init__(self, desk: BaseDatabaseWrapper, migrations: list[str]) -> None:
        self.desk = desk
        self.tables = {table.name: table for table in tables_of(states.apps_at(migrations))}
        self.entries: dict[str, dict[str, Any]] = {
            name: {"columns": list(table.columns), "last_number": streams.last_number(desk, table)}
            for name, table in self.tables.items()
        }

    def lines(self, name: str) -> Iterator[list[bytes]]:
        """The table's rows; what they were is noted at their end."""
        tally = streams.Tally()
        yield from tally.through(streams.read(self.desk, self.tables[name]))
        self.entries[name] |= tally.told()


def _config(address: str) -> dict[str, Any]:
    try:
        config: dict[str, Any] = dict(database_at(address))
    except ValueError as error:
        raise BadAddress from error
    if not config.get("NAME") or not config["ENGINE"].endswith(("sqlite3", "postgresql")):
        raise BadAddress
    if config["ENGINE"].endswith("sqlite3") and connection.vendor == "sqlite" and _same_file(config["NAME"]):
        raise SameDatabase(home=str(settings.TRADEWIND_HOME))
    return config


def _same_file(name: str) -> bool:
    return Path(name).resolve() == Path(connection.settings_dict["NAME"]).resolve()


def _must_be_free(config: dict[str, Any], shown: str) -> None:
    """Raises NotReached, DeskInUse (also when it is this desk's own database), DeskHasRows."""
    try:
        with looked_at(config) as there:
            filled = None
            if there:
                holding.nobody_is_connected(there)
                filled = first_filled(there)
    except OperationalError as error:
        raise NotReached(address=shown, why=str(error).strip().splitlines()[0]) from error
    if filled:
        raise DeskHasRows(table=filled[0], rows=filled[1])
