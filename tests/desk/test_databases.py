"""Queries to databases as sources: a real PostgreSQL, and files of SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from pytest_django import Settings

from tests import postgresql
from tests.desk.sources import looked_at
from tradewind.desk.models import Batch, Order, OrderLine, Person, Source
from tradewind.desk.sources import changing
from tradewind.errors import (
    AddressInside,
    FolderNotAllowed,
    SourceFieldWrong,
    SqlColumnMissing,
    SqlNotOpened,
    SqlRefused,
)

pytestmark = [pytest.mark.django_db(transaction=True)]
QUERY = (
    'SELECT o.no AS "Order ID", buyer AS "客户名称", placed AS "Order Date", item AS "SKU", amount AS "Amount", '
    "'USD' AS \"Currency\", changed FROM orders o JOIN lines l ON l.no = o.no WHERE buyer NOT LIKE '%test%'"
)


@pytest.fixture(scope="module")
def erp() -> Iterator[str]:
    """A database server with an order of two lines, and one of one line."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        pytest.skip("no PostgreSQL server on this machine")
    with postgresql.server(programs[-1]) as url:
        yield url


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.TRADEWIND_HOME = tmp_path
    settings.TRADEWIND_INSIDE_HOSTS = ["127.0.0.1"]
    return tmp_path


def filled(connection: psycopg.Connection[object]) -> None:
    connection.execute("DROP TABLE IF EXISTS orders, lines")
    connection.execute("CREATE TABLE orders (no text, buyer text, placed date)")
    connection.execute("CREATE TABLE lines (no text, item text, amount numeric(12,3), changed timestamptz)")
    connection.execute("INSERT INTO orders VALUES ('A1', '德国ACME', '2026-03-05'), ('A2', 'Beta', '2026-03-06')")
    connection.execute(
        "INSERT INTO lines VALUES ('A1','lamp',1200.500,'2026-03-05 10:00Z'), ('A1','shade',3,'2026-03-05 11:00Z'),"
        " ('A2','lamp',7,'2026-03-06 10:00Z')"
    )


def database(by: Person, url: str, **said: str) -> Source:
    fields = {"url": url + "?sslmode=disable", "query": QUERY, "minutes": "0", "column": "changed"}
    return changing.add(by, "sql", "ERP", {**fields, **said})


def test_an_order_of_which_one_line_changes_is_read_whole_and_nothing_twice(erp: str, dora: Person) -> None:
    with psycopg.connect(erp, autocommit=True) as connection:
        filled(connection)
        source = looked_at(database(dora, erp))
        assert source.last_error is None
        assert list(Order.objects.order_by("order_id").values_list("order_id", "ordered_on", "amount", "currency")) == [
            ("A1", date(2026, 3, 5), 12_035_000, "USD"), ("A2", date(2026, 3, 6), 70_000, "USD")
        ]  # fmt: skip
        connection.execute("UPDATE lines SET amount = 4, changed = '2026-03-09 10:00Z' WHERE item = 'shade'")
        looked_at(source)
        assert Order.objects.get(order_id="A1").amount == 12_045_000 and OrderLine.objects.count() == 3
        assert source.cursor["from"].startswith("2026-03-09")
        looked_at(source)  # the order with the last change, alone
        batches = Batch.objects.count()
        looked_at(source)
        assert Batch.objects.count() == batches and source.count == 3
        assert "Order ID, 客户名称" in str(changing.test(source).facts["columns"])


@pytest.mark.parametrize(
    "query",
    ["UPDATE orders SET buyer = 'x' RETURNING *", "SELECT 1) AS a; DROP TABLE orders; SELECT (1",
     "SELECT set_config('transaction_read_only', 'off', false), pg_sleep(0)", "SELECT * FROM nowhere",
     "WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone"],
)  # fmt: skip
def test_the_database_is_only_read(erp: str, dora: Person, query: str) -> None:
    with psycopg.connect(erp, autocommit=True) as connection:
        filled(connection)
        with pytest.raises(SqlRefused):
            changing.test(database(dora, erp, query=query, column=""))
        left = connection.execute("SELECT count(*) FROM orders WHERE buyer <> 'x'").fetchone()
        assert left == (2,)


def test_what_a_function_does_in_a_query_is_undone(erp: str, dora: Person) -> None:
    changing.test(database(dora, erp, query="SELECT lo_create(4711)", column=""))
    with psycopg.connect(erp) as connection:
        assert connection.execute("SELECT count(*) FROM pg_largeobject_metadata").fetchone() == (0,)


def test_what_is_wrong_with_a_database_is_told(erp: str, dora: Person, settings: Settings) -> None:
    for error, url, said in (
        (SqlColumnMissing, erp, {"column": "Changed"}),
        (SqlNotOpened, erp.replace("/postgres", "/nowhere"), {}),
        (SqlNotOpened, erp.replace("tradewind@", "nobody@"), {}),
        (SourceFieldWrong, erp.replace("tradewind@", "tradewind:secret@"), {}),
        (SourceFieldWrong, "oracle://x", {}),
        (FolderNotAllowed, "sqlite:////etc/passwd", {}),
        (FolderNotAllowed, "sqlite:///../desk.sqlite3", {}),
        (SqlNotOpened, "sqlite:///nothing.sqlite3", {}),
    ):
        with pytest.raises(error) as told:
            changing.test(database(dora, url, **said))
        assert "secret" not in str(told.value)
    settings.TRADEWIND_INSIDE_HOSTS = []
    with pytest.raises(AddressInside):
        changing.test(database(dora, erp))


def test_a_file_of_sqlite_is_read_and_opens_no_other(dora: Person, home: Path) -> None:
    (home / "watched").mkdir()
    for name in ("erp", "other"):
        with sqlite3.connect(home / "watched" / f"{name}.sqlite3") as connection:
            connection.execute("CREATE TABLE sales (id INTEGER, buyer, placed, amount)")
            connection.execute("INSERT INTO sales VALUES (1, 'Acme', '2026-03-05', 5.5), (2, 'Beta', '2026-03-06', 6)")
        connection.close()
    query = 'SELECT id AS "Order ID", buyer AS Customer, placed AS "Order Date", amount AS Amount FROM sales'
    source = changing.add(
        dora, "sql", "ERP", {"url": "sqlite:///erp.sqlite3", "query": query, "column": "Order ID", "minutes": "0"}
    )
    assert (looked_at(source).count, source.last_error, source.cursor["from"]) == (2, None, 2)
    for bad in (f"ATTACH '{home}/watched/other.sqlite3' AS o", "SELECT load_extension('x')", "PRAGMA database_list",
                "SELECT 1) AS a; DELETE FROM sales; SELECT (1"):  # fmt: skip
        with pytest.raises(SqlRefused):
            changing.test(changing.change(source, dora, "ERP", {**source.settings, "query": bad, "column": ""}))
