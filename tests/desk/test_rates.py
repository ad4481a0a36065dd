"""A person's own rate goes before the Bank's, and the orders follow it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.desk.facts import all_facts
from tests.desk.files import HEADING, taken_back, written
from tradewind.desk import calendar, rates
from tradewind.desk.jobs.performing import perform
from tradewind.desk.models import AuditEntry, DeskState, ExchangeRate, Job, Order, Person
from tradewind.errors import DeskEmpty, NotAllowed, NotFound, RateDayOutOfRange, RateOutOfRange, UnknownCurrency

pytestmark = pytest.mark.django_db(transaction=True)
FILE = f"""{HEADING}
A1,acme,2026-01-05,Lamp,10,100,USD
A2,acme,2026-01-05,Lamp,10,100,USD
A3,acme,2026-01-06,Lamp,10,100,USD
B1,borg,2026-01-05,Lamp,1,7200,CNY
B2,borg,2026-03-05,Lamp,1,7200,CNY
E1,eric,2026-01-05,Lamp,1,100,EUR
"""


@pytest.fixture
def desk(dora: Person) -> None:
    """Orders in three currencies; the desk counts in dollars."""
    written(dora, FILE)


def work() -> None:
    """Do the waiting conversions."""
    for pk in list(Job.objects.filter(kind="rates", state="queued").order_by("pk").values_list("pk", flat=True)):
        assert perform(pk).state == "done"


def in_base(order: str) -> float | None:
    stored = Order.objects.get(order_id=order).amount_base
    return None if stored is None else stored / 10_000


def test_a_rate_holds_from_its_day_until_the_next(desk: None, dora: Person) -> None:
    rates.set_rate("CNY", date(2026, 1, 1), Decimal("7.2"), dora)
    rates.set_rate("CNY", date(2026, 3, 1), Decimal("8"), dora)
    work()
    assert (in_base("B1"), in_base("B2"), in_base("A1")) == (1000.0, 900.0, 1000.0)
    assert rates.own_rates() == [("CNY", date(2026, 1, 1), Decimal("7.2")), ("CNY", date(2026, 3, 1), Decimal("8"))]


def test_taking_a_rate_out_brings_the_banks_back(desk: None, dora: Person) -> None:
    before, version = all_facts(), DeskState.now().facts_version
    rate = rates.set_rate("CNY", date(2026, 1, 1), Decimal("7.2"), dora)
    work()
    assert DeskState.now().facts_version == version + 1
    assert all_facts() != before
    rates.remove_rate(rate.pk, dora)
    work()
    assert all_facts() == before
    assert DeskState.now().facts_version == version + 2


def test_a_rate_that_changes_no_order_leaves_the_facts_version(desk: None, dora: Person) -> None:
    version = DeskState.now().facts_version
    rates.set_rate("CNY", date(2026, 4, 1), Decimal("7.2"), dora)
    work()
    rates.set_rate("JPY", date(2026, 1, 1), Decimal("150"), dora)
    assert not Job.objects.filter(kind="rates", state="queued").exists(), "no orders in yen"
    assert DeskState.now().facts_version == version


def test_a_currency_that_the_bank_does_not_know_is_converted_by_ours(dora: Person) -> None:
    written(dora, f"{FILE}V1,viet,2026-01-05,Lamp,1,2500000,VND\n", without_rates=True)
    assert in_base("V1") is None
    rates.set_rate("VND", date(2026, 1, 1), Decimal("25000"), dora)
    work()
    assert in_base("V1") == 100.0


def test_the_rate_that_an_import_was_told_is_one_of_the_table(dora: Person) -> None:
    written(dora, f"{FILE}V1,viet,2026-01-05,Lamp,1,2500000,VND\n", rates={"VND": "20000"})
    assert in_base("V1") == 125.0
    rates.remove_rate(ExchangeRate.objects.get().pk, dora)
    work()
    assert in_base("V1") is None


def test_the_same_day_again_replaces_the_rate(desk: None, dora: Person) -> None:
    for rate in ("7.2", "7.3"):
        rates.set_rate("CNY", date(2026, 1, 1), Decimal(rate), dora)
    assert ExchangeRate.objects.get().per_base == Decimal("7.3")
    said = AuditEntry.objects.latest("pk")
    assert said.action == "rate_set"
    assert (said.facts["before"], said.facts["per_base"]) == ("7.20000000", "7.3")


def test_an_import_taken_back_after_a_change_of_rates_leaves_orders_at_todays_rates(desk: None, dora: Person) -> None:
    later = written(dora, FILE.replace("B1,borg,2026-01-05,Lamp,1,7200", "B1,borg,2026-01-05,Lamp,1,9999"))
    rates.set_rate("CNY", date(2026, 1, 1), Decimal("7.2"), dora)
    work()
    taken_back(later, dora)
    assert in_base("B1") == 1000.0


@pytest.mark.parametrize(
    ("currency", "on", "rate", "refusal"),
    [
        ("USD", "2026-01-01", "1", UnknownCurrency),
        ("XYZ", "2026-01-01", "1", UnknownCurrency),
        ("cny", "2026-01-01", "1", UnknownCurrency),
        ("CNY", "1949-12-31", "1", RateDayOutOfRange),
        ("CNY", str(calendar.today() + timedelta(days=40)), "1", RateDayOutOfRange),
        ("CNY", "2026-01-01", "0", RateOutOfRange),
        ("CNY", "2026-01-01", "-7", RateOutOfRange),
        ("CNY", "2026-01-01", "NaN", RateOutOfRange),
        ("CNY", "2026-01-01", "Infinity", RateOutOfRange),
        ("CNY", "2026-01-01", "1E+9", RateOutOfRange),
        ("CNY", "2026-01-01", "7.123456789", RateOutOfRange),
    ],
)
def test_what_is_no_rate_is_refused(
    desk: None, dora: Person, currency: str, on: str, rate: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        rates.set_rate(currency, date.fromisoformat(on), Decimal(rate), dora)
    assert not ExchangeRate.objects.exists()


@pytest.mark.parametrize("rate", ["9999999.12345678", "0.00000001", "7.19850001"])
def test_rates_are_kept_to_their_last_decimal(desk: None, dora: Person, rate: str) -> None:
    rates.set_rate("CNY", date(2026, 1, 1), Decimal(rate), dora)
    assert rates.own_rates() == [("CNY", date(2026, 1, 1), Decimal(rate))]


def test_only_an_administrator_changes_rates(desk: None, alice: Person, bob: Person, dora: Person) -> None:
    rate = rates.set_rate("CNY", date(2026, 1, 1), Decimal("7.2"), dora)
    for person in (alice, bob):
        with pytest.raises(NotAllowed):
            rates.set_rate("CNY", date(2026, 1, 1), Decimal("7"), person)
        with pytest.raises(NotAllowed):
            rates.remove_rate(rate.pk, person)
    with pytest.raises(NotFound):
        rates.remove_rate(rate.pk + 1, dora)


def test_a_desk_without_orders_has_no_base_to_count_in(dora: Person) -> None:
    with pytest.raises(DeskEmpty):
        rates.set_rate("CNY", date(2026, 1, 1), Decimal("7.2"), dora)
    assert rates.own_rates() == []


def test_rates_for_another_base_currency_do_not_count(desk: None, dora: Person) -> None:
    rates.set_rate("CNY", date(2026, 1, 1), Decimal("7.2"), dora)
    DeskState.objects.update(base_currency="EUR")
    assert rates.own_rates() == []
