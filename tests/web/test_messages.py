"""Messages: what waits by priority with its reasons, in few queries however much there is, and acts with their undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.web import rows
from tradewind.desk.models import InboxEntry, Message, Person
from tradewind.desk.reading_plans import Chosen, choose

BrowserOf = Callable[[Person], Client]
HX = {"hx-request": "true"}


def an_inbox(person: Person, many: int = 3) -> list[InboxEntry]:
    buyer = rows.a_buyer(person, "Casa <b>Azul</b>", country="BR")
    now = timezone.now()
    known = {"due_at": now + timedelta(hours=30), "chance": 0.42, "sources": [["deadline", 2, "whatsapp"], ["chance", 2, 0.42], ["rule", 1, "payment"]]}  # fmt: skip
    return [
        rows.an_entry(rows.a_message(buyer, f"<i>price {n}?</i>"), person, step=1 + n % 3, **known) for n in range(many)
    ]


def text_of(client: Client, path: str = "/messages", language: str = "en", **headers: str) -> str:
    answer = client.get(path, headers={"accept-language": language, **headers})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_queue_tells_reasons_windows_and_the_buyers_clock_in_both_languages(
    alice: Person, browser_of: BrowserOf
) -> None:
    entries = an_inbox(alice)
    InboxEntry.objects.filter(pk=entries[0].pk).update(closes_at=timezone.now() + timedelta(hours=5, minutes=1))
    client = browser_of(alice)
    page = text_of(client)
    for words in (
        "P1 May interrupt", "P2 In the next window", "P3 When it is quiet", "42% chance that you answer within 48 h",
        "rule: payment", "in 1 d 5 h", "You have chosen no windows", "WhatsApp stays open for 5 h 0 min", "São Paulo",
        "&lt;i&gt;price 0?&lt;/i&gt;", "Casa &lt;b&gt;Azul&lt;/b&gt;",
    ):  # fmt: skip
        assert words in page
    choose(alice, Chosen(windows=(0, 8 * 60, 16 * 60), lasts_min=5))
    assert "Next window" in text_of(client) or "Your window is open" in text_of(client)
    assert "可立即打扰" in text_of(client, language="zh-CN")
    assert text_of(client, "/messages/count") == "3"


def test_acts_answer_the_row_or_nothing_and_can_be_undone(alice: Person, browser_of: BrowserOf) -> None:
    entry = an_inbox(alice, 1)[0]
    client, path = browser_of(alice), f"/messages/{entry.pk}"
    told = client.post(f"{path}/say", {"said": "not_urgent"}, headers=HX).content.decode()
    assert f'id="message-{entry.pk}"' in told and "you said: not urgent" in told and f"{path}/undo" in told
    slip = text_of(client, f"{path}/snooze", **HX)
    assert "tomorrow" in slip and "the buyer&#x27;s next working morning" in slip and "<html" not in slip
    assert "<html" in text_of(client, f"{path}/snooze")
    gone = client.post(f"{path}/snooze", {"until": "their_morning"}, headers=HX).content.decode()
    assert f'id="message-{entry.pk}"' not in gone and "is put off to" in gone
    client.post(f"{path}/undo")
    assert client.post(f"{path}/handled", follow=True).status_code == 200
    assert "No message waits" in text_of(client) and text_of(client, "/messages/count") == ""
    for broken in ({"said": ""}, {"said": "<b>"}, {}):
        assert client.post(f"{path}/say", broken).status_code == 404
    assert client.post(f"{path}/snooze", {"until": "some day"}, headers=HX).headers["HX-Refresh"] == "true"


def test_nobody_else_reads_or_changes_ones_inbox(
    alice: Person, bob: Person, charlie: Person, browser_of: BrowserOf
) -> None:
    entry = an_inbox(alice, 1)[0]
    for other in (bob, charlie):
        client = browser_of(other)
        assert "No message waits" in text_of(client)
        assert client.post(f"/messages/{entry.pk}/handled").status_code == 404
    assert "Handled" not in text_of(browser_of(bob), f"/messages/{entry.pk}"), "the manager reads it without acts"


def test_a_message_is_shown_within_its_talk_and_opens_the_program_that_answers(
    alice: Person, browser_of: BrowserOf
) -> None:
    entry = an_inbox(alice, 12)[0]
    tom = rows.a_sender(alice)
    tom.key = "+34600111222"
    tom.save()
    Message.objects.filter(pk=entry.pk).update(channel="whatsapp", speaker=tom)
    page = text_of(browser_of(alice), f"/messages/{entry.pk}")
    assert "https://wa.me/34600111222" in page and "price 0?" in page
    last = Message.objects.order_by("-pk")[0]
    assert page.count("price") < 12 and "price 11?" in text_of(browser_of(alice), f"/messages/{last.pk}")


def test_a_long_inbox_asks_few_queries_and_goes_on(
    alice: Person, browser_of: BrowserOf, django_assert_max_num_queries: Callable[[int], CaptureQueriesContext]
) -> None:
    an_inbox(alice, 150)
    choose(alice, Chosen(windows=(480,)))
    client = browser_of(alice)
    with django_assert_max_num_queries(15):
        page = text_of(client)
    address = page.split('hx-get="?')[1].split('"')[0].replace("&amp;", "&")
    rest = text_of(client, f"/messages?{address}", **HX, **{"hx-target": "more-1"})
    assert "<html" not in rest and rest.count("data-row") == 10
    for odd in ("step=1&after=x", "step=9", "step=1&after=2026-01-01T00:00|x", "after=%00"):
        assert client.get(f"/messages?{odd}").status_code == 200
