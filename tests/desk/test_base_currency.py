"""The desk sums in another currency when an administrator says so, and in the old one again when that is undone."""

from __future__ import annotations

import pytest

from tests.desk.facts import all_facts
from tests.desk.files import HEADING, written
from tradewind.desk import base_currency, retention
from tradewind.desk.jobs.performing import perform
from tradewind.desk.models import AuditEntry, Batch, DeskState, Job, Order, Person
from tradewind.errors import DeskEmpty, FactsBusy, NotAllowed, NotFound, UnknownCurrency

pytestmark = pytest.mark.django_db(transaction=True)
FILE = f"""{HEADING}
A1,acme,2026-01-05,Lamp,10,100,USD
A2,acme,2026-02-05,Lamp,10,100,USD
A3,acme,2026-03-05,Lamp,10,100,USD
E1,eric,2026-01-05,Lamp,1,100,EUR
"""


@pytest.fixture
def desk(dora: Person) -> None:
    """Orders in two currencies, and findings; the desk counts in dollars."""
    written(dora, FILE)
    work()


def work() -> None:
    """Do what waits, and what follows from it."""
    for kind in ("rates", "findings"):
        for pk in list(Job.objects.filter(kind=kind, state="queued").order_by("pk").values_list("pk", flat=True)):
            assert perform(pk).state == "done"


def in_base(order: str) -> float | None:
    stored = Order.objects.get(order_id=order).amount_base
    return None if stored is None else stored / 10_000


def test_every_order_is_converted_and_found_anew(desk: None, dora: Person) -> None:
    euros = in_base("E1")
    assert retention.current_run() and euros is not None and euros > 100
    base_currency.change("EUR", dora)
    assert retention.current_run() is None and in_base("A1") is None
    work()
    assert (in_base("E1"), DeskState.now().base_currency) == (100.0, "EUR")
    in_euros = in_base("A1")
    assert in_euros is not None and abs(in_euros - 1000 * 100 / euros) < 0.01
    assert retention.current_run() and base_currency.amounts_without_rate() == []


def test_changing_back_brings_every_fact_back(desk: None, dora: Person) -> None:
    before = all_facts()
    base_currency.change("EUR", dora)
    work()
    assert all_facts() != before
    base_currency.change_back(dora)
    work()
    assert all_facts() == before
    told = list(AuditEntry.objects.filter(action=base_currency.CHANGED).values_list("facts", flat=True))
    assert told == [{"before": "EUR", "after": "USD"}, {"before": "USD", "after": "EUR"}]


def test_orders_that_nobody_knows_a_rate_of_are_told(desk: None, dora: Person) -> None:
    base_currency.change("AED", dora)
    work()
    assert base_currency.amounts_without_rate() == [("USD", 3), ("EUR", 1)]
    assert retention.current_run() is not None


def test_what_is_no_other_currency_is_refused(desk: None, dora: Person, alice: Person, bob: Person) -> None:
    for wrong in ("USD", "ZZZ", "", "usd"):
        with pytest.raises(UnknownCurrency):
            base_currency.change(wrong, dora)
    for person in (alice, bob):
        with pytest.raises(NotAllowed):
            base_currency.change("EUR", person)
        with pytest.raises(NotAllowed):
            base_currency.change_back(person)
    with pytest.raises(NotFound):
        base_currency.change_back(dora)
    assert DeskState.now().base_currency == "USD" and in_base("A1") == 1000.0


def test_an_import_that_is_being_written_comes_first(desk: None, dora: Person) -> None:
    Batch.objects.update(state="writing")
    with pytest.raises(FactsBusy):
        base_currency.change("EUR", dora)


def test_an_empty_desk_has_none_to_change(dora: Person) -> None:
    with pytest.raises(DeskEmpty):
        base_currency.change("EUR", dora)
