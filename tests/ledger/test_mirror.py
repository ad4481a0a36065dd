"""The mirror shows one version of the facts whole, or not at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tradewind.ledger import database
from tradewind.ledger.database import QUERIES, Source, fact_table
from tradewind.ledger.mirror import mirrored

CREATE = """
CREATE TABLE desk_person (id integer primary key, username text);
CREATE TABLE desk_customer (customer_id text, name text, country text, timezone text, tier text, owner_id integer);
CREATE TABLE desk_contact (id integer, customer_id text, name text, kind text, email text, phone text, channel text,
    language text);
CREATE TABLE desk_ownership (id integer, customer_id text, rep_id integer, from_on date, until_on date);
CREATE TABLE desk_order (order_id text, customer_id text, ordered_on date, ordered_at datetime, amount bigint,
    currency text, amount_base bigint, requested_on date, promised_on date, shipped_on date, rep text);
CREATE TABLE desk_orderline (order_id text, line_no integer, product text, product_line text, quantity real, unit text,
    amount bigint);
CREATE TABLE desk_rating (customer_id text, rated_at datetime, score real, source text);
CREATE TABLE desk_message (message_id text, conversation_id text, channel text, party text, customer_id text, rep text,
    direction text, sent_at datetime, utc_offset_min integer, sender text, kind text, text text, reply_to text);
CREATE TABLE desk_usage (rep text, used_at datetime, tool text, module text, action text, is_core bool);
CREATE TABLE desk_event (case_id text, activity text, happened_at datetime, position integer, resource text,
    lifecycle text, cost bigint);
"""
ROWS = 3_000


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """A database whose columns begin with many empty cells, as real ones do."""
    file = tmp_path / "desk.sqlite3"
    with sqlite3.connect(file) as made:
        made.executescript(CREATE)
        made.executemany("INSERT INTO desk_order VALUES (?,?,?,?,?,?,?,?,?,?,?)", map(row, range(ROWS)))
    made.close()
    return Source("sqlite", str(file))


def row(n: int) -> tuple[object, ...]:
    late = n >= ROWS - 10
    at, base, shipped = ("2026-01-05 08:30:00.250000", 123_456, "2026-02-01") if late else (None, None, None)
    return (f"o{n:05}", "acme", "2026-01-05", at, 100_000, "USD", base, None, None, shipped, "")


def test_columns_that_begin_empty_keep_their_later_values(source: Source, tmp_path: Path) -> None:
    orders = mirrored(source, tmp_path / "mirror", 1).table("orders")
    assert orders.height == ROWS
    assert orders["amount_base"].drop_nulls().to_list() == [12.3456] * 10
    assert orders["ordered_at"].drop_nulls().dt.microsecond().to_list() == [250_000] * 10
    assert orders["shipped_on"].count() == 10
    assert orders["rep"].count() == 0


def test_an_unchanged_version_is_not_read_again(source: Source, tmp_path: Path) -> None:
    mirrored(source, tmp_path / "mirror", 1)
    Path(source.address).unlink()
    assert mirrored(source, tmp_path / "mirror", 1).table("orders").height == ROWS


def test_a_new_version_replaces_the_old_one(source: Source, tmp_path: Path) -> None:
    mirrored(source, tmp_path / "mirror", 1)
    with sqlite3.connect(source.address) as database:
        database.execute("DELETE FROM desk_order")
    database.close()
    assert mirrored(source, tmp_path / "mirror", 2).table("orders").is_empty()
    assert [folder.name for folder in (tmp_path / "mirror").iterdir()] == ["v2"]


def test_the_same_number_in_another_database_is_another_version(source: Source, tmp_path: Path) -> None:
    mirrored(source, tmp_path / "mirror", 1, "one")
    with sqlite3.connect(source.address) as database:
        database.execute("DELETE FROM desk_order")
    database.close()
    assert mirrored(source, tmp_path / "mirror", 1, "two").table("orders").is_empty()


def test_a_half_written_version_is_written_again(source: Source, tmp_path: Path) -> None:
    half = tmp_path / "mirror" / "v1"
    half.mkdir(parents=True)
    (half / "orders.parquet").write_bytes(b"PAR1")
    assert mirrored(source, tmp_path / "mirror", 1).table("orders").height == ROWS


def test_the_mirror_may_be_deleted_at_any_time(source: Source, tmp_path: Path) -> None:
    first = mirrored(source, tmp_path / "mirror", 1).table("orders")
    for file in (tmp_path / "mirror" / "v1").iterdir():
        file.unlink()
    assert mirrored(source, tmp_path / "mirror", 1).table("orders").equals(first)


def test_every_table_has_a_query() -> None:
    assert all(query.startswith("SELECT ") for query in QUERIES.values())


def test_reading_leaves_the_desks_own_hold_on_its_file(source: Source) -> None:
    """A second copy of SQLite in the process would drop it: another process would then throw away a log in use."""
    with closing(sqlite3.connect(source.address, isolation_level=None)) as ours:
        ours.execute("PRAGMA journal_mode=WAL")
        ours.execute("DELETE FROM desk_order WHERE order_id = 'o00000'")
        assert fact_table(source, "orders").height == ROWS - 1
        script = (
            "import sqlite3, sys; it = sqlite3.connect(sys.argv[1]); it.execute('SELECT 1 FROM desk_order'); it.close()"
        )
        subprocess.run([sys.executable, "-c", script, source.address], check=True)
        assert Path(source.address + "-wal").exists()
        ours.execute("DELETE FROM desk_order WHERE order_id = 'o00001'")
        script = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT COUNT(*) FROM desk_order').fetchone()[0])"
        told = subprocess.run(
            [sys.executable, "-c", script, source.address], check=True, capture_output=True, text=True
        )
        assert told.stdout.strip() == str(ROWS - 2)


def test_a_long_table_is_read_in_steps_and_whole(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = fact_table(source, "orders")
    monkeypatch.setattr(database, "STEP_ROWS", 700)
    assert fact_table(source, "orders").equals(whole)
