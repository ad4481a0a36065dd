"""A conversation on the import pages and on the buyer's page: checked, asked about, shown as text whatever it holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.desk.chats import NAME, TOM
from tests.desk.files import written
from tests.web import rows
from tradewind.desk.jobs.performing import perform
from tradewind.desk.models import Batch, Contact, Job, Message, Note, Person

BrowserOf = Callable[[Person], Client]
pytestmark = pytest.mark.django_db(transaction=True)
HOSTILE = """31/01/2026, 14:05 - Tom <script>alert(1)</script>: <img src=x onerror=alert(2)> 报价
31/01/2026, 14:06 - =HYPERLINK("http://x"): javascript:alert(3) {{ 7|add:7 }} {% now %}
"""


def handed_in(client: Client, text: str, name: str = NAME) -> str:
    client.post("/imports", {"file": SimpleUploadedFile(name, text.encode()), "owner": "me"})
    return worked()


def worked() -> str:
    for job in Job.objects.filter(state=Job.State.QUEUED, kind__in=("inspect", "import", "undo")):
        perform(job.pk)
    return f"/imports/{Batch.objects.latest('pk').pk}"


def page_of(client: Client, address: str, language: str = "en") -> str:
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(("language", "words"), [("en", "Whose phone or mailbox"), ("zh-CN", "这是谁的手机或邮箱")])
def test_the_check_says_form_senders_and_rejected_lines_and_asks_whose_phone_it_is(
    bob: Person, alice: Person, browser_of: BrowserOf, language: str, words: str
) -> None:
    client = browser_of(bob)
    page = page_of(client, handed_in(client, "who wrote this\n" + TOM), language)
    assert words in page and "whatsapp-txt" in page and "Asia/Shanghai" in page
    assert {"en": "stands above the first message", "zh-CN": "在第一条消息之前"}[language] in page
    assert page.count('name="we"') == 2 and '<option value="alice"' in page


def test_what_a_person_says_at_the_check_holds(bob: Person, alice: Person, browser_of: BrowserOf) -> None:
    client = browser_of(bob)
    address = handed_in(client, TOM)
    said = {"rep": "alice", "timezone": "Europe/Madrid", "who_we_are": "1", "we": "~tom acme"}
    client.post(f"{address}/inspect", said)
    worked()
    assert 'value="Europe/Madrid"' in page_of(client, address)
    client.post(f"{address}/confirm")
    worked()
    assert "Whose messages are those?" in page_of(client, address)
    told = Message.objects.get(text="hello, price of lamps?")
    assert (told.rep, told.direction, told.sent_at.hour) == ("alice", "out", 13)
    client.post(f"{address}/undo")
    worked()
    assert not Message.objects.exists()


@pytest.mark.parametrize("said", [{"timezone": "Mars/Base"}, {"rep": "dora"}, {"rep": "nobody"}])
def test_a_zone_or_a_rep_that_cannot_be_is_refused_and_the_import_waits_on(
    bob: Person, dora: Person, browser_of: BrowserOf, said: dict[str, str]
) -> None:
    client = browser_of(bob)
    address = handed_in(client, TOM)
    client.post(f"{address}/inspect", said)
    assert Batch.objects.get().state == "waiting"
    client.post(f"{address}/confirm")
    worked()
    assert Message.objects.filter(rep="bob").count() == 6


def test_dates_of_two_readings_are_asked_about_by_their_line(alice: Person, browser_of: BrowserOf) -> None:
    client = browser_of(alice)
    address = handed_in(client, "03/04/2026, 14:05 - Tom: hello\n04/04/2026, 14:06 - Alice: hi\n")
    page = page_of(client, address)
    assert "how are these dates meant?" in page and "In line 1" in page
    client.post(f"{address}/inspect", {"dates": "mdy"})
    worked()
    client.post(f"{address}/confirm")
    worked()
    assert Message.objects.get(text="hello").sent_at.month == 3


def test_script_in_names_and_messages_is_shown_as_text(alice: Person, browser_of: BrowserOf) -> None:
    client = browser_of(alice)
    check = page_of(client, handed_in(client, HOSTILE, "<b>chat</b>.txt"))
    buyer = rows.a_buyer(alice, "Acme")
    written(alice, HOSTILE, NAME)
    Message.objects.update(customer=buyer, subject="<script>alert(4)</script>", attachments="<svg onload=alert(5)>\nb")
    page = page_of(client, f"/customers/{buyer.pk}")
    for one in (check, page, page_of(client, "/messages/senders")):
        assert "<script>alert" not in one and "<img src=x" not in one and "<svg onload" not in one
        assert "<b>chat" not in one
    assert "&lt;img src=x onerror=alert(2)&gt; 报价" in page and "{{ 7|add:7 }} {% now %}" in page


def test_a_long_message_is_shown_in_part_and_whole_on_its_own_page(
    alice: Person, charlie: Person, browser_of: BrowserOf
) -> None:
    buyer = rows.a_buyer(alice, "Acme")
    message = rows.a_message(buyer, "<i>line</i>\n" * 500 + "the end")
    page = page_of(browser_of(alice), f"/customers/{buyer.pk}")
    assert "the end" not in page and "the whole message" in page
    whole = page_of(browser_of(alice), f"/messages/{message.pk}")
    assert "the end" in whole and "<i>line" not in whole
    assert browser_of(charlie).get(f"/messages/{message.pk}").status_code == 404


def test_the_timeline_is_narrowed_by_kind_and_words(alice: Person, browser_of: BrowserOf) -> None:
    buyer = rows.a_buyer(alice, "Tom SL")
    Contact.objects.create(customer=buyer, name="Tom", email="tom@acme.es")
    Note.objects.create(customer=buyer, by=alice, text="要样品")
    written(alice, TOM, NAME)
    Message.objects.update(customer=buyer)
    client, address = browser_of(alice), f"/customers/{buyer.pk}"
    assert "报价单 tomorrow" in page_of(client, address) and "要样品" in page_of(client, address)
    narrowed = page_of(client, f"{address}?kind=note")
    assert "报价单 tomorrow" not in narrowed and "要样品" in narrowed
    found = page_of(client, f"{address}?q=报价")
    assert "报价单 tomorrow" in found and "要样品" not in found and 'value="报价"' in found
    assert "Nothing like that happened" in page_of(client, f"{address}?q=吊灯")
    part = client.get(f"{address}?q=报价", headers={"HX-Request": "true", "HX-Target": "past"}).content.decode()
    assert part.startswith('<div id="past">') and "报价单 tomorrow" in part


def test_more_of_what_was_sought_is_of_what_was_sought(alice: Person, browser_of: BrowserOf) -> None:
    buyer = rows.a_buyer(alice, "Acme")
    chat = "".join(f"31/01/2026, {n // 60:02}:{n % 60:02} - Tom: 报价 number {n}.\n" for n in range(70))
    written(alice, chat, NAME)
    Message.objects.update(customer=buyer)
    client, seen = browser_of(alice), []
    address: str | None = f"/customers/{buyer.pk}?kind=message&q=报价"
    while address:
        page = page_of(client, address)
        seen += [n for n in range(70) if f"number {n}." in page]
        more = page.split('id="more"')[1].split('href="')[1].split('"')[0] if 'id="more"' in page else ""
        address = f"/customers/{buyer.pk}{more.replace('&amp;', '&')}" if more else None
    assert sorted(seen) == list(range(70))


MAIL = """From: Tom <tom@acme.es>
To: alice@lamps.cn
Message-ID: <1@acme.es>
Date: Thu, 01 Jan 2026 09:00:00 +0800
Subject: lamps

3 USD is fine.

On 31 Dec 2025 Alice wrote:
> <b>our offer</b> is 3 USD

--\x20
Tom, Acme SL
"""


def test_what_a_mail_quotes_and_its_signature_are_folded_and_an_edited_text_says_what_it_was(
    alice: Person, browser_of: BrowserOf
) -> None:
    buyer = rows.a_buyer(alice, "Acme")
    written(alice, MAIL, "lamps.eml")
    message = Message.objects.get()
    assert message.text.strip() == "3 USD is fine." and "Acme SL" in message.quoted
    Message.objects.update(customer=buyer, earlier=["2.90 <i>USD</i>"])
    for address in (f"/customers/{buyer.pk}", f"/messages/{message.pk}"):
        page = page_of(browser_of(alice), address)
        folded = page.index("Quoted text and signature")
        assert page.rindex("<details", 0, folded) < page.index("&lt;b&gt;our offer") < page.index("</details>", folded)
        assert "2.90 &lt;i&gt;USD" in page and "Before it was edited" in page
