"""Senders who are nobody's wait in a list; what a person says of one holds for good, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.desk.chats import LATER, NAME, NUMBER, TOM
from tests.desk.files import written
from tests.web import rows
from tradewind.desk import merging
from tradewind.desk.jobs.performing import perform
from tradewind.desk.models import AuditEntry, Contact, Customer, Job, Message, Person, Sender

BrowserOf = Callable[[Person], Client]
MOST_QUERIES = 15
pytestmark = pytest.mark.django_db(transaction=True)


def matched() -> None:
    for job in Job.objects.filter(kind="match", state=Job.State.QUEUED):
        perform(job.pk)


def page_of(client: Client, path: str = "/messages/senders", language: str = "en") -> str:
    response = client.get(path, headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


def settle(client: Client, sender: Sender, **data: object) -> str:
    told = client.post(f"/messages/senders/{sender.pk}/settle", {**data, "next": "/messages/senders"}, follow=True)
    matched()
    return told.content.decode()


def test_a_suggested_buyer_is_confirmed_for_messages_there_and_to_come_and_taken_back(
    alice: Person, browser_of: BrowserOf
) -> None:
    acme = rows.a_buyer(alice, "Tom Acme")
    written(alice, TOM, NAME)
    client, tom = browser_of(alice), Sender.objects.get(name="Tom Acme")
    assert "by its name" in page_of(client) and "Senders who are not matched yet: 1" in page_of(client, "/customers")
    settle(client, tom, role="buyer", customer=acme.pk)
    assert Message.objects.filter(customer=acme).count() == 6, "what we and the program said in that chat too"
    written(alice, LATER, NAME)
    assert Message.objects.filter(customer=acme).count() == 7
    assert "Every sender is matched" in page_of(client)
    assert "hello, price of lamps?" in page_of(client, f"/customers/{acme.pk}")
    client.post(f"/messages/senders/{tom.pk}/undo")
    matched()
    assert not Message.objects.filter(customer=acme).exists()
    tom.refresh_from_db()
    assert (tom.role, tom.by) == ("waiting", "")
    assert list(AuditEntry.objects.filter(about=f"sender:{tom.pk}").values_list("action", flat=True)) == [
        "sender_unsettled",
        "sender_settled",
    ]


def test_a_sender_becomes_a_new_buyer_with_the_number_as_contact(alice: Person, browser_of: BrowserOf) -> None:
    written(alice, NUMBER, "WhatsApp Chat with +34 600 11 12 22.txt")
    settle(browser_of(alice), Sender.objects.get(key="+34600111222"), role="new", name="Luces SL")
    buyer = Customer.objects.get(name="Luces SL")
    assert (buyer.owner, Contact.objects.get().phone) == (alice, "+34600111222")
    assert Message.objects.filter(customer=buyer).count() == 2


def test_a_buyer_made_of_a_sender_goes_only_once_the_messages_are_gone(alice: Person, browser_of: BrowserOf) -> None:
    written(alice, NUMBER, "WhatsApp Chat with +34 600 11 12 22.txt")
    client, sender = browser_of(alice), Sender.objects.get(key="+34600111222")
    settle(client, sender, role="new", name="Luces SL")
    buyer = Customer.objects.get(name="Luces SL")
    client.post(f"/customers/{buyer.pk}/take-back")
    assert Customer.objects.filter(pk=buyer.pk).exists()
    client.post(f"/messages/senders/{sender.pk}/undo")
    Contact.objects.all().delete()
    matched()
    client.post(f"/customers/{buyer.pk}/take-back")
    assert not Customer.objects.filter(pk=buyer.pk).exists()
    sender.refresh_from_db()
    assert (sender.role, sender.customer) == ("waiting", None)


def test_senders_go_with_a_merge_and_come_back(alice: Person, browser_of: BrowserOf) -> None:
    kept, other = rows.a_buyer(alice, "Acme"), rows.a_buyer(alice, "Acme Ltd")
    written(alice, TOM, NAME)
    settle(browser_of(alice), Sender.objects.get(name="Tom Acme"), role="buyer", customer=other.pk)
    merge = merging.merge(kept, other, alice)
    written(alice, LATER, NAME)
    assert Message.objects.filter(customer=kept).count() == 7
    merging.unmerge(merge, alice)
    matched()
    assert set(Message.objects.values_list("customer__name", "source_customer")) == {("Acme Ltd", "")}
    assert Sender.objects.get(name="Tom Acme").customer == Customer.objects.get(name="Acme Ltd")


@pytest.mark.parametrize("role", ["supplier", "forwarder", "never"])
def test_who_is_no_buyer_is_never_asked_about_again(alice: Person, browser_of: BrowserOf, role: str) -> None:
    written(alice, TOM, NAME)
    client = browser_of(alice)
    settle(client, Sender.objects.get(name="Tom Acme"), role=role)
    written(alice, LATER, NAME)
    assert "Tom Acme" not in page_of(client)
    assert "Tom Acme" in page_of(client, "/messages/senders?settled=1")


def test_who_is_one_of_us_has_sent_and_not_received(alice: Person, browser_of: BrowserOf) -> None:
    written(alice, TOM, NAME)
    settle(browser_of(alice), Sender.objects.get(name="Tom Acme"), role="ours")
    assert set(Message.objects.filter(sender="Tom Acme").values_list("direction", flat=True)) == {"out"}


def test_a_number_that_a_colleague_settled_is_settled_in_every_chat(
    alice: Person, bob: Person, browser_of: BrowserOf
) -> None:
    acme = rows.a_buyer(alice, "Acme")
    written(alice, NUMBER, "WhatsApp Chat with +34 600 11 12 22.txt")
    settle(browser_of(alice), Sender.objects.get(key="+34600111222"), role="buyer", customer=acme.pk)
    written(bob, "31/01/2026, 15:05 - +34 600 11 12 22: hola Bob\n31/01/2026, 15:06 - Bob: hi\n", "chat of bob.txt")
    assert set(Message.objects.values_list("rep", "customer").distinct()) == {
        ("alice", acme.customer_id),
        ("bob", acme.customer_id),
    }


def test_a_stranger_sees_and_settles_nothing_and_no_foreign_buyer_is_offered(
    alice: Person, charlie: Person, browser_of: BrowserOf
) -> None:
    foreign = rows.a_buyer(charlie, "Tom Acme")
    written(alice, TOM, NAME)
    tom, stranger = Sender.objects.get(name="Tom Acme"), browser_of(charlie)
    assert "Tom Acme" not in page_of(stranger)
    for role, customer in (("buyer", foreign.pk), ("never", ""), ("new", "")):
        told = stranger.post(f"/messages/senders/{tom.pk}/settle", {"role": role, "customer": customer})
        assert told.status_code == 404
    mine = browser_of(alice)
    assert "by its name" not in page_of(mine)
    told = mine.post(f"/messages/senders/{tom.pk}/settle", {"role": "buyer", "customer": foreign.pk})
    assert told.status_code == 404
    for broken in (
        {"role": "buyer"},
        {"role": "buyer", "customer": "9" * 40},
        {"role": "waiting"},
        {"role": "<b>"},
        {},
    ):
        assert mine.post(f"/messages/senders/{tom.pk}/settle", broken).status_code == 404
    tom.refresh_from_db()
    assert tom.role == "waiting"


@pytest.mark.parametrize(("language", "words"), [("en", "Whose messages are those?"), ("zh-CN", "这些消息是谁发的？")])
def test_the_list_asks_few_queries_however_long_and_shows_what_was_written_as_text(
    alice: Person,
    browser_of: BrowserOf,
    django_assert_max_num_queries: Callable[[int], CaptureQueriesContext],
    language: str,
    words: str,
) -> None:
    chat = "".join(f"31/01/2026, 14:{n:02} - Buyer <b>{n}</b>: <img src=x onerror=alert({n})>\n" for n in range(40))
    written(alice, chat, "group.txt")
    client = browser_of(alice)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = page_of(client, language=language)
    assert words in page and "<img src=x" not in page and "<b>39" not in page and "&lt;img src=x" in page
    more = page.rsplit("after=", 1)[1].split('"')[0]
    assert "Buyer &lt;b&gt;0&lt;" in page_of(client, f"/messages/senders?after={more}", language)


def test_a_buyer_is_looked_for_by_name(alice: Person, browser_of: BrowserOf) -> None:
    rows.a_buyer(alice, "宁波灯具")
    written(alice, TOM, NAME)
    tom = Sender.objects.get(name="Tom Acme")
    client = browser_of(alice)
    assert "宁波灯具" in page_of(client, f"/messages/senders?find={tom.pk}&q=灯具")
    assert "No buyer is called" in page_of(client, f"/messages/senders?find={tom.pk}&q=nobody")
