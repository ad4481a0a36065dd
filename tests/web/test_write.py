"""Writing to a buyer: a draft in its language, the right program, and a follow-up that is kept once and taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web import rows
from tradewind.desk import letters
from tradewind.desk.drafts import draft, language_of, languages
from tradewind.desk.models import Customer, FollowUp, Job, Letter, Message, Person, Sender

BrowserOf = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(alice: Person) -> Customer:
    made = rows.a_buyer(alice, "Luces SL")
    Customer.objects.filter(pk=made.pk).update(country="ES")
    made.refresh_from_db()
    rows.a_contact(made, alice, name="Ana", phone="600 111 222", email="ana@luces.example")
    rows.a_contact(made, alice, name="Fay", phone="+852 5123 4567", kind="forwarder")
    return made


def test_the_draft_is_in_the_buyers_language_and_opens_whatsapp_and_mail(
    alice: Person, buyer: Customer, browser_of: BrowserOf
) -> None:
    page = browser_of(alice).get(f"/customers/{buyer.pk}/write").content.decode()
    assert 'lang="es"' in page and "Hola, Ana:" in page and alice.name in page
    assert 'href="https://wa.me/34600111222?text=Hola%2C%20Ana%3A' in page
    assert 'href="mailto:ana@luces.example?body=Hola%2C%20Ana%3A' in page
    assert "51234567" not in page, "a forwarder is not the buyer"
    assert "Guten Tag" in browser_of(alice).get(f"/customers/{buyer.pk}/write?language=de").content.decode()


def test_opening_it_keeps_the_follow_up_once_and_undo_takes_it_back(
    alice: Person, charlie: Person, buyer: Customer, browser_of: BrowserOf
) -> None:
    client, address = browser_of(alice), f"/customers/{buyer.pk}/write"
    step = rows.a_step(buyer, alice)
    said = {"way": "whatsapp:+34600111222", "step": step.pk}
    for _ in range(2):
        client.post(address, said)
    (done,) = FollowUp.objects.all()
    assert (done.state, done.result) == ("done", "Wrote to Ana by WhatsApp")
    client.post(f"/follow-ups/{done.pk}/undo")
    assert FollowUp.objects.get().state == "open"
    assert browser_of(charlie).post(address, said).status_code == 404


def test_whatsapp_takes_free_text_for_a_day_after_the_buyers_last_message(alice: Person, buyer: Customer) -> None:
    sender = Sender.objects.create(
        rep=alice, channel="whatsapp", key="+34600111222", name="Ana", role="buyer", customer=buyer
    )
    now = timezone.now()
    for hours, is_open in ((30, False), (23, True)):
        Message.objects.create(
            message_id=f"m{hours}", conversation_id="c", channel="whatsapp", customer=buyer, direction="in",
            sent_at=now - timedelta(hours=hours), text="hola", speaker=sender,
        )  # fmt: skip
        (way,) = (one for one in letters.ways_to(buyer) if one.means == letters.WHATSAPP)
        assert bool(way.open_until) is is_open
    assert way.open_until and way.open_until - now < timedelta(hours=1, minutes=1)


@pytest.mark.parametrize(
    ("card", "country", "language"),
    [
        ("", "BR", "pt"),
        ("法语", "DE", "fr"),
        ("ES-mx", "", "es"),
        ("klingon", "EG", "ar"),
        ("", "ZZ", "en"),
        ("", "", "en"),
    ],
)
def test_the_language_is_that_of_the_card_else_of_the_country(card: str, country: str, language: str) -> None:
    assert language_of(card, country) == language


def test_every_language_has_every_draft_and_names_both() -> None:
    for code, name in languages():
        assert name
        for occasion in ("hello", "reorder"):
            text = draft(code, occasion, "Ana {x}", "Alice")
            assert "Ana {x}" in text and text.endswith("Alice")


def test_sending_from_the_desk_is_offered_by_what_is_set_and_said_when_it_failed(
    alice: Person, dora: Person, buyer: Customer, browser_of: BrowserOf
) -> None:
    client = browser_of(alice)
    address = f"/customers/{buyer.pk}/write"
    assert 'name="send"' not in client.get(address).content.decode()
    account = {"means": "mail", "address": "a@lamps.example", "host": "smtp.lamps.example", "secret": "hush-7"}
    client.post("/settings/sending", account)
    browser_of(dora).post("/settings/sending", {"means": "whatsapp", "number_id": "17", "secret": "EAAG"})
    for shown in (client, browser_of(dora)):
        page = shown.get("/settings/sending").content.decode()
        assert "hush-7" not in page and "EAAG" not in page
    page = client.get(address).content.decode()
    assert 'value="mail:ana@luces.example"' in page and "only a template" in page
    key = page.partition('name="key" value="')[2].partition('"')[0]
    said = {"send": "mail:ana@luces.example", "key": key, "text": "hola", "subject": "oferta", "step": ""}
    for _ in range(2):
        client.post(address, said)
    assert (Letter.objects.count(), Job.objects.filter(kind="send").count()) == (1, 1)
    client.post(address, {**said, "send": "whatsapp:+34600111222", "key": "k2"})
    assert Letter.objects.count() == 1, "free text outside the 24 hours"
    Letter.objects.update(state="failed", error={"code": "LetterRefused", "facts": {"why": "550 <b>no</b>"}})
    page = client.get(f"/customers/{buyer.pk}").content.decode()
    assert "550 &lt;b&gt;no&lt;/b&gt;" in page
    client.post(f"/letters/{Letter.objects.get().pk}/put-aside")
    assert "550" not in client.get(f"/customers/{buyer.pk}").content.decode()
