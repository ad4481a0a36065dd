"""Which tables a backup holds: every one of the desk's app, whatever it is; the rest is named here with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

APP = "desk"
# Tables of the database that no backup holds, and why.
LEFT_OUT = {
    "django_session": "sessions: after a restore everyone signs in again",
    "django_migrations": "told by the manifest, and made by migrating",
    "django_content_type": "made by migrating; the desk does not use it",
    "auth_permission": "made by migrating; the desk's rights are roles",
    "auth_group": "not used; the desk's rights are roles",
    "auth_group_permissions": "not used; the desk's rights are roles",
    "django_q_ormq": "messages to workers: at the start each waiting job is handed to them anew",
    "django_q_schedule": "made anew at the start",
    "django_q_task": "what workers said; how a job ended is in the jobs",
    "desk_talkindex": "made anew from the messages by the next job that matches senders",
    "desk_talkword": "made anew from the messages by the next job that matches senders",
    "sqlite_sequence": "the last number of each table is in the manifest",
}
# What a desk that nobody has used yet may hold: its owner, and what opening it makes.
OF_A_NEW_DESK = {"desk_deskstate", "desk_signinlink", "desk_auditentry", "desk_job"}
PEOPLE, FIRST_PEOPLE = "desk_person", 1


@dataclass(frozen=True)
class Table:
    """One table as some state of the migrations has it; `key` is the name of its primary key's column."""

    name: str
    model: type[Model]
    columns: tuple[str, ...]
    fields: tuple[Field[Any, Any], ...]
    key: str

    def in_order(self, columns: Sequence[str]) -> Table:
        """The same table with its columns in the order given, which must be the same columns."""
        known = dict(zip(self.columns, self.fields, strict=True))
        return Table(self.name, self.model, tuple(columns), tuple(known[name] for name in columns), self.key)


def tables_of(apps: Apps) -> list[Table]:
    """Every table of the desk's app in this state of the migrations, by name."""
    models = apps.get_app_config(APP).get_models(include_auto_created=True)
    kept = (one for one in models if one._meta.managed and one._meta.db_table not in LEFT_OUT)
    return sorted((_table(one) for one in kept), key=lambda table: table.name)


def on(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of the desk's tables that the database has."""
    return sorted(name for name in connection.introspection.table_names() if name.startswith(f"{APP}_"))


def first_filled(connection: BaseDatabaseWrapper) -> tuple[str, int] | None:
    """A table with rows that a new desk does not have, and how many; None when the desk is empty."""
    for name in on(connection):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608
            rows = int(cursor.fetchone()[0])
        if rows > (FIRST_PEOPLE if name == PEOPLE else 0) and name not in OF_A_NEW_DESK:
            return name, rows
    return None


def _table(model: type[Model]) -> Table:
    meta = model._meta
    fields = tuple(meta.local_concrete_fields)
    key = meta.pk
    assert key is not None and key.column is not None
    return Table(
        meta.db_table, model, tuple(str(field.column) for field in fields), tuple(map(_held, fields)), key.column
    )


def _held(field: Any) -> Field[Any, Any]:
    """The field whose values the column holds: for a reference, that of the table which it leads to."""
    while field.remote_field:
        field = field.target_field
    held: Field[Any, Any] = field
    return held
