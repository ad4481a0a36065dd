"""Databases beside the desk's own connection: a view of it that stands still, and another database altogether."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

STANDS_STILL = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


@contextmanager
def snapshot() -> Iterator[BaseDatabaseWrapper]:
    """The desk as it is at this moment, however much is written meanwhile; nobody waits for it."""
    config = deepcopy(connection.settings_dict)
    if connection.vendor == "sqlite":
        config["OPTIONS"] = {**config["OPTIONS"], "transaction_mode": "DEFERRED"}
    with opened("snapshot", config) as still, transaction.atomic(using="snapshot"):
        with still.cursor() as cursor:
            if still.vendor == "postgresql":
                cursor.execute(STANDS_STILL)
            cursor.execute("SELECT count(*) FROM django_migrations")  # from this first look on it stands still
        yield still


@contextmanager
def opened(alias: str, config: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """A connection under a name of its own, closed and forgotten afterwards."""
    connections.settings[alias] = connections.configure_settings({"default": config})["default"]
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]
