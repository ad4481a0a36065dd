"""Which migrations a database has, which this program knows, and bringing a database to one of their states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.apps.registry import Apps
from django.db import router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tradewind.desk.backup.tables import APP


def applied(connection: BaseDatabaseWrapper) -> list[str]:
    """The desk's migrations that the database has, by name; none on a new one."""
    return sorted(name for app, name in MigrationRecorder(connection).applied_migrations() if app == APP)


def unknown(names: Iterable[str]) -> list[str]:
    """Those of the desk's migrations that this program does not have: a newer one made them."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return sorted(name for name in names if (APP, name) not in known)


def waiting(connection: BaseDatabaseWrapper) -> list[str]:
    """The migrations, of any app, that the database still lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def apps_at(names: Iterable[str]) -> Apps:
    """The models as they were when the desk had just these migrations."""
    loader = MigrationLoader(None)
    return loader.project_state(_ends(names, loader.graph)).apps


def bring_to(names: Iterable[str], connection: BaseDatabaseWrapper) -> None:
    """Migrate the desk's tables to the state with these migrations, and those of all other apps to the newest."""
    executor = _executor(connection)
    with _meant(connection):
        executor.migrate(_ends(names, executor.loader.graph))


def bring_forward(connection: BaseDatabaseWrapper) -> None:
    """Migrate everything to the newest state."""
    executor = _executor(connection)
    with _meant(connection):
        executor.migrate(executor.loader.graph.leaf_nodes())


def _ends(names: Iterable[str], graph: MigrationGraph) -> list[tuple[str, str]]:
    """What to migrate to: the last ones of the desk's migrations given, and the newest of the other apps."""
    ours = {(APP, name) for name in names}
    last = [node for node in sorted(ours) if not any(child.key in ours for child in graph.node_map[node].children)]
    return [*last, *(leaf for leaf in graph.leaf_nodes() if leaf[0] != APP)]


class _Here:
    """A router that sends whatever names no database to one."""

    def __init__(self, alias: str) -> None:
        self.alias = alias

    def db_for_read(self, _model: object, **_hints: object) -> str:
        return self.alias

    db_for_write = db_for_read


@contextmanager
def _meant(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Data migrations that name no database mean the one that is migrated, whichever it is."""
    here = _Here(connection.alias)
    router.routers.insert(0, here)
    try:
        yield
    finally:
        router.routers.remove(here)


def _executor(connection: BaseDatabaseWrapper) -> MigrationExecutor:
    def settle(action: str, *_: object) -> None:
        """PostgreSQL alters no table while checks of its rows are put off to the transaction's end."""
        if action == "apply_start" and connection.vendor == "postgresql" and connection.in_atomic_block:
            connection.check_constraints()

    return MigrationExecutor(connection, settle)
