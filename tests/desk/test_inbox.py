"""What waits in whose inbox, with which priority and why; what people do with it holds, teaches and is taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from tests.web import rows
from tradewind.desk import contact_rules, facts, inbox, inbox_job
from tradewind.desk.inbox_access import entry_for
from tradewind.desk.jobs.performing import perform
from tradewind.desk.models import AuditEntry, InboxEntry, Job, Message, Person
from tradewind.desk.reading_plans import Chosen, choose
from tradewind.errors import DayNotRead, NotFound

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now()


def looked() -> None:
    """The job done, as a worker would."""
    facts.changed()
    perform(inbox_job.look().pk)


def said(rep: Person, chat: str, way: str, hours_ago: float, text: str = "hello", **fields: object) -> Message:
    number = Message.objects.count()
    return Message.objects.create(
        message_id=f"m{number}", conversation_id=chat, direction=way, rep=rep.username, text=text,
        sent_at=NOW - timedelta(hours=hours_ago), sender="Alice" if way == "out" else "Tom",
        **{"channel": "whatsapp", "kind": "text", **fields},
    )  # fmt: skip


def waiting(person: Person) -> list[InboxEntry]:
    return list(InboxEntry.objects.filter(person=person, state="waiting").order_by("pk"))


def test_a_conversation_waits_once_with_its_last_message_until_it_is_answered(alice: Person, bob: Person) -> None:
    buyer = rows.a_buyer(alice, "Acme", country="ES")
    said(alice, "a", "in", 9), said(alice, "a", "out", 8)
    said(alice, "b", "in", 7, customer=buyer), said(alice, "b", "in", 6, "and the price?", customer=buyer)
    said(bob, "c", "in", 5, channel="mail")
    looked()
    (mine,), (his,) = waiting(alice), waiting(bob)
    assert (mine.message.text, mine.more, mine.is_promise_strict) == ("and the price?", 1, True)
    assert mine.due_at == NOW - timedelta(hours=7) + timedelta(hours=24), "from the oldest that waits"
    assert mine.closes_at == NOW - timedelta(hours=6) + timedelta(hours=24), "WhatsApp counts from the last one"
    assert ["deadline", 2, "whatsapp"] in mine.sources and mine.step == 2 and mine.chance is not None
    assert not his.is_promise_strict and his.closes_at is None
    said(alice, "b", "out", 1, customer=buyer)
    looked()
    mine.refresh_from_db()
    assert mine.state == "answered" and waiting(alice) == []
    assert list(Path(settings.TRADEWIND_HOME).glob("attention/team-*.npz"))


def test_rules_lift_by_one_step_and_the_owner_of_a_buyer_answers(alice: Person, bob: Person) -> None:
    buyer = rows.a_buyer(bob, "Acme")
    said(alice, "a", "in", 3, "balance PAYMENT sent", customer=buyer)
    contact_rules.write(
        [{"channel": "*", "minutes": 240, "clock": "office"}], [{"code": "payment", "words": ["payment"]}], bob
    )
    looked()
    (entry,) = waiting(bob)
    assert entry.step == 1 and ["rule", 1, "payment"] in entry.sources and waiting(alice) == []


def test_what_a_person_does_holds_is_audited_and_taken_back(alice: Person, bob: Person) -> None:
    said(alice, "a", "in", 3)
    looked()
    (entry,) = waiting(alice)
    inbox.handle(entry, alice)
    looked()
    assert waiting(alice) == [] and InboxEntry.objects.get().state == "handled"
    inbox.undo(entry, alice)
    assert len(waiting(alice)) == 1 and inbox.undo(entry, alice).state == "waiting", "what is undone stays so"
    inbox.snooze(entry, alice, inbox.moment_said("tomorrow", entry, alice, NOW))
    looked()
    found = inbox.inbox(alice, NOW)
    assert found.counts == {1: 0, 2: 0, 3: 0} and inbox.inbox(alice, NOW + timedelta(days=2)).counts != found.counts
    with pytest.raises(DayNotRead):
        inbox.moment_said("never", entry, alice, NOW)
    inbox.undo(entry, alice)
    inbox.say(entry, alice, "urgent")
    assert inbox.inbox(alice, NOW).counts[1] == 1
    looked()
    (entry,) = waiting(alice)
    assert entry.said == "urgent" and inbox.entry_document(entry, NOW)["sources"][0]["kind"] == "said"
    inbox.undo(entry, alice)
    assert inbox.inbox(alice, NOW).counts[1] == 0
    assert AuditEntry.objects.filter(about=f"message:{entry.pk}", by=alice).count() == 6
    for stranger in (bob,):
        with pytest.raises(NotFound):
            inbox.handle(entry, stranger)


def test_a_message_after_a_handled_one_waits_alone(alice: Person) -> None:
    said(alice, "a", "in", 5)
    looked()
    inbox.handle(waiting(alice)[0], alice)
    said(alice, "a", "in", 1, "one more thing")
    looked()
    (entry,) = waiting(alice)
    assert (entry.message.text, entry.more) == ("one more thing", 0)


def test_a_deadline_before_the_next_window_is_p1_while_it_lies_ahead(alice: Person) -> None:
    tuesday = datetime(2026, 11, 24, 1, tzinfo=UTC)  # 09:00 in Shanghai
    message = said(alice, "a", "in", 0)
    InboxEntry.objects.create(
        message=message, person=alice, step=2, due_at=tuesday + timedelta(hours=2), sort_at=tuesday,
        is_promise_strict=True,
    )  # fmt: skip
    assert inbox.inbox(alice, tuesday).counts[1] == 0, "without windows nothing is held"
    choose(alice, Chosen(windows=(480, 900)))
    assert inbox.inbox(alice, tuesday).counts[1] == 1
    assert inbox.inbox(alice, tuesday + timedelta(hours=3)).counts == {1: 0, 2: 1, 3: 0}


def test_messages_that_are_taken_back_leave_the_inbox_and_pages_go_on_by_key(alice: Person) -> None:
    for number in range(45):
        said(alice, f"c{number}", "in", 50 + number)
    looked()
    first = inbox.inbox(alice, NOW)
    (step,) = first.after
    rest = inbox.inbox(alice, NOW, [step], first.after[step])
    seen = [one.pk for one in first.entries[step] + rest.entries[step]]
    assert len(first.entries[step]) == 40 and len(set(seen)) == len(seen) == 45
    assert entry_for(alice, seen[0]).message.sender == "Tom"
    Message.objects.all().delete()
    assert inbox.inbox(alice, NOW).counts == {1: 0, 2: 0, 3: 0}
    looked()
    assert not InboxEntry.objects.exists()


def test_a_killed_job_and_a_spoilt_state_change_nothing(alice: Person) -> None:
    said(alice, "a", "in", 3)
    looked()
    (before,) = InboxEntry.objects.values()
    for file in Path(settings.TRADEWIND_HOME).glob("attention/*.npz"):
        file.write_bytes(b"spoilt")
    looked()
    looked()
    (after,) = InboxEntry.objects.values()
    assert after == before and not Job.objects.filter(kind="inbox", state="failed").exists()
