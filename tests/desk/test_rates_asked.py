"""A currency without a rate is asked about: never 1.0, never dropped in silence."""

from __future__ import annotations

import pytest

from tests.desk.files import HEADING, written
from tradewind.desk import imports
from tradewind.desk.jobs.performing import perform_for
from tradewind.desk.models import Batch, ExchangeRate, Order, Person
from tradewind.errors import MissingRates

pytestmark = pytest.mark.django_db(transaction=True)

DIRHAMS = f"{HEADING}\nA1,acme,2024-01-05,Lamp,1,10,USD\nA2,acme,2024-02-05,Lamp,1,367.25,AED\n"


def test_an_order_without_a_rate_stops_the_import_and_says_how_to_go_on(dora: Person) -> None:
    with pytest.raises(MissingRates, match=r"--rate AED=NUMBER"):
        written(dora, DIRHAMS)
    assert not Order.objects.exists()


def test_the_rate_that_a_person_gives_is_used_and_kept(dora: Person) -> None:
    written(dora, DIRHAMS, rates={"AED": 3.6725})
    assert Order.objects.get(order_id="A2").amount_base == 1_000_000
    rate = ExchangeRate.objects.get()
    assert (rate.currency, str(rate.on), rate.base) == ("AED", "2024-02-05", "USD")
    written(dora, f"{HEADING}\nA3,acme,2024-03-05,Lamp,1,734.50,AED\n")
    assert Order.objects.get(order_id="A3").amount_base == 2_000_000


def test_orders_may_count_as_no_money_if_a_person_says_so(dora: Person) -> None:
    written(dora, DIRHAMS, without_rates=True)
    assert Order.objects.get(order_id="A2").amount_base is None
    assert not ExchangeRate.objects.exists()


def test_the_look_before_asks_the_same_question(dora: Person) -> None:
    from io import BytesIO

    batch = imports.take_in(dora, BytesIO(DIRHAMS.encode()), "orders.csv", {})
    perform_for(imports.inspect(batch, dora))
    batch.refresh_from_db()
    assert batch.state == Batch.State.FAILED
    assert batch.error and batch.error["code"] == "MissingRates"
    perform_for(imports.inspect(batch, dora, rates={"AED": 3.6725}))
    batch.refresh_from_db()
    assert (batch.state, batch.created) == (Batch.State.WAITING, 2)


def test_the_import_tells_by_which_kind_of_rate_its_orders_were_converted(dora: Person) -> None:
    lines = ("A1,acme,2024-01-05,Lamp,1,10,USD", "A2,acme,2024-01-05,Lamp,1,10,EUR", "A3,acme,2024-01-06,Lamp,1,10,EUR")
    batch = written(dora, "\n".join([HEADING, *lines, "A4,acme,2024-02-05,Lamp,1,10,USD"]))
    assert batch.reading["rates"] == {"rate_ecb": 1, "rate_ecb_old": 1}
