"""A buyer is erased: from every table, every file and the raw bytes of the database; and what is held is exported."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.cli.running import environment
from tests.desk.a_desk_to_erase_from import CHAT, NAME, SECRETS, left_in
from tests.desk.files import written
from tests.web import rows
from tradewind.desk import erasing, notes, personal_data
from tradewind.desk.models import AuditEntry, Job, Message, Person
from tradewind.desk.traces import Traces
from tradewind.errors import NameNotTyped, NotAllowed, NotFound


@pytest.mark.parametrize("orders", ["keep", "all"])
def test_nothing_of_an_erased_buyer_is_left_in_any_file_of_the_desk(tmp_path: Path, orders: str) -> None:
    home = tmp_path / "home"
    done = subprocess.run(
        [sys.executable, "-m", "tests.desk.a_desk_to_erase_from", orders], env=environment(home), text=True,
        capture_output=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["acme"] == (["250000"] if orders == "keep" else []), "sums stay without the person, or go"
    assert [key.startswith("erased-") for key, _ in told["named"]] == ([True] if orders == "keep" else [])
    assert (told["borg"], told["berta"], told["messages"], told["failed"]) == (["2000000"], 1, 0, [])
    facts = told["log"]["facts"]
    assert (facts["rows"]["message"], facts["rows"]["contact"], facts["rows"]["order"]) == (3, 1, 1)
    assert set(told["before"]) == set(SECRETS), "each stood in the files before"
    assert not left_in(home)


@pytest.mark.django_db(transaction=True)
def test_only_an_administrator_erases_and_only_with_the_name_typed(
    alice: Person, bob: Person, charlie: Person, dora: Person
) -> None:
    buyer = rows.a_buyer(alice, NAME)
    for person, refusal in ((alice, NotAllowed), (bob, NotAllowed), (charlie, NotFound)):
        with pytest.raises(refusal):
            erasing.ask(buyer, person, NAME, keep_orders=True)
    with pytest.raises(NameNotTyped, match="Nothing is erased"):
        erasing.ask(buyer, dora, "Acme", keep_orders=True)
    first = erasing.ask(buyer, dora, f" {NAME} ", keep_orders=True)
    assert erasing.ask(buyer, dora, NAME, keep_orders=True) == first, "a second click asks for nothing more"
    assert Job.objects.filter(kind="erase").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_everything_held_of_a_buyer_is_in_one_archive(
    alice: Person, bob: Person, charlie: Person, dora: Person
) -> None:
    buyer, other = rows.a_buyer(alice, "Wojtek"), rows.a_buyer(alice, "Borg")
    notes.add(other, alice, "not of the first one")
    notes.change(notes.add(buyer, alice, "Tochter"), alice, "Sohn", "note")
    rows.a_contact(buyer, alice, name="Tomasz", email="t@acme.example")
    written(alice, CHAT, "WhatsApp Chat with Wojtek.txt")
    Message.objects.filter(sender="Wojtek").update(customer=buyer)
    for person, refusal in ((alice, NotAllowed), (charlie, NotFound)):
        with pytest.raises(refusal):
            personal_data.export(buyer, person)
    with ZipFile(BytesIO(b"".join(personal_data.export(buyer, bob)))) as archive:
        told = {name.removesuffix(".json"): json.loads(archive.read(name)) for name in archive.namelist()}
    assert {one["text"] for one in told["message"]} == {line.partition(": ")[2] or line.partition(" - ")[2] for line in
                                                        CHAT.splitlines()}  # fmt: skip
    assert [one["email"] for one in told["contact"]] == ["t@acme.example"]
    assert [one["text"] for one in told["note"]] == ["Sohn"] and told["customer"][0]["name"] == "Wojtek"
    assert any("Tochter" in json.dumps(one["facts"]) for one in told["auditentry"]), "what was before a change is held"
    assert AuditEntry.objects.filter(action=personal_data.EXPORTED, about=f"customer:{buyer.pk}").exists()


def test_traces_are_found_in_every_encoding_and_archive_and_short_names_take_nothing_else_along() -> None:
    traces = Traces(["Tom", "王五", "+86 138 0013 8000"])
    for data in ("a 王五 b".encode("gb18030"), "王五".encode("utf-16-le"), b'{"\\u738b\\u4e94": 1}', b"8613800138000"):
        assert traces.stand_in(data)
    assert not traces.stand_in(b"Tomorrow")
    assert traces.taken_out({"a": ["Tomorrow", "tom", "at 王五's"]}) == {"a": ["Tomorrow", "[erased]", "at [erased]'s"]}
