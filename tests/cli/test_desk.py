"""The command line and the desk's own data: in, listed, taken back; the doors tell the same number."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import time
from datetime import date
from pathlib import Path

import pytest

from tests.cli.running import PROGRAM, environment, run, told
from tests.desk.chats import NAME, TOM
from tests.desk.files import ORDERS
from tests.desk.histories import regular_buyers

COUNTS = ("read", "created", "updated", "unchanged", "skipped", "failed")


@pytest.fixture
def home(tmp_path: Path, made: Path) -> Path:
    return shutil.copytree(made, tmp_path / "home")


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS)
    return file


def test_collect_tells_every_count_and_problem(home: Path, orders: Path) -> None:
    document = told(home, "collect", orders)
    assert {name: document[name] for name in COUNTS} == {
        "read": 6, "created": 5, "updated": 0, "unchanged": 0, "skipped": 1, "failed": 0,
    }  # fmt: skip
    assert document["orders"] == {"created": 4, "updated": 0, "unchanged": 0}
    (problem,) = document["problems"]
    assert set(problem) == {"row", "column", "value", "reason"}
    assert problem["reason"] == "no_customer"


MAIL = (
    "From: Tom <tom@acme.es>\nTo: a@lamps.cn\nMessage-ID: <{0}@x>\nDate: Thu, 01 Jan 2026 0{0}:00:00 +0800\n\nhi {0}\n"
)


@pytest.mark.parametrize("place", ["cur/{}.x:2,S", "{}.eml"])
def test_a_folder_of_mails_is_collected_once(home: Path, tmp_path: Path, place: str) -> None:
    folder = tmp_path / "Mails"
    for name in ("new", "tmp"):
        (folder / name).mkdir(parents=True)
    for number in (1, 2):
        file = folder / place.format(number)
        file.parent.mkdir(exist_ok=True)
        file.write_text(MAIL.format(number))
    (folder / "dovecot-uidlist").write_text("3 V1 N1")
    first = told(home, "collect", folder)
    assert (first["kind"], first["created"], first["file"]) == ("messages", 2, "Mails.zip")
    assert told(home, "collect", folder)["unchanged"] == 2
    assert run(home, "collect", tmp_path / "none").returncode == 2


def test_a_chat_is_collected_once_and_taken_back(home: Path, tmp_path: Path) -> None:
    chat = tmp_path / NAME
    chat.write_text(TOM)
    first = told(home, "collect", "--me", "Alice", chat)
    assert (first["kind"], first["messages"]) == ("messages", {"created": 6, "updated": 0, "unchanged": 0})
    assert told(home, "collect", "--me", "Alice", "--timezone", "Asia/Shanghai", chat)["created"] == 0
    refused = run(home, "collect", "--me", "Nobody", chat)
    assert refused.returncode == 2
    assert "Nobody called Nobody speaks in" in refused.stderr and "Alice, Tom Acme" in refused.stderr
    assert told(home, "undo", first["batch"])["deleted"] == {"messages": 6}


def test_the_same_file_twice_changes_nothing_and_undo_takes_all_of_it_back(home: Path, orders: Path) -> None:
    first = told(home, "collect", orders)
    again = told(home, "collect", orders)
    assert (again["created"], again["unchanged"]) == (0, 5)
    assert [batch["batch"] for batch in told(home, "batches")["batches"]] == [again["batch"], first["batch"]]
    undone = told(home, "undo", first["batch"])
    assert undone["deleted"] == {"orders": 4, "customers": 2}
    assert undone["kept"] == {}
    states = {batch["batch"]: batch["state"] for batch in told(home, "batches")["batches"]}
    assert states[first["batch"]] == "undone"
    assert run(home, "undo", first["batch"]).returncode == 2


def test_several_files_are_one_document(home: Path, orders: Path, tmp_path: Path) -> None:
    other = tmp_path / "customers.csv"
    other.write_text("Customer ID,Customer Name,Country\nacme,Acme,Brazil\n")
    document = told(home, "collect", orders, other)
    assert [batch["kind"] for batch in document["batches"]] == ["orders", "customers"]


def test_a_refused_file_leaves_nothing_behind(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "fruit.csv"
    file.write_text("Fruit,Colour\napple,red\n")
    assert run(home, "collect", file).returncode == 2
    (batch,) = told(home, "batches")["batches"]
    assert (batch["state"], batch["read"]) == ("failed", 0)


def test_undo_of_what_does_not_exist_is_refused(home: Path) -> None:
    done = run(home, "undo", 99)
    assert done.returncode == 2
    assert done.stderr.strip()


def test_the_desk_and_the_file_tell_the_same_numbers(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(regular_buyers(date(2026, 1, 31)))
    told(home, "collect", file)
    for verb in ("watch", "rate", "record"):
        assert told(home, "retention", verb) == told(home, "retention", verb, "--orders", file)


def test_what_differs_from_the_stored_run_is_computed_anew_and_says_so(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(regular_buyers(date(2026, 1, 31)))
    told(home, "collect", file)
    assert run(home, "retention", "watch").stderr == ""
    done = run(home, "retention", "watch", "--horizon", 30)
    assert done.returncode == 0
    assert "computed now" in done.stderr


def test_an_empty_desk_says_what_to_do(home: Path) -> None:
    done = run(home, "retention", "watch")
    assert done.returncode == 2
    assert "tradewind collect" in done.stderr


def test_a_sign_in_link_is_printed_for_the_owner_and_for_nobody_unknown(home: Path) -> None:
    done = run(home, "sign-in-link")
    assert "http://127.0.0.1:8000/sign-in/" in done.stdout
    assert run(home, "sign-in-link", "--person", "nobody").returncode == 2


def test_the_raw_file_comes_in_whole(home: Path, shared: Path) -> None:
    file = shared / "raw" / "online_retail_II_2010-2011_raw.csv.gz"
    document = told(home, "collect", file)
    assert document["read"] == 381_433
    assert document["skipped"] == 135_080
    assert document["orders"]["created"] == 13_465
    assert document["read"] == sum(document[name] for name in COUNTS[1:])
    assert told(home, "retention", "watch") == told(home, "retention", "watch", "--orders", file)


def test_ctrl_c_gives_an_import_up_and_leaves_nothing_behind(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    lines = (f"O{n},c{n % 500},2026-0{1 + n % 6}-1{n % 10},{n % 97 + 1}" for n in range(120_000))
    file.write_text("\n".join(["Order ID,Customer ID,Order Date,Amount", *lines]))
    told(home, "batches")
    process = subprocess.Popen(
        [*PROGRAM, "collect", str(file)],
        env=environment(home),
        text=True,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    until = time.monotonic() + 60
    while orders_in(home) == 0 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said.strip()) == (130, "")
    assert orders_in(home) == 0
    assert told(home, "batches")["batches"][0]["state"] == "cancelled"


def orders_in(home: Path) -> int:
    database = sqlite3.connect(f"file:{home / 'desk.sqlite3'}?mode=ro", uri=True)
    try:
        return int(database.execute("SELECT count(*) FROM desk_order").fetchone()[0])
    finally:
        database.close()
