"""The table of exchange rates is everybody's to read and an administrator's to change."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web import rows
from tradewind.desk import rates
from tradewind.desk.models import ExchangeRate, Job, Person

BrowserOf = Callable[[Person], Client]


@pytest.fixture
def desk(dora: Person) -> None:
    """A desk that counts in pounds, with an order in yuan."""
    rows.a_run()
    rows.an_order(rows.a_buyer(dora, "Casa Azul"), 5, 900, "CNY")


def page_of(client: Client, language: str = "en") -> str:
    return client.get("/settings/rates", headers={"accept-language": language}).content.decode()


def set_rate(client: Client, **said: str) -> str:
    data = {"currency": "CNY", "on": "2026-01-01", "per_base": "9.15"} | said
    return client.post("/settings/rates", {**data, "next": "/settings/rates"}, follow=True).content.decode()


def test_an_administrator_sets_and_removes_a_rate(desk: None, dora: Person, browser_of: BrowserOf) -> None:
    client = browser_of(dora)
    page = set_rate(client)
    assert "The rate of CNY from 2026-01-01 on is kept" in page
    assert ">9.15<" in page
    rate = ExchangeRate.objects.get()
    page = client.post(f"/settings/rates/{rate.pk}/remove", follow=True).content.decode()
    assert "The rate of CNY from 2026-01-01 on is removed" in page
    assert "No own rates" in page
    assert Job.objects.filter(kind="rates").count() == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"per_base": "nine"}, "nine is no exchange rate"),
        ({"per_base": "-1"}, "-1 is no exchange rate"),
        ({"on": "soon"}, "soon is no day for an exchange rate"),
        ({"on": "2999-01-01"}, "2999-01-01 is no day for an exchange rate"),
        ({"currency": "GBP"}, "GBP is no currency that can have a rate here"),
        ({"currency": "<b>"}, "&lt;b&gt; is no currency"),
    ],
)
def test_what_is_no_rate_is_refused_in_words(
    desk: None, dora: Person, browser_of: BrowserOf, said: dict[str, str], words: str
) -> None:
    page = set_rate(browser_of(dora), **said)
    assert 'role="alert"' in page
    assert words in page
    assert not ExchangeRate.objects.exists()


def test_others_read_the_table_only(desk: None, alice: Person, dora: Person, browser_of: BrowserOf) -> None:
    set_rate(browser_of(dora))
    page = page_of(browser_of(alice))
    assert ">9.15<" in page
    assert 'name="per_base"' not in page
    assert "Your role does not allow this" in set_rate(browser_of(alice), per_base="1")
    assert ExchangeRate.objects.get().per_base.normalize().to_eng_string() == "9.15"


def test_a_desk_without_base_currency_says_what_comes_first(dora: Person, browser_of: BrowserOf) -> None:
    assert "There is no base currency yet" in page_of(browser_of(dora))
    assert "还没有本位币" in page_of(browser_of(dora), "zh-CN")


def test_queries_stay_few_however_many_rates_there_are(
    desk: None,
    dora: Person,
    browser_of: BrowserOf,
    django_assert_max_num_queries: Callable[[int], CaptureQueriesContext],
) -> None:
    client, counts = browser_of(dora), []
    for months in (range(1, 3), range(3, 11)):
        for month in months:
            rates.set_rate("CNY", rows.TODAY.replace(day=1, month=month), Decimal("9.2"), dora)
        with django_assert_max_num_queries(15) as captured:
            page_of(client)
        counts.append(len(captured))
    assert counts[0] == counts[1]
