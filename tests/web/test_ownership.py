"""A buyer's page tells who looked after it, and lets managers hand it over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.web import rows
from tradewind.desk.models import Customer, Ownership, Person

BrowserOf = Callable[[Person], Client]


@pytest.fixture
def acme(alice: Person) -> Customer:
    buyer = rows.a_buyer(alice, "Acme")
    Ownership.objects.create(customer=buyer, rep=alice, from_on=date(2026, 1, 5))
    return buyer


def page_of(client: Client, buyer: Customer, language: str = "en") -> str:
    return client.get(f"/customers/{buyer.pk}", headers={"accept-language": language}).content.decode()


def hand(client: Client, buyer: Customer, what: str = "hand-over", **data: object) -> str:
    address = f"/customers/{buyer.pk}"
    return client.post(f"{address}/{what}", {**data, "next": address}, follow=True).content.decode()


def test_the_history_is_on_the_page_and_the_form_is_the_managers(
    acme: Customer, alice: Person, bob: Person, browser_of: BrowserOf
) -> None:
    assert "2026-01-05" in page_of(browser_of(alice), acme)
    assert "hand-over" not in page_of(browser_of(alice), acme)
    assert f"/customers/{acme.pk}/hand-over" in page_of(browser_of(bob), acme)
    assert "归属记录" in page_of(browser_of(bob), acme, "zh-CN")


def test_a_hand_over_is_told_with_an_undo(acme: Customer, alice: Person, bob: Person, browser_of: BrowserOf) -> None:
    client = browser_of(bob)
    page = hand(client, acme, to=bob.pk, on="2026-03-01")
    assert "Acme is handed over to Bob." in page
    assert f"/customers/{acme.pk}/hand-back" in page
    assert page.count("2026-03-01") >= 2, "the end of one, the beginning of the next"
    page = hand(client, acme, "hand-back")
    assert "The hand-over of Acme is undone." in page
    acme.refresh_from_db()
    assert acme.owner == alice


def test_nobody_may_be_chosen(acme: Customer, bob: Person, browser_of: BrowserOf) -> None:
    assert "Acme is nobody&#x27;s now." in hand(browser_of(bob), acme, to="nobody")
    acme.refresh_from_db()
    assert acme.owner is None


@pytest.mark.parametrize("day", ["2026-01-01", "2999-01-01", "soon"])
def test_a_day_that_does_not_fit_is_refused_in_words(
    acme: Customer, bob: Person, browser_of: BrowserOf, day: str
) -> None:
    page = hand(browser_of(bob), acme, to=bob.pk, on=day)
    assert 'role="alert"' in page
    assert f"Acme cannot be handed over on {day}." in page


def test_nobody_hands_a_buyer_to_somebody_elses_team(
    acme: Customer, bob: Person, charlie: Person, browser_of: BrowserOf
) -> None:
    response = browser_of(bob).post(f"/customers/{acme.pk}/hand-over", {"to": charlie.pk})
    assert response.status_code == 404
