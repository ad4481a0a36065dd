"""Conversations come in like any file: checked, written once whatever overlaps, given to buyers, taken back entirely."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from tests.desk.chats import LATER, NAME, NUMBER, TOM
from tests.desk.facts import all_facts
from tests.desk.files import HEADING, taken_back, written
from tradewind.desk import access, bulk, imports, timeline
from tradewind.desk.jobs.performing import perform, perform_for
from tradewind.desk.jobs.surveying import survey
from tradewind.desk.models import Batch, Customer, Job, Message, Person, Sender
from tradewind.errors import AmbiguousMessageDates, NoSuchPerson, SenderNotInFile

pytestmark = pytest.mark.django_db(transaction=True)

CONTACTS = "Customer ID,Customer,Contact,Phone\nacme,Acme SL,Tomas,600 111 222\n"


def looked_at(by: Person, text: str, name: str = NAME, **options: object) -> Batch:
    batch = imports.take_in(by, BytesIO(text.encode()), name, options)
    perform_for(imports.inspect(batch, by))
    batch.refresh_from_db()
    return batch


def match_waiting() -> None:
    for job in Job.objects.filter(kind="match", state=Job.State.QUEUED):
        perform(job.pk)


def test_a_chat_is_recognised_and_its_messages_are_facts_with_direction_and_rep(alice: Person) -> None:
    batch = written(alice, TOM, NAME)
    assert (batch.kind, batch.read, batch.created) == ("messages", 6, 6)
    rows = list(Message.objects.order_by("pk").values_list("direction", "rep", "sender", "text", "conversation_id"))
    assert [row[0] for row in rows] == ["system", "in", "out", "out", "out", "in"]
    assert {row[1] for row in rows} == {"alice"} and {row[4] for row in rows} == {"Tom Acme"}
    assert Message.objects.get(text="hello, price of lamps?").sent_at.isoformat() == "2026-01-31T06:05:00+00:00"


def test_an_order_file_is_none_however_many_texts_it_has(alice: Person) -> None:
    heading = "时间,发送人,内容,金额,客户\n2026-01-05,Wang,Lamp,100,Acme\n"
    assert written(alice, heading).kind == "orders"
    assert written(alice, f"{HEADING}\nA1,acme,2026-01-05,Lamp,10,2.50,USD\n").kind == "orders"


def test_two_exports_of_one_chat_add_what_is_new_only(alice: Person, bob: Person) -> None:
    written(alice, TOM, NAME)
    again = written(alice, TOM, "WhatsApp Chat with Tom Acme (1).txt")
    assert (again.created, again.unchanged) == (0, 6)
    later = written(bob, LATER, NAME)
    assert (later.read, later.created, later.unchanged) == (3, 1, 2)
    seconds = written(alice, TOM.replace(", 14:06 -", ", 2:06:31 PM -").replace(", 14:05 -", ", 2:05:00 PM -")
                      .replace(", 09:00 -", ", 9:00:59 AM -"), NAME)  # fmt: skip
    assert seconds.created == 0, "another phone writes seconds and halves of the day"
    assert Message.objects.count() == 7


def test_the_phone_of_another_zone_tells_the_same_messages(alice: Person) -> None:
    written(alice, TOM, NAME)
    moved = TOM.replace("14:0", "07:0").replace("09:00", "02:00")
    assert written(alice, moved, NAME, timezone="Europe/Madrid").created == 0


def test_undo_leaves_nothing_and_brings_nothing_else_down(alice: Person) -> None:
    before = all_facts()
    first = written(alice, TOM, NAME)
    middle = all_facts()
    second = written(alice, LATER, NAME)
    assert taken_back(second, alice).undo == {"deleted": {"messages": 1}, "restored": {}, "kept": {}}
    assert all_facts() == middle
    taken_back(first, alice)
    assert all_facts() == before
    assert not Sender.objects.exists()


def test_whoever_spoke_in_two_imports_goes_with_the_second_undo(alice: Person) -> None:
    first, second = written(alice, TOM, NAME), written(alice, LATER, NAME)
    taken_back(first, alice)
    assert Sender.objects.filter(name="Tom Acme").exists()
    taken_back(second, alice)
    assert not Sender.objects.exists()


def test_a_number_that_a_contact_has_is_the_buyers_and_so_is_what_we_answered(alice: Person) -> None:
    written(alice, CONTACTS, "contacts.csv", kind="contacts")
    Customer.objects.update(country="ES")
    written(alice, NUMBER, "WhatsApp Chat with +34 600 11 12 22.txt")
    assert set(Message.objects.values_list("customer", "direction")) == {("acme", "in"), ("acme", "out")}
    past, _ = timeline.happenings(Customer.objects.get())
    assert [one.row.text for one in past] == ["hello", "hola"]


def test_contacts_that_come_later_take_the_messages_there_and_their_undo_gives_them_back(alice: Person) -> None:
    written(alice, NUMBER, "WhatsApp Chat with +34 600 11 12 22.txt")
    assert set(Message.objects.values_list("customer", flat=True)) == {None}
    contacts = written(alice, CONTACTS.replace("600 111", "+34 600 111"), "contacts.csv", kind="contacts")
    match_waiting()
    assert set(Message.objects.values_list("customer", flat=True)) == {"acme"}
    taken_back(contacts, alice)
    match_waiting()
    assert set(Message.objects.values_list("customer", flat=True)) == {None}
    assert Sender.objects.get(key="+34600111222").role == Sender.Role.WAITING


def test_a_name_is_only_suggested(alice: Person) -> None:
    Customer.objects.create(customer_id="acme", name="Tom Acme", owner=alice)
    written(alice, TOM, NAME)
    tom = Sender.objects.get(name="Tom Acme")
    assert (tom.role, tom.customer, tom.suggestions[0][:2]) == ("waiting", None, ["acme", "name"])
    assert not Message.objects.filter(customer__isnull=False).exists()


def test_the_check_tells_form_senders_rejected_lines_and_writes_nothing(alice: Person) -> None:
    batch = looked_at(alice, "what is this\n" + TOM)
    assert batch.state == Batch.State.WAITING and not Message.objects.exists()
    assert (batch.read, batch.created, batch.skipped) == (7, 6, 1)
    assert batch.reading["form"] == {"format": "whatsapp-txt"} and batch.reading["ours"] == ["~alice"]
    assert {one["name"]: one["messages"] for one in batch.reading["senders"]} == {"Alice": 3, "Tom Acme": 2}
    assert batch.problems[0]["reason"] == "before_first_message"
    perform_for(imports.confirm(batch, alice))
    assert Message.objects.count() == 6


def test_a_person_says_who_we_are_and_whose_phone_it_is(alice: Person, bob: Person) -> None:
    batch = looked_at(bob, TOM, rep="alice", we=["~tom acme"])
    perform_for(imports.confirm(batch, bob))
    assert set(Message.objects.exclude(direction="system").values_list("sender", "direction", "rep")) == {
        ("Tom Acme", "out", "alice"),
        ("Alice", "in", "alice"),
    }


def test_nobody_speaks_for_a_stranger(alice: Person, bob: Person) -> None:
    with pytest.raises(NoSuchPerson):
        written(alice, TOM, NAME, rep="bob")
    assert not Message.objects.exists()


def test_a_name_of_ours_that_nobody_in_the_file_has_is_refused_with_those_who_speak(alice: Person) -> None:
    with pytest.raises(SenderNotInFile, match=r"Alice, Tom Acme"):
        written(alice, TOM, NAME, me=["Alicia"])
    assert not Message.objects.exists()
    written(alice, TOM, NAME, me=["TOM ACME"])
    assert set(Message.objects.filter(sender="Tom Acme").values_list("direction", flat=True)) == {"out"}


def test_dates_that_leave_two_readings_are_asked_about(alice: Person) -> None:
    text = "03/04/2026, 14:05 - Tom: hello\n04/04/2026, 14:06 - Alice: hi\n"
    with pytest.raises(AmbiguousMessageDates):
        written(alice, text, NAME)
    batch = looked_at(alice, text)
    assert batch.error and batch.error["code"] == "AmbiguousMessageDates"
    assert written(alice, text, NAME, dates="mdy").created == 2


def test_nobody_else_sees_messages_that_are_nobodys_but_manager_and_administrator(
    alice: Person, bob: Person, charlie: Person, dora: Person
) -> None:
    written(alice, TOM, NAME)
    seen = {person.username: access.messages_of(person).count() for person in (alice, bob, charlie, dora)}
    assert seen == {"alice": 6, "bob": 6, "charlie": 0, "dora": 6}


def test_a_job_that_is_killed_in_the_middle_is_finished_without_a_double(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tradewind.desk.jobs import conversations, surveying

    monkeypatch.setattr(surveying, "AT_ONCE", 2)
    batch = imports.take_in(alice, BytesIO(TOM.encode()), NAME, {})
    job = imports.start(batch, alice)
    batch.refresh_from_db()
    told = survey(batch)
    people = conversations.People(batch, alice, frozenset(("~alice",)))
    part = next(iter(told.parts()))[:3]
    people.meet(part)
    bulk.insert(Message, conversations.COLUMNS, conversations._rows(people, part))
    perform(job.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.created, Message.objects.count()) == ("done", 6, 6)
    taken_back(batch, alice)
    assert not Message.objects.exists()


HOSTILE = {
    "name": "Tom", "type": "personal_chat", "id": 7,
    "messages": [
        {"id": n, "type": "message", "date": "2026-01-31T14:05:00", "date_unixtime": "1769839500", "from": who,
         "from_id": "user1", "text": text}
        for n, (who, text) in enumerate(
            [("To\x00m", "nul \x00 inside"), ("\ud83d", "half a sign \ud83d"), ("x" * 5_000, "y" * 100_000),
             ("\u202egnp.exe", "\u2066 marks")]
        )
    ],
}  # fmt: skip


def test_signs_that_no_database_takes_and_endless_names_are_written_all_the_same(alice: Person) -> None:
    batch = written(alice, json.dumps(HOSTILE), "result.json")
    assert batch.state == "done" and batch.created == Message.objects.count() == 4
    assert len(Message.objects.get(text__startswith="yyy").text) == 100_000
    assert Message.objects.filter(text="nul  inside").exists()
    assert all(len(sender.name) <= 200 for sender in Sender.objects.all())
    again = written(alice, json.dumps(HOSTILE), "result.json")
    assert (again.created, again.unchanged) == (0, 4)


def test_mail_is_given_to_whom_it_came_from_and_to_whom_it_went(alice: Person) -> None:
    mbox = "".join(
        f"From x Thu Jan  1 00:00:00 2026\nMessage-ID: <{n}@x>\nFrom: {sender}\nTo: {to}\n"
        f"Date: Thu, 01 Jan 2026 0{n}:00:00 +0800\nSubject: {subject}\n\n{text}\n\n"
        for n, sender, to, subject, text in (
            (1, "Tom <tom@acme.es>", "Alice <alice@lamps.cn>", "lamps", "how much?"),
            (2, "Alice <alice@lamps.cn>", "Tom <tom@acme.es>", "Re: lamps", "3 USD"),
            (3, "Alice <alice@lamps.cn>", "Rosa <rosa@borg.cl>", "news", "new lamps"),
            (4, "Alice <alice@lamps.cn>", "Ben <ben@gmail.com>", "hi", "hello Ben"),
        )
    )
    contacts = "Customer ID,Customer,Contact,Email\nacme,Acme,Ana,ana@acme.es\nborg,Borg,Rosa,rosa@borg.cl\n"
    written(alice, contacts, "contacts.csv", kind="contacts")
    written(alice, mbox, "mail.mbox", me=["alice@lamps.cn"])
    assert set(Message.objects.values_list("subject", "direction", "customer")) == {
        ("lamps", "in", "acme"), ("Re: lamps", "out", "acme"), ("news", "out", "borg"), ("hi", "out", None),
    }  # fmt: skip
    assert list(Sender.objects.filter(role="waiting").values_list("key", flat=True)) == ["ben@gmail.com"]


EDITED = "<This message was edited>"
SINCE = """31/01/2026, 14:05 - Messages and calls are end-to-end encrypted.
31/01/2026, 14:05 - Tom Acme: This message was deleted
31/01/2026, 14:06 - Alice: 3.10 USD each <This message was edited>
31/01/2026, 14:06 - Alice: ok
31/01/2026, 14:06 - Alice: ok
01/02/2026, 09:00 - Tom Acme: <script>alert(1)</script>
"""


def texts() -> list[tuple[str, str, list[str] | None]]:
    return list(Message.objects.order_by("sent_at", "pk").values_list("kind", "text", "earlier")[1:3])


@pytest.mark.both_databases
def test_a_message_recalled_or_edited_between_two_exports_is_changed_and_not_doubled(alice: Person) -> None:
    first = written(alice, TOM, NAME)
    before = all_facts()
    looked = looked_at(alice, SINCE)
    assert (looked.created, looked.updated, looked.unchanged) == (0, 2, 4)
    second = written(alice, SINCE, NAME)
    assert (second.read, second.created, second.updated, second.unchanged) == (6, 0, 2, 4)
    changed = [
        ("deleted", "hello, price of lamps?", []),
        ("text", f"3.10 USD each {EDITED}", ["3 USD each, 报价单 tomorrow"]),
    ]
    assert texts() == changed and Message.objects.count() == 6
    assert (written(alice, SINCE, NAME).unchanged, written(alice, TOM, NAME).unchanged) == (6, 6)
    assert texts() == changed
    third = written(alice, SINCE.replace("3.10", "2.90"), NAME)
    assert third.updated == 1 and texts()[1][2] == ["3 USD each, 报价单 tomorrow", f"3.10 USD each {EDITED}"]
    taken_back(third, alice)
    assert texts() == changed
    assert taken_back(second, alice).undo == {"deleted": {}, "restored": {"messages": 2}, "kept": {}}
    assert all_facts() == before
    taken_back(first, alice)
    assert not Message.objects.exists()


def test_the_older_export_may_come_later_and_an_earlier_import_be_taken_back_first(alice: Person) -> None:
    newer = written(alice, SINCE, NAME)
    assert [row[0] for row in texts()] == ["deleted", "text"]
    older = written(alice, TOM, NAME)
    assert (older.created, older.updated, older.unchanged) == (0, 2, 4)
    assert texts() == [
        ("deleted", "hello, price of lamps?", []),
        ("text", f"3.10 USD each {EDITED}", ["3 USD each, 报价单 tomorrow"]),
    ]
    undo = taken_back(newer, alice).undo
    assert undo and undo["kept"] == {"messages": 2}
    assert Message.objects.count() == 2
    taken_back(older, alice)
    assert not Message.objects.exists()


def test_a_source_that_numbers_its_messages_says_itself_which_was_edited(alice: Person) -> None:
    chat = {"name": "Tom", "type": "personal_chat", "id": 7, "messages": [
        {"id": n, "type": "message", "date": "2026-01-31T14:05:00", "date_unixtime": "1769839500", "from": "Tom",
         "from_id": "user1", "text": text} for n, text in enumerate(("lamp", "ship"))]}  # fmt: skip
    written(alice, json.dumps(chat), "result.json")
    chat["messages"][1] |= {"text": "ship today", "edited_unixtime": "1769839600"}  # type: ignore[index]
    later = written(alice, json.dumps(chat), "result.json")
    assert (later.created, later.updated, later.unchanged) == (0, 1, 1)
    assert Message.objects.get(text="ship today").earlier == ["ship"]
