"""The people around a buyer: its own, suppliers and forwarders, and whose messages count as the buyer's."""

from __future__ import annotations

import pytest

from tests.desk.files import written
from tests.web import rows
from tradewind.desk import contacts, timeline
from tradewind.desk.jobs.matching import match
from tradewind.desk.mirror import source
from tradewind.desk.models import Contact, Message, Person, Sender
from tradewind.errors import ContactEmpty, ContactTwice, NotFound
from tradewind.ledger.database import fact_table

pytestmark = pytest.mark.django_db(transaction=True)

MAILS = "".join(
    f"From x Thu Jan  1 00:00:00 2026\nMessage-ID: <{n}@x>\nFrom: {sender}\nTo: {to}\n"
    f"Date: Thu, 01 Jan 2026 0{n}:00:00 +0800\nSubject: lamps\n\n{text}\n\n"
    for n, sender, to, text in (
        (1, "Tom <tom@acme.es>", "Alice <alice@lamps.cn>", "how much?"),
        (2, "Fay <fay@sea.hk>", "Alice <alice@lamps.cn>", "container is full"),
        (3, "Alice <alice@lamps.cn>", "Fay <fay@sea.hk>", "next week then"),
        (4, "Max <max@sea.hk>", "Alice <alice@lamps.cn>", "our rates"),
    )
)


def ledger_messages() -> list[tuple[str, str | None]]:
    return list(fact_table(source(), "messages").select("text", "customer_id").rows())


@pytest.mark.both_databases
def test_what_a_forwarder_writes_stands_on_the_timeline_and_does_not_count_as_the_buyers(alice: Person) -> None:
    buyer = rows.a_buyer(alice, "Acme")
    rows.a_contact(buyer, alice, name="Tom", email="tom@acme.es")
    fay = rows.a_contact(buyer, alice, name="Fay", email="fay@sea.hk", kind="forwarder")
    written(alice, MAILS, "mail.mbox", me=["alice@lamps.cn"])
    past, _ = timeline.happenings(buyer)
    assert [(one.row.text, one.row.party) for one in past if one.kind == "message"] == [
        ("next week then", "forwarder"), ("container is full", "forwarder"), ("how much?", ""),
    ]  # fmt: skip
    assert Sender.objects.get(key="fay@sea.hk").role == "forwarder"
    assert Sender.objects.get(key="max@sea.hk").role == "waiting", "a forwarder's domain is not the buyer's"
    key = buyer.customer_id
    assert dict(ledger_messages()) == {
        "how much?": key, "container is full": None, "next week then": None, "our rates": None,
    }  # fmt: skip
    contacts.change(fay, alice, {"kind": "buyer"})
    match()
    assert dict(ledger_messages()) == {
        "how much?": key, "container is full": key, "next week then": key, "our rates": key,
    }  # fmt: skip
    contacts.undo(fay.pk, alice)
    match()
    assert dict(ledger_messages())["container is full"] is None
    assert Message.objects.filter(text="our rates", customer=None, party="").exists()


def test_every_change_of_a_contact_is_taken_back_exactly(alice: Person, charlie: Person) -> None:
    buyer = rows.a_buyer(alice, "Acme")
    tom = rows.a_contact(buyer, alice, name="Tom", phone="+34 600 111 222", language="es")

    def there() -> list[tuple[str, ...]]:
        return list(Contact.objects.values_list("name", "kind", "phone", "language"))

    before = there()
    contacts.change(tom, alice, {"name": "Tomás", "kind": "supplier"})
    assert there() == [("Tomás", "supplier", "+34 600 111 222", "es")]
    with pytest.raises(NotFound):
        contacts.undo(tom.pk, charlie)
    contacts.undo(tom.pk, alice)
    assert there() == before
    contacts.remove(Contact.objects.get(), alice)
    contacts.undo(tom.pk, alice)
    assert there() == before
    with pytest.raises(ContactTwice):
        contacts.add(buyer, alice, {"name": "Tom", "phone": "+34 600 111 222"})
    with pytest.raises(ContactEmpty):
        contacts.add(buyer, alice, {"name": " \x00 "})
    with pytest.raises(NotFound):
        contacts.add(buyer, charlie, {"name": "Rosa"})
