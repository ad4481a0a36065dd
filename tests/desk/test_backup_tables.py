"""Every table of the database is saved by a backup, or named as left out with its reason."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from tradewind.desk.backup.forms import outward
from tradewind.desk.backup.tables import LEFT_OUT, tables_of


@pytest.mark.django_db
def test_every_table_is_saved_or_named_as_left_out_with_a_reason() -> None:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    saved = {table.name for table in tables_of(apps)}
    assert {"desk_person", "desk_order", "desk_auditentry"} <= saved
    assert there - saved - set(LEFT_OUT) == set()
    assert not saved & set(LEFT_OUT) and not saved - there
    assert all(LEFT_OUT.values())


def test_every_column_has_a_form_in_a_backup() -> None:
    for table in tables_of(apps):
        for field in table.fields:
            outward(field)
