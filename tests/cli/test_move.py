"""A desk moves from one database to the other in one command, whole, and the old one stays as it was."""

from __future__ import annotations

from pathlib import Path

from tests.cli.desks import Desk


def test_a_desk_moves_to_postgresql_and_back_with_every_fact(
    worked_on: Desk, on_postgresql: Desk, tmp_path: Path
) -> None:
    before = worked_on.facts()
    document = worked_on.told("move", "--to", on_postgresql.url)
    assert all(one["same"] for one in document["tables"].values())
    there = Desk(worked_on.home, on_postgresql.url)
    assert there.facts() == before == worked_on.facts()
    assert there.told("retention", "watch") == worked_on.told("retention", "watch")
    back = f"sqlite:///{tmp_path / 'back.sqlite3'}"
    there.told("move", "--to", back)
    assert Desk(worked_on.home, back).facts() == before


def test_a_desk_moves_only_into_an_empty_database(worked_on: Desk, on_postgresql: Desk, tmp_path: Path) -> None:
    worked_on.told("backup", tmp_path / "rows.twbackup")
    on_postgresql.told("restore", tmp_path / "rows.twbackup")
    before = on_postgresql.facts()
    done = worked_on.run("move", "--to", on_postgresql.url)
    assert done.returncode == 2 and "not empty" in done.stderr
    assert on_postgresql.facts() == before
    itself = on_postgresql.run("move", "--to", on_postgresql.url)
    assert itself.returncode == 2
    assert on_postgresql.facts() == before


def test_no_password_is_printed(worked_on: Desk, on_postgresql: Desk) -> None:
    address = on_postgresql.url.replace("tradewind@", "tradewind:s3cret@")
    unreachable = worked_on.run("move", "--to", "postgres://tradewind:s3cret@127.0.0.1:1/none")
    moved = worked_on.run("move", "--to", address)
    assert (unreachable.returncode, moved.returncode) == (2, 0)
    assert "DATABASE_URL=postgres://tradewind:…@" in moved.stdout
    assert "s3cret" not in unreachable.stdout + unreachable.stderr + moved.stdout + moved.stderr


def test_an_address_of_nothing_is_refused(worked_on: Desk, empty: Desk) -> None:
    for address in (
        "nothing",
        "mysql://host/name",
        "postgres://127.0.0.1:1/none",
        f"sqlite:///{worked_on.home / 'desk.sqlite3'}",
    ):
        done = worked_on.run("move", "--to", address)
        assert done.returncode == 2, (address, done.stderr)
        assert done.stderr.count("\n") == 1
    assert empty.run("move", "--to", f"sqlite:///{empty.home / 'x.sqlite3'}").returncode == 2
