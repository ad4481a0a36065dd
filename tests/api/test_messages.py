"""Messages through the API: told by programs, once each, and those of a buyer for whoever may see the buyer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api.asking import Program, program_of
from tests.web import rows
from tradewind.desk.jobs.performing import perform
from tradewind.desk.models import Batch, Contact, Job, Message, Person

pytestmark = pytest.mark.django_db(transaction=True)

HOLA = {
    "sent_at": "2026-03-01T09:05:00+08:00", "conversation": "34600111222", "channel": "whatsapp", "sender": "Tomas",
    "sender_id": "34600111222", "text": '多少钱?\n"quoted", =1+1 <script>', "direction": "in", "message_id": "wamid.1",
}  # fmt: skip


def tell(program: Program, *messages: dict[str, Any], **more: Any) -> Any:
    body = json.dumps({"messages": messages, **more})
    return program.client.post("/api/v1/messages", body, content_type="application/json")


def test_what_a_program_tells_is_written_once_and_stands_at_the_buyer(alice: Person) -> None:
    acme = rows.a_buyer(alice, "Acme")
    Contact.objects.create(customer=acme, name="Tomas", phone="+34 600 111 222")
    program = program_of(alice)
    for _ in range(2):
        answer = tell(program, HOLA, {**HOLA, "direction": "out", "sender": "Alice", "sender_id": "", "text": "3 USD",
                                      "message_id": "", "recipient": "+34600111222"})  # fmt: skip
        assert answer.status_code == 202, answer.content
        perform(answer.json()["job"])
    assert Message.objects.count() == 2
    told = program.told(f"customers/{acme.pk}/messages")
    assert told["after"] is None
    assert {(one["direction"], one["text"]) for one in told["messages"]} == {("in", HOLA["text"]), ("out", "3 USD")}
    (one,) = program.told(f"customers/{acme.pk}/messages", words="多少")["messages"]
    assert (one["sent_at"], one["utc_offset_min"], one["rep"]) == ("2026-03-01T01:05:00+00:00", 480, "alice")


def test_a_stranger_reads_no_messages(alice: Person, charlie: Person) -> None:
    acme = rows.a_buyer(alice, "Acme")
    assert program_of(charlie).ask("get", f"customers/{acme.pk}/messages").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"sent_at": "2026-03-01T09:05:00"}, {"sent_at": "soon"}, {"conversation": ""}, {"text": "a\x00b"}, {"kind": "fax"},
     {"channel": "Whats App"}, {"direction": "up"}],
)  # fmt: skip
def test_a_message_that_cannot_be_is_refused_and_nothing_is_kept(alice: Person, wrong: dict[str, str]) -> None:
    assert tell(program_of(alice), {**HOLA, **wrong}).status_code == 422
    assert not Batch.objects.exists()


def test_too_many_at_once_and_a_rep_who_is_not_yours_are_refused(alice: Person, bob: Person) -> None:
    assert tell(program_of(alice), *[HOLA] * 1001).status_code == 422
    assert tell(program_of(alice)).status_code == 422
    assert tell(program_of(alice), HOLA, rep="bob").status_code in (404, 422)
    assert not Batch.objects.exists()
    assert tell(program_of(bob), HOLA, rep="alice").status_code == 202


def test_a_program_settles_a_sender_and_takes_it_back(alice: Person, charlie: Person) -> None:
    acme, foreign = rows.a_buyer(alice, "Tomas SL"), rows.a_buyer(charlie, "Tomas Ltd")
    program = program_of(alice)
    perform(tell(program, HOLA).json()["job"])
    (sender,) = program.told("messages/senders")["senders"]
    assert sender["suggestions"] == [{"customer": acme.pk, "name": "Tomas SL", "by": "name"}]
    address = f"messages/senders/{sender['id']}"
    for wrong in ({"role": "buyer"}, {"role": "buyer", "customer": foreign.pk}, {"role": "never", "customer": acme.pk}):
        assert program.ask("post", f"{address}/settle", **wrong).status_code == 404
    assert program.ask("post", f"{address}/settle", role="waiting").status_code == 422
    settled = program.ask("post", f"{address}/settle", role="buyer", customer=acme.pk).json()
    assert (settled["role"], settled["customer"], settled["by"]) == ("buyer", acme.pk, "person")
    perform(Job.objects.get(kind="match", state="queued").pk)
    assert len(program.told(f"customers/{acme.pk}/messages")["messages"]) == 1
    assert program.told("messages/senders", settled="true")["senders"][0]["id"] == sender["id"]
    assert program.ask("post", f"{address}/undo").json()["role"] == "waiting"
    perform(Job.objects.get(kind="match", state="queued").pk)
    assert program.told(f"customers/{acme.pk}/messages")["messages"] == []
