"""The desk's fact tables and the ledger's contract are one thing said twice; here they are held together."""

from datetime import UTC, datetime

import polars as pl
import pytest

from tradewind.desk.models import Customer, Event, Message, Rating, Usage
from tradewind.ledger.database import QUERIES, fact_table
from tradewind.ledger.schema import TABLES


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.django_db(transaction=True)
def test_the_desk_gives_every_fact_table_as_the_contract_has_it(table: str) -> None:
    from tradewind.desk.mirror import source

    assert fact_table(source(), table).schema == TABLES[table]


@pytest.mark.django_db(transaction=True)
def test_messages_use_events_and_ratings_come_out_as_they_went_in() -> None:
    from tradewind.desk.mirror import source

    at = datetime(2026, 3, 1, 8, 30, 0, 250_000, tzinfo=UTC)
    buyer = Customer.objects.create(customer_id="acme", name="Acme")
    for number, whose in enumerate((None, buyer)):
        Message.objects.create(
            message_id=f"m{number}", conversation_id="c", channel="wechat", customer=whose, direction="in", sent_at=at,
            utc_offset_min=-180 if whose else None, kind="text", text='两行\n"quoted", said he',
        )  # fmt: skip
        Usage.objects.create(
            rep="alice", used_at=at, tool="CRM", module="remind", action=f"a{number}", is_core=bool(number)
        )
        Event.objects.create(case_id="PI1", activity=f"step {1 - number}", happened_at=at, position=number, cost=15_000)
    Rating.objects.create(customer=buyer, rated_at=at, score=3.5, source="survey")
    told = {table: fact_table(source(), table) for table in ("messages", "usage", "events", "ratings")}
    assert told["messages"]["customer_id"].to_list() == [None, "acme"]
    assert told["messages"]["utc_offset_min"].to_list() == [None, -180]
    assert told["messages"]["text"].to_list() == ['两行\n"quoted", said he'] * 2
    assert told["messages"]["sent_at"][0] == at.replace(tzinfo=None)
    assert told["usage"]["is_core"].to_list() == [False, True]
    assert told["events"]["activity"].to_list() == ["step 1", "step 0"], "of one moment as their source lists them"
    assert told["events"]["cost"].to_list() == [1.5, 1.5]
    assert told["ratings"].row(0) == ("acme", at.replace(tzinfo=None), 3.5, "survey")


def test_every_table_of_the_contract_comes_out_of_the_desk() -> None:
    assert list(QUERIES) == list(TABLES)


def test_times_in_frames_are_naive_utc_microseconds() -> None:
    kinds = [kind for schema in TABLES.values() for name, kind in schema.items() if name.endswith("_at")]
    assert kinds and all(kind == pl.Datetime("us", None) for kind in kinds)
