"""A file that is no whole backup is refused in one sentence, and the desk is as it was."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.desks import Desk

Change = Callable[[dict[str, bytes], dict[str, Any]], None]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, sampled: Desk) -> Desk:
    """A desk with the sample company."""
    return Desk(shutil.copytree(sampled.home, tmp_path_factory.mktemp("sample") / "home"))


@pytest.fixture(scope="module")
def good(desk: Desk) -> Path:
    file = desk.home.parent / "good.twbackup"
    desk.told("backup", file)
    return file


def changed(good: Path, to: Path, change: Change) -> Path:
    """The backup with other members or another manifest, packed anew so that the ZIP itself is whole."""
    with zipfile.ZipFile(good) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    change(members, manifest)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
        packed.writestr("manifest.json", json.dumps(manifest))
    return to


def other_amount(members: dict[str, bytes], _manifest: dict[str, Any]) -> None:
    name = "tables/desk_order.jsonl"
    first, rest = members[name].split(b"\n", 1)
    members[name] = first.replace(b"USD", b"EUR") + b"\n" + rest


def missing_table(members: dict[str, bytes], _manifest: dict[str, Any]) -> None:
    del members["tables/desk_order.jsonl"]


def forgotten_table(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    del members["tables/desk_orderline.jsonl"], manifest["tables"]["desk_orderline"]


def stranger(members: dict[str, bytes], _manifest: dict[str, Any]) -> None:
    members["readme.txt"] = b"hello"


def way_out(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    members["uploads/../../outside"] = b"gotcha"
    manifest["files"]["uploads/../../outside"] = {"bytes": 6, "sha256": "0" * 64}


def bomb(members: dict[str, bytes], _manifest: dict[str, Any]) -> None:
    members["tables/desk_layout.jsonl"] = b"0" * 50_000_000


def no_room(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["tables"]["desk_order"]["bytes"] = 10**18


def newer_migration(_members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["migrations"].append("9999_later")


def newer_format(_members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["format"] = 99


def no_digests(_members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    del manifest["tables"]["desk_order"]["sha256"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (other_amount, "damaged at tables/desk_order.jsonl"),
        (missing_table, "damaged at tables/desk_order.jsonl"),
        (forgotten_table, "damaged at desk_orderline"),
        (stranger, "holds readme.txt"),
        (way_out, "holds uploads/../../outside"),
        (bomb, "holds tables/desk_layout.jsonl"),
        (no_room, "holds tables/desk_order.jsonl"),
        (newer_migration, "newer than this"),
        (newer_format, "newer than this"),
        (no_digests, "damaged at manifest.json"),
    ],
)
def test_a_backup_that_was_changed_is_refused(change: Change, said: str, good: Path, tmp_path: Path) -> None:
    refused(changed(good, tmp_path / "changed.twbackup", change), said, Desk(tmp_path / "home"))
    assert not (tmp_path.parent / "outside").exists() and not (tmp_path / "outside").exists()


def test_a_file_that_ends_too_early_is_refused(good: Path, tmp_path: Path) -> None:
    file = tmp_path / "half.twbackup"
    file.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    refused(file, "ends too early", Desk(tmp_path / "home"))


def test_a_file_with_one_flipped_byte_is_refused(good: Path, tmp_path: Path) -> None:
    file, content = tmp_path / "flipped.twbackup", bytearray(good.read_bytes())
    content[len(content) // 3] ^= 0xFF
    file.write_bytes(content)
    refused(file, "damaged at", Desk(tmp_path / "home"))


def test_what_is_no_backup_at_all_is_refused(tmp_path: Path) -> None:
    text, packed, home = tmp_path / "a.csv", tmp_path / "b.zip", Desk(tmp_path / "home")
    text.write_text("Order ID,Amount\n")
    with zipfile.ZipFile(packed, "w") as written:
        written.writestr("hello.txt", "hello")
    refused(text, "no backup of Tradewind", home)
    refused(packed, "no backup of Tradewind", home)
    refused(tmp_path / "none.twbackup", "There is no file", home)


def test_a_broken_backup_changes_nothing_on_a_desk_that_is_to_be_replaced(
    desk: Desk, good: Path, tmp_path: Path
) -> None:
    mine = Desk(tmp_path / "home")
    shutil.copytree(desk.home, mine.home)
    before = mine.facts()
    for number, change in enumerate((other_amount, forgotten_table)):
        file = changed(good, tmp_path / f"{number}.twbackup", change)
        assert mine.run("restore", file, "--replace").returncode == 2
    assert mine.facts() == before


def test_a_damaged_desk_says_so_and_can_be_moved_aside(good: Path, desk: Desk, tmp_path: Path) -> None:
    mine = Desk(tmp_path / "home")
    mine.home.mkdir()
    (mine.home / "desk.sqlite3").write_bytes(b"no database at all" * 100)
    done = mine.run("restore", good)
    assert done.returncode == 2 and "is damaged" in done.stderr
    (mine.home / "desk.sqlite3").rename(tmp_path / "aside")
    mine.told("restore", good)
    assert mine.facts() == desk.facts()


def refused(file: Path, said: str, desk: Desk) -> None:
    """Exit status 2, one sentence, and no desk."""
    done = desk.run("restore", file)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert said in done.stderr and done.stderr.count("\n") == 1
    assert not (desk.home / "desk.sqlite3").exists()
