"""Mailboxes by IMAP, at a real mail server."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from tests.desk.sources import all_jobs, looked_at
from tests.imap_server import PASSWORD, MailServer, a_port_with_certificate, mail_server
from tradewind.desk.models import Batch, Message, Person, Source
from tradewind.desk.sources import changing
from tradewind.desk.sources.mail import fetching, pull
from tradewind.desk.sources.taking_in import keep
from tradewind.errors import (
    AddressInside,
    CertificateExpired,
    CertificateOfAnother,
    CertificateUnknown,
    CertificateUnreadable,
    MailLoginRefused,
    NoSuchMailFolder,
    NoTls,
    SourceFieldWrong,
    Unreachable,
)

ALICE = "alice@x.example"
pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with mail_server() as found:
        yield found


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> None:
    settings.TRADEWIND_HOME = tmp_path
    settings.TRADEWIND_INSIDE_HOSTS = ["127.0.0.1"]


def mailbox(server: MailServer, by: Person, user: str, **said: str) -> Source:
    """A source for this user's mailbox."""
    fields = {"host": "127.0.0.1", "port": str(server.tls), "user": user, "password": PASSWORD, "security": "tls",
              "certificate": server.certificate}  # fmt: skip
    return changing.add(by, "mail", "Mailbox", {**fields, **said})


def mail(number: int, sender: str = "tom@acme.example", to: str = ALICE, text: str = "hello", **headers: str) -> bytes:
    """A mail on a minute of its own."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, f"Order {number}"
    made["Message-ID"] = f"<{number}@{sender.partition('@')[2]}>"
    made["Date"] = f"Thu, 05 Mar 2026 {number // 60 % 24:02}:{number % 60:02}:00 +0800"
    for name, value in headers.items():
        made[name] = value
    made.set_content(text)
    return made.as_bytes().replace(b"\n", b"\r\n")


def test_what_is_there_comes_in_once_stays_unread_and_then_what_is_new(server: MailServer, alice: Person) -> None:
    user = "first@x.example"
    server.put(user, *(mail(n, to=user, text=f"From now on\nFrom: {n}") for n in range(1, 4)))
    server.put(user, mail(5, sender="alias@x.example", to="tom@acme.example"), folder="Sent")
    server.put(user, mail(6, to=user), folder="Spam")
    server.put(user, mail(7, to=user), folder="客户/德国")
    source = looked_at(mailbox(server, alice, user))
    assert (source.count, source.last_error, server.unread(user)) == (5, None, 3)
    assert {(one.conversation_id, one.direction, one.rep) for one in Message.objects.filter(direction="out")} == {
        ("5@x.example", "out", "alice")
    }
    assert Message.objects.get(message_id="2@acme.example").text == "From now on\nFrom: 2"
    told = source.cursor["folders"]
    assert {name: (one["done"], one["of"]) for name, one in told.items()} == {
        "INBOX": (3, 3), "Sent": (1, 1), "客户/德国": (1, 1)
    }  # fmt: skip
    batches = Batch.objects.count()
    assert looked_at(source).count == 5 and Batch.objects.count() == batches
    server.put(user, mail(8, sender="ALIAS@x.example", to="ann@b.example"), mail(9, to=user))
    assert looked_at(source).count == 7
    assert Message.objects.get(message_id="8@x.example").direction == "out"  # known from the folder of sent mails
    assert changing.test(source).facts == {"mails": 7, "folders": 3}


def test_a_folder_numbered_anew_is_read_again_without_doubles(server: MailServer, alice: Person) -> None:
    user = "again@x.example"
    server.put(user, *(mail(n, to=user) for n in range(3)), folder="Orders")
    source = looked_at(mailbox(server, alice, user))
    before = source.cursor["folders"]["Orders"]
    server.renumber(user, "Orders")
    server.put(user, mail(3, to=user), folder="Orders")
    after = looked_at(source).cursor["folders"]["Orders"]
    assert after["validity"] != before["validity"] and (after["done"], after["of"]) == (4, 4)
    assert (source.count, Message.objects.count()) == (4, 4)


def test_a_first_sync_that_is_killed_goes_on_where_it_was(
    server: MailServer, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = "long@x.example"
    server.put(user, *(mail(n, to=user) for n in range(60)))
    monkeypatch.setattr(fetching, "MAILS", 25)
    source = mailbox(server, alice, user)
    coming = pull(source)
    assert next(coming).file is None
    first = next(coming)
    keep(source, first)
    lost = next(coming)  # fetched, and never kept
    assert [(one.name, one.done, one.total) for one in (first, lost)] == [
        ("INBOX 1–25.mbox", 25, 60), ("INBOX 26–50.mbox", 50, 60)
    ]  # fmt: skip
    coming.close()  # type: ignore[attr-defined]
    source.refresh_from_db()
    names = [part.name for part in pull(source) if part.file]
    assert names == ["INBOX 26–50.mbox", "INBOX 51–60.mbox"]
    assert looked_at(source).count == 60
    assert source.cursor["folders"]["INBOX"]["done"] == 60


def test_broken_mails_are_listed_and_stop_nothing(server: MailServer, alice: Person) -> None:
    user = "odd@x.example"
    large = mail(2, to=user).replace(b"hello", b"hello " + b"x" * 70_000)
    attached = EmailMessage()
    attached["From"], attached["To"], attached["Message-ID"] = "tom@acme.example", user, "<4@acme.example>"
    attached["Date"] = "Thu, 05 Mar 2026 10:00:00 +0800"
    attached.set_content("the price list")
    attached.add_attachment(b"%PDF" * 300_000, maintype="application", subtype="pdf", filename="价格表.pdf")
    nobody = b"\r\nno header at all, and \xff\xfe bytes\r\n"
    server.put(user, mail(1, to=user), nobody, large, attached.as_bytes().replace(b"\n", b"\r\n"), b"X: 1\r\n\r\n")
    source = looked_at(mailbox(server, alice, user))
    batch = Batch.objects.get()
    assert source.last_error is None and batch.read == batch.created + batch.skipped + batch.unchanged
    assert Message.objects.get(message_id="4@acme.example").attachments == "价格表.pdf"
    assert len(Message.objects.get(message_id="2@acme.example").text) > 70_000
    assert batch.size_bytes < 120_000  # what is attached is not kept


def test_an_empty_mailbox_is_never_called_synced(server: MailServer, alice: Person) -> None:
    source = looked_at(mailbox(server, alice, "empty@x.example"))
    assert (source.count, source.last_fact_at, Batch.objects.count()) == (0, None, 0)
    assert "no mail" in changing.test(source).words


def test_a_mailbox_goes_with_all_that_it_brought(server: MailServer, alice: Person) -> None:
    user = "gone@x.example"
    server.put(user, mail(1, to=user), mail(2, to=user))
    source = looked_at(mailbox(server, alice, user))
    assert Message.objects.count() == 2
    changing.remove(source, alice, with_facts=True)
    all_jobs()
    assert not Message.objects.exists() and not Source.objects.exists()


def test_what_is_wrong_is_told_in_words(server: MailServer, alice: Person, settings: Settings) -> None:
    wrong = {
        MailLoginRefused: {"password": "wrong"},
        CertificateUnknown: {"certificate": ""},
        CertificateUnreadable: {"certificate": "-----BEGIN NONSENSE-----"},
        NoTls: {"port": str(server.plain)},
        NoSuchMailFolder: {"folders": "INBOX, Kunden"},
        SourceFieldWrong: {"since": "yesterday"},
        Unreachable: {"port": "1"},
    }
    for error, said in wrong.items():
        with pytest.raises(error):
            changing.test(mailbox(server, alice, "wrong@x.example", **said))
    plain = mailbox(server, alice, "plain@x.example", port=str(server.plain), security="starttls")
    assert changing.test(plain).facts["folders"] == 2
    settings.TRADEWIND_INSIDE_HOSTS = []
    with pytest.raises(AddressInside):
        changing.test(plain)


@pytest.mark.parametrize(
    ("made", "error"), [({"days": -1}, CertificateExpired), ({"host": "mail.other.example"}, CertificateOfAnother)]
)
def test_a_wrong_certificate_is_named(
    server: MailServer, alice: Person, made: dict[str, Any], error: type[Exception]
) -> None:
    with a_port_with_certificate(**made) as (port, shown), pytest.raises(error, match=r"127\.0\.0\.1"):
        changing.test(mailbox(server, alice, "any@x.example", port=str(port), certificate=shown))
