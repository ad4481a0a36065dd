"""The page of the desk as a whole changes the base currency, with undo."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web import rows
from tradewind.desk.models import DeskState, Job, Person

BrowserOf = Callable[[Person], Client]


@pytest.fixture
def desk(dora: Person) -> None:
    """A desk that counts in pounds."""
    rows.a_run()
    rows.an_order(rows.a_buyer(dora, "Casa Azul"), 5)


def test_an_administrator_changes_it_and_takes_it_back(desk: None, dora: Person, browser_of: BrowserOf) -> None:
    client = browser_of(dora)
    page = client.post("/settings/desk", {"currency": "CNY"}, follow=True).content.decode()
    assert "Amounts are summed in CNY now" in page and "/settings/desk/back" in page
    assert "count as no money" in page
    assert DeskState.now().base_currency == "CNY"
    client.post("/settings/desk/back")
    assert DeskState.now().base_currency == "GBP"
    assert Job.objects.filter(kind="rates").count() == 2


def test_others_read_it_and_are_refused(desk: None, alice: Person, browser_of: BrowserOf) -> None:
    client = browser_of(alice)
    page = client.get("/settings/desk").content.decode()
    assert "GBP" in page and "<select" not in page.partition("<main")[2]
    client.post("/settings/desk", {"currency": "CNY"})
    assert DeskState.now().base_currency == "GBP"


def test_nonsense_changes_nothing(desk: None, dora: Person, browser_of: BrowserOf) -> None:
    client = browser_of(dora)
    for wrong in ("", "GBP", "XXXX", "<b>"):
        client.post("/settings/desk", {"currency": wrong})
    assert DeskState.now().base_currency == "GBP"
