"""Windows are weighed and chosen, figures are one's own, rules of contact hold for all and are printed for buyers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.web import rows
from tradewind.desk import contact_rules, facts, inbox_job, meter
from tradewind.desk.acknowledging import acknowledgement
from tradewind.desk.jobs.performing import perform
from tradewind.desk.models import AuditEntry, Contact, ContactRules, Customer, Meeting, Message, Person, ReadingPlan
from tradewind.desk.reading_plans import Chosen, choose, share
from tradewind.errors import NotFound

BrowserOf = Callable[[Person], Client]
pytestmark = pytest.mark.django_db(transaction=True)


def talks(people: list[Person], days: int = 40, buyers: int = 3) -> None:
    """Each person answers two messages a day, an hour after they came, for so many days up to yesterday."""
    now = timezone.now().replace(hour=13, minute=0, second=0, microsecond=0)
    made = []
    for person in people:
        theirs = [rows.a_buyer(person, f"{person} {n}", country="US") for n in range(buyers)]
        for day in range(days, 0, -1):
            for hour in (0, 4):
                at = now - timedelta(days=day, hours=-hour)
                chat = f"{person.pk}-{day % buyers}"
                made += [message(person, theirs[day % buyers], chat, "in", at), message(person, theirs[day % buyers], chat, "out", at + timedelta(hours=1))]  # fmt: skip
    for number, one in enumerate(made):
        one.message_id = f"m{number}"
    Message.objects.bulk_create(made)
    facts.changed()
    perform(inbox_job.look().pk)


def message(person: Person, buyer: Customer, chat: str, way: str, at: datetime) -> Message:
    return Message(
        conversation_id=chat, channel="whatsapp", customer=buyer, rep=person.username, direction=way, sent_at=at,
        sender=buyer.name if way == "in" else person.name, text="could you confirm the price?", kind="text",
    )  # fmt: skip


def page_of(client: Client, path: str, language: str = "en", **headers: str) -> str:
    answer = client.get(path, headers={"accept-language": language, **headers})
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_windows_are_weighed_chosen_and_taken_back(
    alice: Person, browser_of: BrowserOf, django_assert_max_num_queries: Callable[[int], CaptureQueriesContext]
) -> None:
    talks([alice])
    client = browser_of(alice)
    with django_assert_max_num_queries(15):
        page = page_of(client, "/messages/windows")
    assert "Weighed on 80 messages" in page and "No well-being is promised" in page and "the Americas" in page
    assert "您自己选择" in page_of(client, "/messages/windows", "zh-CN")
    part = page_of(client, "/messages/windows?first=09:00&last=10:00&blocked=", **{"hx-request": "true", "hx-target": "answer"})  # fmt: skip
    assert "<html" not in part and "17:" not in part.split("</caption>")[1]
    for odd in ("first=25:00", "last=07:00", "within=0", "within=x", "blocked=12", "blocked=00:00-23:59"):
        assert 'class="notice"' in page_of(client, f"/messages/windows?{odd}")
    told = client.post("/messages/windows", {"windows": "17:45, 08:00", "budget": "2"}, follow=True).content.decode()
    assert "Your windows are 08:00, 17:45." in told and "Yours:" in told and "/undo" in told
    plan = ReadingPlan.objects.get()
    assert (plan.windows, plan.budget, plan.blocked) == ([480, 1065], 2, [[720, 780]])
    entry = AuditEntry.objects.get(action="windows_chosen")
    client.post(f"/messages/windows/{entry.pk}/undo")
    assert ReadingPlan.objects.get().windows == []
    broken: list[dict[str, str]] = [{"windows": "8 o'clock"}, {}, {"windows": "08:00", "lasts": "1"}]
    for form in broken:
        client.post("/messages/windows", form)
        assert ReadingPlan.objects.get().windows == []


def test_meetings_come_out_of_a_calendar_and_only_their_times_stay(alice: Person, browser_of: BrowserOf) -> None:
    at = (timezone.now() + timedelta(days=2)).strftime("%Y%m%dT%H%M%SZ")
    file = f"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nSUMMARY:secret\nDTSTART:{at}\nDURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n"  # fmt: skip
    client = browser_of(alice)

    def send(data: bytes) -> str:
        upload = SimpleUploadedFile("my.ics", data)
        return client.post("/messages/windows/calendar", {"file": upload}, follow=True).content.decode()

    for _ in range(2):
        assert "1 meetings" in send(file.encode()) and Meeting.objects.count() == 1
    assert "is no calendar" in send(b"hello") and "is no calendar" in send(b"x" * 2_100_000)
    assert Meeting.objects.count() == 1
    client.post("/messages/windows/calendar", {"forget": "1"})
    assert not Meeting.objects.exists()


def test_figures_are_ones_own_unless_shared_and_sums_are_of_five_people(
    alice: Person, bob: Person, charlie: Person, dora: Person, browser_of: BrowserOf
) -> None:
    others = [Person.objects.add(f"rep{n}", name=f"Rep {n}", team=alice.team) for n in range(4)]
    talks([alice, *others], days=10, buyers=1)
    mine = page_of(browser_of(alice), "/messages/meter")
    assert "nobody else sees them" in mine and "Focus lost a day" in mine and "Published: 1 h" in mine
    assert "learnt from" in mine and "An association, no effect" in mine and "means of" not in mine
    for other in (bob, charlie, dora):
        page = page_of(browser_of(other), "/messages/meter")
        assert "There are no figures yet" in page
        assert ("means of 5 people" in page) is (other is not charlie)
        assert browser_of(other).get(f"/messages/meter?whose={alice.pk}").status_code == 404
        with pytest.raises(NotFound):
            meter.meter(other, alice)
    browser_of(alice).post("/messages/meter/share", {"shares": "1"})
    assert "Focus lost a day" in page_of(browser_of(bob), f"/messages/meter?whose={alice.pk}")
    assert browser_of(charlie).get(f"/messages/meter?whose={alice.pk}").status_code == 404
    assert "learnt from" not in page_of(browser_of(bob), f"/messages/meter?whose={alice.pk}")
    browser_of(alice).post("/messages/meter/share", {"shares": ""})
    assert browser_of(bob).get(f"/messages/meter?whose={alice.pk}").status_code == 404
    assert AuditEntry.objects.filter(action="figures_shared", by=alice).count() == 2
    share(alice, True)
    Person.objects.filter(pk=others[0].pk).update(is_active=False)
    facts.changed()
    perform(inbox_job.look().pk)
    assert meter.team_meter(bob) is None, "four people are too few"


def test_before_and_after_windows_is_not_proven_where_nothing_changed(alice: Person, browser_of: BrowserOf) -> None:
    choose(alice, Chosen(windows=(480,)))
    ReadingPlan.objects.update(since=(timezone.now() - timedelta(days=45)).date())
    talks([alice], days=90, buyers=1)
    page = page_of(browser_of(alice), "/messages/meter")
    assert page.count("a change is not proven") == 3 and "experiment" in page


def test_managers_write_rules_that_hold_are_printed_and_taken_back(
    alice: Person, bob: Person, charlie: Person, browser_of: BrowserOf
) -> None:
    foreign = rows.a_buyer(charlie, "Zorro")
    ContactRules.objects.create(
        number=1, promises=[{"channel": "*", "minutes": 60.0, "clock": "office", "source": "x"}],
        urgent=[{"code": "vip", "words": [], "customers": [foreign.customer_id]}],
    )  # fmt: skip
    client = browser_of(bob)
    form = {
        "channel": ["mail", "*", ""], "hours": ["2", "8", ""], "clock": ["office", "elapsed", "office"],
        "use": ["quotations <b>", "", ""], "who": ["the owner", "", ""], "code": ["payment", "vip"],
        "words": ["Payment，付款", ""], "buyers": ["", ""],
    }  # fmt: skip
    told = client.post("/messages/rules", form, follow=True).content.decode()
    assert "The rules hold from now on." in told and "quotations &lt;b&gt;" in told and "Version 2" in told
    rules = contact_rules.in_force()
    assert [one.minutes for one in rules.promises] == [120.0, 480.0]
    assert rules.urgent[1].customers == {foreign.customer_id}, "what the manager may not see stays"
    assert "Zorro" not in told and f">{foreign.pk}<" not in page_of(client, "/messages/rules")
    page = page_of(browser_of(alice), "/messages/rules")
    assert "Managers write these rules." in page and "Put in force" not in page
    printed = page_of(browser_of(alice), "/messages/rules/print")
    assert "How we answer you" in printed and "我们如何回复您" in printed and "<script" not in printed.split("<main")[1]
    browser_of(alice).post("/messages/rules", form)
    assert contact_rules.in_force().number == 2
    for broken in ({"hours": ["soon", "8", ""]}, {"channel": ["mail", "mail", ""]}, {"channel": ["", "", ""]}):
        client.post("/messages/rules", {**form, **broken})
        assert contact_rules.in_force().number == 2
    client.post("/messages/rules/back")
    assert [one.minutes for one in contact_rules.in_force().promises] == [60.0]


def test_a_word_until_the_next_window_is_a_draft_in_the_buyers_language_and_time(
    alice: Person, browser_of: BrowserOf
) -> None:
    buyer = rows.a_buyer(alice, "Casa Azul", country="BR")
    entry = rows.an_entry(rows.a_message(buyer), alice)
    noon = datetime(2026, 11, 24, 4, tzinfo=timezone.get_fixed_timezone(0))  # 12:00 in Shanghai
    assert acknowledgement(entry.message, alice, noon) is None, "without windows nothing is held"
    choose(alice, Chosen(windows=(17 * 60 + 45,)))
    draft = acknowledgement(entry.message, alice, noon)
    assert draft and draft[0] == "pt" and "2026-11-24 06:45" in draft[1], "17:45 in Shanghai is 06:45 in São Paulo"
    Contact.objects.create(customer=buyer, name="Tom", kind="buyer", language="es-AR")
    assert (acknowledgement(entry.message, alice, noon) or ("",))[0] == "es"
    client = browser_of(alice)
    page = page_of(client, f"/messages/{entry.pk}")
    assert "never sent without your standing consent" in page or "Handled" in page
    client.post("/messages/acknowledge", {"allows": "1"})
    assert ReadingPlan.objects.get().acknowledges
    client.post("/messages/acknowledge", {"allows": ""})
    assert not ReadingPlan.objects.get().acknowledges
    assert AuditEntry.objects.filter(action="acknowledging_allowed").count() == 2
