"""The calendar feed: RFC 5545 to the letter, one entry a step for good, and only for whoever has the address now."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from icalendar import Calendar

from tests.web import rows
from tests.web.rfc5545 import faults
from tradewind.desk import calendar, calendar_feeds, follow_ups, people
from tradewind.desk.models import AuditEntry, CalendarFeed, Customer, Person

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Person], Client]
SOON = calendar.today() + timedelta(days=3)


def read(secret: str, **headers: str) -> Any:
    """What a calendar program gets."""
    return Client().get(f"/calendar/{secret}.ics", headers=headers)


def events(secret: str) -> dict[str, Any]:
    """The events of the feed by their UID, after the strict reader found nothing wrong."""
    body = read(secret).content
    assert faults(body) == []
    parsed = Calendar.from_ical(body)
    found = {str(event["UID"]): event for event in parsed.walk("VEVENT")}
    assert len(found) == body.count(b"\r\nBEGIN:VEVENT\r\n")
    assert not any(event.errors for event in parsed.walk())
    return found


def only(secret: str) -> Any:
    (event,) = events(secret).values()
    return event


HOSTILE = '报价单, 第二版; C:\\temp "x" \r\nBEGIN:VEVENT\x0bhalf\u2028line 😀' + "很长的一句话" * 12


def test_a_step_is_one_event_that_changes_in_place(alice: Person) -> None:
    buyer = rows.a_buyer(alice, "Casa Azul,\r\nLtda; 蓝屋")
    _, secret = calendar_feeds.make(alice, False)
    step = follow_ups.set_step(buyer, alice, HOSTILE[:300], SOON)
    first = only(secret)
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (SOON, SOON + timedelta(days=1))
    assert str(first["SUMMARY"]).startswith("Casa Azul, Ltda; 蓝屋: 报价单, 第二版; C:\\temp")
    assert str(first["DESCRIPTION"]).endswith(f"/customers/{buyer.pk}")
    assert (first["STATUS"], first["SEQUENCE"], first["TRANSP"]) == ("CONFIRMED", 0, "TRANSPARENT")

    follow_ups.snooze(buyer, alice, SOON + timedelta(days=4))
    moved = only(secret)
    assert moved["UID"] == first["UID"]
    assert moved["DTSTART"].dt == SOON + timedelta(days=4)
    assert moved["SEQUENCE"] == 1
    assert moved["LAST-MODIFIED"].dt >= first["LAST-MODIFIED"].dt

    follow_ups.drop(step, alice, "no answer")
    gone = only(secret)
    assert (gone["UID"], gone["STATUS"], gone["SEQUENCE"]) == (first["UID"], "CANCELLED", 2)
    follow_ups.undo(step, alice)
    again = only(secret)
    assert (again["STATUS"], again["SEQUENCE"]) == ("CONFIRMED", 3)
    follow_ups.finish(buyer, alice, "报价已发", step.pk)
    done = only(secret)
    assert str(done["SUMMARY"]).startswith("✓ ")
    assert "报价已发" in str(done["DESCRIPTION"])


def test_the_address_ends_with_renewal_revocation_and_the_person(alice: Person, dora: Person) -> None:
    feed, secret = calendar_feeds.make(alice, False)
    assert read(secret).status_code == 200
    assert secret not in str(list(CalendarFeed.objects.values()) + list(AuditEntry.objects.values()))
    _, renewed = calendar_feeds.make(alice, False)
    assert read(secret).status_code == 404
    assert read(renewed).status_code == 200
    Person.objects.filter(pk=alice.pk).update(is_active=False)
    assert read(renewed).status_code == 404
    Person.objects.filter(pk=alice.pk).update(is_active=True)
    people.leave(alice, dora)
    people.come_back(alice, dora)
    assert read(renewed).status_code == 404
    _, renewed = calendar_feeds.make(alice, False)
    calendar_feeds.revoke(alice)
    for wrong in (renewed, "x", "词", "a" * 5000, feed.token_hash):
        assert read(wrong).status_code == 404
    told = AuditEntry.objects.filter(by=alice).values_list("action", flat=True)
    assert list(told) == ["calendar_revoked", *["calendar_made"] * 3]


def test_it_tells_what_the_person_may_see_when_it_is_read(alice: Person, bob: Person, charlie: Person) -> None:
    buyer = rows.a_buyer(alice, "Casa Azul")
    follow_ups.set_step(buyer, alice, "call", SOON)
    _, hers = calendar_feeds.make(alice, False)
    _, his = calendar_feeds.make(bob, False)
    assert len(events(hers)) == 1
    assert not events(his)  # he may see it, but it is hers to do
    Customer.objects.filter(pk=buyer.pk).update(owner=charlie)
    assert not events(hers)


def test_an_unchanged_calendar_is_not_sent_twice(alice: Person) -> None:
    buyer = rows.a_buyer(alice, "Casa Azul")
    follow_ups.set_step(buyer, alice, "call", SOON)
    _, secret = calendar_feeds.make(alice, True)
    first = read(secret)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = read(secret, **{"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    follow_ups.snooze(buyer, alice, SOON + timedelta(days=1))
    changed = read(secret, **{"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert Client().head(f"/calendar/{secret}.ics").content == b""
    assert Client().post(f"/calendar/{secret}.ics").status_code == 405
    feed = calendar_feeds.feed_of(alice)
    assert feed and feed.last_read_at


def test_holidays_of_the_buyers_are_days_when_asked_for(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    rows.a_buyer(alice, "Casa Azul")
    Customer.objects.update(country="BR")
    monkeypatch.setattr(calendar, "today", lambda: date(2026, 2, 10))
    _, secret = calendar_feeds.make(alice, False)
    assert not events(secret)
    calendar_feeds.choose(alice, True)
    carnival = next(one for one in events(secret).values() if "Carnival" in str(one["SUMMARY"]))
    assert (carnival["DTSTART"].dt, carnival["DTEND"].dt) == (date(2026, 2, 16), date(2026, 2, 18))
    assert str(carnival["SUMMARY"]) == "Brazil: Carnival"
    Person.objects.filter(pk=alice.pk).update(language="zh-hans")
    assert any(str(one["SUMMARY"]).startswith("巴西") for one in events(secret).values())


@override_settings(TIME_ZONE="Asia/Shanghai")
def test_a_step_says_when_the_buyers_office_is_open_by_our_clock(alice: Person) -> None:
    buyer = rows.a_buyer(alice, "Casa Azul")
    Customer.objects.update(country="BR", timezone="America/Sao_Paulo")
    follow_ups.set_step(buyer, alice, "call", date(2026, 11, 25))
    _, secret = calendar_feeds.make(alice, False)
    assert "open 20:00 to 05:00 the next day, our time" in str(only(secret)["DESCRIPTION"])


def test_a_hundred_steps_take_as_few_queries_as_one(alice: Person) -> None:
    _, secret = calendar_feeds.make(alice, True)
    for number in range(100):
        follow_ups.set_step(rows.a_buyer(alice, f"Buyer {number}"), alice, "call", SOON)
    with CaptureQueriesContext(connection) as told:
        assert len(events(secret)) == 100
    assert len(told) <= 8


def test_the_page_shows_the_address_once(alice: Person, browser_of: BrowserOf) -> None:
    client = browser_of(alice)
    page = client.post("/settings/calendar", {"holidays": "on"}).content.decode()
    (address,) = set(re.findall(r'value="(http://[^"]+\.ics)"', page))
    assert Client().get(address.removeprefix("http://testserver")).status_code == 200
    assert f"webcal:{address.removeprefix('http:')}" in page
    assert ".ics" not in client.get("/settings/calendar").content.decode()
    client.post("/settings/calendar/choose", {})
    feed = calendar_feeds.feed_of(alice)
    assert feed and not feed.with_holidays
    client.post("/settings/calendar/revoke")
    assert calendar_feeds.feed_of(alice) is None
    assert client.post("/settings/calendar/choose", {}).status_code == 404


GOOD = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261125T010203Z\r\n"
    "DTSTART;VALUE=DATE:20261125\r\nDTEND;VALUE=DATE:20261126\r\nSUMMARY:a\\, b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
BROKEN = [
    ("VERSION:2.0\r\n", ""), ("2.0", "1.0"), ("\r\nUID", "\nUID"), ("UID:1\r\n", ""), ("a\\, b", "a, b"),
    ("a\\, b", "a\\q"), ("a\\, b", "a" * 80), ("20261126", "20261125"), ("DTEND;VALUE=DATE:20261126", "DTEND:20261126"),
    ("DTSTART;VALUE=DATE:20261125", "DTSTART:20261125T090000"), ("20261125T010203Z", "20261325T010203Z"),
    ("END:VEVENT\r\n", ""), ("SUMMARY", "SUMMARY:b\r\nSUMMARY"), ("SUMMARY", "STATUS:DONE\r\nSUMMARY"),
    ("DTSTART;VALUE=DATE:20261125", "DTSTART;TZID=Asia/Shanghai:20261125T090000"), ("SUMMARY", "NONSENSE:1\r\nSUMMARY"),
    ("BEGIN:VEVENT", "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261125T010203Z\r\nDTSTART:20261125T010203Z\r\nEND:VEVENT\r\nBEGIN:VEVENT"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong"), BROKEN)
def test_the_strict_reader_finds_what_is_broken(right: str, wrong: str) -> None:
    assert faults(GOOD.encode()) == []
    broken = GOOD.replace(right, wrong, 1)
    assert broken != GOOD
    assert faults(broken.encode())
