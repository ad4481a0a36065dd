"""A buyer's timeline: everything once, newest first, by kind and by words, by the index however long it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.desk.chats import NAME, TOM
from tests.desk.files import written
from tests.web import rows
from tradewind.desk import senders, talk_index, timeline
from tradewind.desk.jobs.matching import match
from tradewind.desk.models import Customer, FollowUp, Message, Note, Order, Person, Sender, TalkIndex
from tradewind.desk.timeline import Happening, Sought

AT = datetime(2026, 3, 1, tzinfo=UTC)


def a_message(buyer: Customer, at: datetime, text: str = "hello", **more: str) -> Message:
    number = f"m{Message.objects.count()}"
    return Message.objects.create(
        message_id=number, conversation_id="c", channel="mail", customer=buyer, direction="in", sent_at=at, text=text,
        **more,
    )  # fmt: skip


def whole(buyer: Customer, most: int, sought: Sought | None = None) -> list[Happening]:
    found: list[Happening] = []
    place: str | None = ""
    while place is not None:
        page, place = timeline.happenings(buyer, place, most, sought=sought)
        found += page
        assert len(page) <= most and len(found) < 1_000
    return found


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    happened=st.lists(st.tuples(st.sampled_from(timeline.KINDS), st.integers(0, 3)), max_size=14),
    most=st.integers(1, 5),
)
def test_every_page_size_gives_everything_once_newest_first(
    alice: Person, happened: list[tuple[str, int]], most: int
) -> None:
    for model in (Message, Note, FollowUp, Order):
        model._default_manager.all().delete()
    buyer, _ = Customer.objects.get_or_create(customer_id="acme", defaults={"name": "Acme", "owner": alice})
    for number, (kind, step) in enumerate(happened):
        at = datetime(2026, 2, 27, 16, tzinfo=UTC) + timedelta(hours=12 * step)  # midnight and noon in Shanghai
        if kind == "message":
            a_message(buyer, at)
        elif kind == "note":
            Note.objects.create(customer=buyer, by=alice, text="note", at=at)
        elif kind == "order":
            Order.objects.create(order_id=f"O{number}", customer=buyer, ordered_on=at.date(), amount=1)
        else:
            FollowUp.objects.create(
                customer=buyer, due_on=at.date(), first_due_on=at.date(), person=alice, made_by=alice, state="done",
                closed_at=at,
            )  # fmt: skip
    found = whole(buyer, most)
    assert len(found) == len({(one.kind, one.row.pk) for one in found}) == len(happened)
    assert all(one.key > other.key for one, other in pairwise(found))
    for kind in timeline.KINDS:
        assert [one.row.pk for one in whole(buyer, most, Sought(kind))] == [
            one.row.pk for one in found if one.kind == kind
        ]


@pytest.mark.django_db
def test_two_chinese_characters_are_found_in_the_middle_of_any_text(alice: Person) -> None:
    buyer = rows.a_buyer(alice, "Acme")
    a_message(buyer, AT, "请尽快发报价单，谢谢")
    a_message(buyer, AT, "nothing", subject="关于灯具报价")
    a_message(buyer, AT, "100%_off", sender="ЖАННА")
    Note.objects.create(customer=buyer, by=alice, text="客户要报价", at=AT)
    Order.objects.create(order_id="报价-1", customer=buyer, ordered_on=AT.date(), amount=1)

    def found(words: str, kind: str = "") -> int:
        return len(whole(buyer, 2, Sought(kind, words)))

    assert (found("报价"), found("报价", "message"), found("报价 谢谢"), found("价报")) == (4, 2, 1, 0)
    assert (found("жанна"), found("HELLO"), found("%_"), found("%x"), found("NOTHING")) == (1, 0, 1, 0, 1)


@pytest.mark.django_db
def test_a_page_deep_in_the_past_is_read_by_the_index_and_sorts_nothing(alice: Person) -> None:
    buyer = rows.a_buyer(alice, "Acme")
    for number in range(40):
        a_message(buyer, AT + timedelta(minutes=number))
    place = f"{(AT + timedelta(minutes=20)).isoformat()}|message|{2**40}"
    with CaptureQueriesContext(connection) as captured:
        page, _ = timeline.happenings(buyer, place, 5, sought=Sought("message"))
    assert len(page) == 5 and len(captured) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + captured[0]["sql"])
            plan = " ".join(str(row[3]) for row in cursor.fetchall())
        assert "messages_of_a_buyer" in plan and "SCAN" not in plan, plan


@pytest.mark.parametrize("place", ["x", "2026-01-01|message", "2026-01-01|fax|1", "2026-01-01T00:00:00|message|1",
                                   "0001-01-01T00:00:00|order|1", "2026-01-01|note|" + "9" * 40, "9" * 300])  # fmt: skip
@pytest.mark.django_db
def test_a_place_that_nobody_gave_breaks_nothing(alice: Person, place: str) -> None:
    buyer = rows.a_buyer(alice, "Acme")
    a_message(buyer, AT)
    timeline.happenings(buyer, place)


WORDS = ("报价", "报价单", "灯具", "价单", "Lamp", "lAMP", "größe", "灯", "a")


@pytest.mark.django_db
@pytest.mark.both_databases
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.lists(st.sampled_from(WORDS), max_size=4).map("".join), max_size=12),
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join),
    later=st.integers(0, 12),
    walk=st.booleans(),
)
def test_the_index_of_pairs_finds_what_reading_through_finds(
    alice: Person, texts: list[str], words: str, later: int, walk: bool
) -> None:
    Message.objects.all().delete()
    TalkIndex.objects.all().update(is_stale=True)
    buyer, _ = Customer.objects.get_or_create(customer_id="acme", defaults={"name": "Acme", "owner": alice})
    other, _ = Customer.objects.get_or_create(customer_id="borg", defaults={"name": "Borg", "owner": alice})

    def found() -> list[str]:
        return [one.row.text for one in whole(buyer, 3, Sought("message", words))]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(talk_index, "MANY", 1)
        patched.setattr(talk_index, "FEW", 0)
        patched.setattr(timeline, "MANY_CANDIDATES", 0 if walk else 100)
        patched.setattr(timeline, "WALK", 2)
        for number, text in enumerate(texts):
            if number == later:
                talk_index.refresh()
            a_message(buyer if number % 3 else other, AT + timedelta(hours=number % 5), text)
        expected = found()
        talk_index.refresh()
        assert found() == expected
        assert TalkIndex.objects.filter(is_stale=False).exists() == bool(texts)


@pytest.mark.django_db(transaction=True)
def test_messages_given_to_a_buyer_later_are_found_by_the_index_too(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talk_index, "MANY", 1)
    buyer = rows.a_buyer(alice, "Tom Acme")
    written(alice, TOM, NAME)
    a_message(buyer, AT, "newer")
    match()
    assert TalkIndex.objects.get().until == Message.objects.latest("pk").pk
    senders.settle(Sender.objects.get(name="Tom Acme"), alice, "buyer", buyer)
    match()
    found, _ = timeline.happenings(buyer, sought=Sought("message", "报价单"))
    assert [one.row.text for one in found] == ["3 USD each, 报价单 tomorrow"]
