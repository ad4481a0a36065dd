"""A desk of the first version, full of rows, comes through every migration with its facts, and opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from tests.cli.desks import Desk
from tradewind.desk.backup import states, streams
from tradewind.desk.backup.databases import opened
from tradewind.desk.backup.tables import tables_of
from tradewind.settings import database_at

ROWS = 3
FIRST = ["0001_first"]
# What a migration changes on purpose: {migration: {(table, column)}}; everything else must come through as it was.
CHANGED: dict[str, set[tuple[str, str]]] = {}
Facts = dict[str, dict[Any, dict[str, Any]]]


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Desk:
    """A data folder for a desk on SQLite."""
    home = tmp_path / "old"
    home.mkdir()
    return Desk(home)


@pytest.fixture
def database(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def in_order() -> list[str]:
    """The desk's migrations, each after those that it needs."""
    from django.db.migrations.loader import MigrationLoader

    graph = MigrationLoader(None).graph
    ends = [node for node in graph.leaf_nodes() if node[0] == "desk"]
    return [name for app, name in graph.forwards_plan(ends[0]) if app == "desk"]


def config(desk: Desk) -> dict[str, Any]:
    return dict(database_at(desk.url or f"sqlite:///{desk.home / 'desk.sqlite3'}"))


@pytest.mark.parametrize("where", ["on_sqlite", "on_postgresql"])
def test_every_fact_comes_through_every_migration(where: str, request: pytest.FixtureRequest, database: None) -> None:
    desk: Desk = request.getfixturevalue(where)
    steps = in_order()
    assert steps[:1] == FIRST and len(steps) > 5
    with opened("upgraded", config(desk)) as connection:
        filled: set[str] = set()
        for number in range(1, len(steps) + 1):
            before = facts(connection, steps[: number - 1])
            states.bring_to(steps[:number], connection)
            must_hold(before, facts(connection, steps[:number]), CHANGED.get(steps[number - 1], set()))
            filled |= fill(connection, states.apps_at(steps[:number]), filled)
        assert not states.waiting(connection)
        assert {"desk_person", "desk_order", "desk_merge"} <= filled
    assert desk.today() == "200"


def test_a_desk_of_the_first_version_opens_as_it_is_and_is_copied_before(on_sqlite: Desk, database: None) -> None:
    with opened("upgraded", config(on_sqlite)) as connection:
        states.bring_to(FIRST, connection)
        fill(connection, states.apps_at(FIRST), set())
        before = facts(connection, FIRST)
    said = on_sqlite.today()
    (copy,) = (on_sqlite.home / "backups").glob("before-upgrade-*.sqlite3")
    assert said.startswith("200") and str(copy) in said
    assert on_sqlite.today() == "200"
    with opened("upgraded", {**config(on_sqlite), "NAME": str(copy)}) as connection:
        assert states.applied(connection) == FIRST
        assert facts(connection, FIRST) == before


@pytest.mark.parametrize("where", ["empty", "on_postgresql"])
def test_a_backup_of_the_first_version_is_restored_by_a_newer_one(
    where: str, request: pytest.FixtureRequest, on_sqlite: Desk, database: None
) -> None:
    with opened("upgraded", config(on_sqlite)) as connection:
        states.bring_to(FIRST, connection)
        fill(connection, states.apps_at(FIRST), set())
        before = facts(connection, FIRST)
    file = on_sqlite.home / "old.twbackup"
    assert on_sqlite.told("backup", file)["migrations"] == FIRST
    desk: Desk = request.getfixturevalue(where)
    desk.told("restore", file)
    with opened("upgraded", config(desk)) as connection:
        assert states.applied(connection) == sorted(in_order())
        must_hold(before, facts(connection, in_order()), set().union(*CHANGED.values()))
    assert desk.today() == "200"


@pytest.mark.parametrize("where", ["on_sqlite", "on_postgresql"])
def test_a_program_older_than_the_desk_does_not_open_it(
    where: str, request: pytest.FixtureRequest, database: None
) -> None:
    desk: Desk = request.getfixturevalue(where)
    assert desk.run("batches").returncode == 0
    with opened("upgraded", config(desk)) as connection, connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('desk', '9999_later', '2030-01-01')")
    done = desk.run("batches")
    assert done.returncode == 2 and "9999_later" in done.stderr and done.stderr.count("\n") == 1


def test_the_five_newest_copies_are_kept(on_sqlite: Desk, database: None) -> None:
    folder = on_sqlite.home / "backups"
    folder.mkdir()
    for year in range(2001, 2008):
        (folder / f"before-upgrade-{year}-01-01-000000-000000.sqlite3").write_bytes(b"")
    with opened("upgraded", config(on_sqlite)) as connection:
        states.bring_to(FIRST, connection)
    assert on_sqlite.run("batches").returncode == 0
    kept = sorted(one.name[15:19] for one in folder.iterdir())
    assert len(kept) == 5 and kept[:4] == ["2004", "2005", "2006", "2007"]


def facts(connection: BaseDatabaseWrapper, at: list[str]) -> Facts:
    """Every value of every table in this state of the migrations, per table and key."""
    import json

    told: Facts = {}
    for table in tables_of(states.apps_at(at)) if at else []:
        rows = [json.loads(line) for lines in streams.read(connection, table) for line in lines]
        named = [dict(zip(table.columns, row, strict=True)) for row in rows]
        told[table.name] = {row[table.key]: row for row in named}
    return told


def must_hold(before: Facts, after: Facts, but: set[tuple[str, str]]) -> None:
    """Each value of before is there after, in columns that a migration does not change on purpose."""
    for table, rows in before.items():
        for key, row in rows.items():
            for column, value in row.items():
                if (table, column) not in but:
                    assert after[table][key][column] == value, (table, key, column)


def fill(connection: BaseDatabaseWrapper, apps: Apps, filled: set[str]) -> set[str]:
    """Rows in every table that has none from us yet, each leading to rows of the tables that it refers to."""
    waiting = list(apps.get_app_config("desk").get_models(include_auto_created=True))
    waiting = [model for model in waiting if model._meta.db_table not in filled]
    done: set[str] = set()
    while waiting:
        ready = [model for model in waiting if not leads_to(model) & set(waiting)]
        assert ready, waiting
        for model in ready:
            for n in range(ROWS):
                row = {
                    field.name: value(field, n, connection)
                    for field in model._meta.local_concrete_fields
                    if not is_number(field)
                }
                if not model._base_manager.using(connection.alias).filter(pk=row.get("id", -1)).exists():
                    model._base_manager.using(connection.alias).create(**row)
            done.add(model._meta.db_table)
        waiting = [model for model in waiting if model not in ready]
    return done


def leads_to(model: Any) -> set[Any]:
    return {field.related_model for field in model._meta.local_concrete_fields if field.remote_field} - {model}


def is_number(field: Any) -> bool:
    return isinstance(field, models.AutoField | models.BigAutoField)


def value(field: Any, n: int, connection: BaseDatabaseWrapper) -> Any:
    """The n-th value of a field: differs from row to row, and is empty in the last where it may be."""
    if field.null and n == ROWS - 1:
        return None
    if field.remote_field:
        rows = field.related_model._base_manager.using(connection.alias).order_by("pk")
        return rows[n] if rows.count() > n else None
    if field.choices:
        return field.choices[min(n, len(field.choices) - 1)][0]
    return plain(field, n)


def plain(field: Any, n: int) -> Any:
    kind = field.get_internal_type()
    if kind in ("CharField", "TextField"):
        return "" if field.blank and n != 1 else f"{n}{field.name} 信"[: field.max_length]
    made: dict[str, Any] = {
        "BooleanField": n != 1,
        "FloatField": 1.1 + n,
        "DecimalField": Decimal("1.12345678") + n if getattr(field, "decimal_places", 0) == 8 else Decimal(n + 1),
        "DateField": date(2026, 1, 1) + timedelta(n),
        "DateTimeField": datetime(2026, 1, 1, 1, 2, 3, 400 * n, UTC),
        "TimeField": time(1, 2, 3 + n),
        "DurationField": timedelta(n, 1, 7),
        "UUIDField": UUID(int=n + 1),
        "BinaryField": bytes([n, 0, 255]),
        "JSONField": field.get_default() if field.has_default() else {"信": [n, 1.5, None]},
    }
    return made[kind] if kind in made else n + 1
