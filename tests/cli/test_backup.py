"""A backup holds everything that the desk holds, and a restore brings all of it back, on either database."""

from __future__ import annotations

import shutil
import signal
import stat
import threading
import time
from pathlib import Path

import pytest

from tests.cli.desks import Desk
from tests.cli.running import told
from tests.cli.test_serve import free_port, served

FILLED = {
    "desk_apitoken", "desk_auditentry", "desk_batch", "desk_buyerrisk", "desk_churnwarning", "desk_contact",
    "desk_customer", "desk_customeralias", "desk_deskstate", "desk_exchangerate", "desk_findingrun", "desk_job",
    "desk_merge", "desk_order", "desk_orderline", "desk_ownership", "desk_person", "desk_rowbefore",
    "desk_scopefinding", "desk_team",
}  # fmt: skip


@pytest.fixture(scope="module")
def saved(worked_on: Desk) -> Path:
    """A backup of the desk that has been worked on."""
    file = worked_on.home.parent / "desk.twbackup"
    worked_on.told("backup", file)
    return file


def test_the_desk_of_these_tests_has_work_of_every_kind(worked_on: Desk) -> None:
    filled = {table for table, rows in worked_on.facts().items() if rows}
    assert filled >= FILLED


def test_a_restored_desk_holds_every_fact_and_every_file(worked_on: Desk, saved: Path, empty: Desk) -> None:
    document = empty.told("restore", saved)
    assert all(one["same"] for one in document["tables"].values())
    assert empty.facts() == worked_on.facts()
    for name in ("uploads", "wrong-rows"):
        there, before = (
            {file.name: file.read_bytes() for file in (desk.home / name).glob("*")} for desk in (empty, worked_on)
        )
        assert there == before and there
    assert empty.told("retention", "watch") == worked_on.told("retention", "watch")


def test_a_backup_of_a_restored_desk_has_the_same_digests(
    worked_on: Desk, saved: Path, empty: Desk, tmp_path: Path
) -> None:
    restored = empty.told("restore", saved)["tables"]
    again = empty.told("backup", tmp_path / "again.twbackup")["tables"]
    assert {name: entry["sha256"] for name, entry in again.items()} == {
        name: one["sha256"] for name, one in restored.items()
    }


def test_a_desk_goes_to_postgresql_and_back_through_backups(
    worked_on: Desk, saved: Path, on_postgresql: Desk, empty: Desk, tmp_path: Path
) -> None:
    there = on_postgresql.told("restore", saved)["tables"]
    assert all(one["same"] for one in there.values())
    assert on_postgresql.facts() == worked_on.facts()
    file = tmp_path / "from-postgresql.twbackup"
    manifest = on_postgresql.told("backup", file)
    assert manifest["database"] == "postgresql"
    assert {name: one["sha256"] for name, one in manifest["tables"].items()} == {
        name: one["sha256"] for name, one in there.items()
    }
    empty.told("restore", file)
    assert empty.facts() == worked_on.facts()


def test_a_restored_desk_goes_on_working_and_gives_no_number_twice(
    worked_on: Desk, saved: Path, empty: Desk, on_postgresql: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "more.csv"
    file.write_text("Order ID,Customer ID,Order Date,Amount,Currency\nZ1,zed,2026-03-01,10,USD\n")
    highest = max(row["id"] for row in worked_on.facts()["desk_batch"])
    for desk in (empty, on_postgresql):
        desk.told("restore", saved)
        assert desk.told("collect", file)["batch"] == highest + 1
        assert desk.told("undo", highest + 1)["deleted"] == {"orders": 1, "customers": 1}


def test_a_backup_is_its_owners_alone_and_overwrites_nothing_unasked(worked_on: Desk, tmp_path: Path) -> None:
    file = tmp_path / "mine.twbackup"
    assert worked_on.run("backup", file).returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    refused = worked_on.run("backup", file)
    assert refused.returncode == 2 and "--force" in refused.stderr
    assert file.read_bytes() == before
    assert worked_on.run("backup", file, "--force").returncode == 0
    assert [one.name for one in tmp_path.iterdir()] == ["mine.twbackup"]


def test_a_backup_without_uploads_leaves_those_of_the_desk_alone(worked_on: Desk, tmp_path: Path) -> None:
    file, kept = tmp_path / "lean.twbackup", sorted((worked_on.home / "uploads").iterdir())
    assert not [
        name for name in worked_on.told("backup", file, "--without-uploads")["files"] if name.startswith("uploads")
    ]
    assert sorted((worked_on.home / "uploads").iterdir()) == kept


def test_there_is_nothing_to_back_up_before_there_is_a_desk(empty: Desk, tmp_path: Path) -> None:
    done = empty.run("backup", tmp_path / "none.twbackup")
    assert done.returncode == 2 and "no desk" in done.stderr
    assert not (empty.home / "desk.sqlite3").exists() and not (tmp_path / "none.twbackup").exists()


def test_a_desk_with_rows_is_not_overwritten_unasked_and_backed_up_before_it_is(
    worked_on: Desk, saved: Path, sampled: Desk, empty: Desk, on_postgresql: Desk, tmp_path: Path
) -> None:
    sampled.told("backup", tmp_path / "sampled.twbackup")
    for desk in (empty, on_postgresql):
        desk.told("restore", tmp_path / "sampled.twbackup")
        before = desk.facts()
        refused = desk.run("restore", saved)
        assert refused.returncode == 2 and "--replace" in refused.stderr
        assert desk.facts() == before
        document = desk.told("restore", saved, "--replace")
        assert desk.facts() == worked_on.facts()
    other = Desk(empty.home.parent / "before")
    other.told("restore", document["before"])
    assert other.facts() == before


def test_a_desk_that_is_open_is_not_restored(saved: Path, empty: Desk) -> None:
    with served(empty.home, "--port", str(free_port())):
        refused = empty.run("restore", saved, "--replace")
    assert refused.returncode == 2 and "is open" in refused.stderr
    assert empty.told("batches") == {"batches": []}


def test_a_database_that_another_machine_uses_is_not_restored(saved: Path, on_postgresql: Desk) -> None:
    import psycopg

    with psycopg.connect(on_postgresql.url):
        refused = on_postgresql.run("restore", saved)
    assert refused.returncode == 2 and "is open" in refused.stderr
    assert on_postgresql.run("restore", saved).returncode == 0


@pytest.mark.parametrize("after", [0.3, 1.2])
def test_a_restore_that_is_killed_leaves_the_desk_as_it_was_or_as_it_is_to_be(
    after: float, worked_on: Desk, saved: Path, sampled: Desk, empty: Desk
) -> None:
    shutil.copytree(sampled.home, empty.home)
    before = empty.facts()
    process = empty.started("restore", saved, "--replace")
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert empty.facts() in (before, worked_on.facts())
    empty.told("restore", saved, "--replace")
    assert empty.facts() == worked_on.facts()
    assert not list(empty.home.glob("*.restoring*"))


def test_a_backup_during_imports_is_of_one_moment_and_stops_no_import(empty: Desk, tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    lines = (f"O{n},c{n % 500},2026-0{1 + n % 6}-1{n % 10},{n % 97 + 1},USD" for n in range(8_000))
    file.write_text("\n".join(["Order ID,Customer ID,Order Date,Amount,Currency", *lines]))
    told(empty.home, "batches")
    imported: list[int] = []
    importing = threading.Thread(target=lambda: imported.append(empty.told("collect", file)["created"]))
    importing.start()
    backups: list[Path] = []
    while importing.is_alive():
        backups.append(tmp_path / f"{len(backups)}.twbackup")
        assert empty.run("backup", backups[-1]).returncode == 0
    importing.join()
    assert imported == [8_000]
    for number, one in enumerate(backups[:: max(1, len(backups) // 3)]):
        restored = Desk(tmp_path / f"home-{number}")
        restored.told("restore", one)
        facts = restored.facts()
        orders = {row["order_id"] for row in facts["desk_order"]}
        assert orders == {row["order_id"] for row in facts["desk_orderline"]}
