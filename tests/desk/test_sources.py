"""Sources keep their secrets, bring each fact once, tell what is wrong, and go with or without what they brought."""

from __future__ import annotations

import socket
import stat
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.conf import settings as desk_settings
from pytest_django import Settings

from tests.desk import made_source
from tradewind.desk import outgoing, sealing, sources_seen
from tradewind.desk.jobs.performing import perform_for
from tradewind.desk.models import AuditEntry, Batch, Job, Message, Person, Source
from tradewind.desk.sources import changing, due
from tradewind.desk.sources.kinds import KINDS
from tradewind.errors import (
    AddressInside,
    AddressUnknown,
    AnswerTooLarge,
    NoSuchPerson,
    NotAUrl,
    SecretsUnreadable,
    SourceFieldMissing,
    SourceFieldWrong,
    TradewindError,
    UnknownSourceKind,
    Unreachable,
    VaultKeyBroken,
)


@pytest.fixture(autouse=True)
def made_kind() -> Iterator[None]:
    KINDS["made"] = made_source.KIND
    yield
    del KINDS["made"]


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.TRADEWIND_HOME = tmp_path
    return tmp_path


def a_source(by: Person, **said: str) -> Source:
    return changing.add(by, "made", "Tom's phone", {"parts": "2", "password": "right", **said})


def all_jobs() -> None:
    while job := Job.objects.filter(state=Job.State.QUEUED).order_by("pk").first():
        perform_for(job)


def looked_at(source: Source) -> Source:
    """The source after a minute: what was due is pulled, and what came is written."""
    due.every_minute()
    all_jobs()
    source.refresh_from_db()
    return source


def test_secrets_are_encrypted_by_a_key_outside_the_database_and_change_with_it(alice: Person, home: Path) -> None:
    source = a_source(alice, password="hunter2")
    kept, key = source.secrets, home / sealing.FILE
    assert "hunter2" not in str(list(Source.objects.values())) and changing.secrets_of(source)["password"] == "hunter2"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    old = key.read_text().split()
    assert sealing.rotate(alice) == 1
    source.refresh_from_db()
    assert source.secrets != kept and changing.secrets_of(source)["password"] == "hunter2"
    assert key.read_text().split()[1:] == old
    sealing.rotate(alice)
    assert not set(old) & set(key.read_text().split())
    key.write_text(Fernet.generate_key().decode())
    with pytest.raises(SecretsUnreadable):
        changing.secrets_of(Source.objects.get())
    assert sealing.unreadable() == 1 and sealing.rotate(alice) == 0  # what no key opens stays as it is
    key.write_text("not a key")
    with pytest.raises(VaultKeyBroken, match=r"vault\.key"):
        sealing.sealed({"password": "x"})


def test_a_key_may_come_as_a_setting_the_newest_first(alice: Person, home: Path, settings: Settings) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.TRADEWIND_VAULT_KEY = old
    source = a_source(alice)
    settings.TRADEWIND_VAULT_KEY = f"{new}, {old}"
    assert sealing.rotate(alice) == 1
    settings.TRADEWIND_VAULT_KEY = new
    source.refresh_from_db()
    assert changing.secrets_of(source)["password"] == "right" and not (home / sealing.FILE).exists()


def test_what_a_source_needs_is_asked_for_and_who_may_add_it_decided(alice: Person, bob: Person) -> None:
    with pytest.raises(UnknownSourceKind, match="made"):
        changing.add(alice, "fax", "Fax", {})
    with pytest.raises(SourceFieldMissing, match="Password is missing"):
        a_source(alice, password="")
    with pytest.raises(SourceFieldWrong, match="Parts: many"):
        a_source(alice, parts="many")
    with pytest.raises(NoSuchPerson):
        changing.add(alice, "made", "Bob's", {"parts": "1", "password": "right"}, bob)
    theirs = changing.add(bob, "made", "Alice's", {"parts": "1", "password": "right"}, alice)
    assert theirs.rep == alice and theirs in sources_seen.sources_of(alice)
    changed = changing.change(theirs, bob, "Phone", {"parts": "3", "password": ""})
    assert changed.settings["parts"] == "3" and changing.secrets_of(changed)["password"] == "right"
    told = AuditEntry.objects.filter(about=f"source:{theirs.pk}").order_by("pk")
    assert [one.action for one in told] == ["source_added", "source_changed"]
    assert "right" not in str([one.facts for one in told])


@pytest.mark.django_db(transaction=True)
def test_each_minute_brings_what_is_new_once_and_the_source_tells_how_much(alice: Person) -> None:
    source = looked_at(a_source(alice))
    assert (source.count, Message.objects.count(), source.cursor) == (4, 4, {"done": 2})
    assert source.last_fact_at and source.last_heard_at and source.last_error is None
    assert [batch.source for batch in Batch.objects.all()] == [source, source]
    assert not sources_seen.handed_in_of(alice).exists()
    again = looked_at(source)
    assert (again.count, Batch.objects.count(), Job.objects.filter(kind="sources").count()) == (4, 2, 1)
    changing.change(source, alice, source.name, {"parts": "3"})
    assert looked_at(source).count == 6


@pytest.mark.django_db(transaction=True)
def test_an_error_is_told_on_its_source_and_stops_no_other(alice: Person) -> None:
    wrong, right = a_source(alice, password="wrong"), a_source(alice, parts="1")
    looked_at(wrong)
    assert wrong.last_error and wrong.last_error["code"] == "Unreachable" and not wrong.count
    with pytest.raises(Unreachable, match="wrong password"):
        changing.test(wrong)
    right.refresh_from_db()
    assert right.count == 2
    changing.change(wrong, alice, wrong.name, {"parts": "1", "password": "right"})
    assert looked_at(wrong).last_error is None
    assert changing.test(wrong).facts == {"parts": "1"}


@pytest.mark.django_db(transaction=True)
def test_a_paused_source_rests_and_a_removed_one_goes_with_or_without_its_facts(alice: Person) -> None:
    source = changing.pause(a_source(alice), alice)
    assert looked_at(source).count == 0
    assert looked_at(changing.resume(source, alice)).count == 4
    other = looked_at(a_source(alice))
    assert other.count == 0  # the same messages: nothing doubles
    changing.remove(other, alice, with_facts=False)
    assert Message.objects.count() == 4 and sources_seen.handed_in_of(alice).count() == 2
    changing.remove(source, alice, with_facts=True)
    assert not Source.objects.get().secrets
    all_jobs()
    assert not Message.objects.exists() and not Source.objects.exists()


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        moved = self.path == "/moved"
        self.send_response(302 if moved else 200)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()
        self.wfile.write(b"x" * (2_000 if self.path == "/long" else 2))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def place() -> Iterator[tuple[str, int]]:
    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield "127.0.0.1", server.server_port
    server.shutdown()
    server.server_close()


INSIDE = (
    "127.0.0.1", "localhost", "10.1.2.3", "169.254.169.254", "::1", "0.0.0.0", "[::ffff:127.0.0.1]", "2130706433",
    "64:ff9b::7f00:1", "2002:7f00:1::", "fd00::1", "224.0.0.1", "100.64.0.1",
)  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_an_address_inside_the_network_is_never_connected_to(host: str) -> None:
    with pytest.raises(AddressInside, match="TRADEWIND_INSIDE_HOSTS"):
        outgoing.connect(host.strip("[]"), 80)


def test_what_an_administrator_allows_is_reached_and_nothing_beside_it(
    place: tuple[str, int], settings: Settings
) -> None:
    host, port = place
    for allowed in (f"{host}:{port}", "127.0.0.0/8", "127.0.0.1"):
        settings.TRADEWIND_INSIDE_HOSTS = [allowed]
        assert outgoing.ask(f"http://{host}:{port}/").status == 200
    assert outgoing.ask(f"http://{host}:{port}/moved").status == 302  # told, never followed
    with pytest.raises(AnswerTooLarge):
        outgoing.ask(f"http://{host}:{port}/long", most_bytes=1_000)
    for other in (f"{host}:{port + 1}", "10.0.0.0/8", "mail.office:993", "[::1]:993"):
        settings.TRADEWIND_INSIDE_HOSTS = [other]
        with pytest.raises(AddressInside):
            outgoing.ask(f"http://{host}:{port}/")


def test_a_name_that_leads_elsewhere_at_the_second_look_changes_nothing(
    place: tuple[str, int], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        address = "93.184.215.14" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    assert outgoing.addresses("rebind.example", 80) == ["93.184.215.14"]
    with pytest.raises(AddressInside):
        outgoing.addresses("rebind.example", 80)


@pytest.mark.parametrize(
    "url", ["ftp://a.example", "http://", "http://u:p@a.example", "file:///etc/passwd", "http://a b"]
)
def test_only_plain_web_addresses_are_asked(url: str) -> None:
    with pytest.raises(NotAUrl):
        outgoing.ask(url)


def test_an_unknown_machine_is_named() -> None:
    with pytest.raises((AddressUnknown, Unreachable)) as told:
        outgoing.connect("nobody.invalid", 80)
    assert isinstance(told.value, TradewindError) and "nobody.invalid" in str(told.value)
    assert desk_settings.TRADEWIND_INSIDE_HOSTS == []
