"""Reps see only conversations of buyers that they may see: through every page, export and route of the API."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import get_resolver

from tests.desk.files import written
from tests.web import rows
from tests.web.test_access import routes
from tradewind.desk import calendar, ownership, senders
from tradewind.desk.jobs.performing import perform
from tradewind.desk.models import Customer, Job, Message, Person, Sender
from tradewind.desk.tokens import make_token

BrowserOf = Callable[[Person], Client]
pytestmark = pytest.mark.django_db(transaction=True)
SECRET, WHO = "geheim 紫灯笼", "Zdzisława Q"
CHAT = f"31/01/2026, 14:05 - {WHO}: {SECRET}\n31/01/2026, 14:06 - Alice: {SECRET} ok\n"
LEAVES = ("sign-out", "sample", "invitation")


def addresses(buyer: Customer, message: Message, sender: Sender) -> Iterator[str]:
    """Every address that can be asked for, with each number that leads to the conversation; and searches for it."""
    numbers = {str(one.pk) for one in (buyer, message, sender)}
    for name, address in routes(get_resolver().url_patterns):
        if not name.startswith(LEAVES) and "<str:" not in address and "<slug:" not in address:
            yield from {address.replace("<int:pk>", number) for number in numbers}
    yield f"/customers/{buyer.pk}?kind=message&q=紫灯笼"
    yield from (f"{page}?q=紫灯笼" for page in ("/customers", "/palette", "/messages/senders", "/messages"))


def api_addresses(buyer: Customer, message: Message) -> Iterator[str]:
    for one in Client().get("/api/v1/openapi.json").json()["paths"]:
        yield re.sub(r"\{\w+\}", str(buyer.pk), one)
        yield re.sub(r"\{\w+\}", str(message.pk), one)
    yield f"/api/v1/customers/{buyer.pk}/messages?words=紫灯笼"


def seen(person: Person, client: Client, buyer: Customer, words: tuple[str, ...] = (SECRET, WHO)) -> set[str]:
    """Where the secret or its sender stands for the person."""
    message, sender = Message.objects.get(text=SECRET), Sender.objects.get(name=WHO)
    program = {"authorization": f"Bearer {make_token(person, 'tests')[1]}"}
    found = set()
    for address in addresses(buyer, message, sender):
        if says(client.get(address), words):
            found.add(address)
    for address in api_addresses(buyer, message):
        if says(Client().get(address, headers=program), words):
            found.add(address)
    return found


def says(answer: object, words: tuple[str, ...]) -> bool:
    content = b"".join(answer.streaming_content) if isinstance(answer, StreamingHttpResponse) else answer.content  # type: ignore[attr-defined, arg-type]
    forms = [form for one in words for form in (one.encode(), json.dumps(one)[1:-1].encode())]
    return any(form in content for form in forms)


def work() -> None:
    for job in Job.objects.filter(kind__in=("match", "inbox"), state=Job.State.QUEUED):
        perform(job.pk)


def test_a_conversation_is_seen_by_whoever_sees_its_buyer_and_follows_a_hand_over(
    alice: Person, bob: Person, charlie: Person, dora: Person, browser_of: BrowserOf
) -> None:
    buyer = rows.a_buyer(alice, "Luces SL")
    written(alice, CHAT, f"WhatsApp Chat with {WHO}.txt", me=["Alice"])
    address = f"/messages/{Message.objects.get(text=SECRET).pk}"
    assert (browser_of(alice).get(address).status_code, browser_of(charlie).get(address).status_code) == (200, 404)
    senders.settle(Sender.objects.get(name=WHO), alice, "buyer", buyer)
    work()
    ours = (address, f"/customers/{buyer.pk}", f"/customers/{buyer.pk}?kind=message&q=紫灯笼")
    for person in (alice, bob, dora):
        assert all(says(browser_of(person).get(one), (SECRET,)) for one in ours)
    assert not seen(charlie, browser_of(charlie), buyer)
    ownership.hand_over(buyer, charlie, dora, calendar.today())
    work()
    assert all(says(browser_of(charlie).get(one), (SECRET,)) for one in ours)
    assert not seen(alice, browser_of(alice), buyer, words=(SECRET,)), "of her own import she sees the file's name"
