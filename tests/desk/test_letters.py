"""A letter goes out once, on a person's click, by a real mail server and by the documented form of WhatsApp's API."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session
from django.conf import LazySettings
from django.utils import timezone

from tests.desk.files import written
from tests.postgresql import free_port
from tests.web import rows
from tradewind.desk import letters, sending_accounts
from tradewind.desk.jobs.performing import perform
from tradewind.desk.letters import Written
from tradewind.desk.models import Customer, FollowUp, Job, Letter, Message, Person, Sender, SendingAccount
from tradewind.errors import AddressInside, NoSendingAccount, NotAllowed, NotFound, WindowClosed

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD, TOKEN = "geheim-7", "EAAG-token"


class Inbox:
    """What a mail server takes in."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.says = "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.mails.append(envelope.content)
        if self.says == "break":
            server.transport.close()
        return self.says

    def signed_in(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.password == PASSWORD.encode(), handled=data.password == PASSWORD.encode())


@pytest.fixture
def mail_server(settings: LazySettings, alice: Person) -> Iterator[Inbox]:
    settings.TRADEWIND_INSIDE_HOSTS = ["127.0.0.1"]
    inbox = Inbox()
    server = Controller(
        inbox, hostname="127.0.0.1", port=free_port(), authenticator=inbox.signed_in, auth_require_tls=False,
        decode_data=False,
    )  # fmt: skip
    server.start()
    port = server.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    said = {"address": "alice@lamps.example", "host": "127.0.0.1", "port": str(port), "security": "none",
            "user": "alice", "secret": PASSWORD}  # fmt: skip
    sending_accounts.keep(alice, "mail", said)
    yield inbox
    server.stop()


class Graph(BaseHTTPRequestHandler):
    """The Cloud API as Meta documents it, as far as sending goes."""

    asked: list[tuple[str, str | None, dict[str, Any]]]
    answers: tuple[int, dict[str, Any]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).asked.append((self.path, self.headers["Authorization"], body))
        status, answer = type(self).answers
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def graph(settings: LazySettings, dora: Person) -> Iterator[type[Graph]]:
    settings.TRADEWIND_INSIDE_HOSTS = ["127.0.0.1"]
    Graph.asked, Graph.answers = [], (200, {"messaging_product": "whatsapp", "messages": [{"id": "wamid.A1"}]})
    server = HTTPServer(("127.0.0.1", 0), Graph)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    api = f"http://127.0.0.1:{server.server_port}/v23.0"
    sending_accounts.keep(dora, "whatsapp", {"number_id": "1065", "secret": TOKEN, "api": api})
    yield Graph
    server.shutdown()
    server.server_close()


@pytest.fixture
def buyer(alice: Person) -> Customer:
    made = rows.a_buyer(alice, "Luces SL")
    rows.a_contact(made, alice, name="Ana", phone="+34 600 111 222", email="ana@luces.example")
    return made


def by_mail(key: str = "k1", text: str = "Hola Ana,\n报价 3 USD", **more: Any) -> Written:
    return Written(key, "mail:ana@luces.example", text, "Oferta ñ", **more)


def by_whatsapp(key: str = "w1", **more: Any) -> Written:
    return Written(key, "whatsapp:+34600111222", "hola", **more)


def work() -> None:
    for job in Job.objects.filter(kind="send", state=Job.State.QUEUED):
        perform(job.pk)


def test_two_clicks_send_one_mail_that_is_in_the_ledger_once_even_when_the_mailbox_shows_it(
    alice: Person, buyer: Customer, mail_server: Inbox
) -> None:
    step = rows.a_step(buyer, alice)
    for _ in range(2):
        letters.send(buyer, alice, by_mail(step=step.pk))
    work()
    work()
    (mail,) = mail_server.mails
    sent = Letter.objects.get()
    assert sent.state == "sent" and f"Message-ID: <{sent.sent_as}>".encode() in mail
    (message,) = Message.objects.all()
    assert (message.customer, message.direction, message.rep, message.subject) == (buyer, "out", "alice", "Oferta ñ")
    assert (FollowUp.objects.get().state, FollowUp.objects.get().result) == ("done", "Wrote to Ana by mail")
    copy = written(alice, mail.decode(), "sent.eml", me=["alice@lamps.example"])
    assert (copy.created, copy.unchanged, Message.objects.count()) == (0, 1, 1)


def test_a_refused_mail_says_why_and_a_broken_connection_is_never_sent_again(
    alice: Person, buyer: Customer, mail_server: Inbox
) -> None:
    mail_server.says = "550 no such user"
    letters.send(buyer, alice, by_mail())
    work()
    refused = Letter.objects.get()
    assert (refused.state, refused.error) == ("failed", {"code": "LetterRefused", "facts": {"why": "550 no such user"}})
    mail_server.says = "break"
    letters.send(buyer, alice, by_mail("k2"))
    work()
    assert Letter.objects.get(key="k2").state == "unsure" and not Message.objects.exists()
    assert [one.key for one in letters.unsettled(buyer)] == ["k2", "k1"]
    letters.put_aside(refused, alice)
    assert [one.key for one in letters.unsettled(buyer)] == ["k2"]


def test_a_job_that_was_killed_while_it_sent_does_not_send_again(
    alice: Person, buyer: Customer, mail_server: Inbox
) -> None:
    letter = letters.send(buyer, alice, by_mail())
    Letter.objects.filter(pk=letter.pk).update(state=Letter.State.SENDING)
    work()
    letter.refresh_from_db()
    assert letter.state == "unsure" and not mail_server.mails


def test_whatsapp_takes_free_text_within_the_window_and_templates_later(
    alice: Person, buyer: Customer, graph: type[Graph]
) -> None:
    with pytest.raises(WindowClosed):
        letters.send(buyer, alice, by_whatsapp())
    letters.send(buyer, alice, by_whatsapp("w0", template="hello_world", language="es"))
    work()
    assert graph.asked[0][2]["template"] == {"name": "hello_world", "language": {"code": "es"}}
    sender = Sender.objects.create(
        rep=alice, channel="whatsapp", key="+34600111222", name="Ana", role="buyer", customer=buyer
    )
    Message.objects.create(
        message_id="wamid.0", conversation_id="34600111222", channel="whatsapp", customer=buyer, direction="in",
        sent_at=timezone.now() - timedelta(hours=2), text="hola", speaker=sender,
    )  # fmt: skip
    graph.answers = (200, {"messages": [{"id": "wamid.B2"}]})
    for _ in range(2):
        letters.send(buyer, alice, by_whatsapp())
    work()
    path, token, body = graph.asked[1]
    assert (path, token, len(graph.asked)) == ("/v23.0/1065/messages", f"Bearer {TOKEN}", 2)
    assert body["to"] == "34600111222" and body["text"] == {"preview_url": False, "body": "hola"}
    message = Message.objects.get(message_id="wamid.B2")
    assert (message.conversation_id, message.customer, message.addressee) == ("34600111222", buyer, sender)
    at = timezone.localtime(Letter.objects.get(key="w1").sent_at)
    export = f"{at:%d/%m/%Y, %H:%M:%S} - Alice: hola\n{at:%d/%m/%Y, %H:%M:%S} - Ana: adios\n"
    seen = written(alice, export, "WhatsApp Chat with Ana.txt", dates="dmy")
    assert (seen.created, seen.unchanged) == (1, 1), "a phone's export shows the same message again"
    graph.answers = (400, {"error": {"code": 131047, "message": "Re-engagement message"}})
    letters.send(buyer, alice, by_whatsapp("w3"))
    work()
    assert Letter.objects.get(key="w3").error["code"] == "WindowClosed"  # type: ignore[index]


def test_secrets_are_sealed_and_accounts_are_ones_own(
    alice: Person, bob: Person, buyer: Customer, mail_server: Inbox, graph: type[Graph], settings: LazySettings
) -> None:
    kept = json.dumps(list(SendingAccount.objects.values("settings", "secrets")))
    assert PASSWORD not in kept and TOKEN not in kept
    sending_accounts.try_out(alice, "mail")
    with pytest.raises(NoSendingAccount):
        letters.send(buyer, bob, by_mail())
    with pytest.raises(NotAllowed):
        sending_accounts.keep(alice, "whatsapp", {"number_id": "1", "secret": "x"})
    with pytest.raises(NotFound):
        letters.send(buyer, alice, Written("k9", "mail:other@elsewhere.example", "hi"))
    settings.TRADEWIND_INSIDE_HOSTS = []
    with pytest.raises(AddressInside):
        sending_accounts.try_out(alice, "mail")
    letters.send(buyer, alice, by_mail("k4"))
    work()
    assert Letter.objects.get().error["code"] == "AddressInside"  # type: ignore[index]
