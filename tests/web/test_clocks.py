"""Pages tell the buyer's time, ask for an assumed zone once, and name the holidays that come."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import escape

from tests.web import rows
from tradewind.desk import calendar
from tradewind.desk.models import Customer, Person
from tradewind.hours import holidays_ahead
from tradewind.hours.zones import countries

BrowserOf = Callable[[Person], Client]


@pytest.fixture
def azul(alice: Person) -> Customer:
    buyer = rows.a_buyer_at_risk(rows.a_run(), alice, "Azul").customer
    Customer.objects.filter(pk=buyer.pk).update(country="BR")
    return buyer


def page_of(client: Client, address: str, language: str = "en") -> str:
    return client.get(address, headers={"accept-language": language}).content.decode()


def test_the_buyers_page_shows_its_clock_and_asks_for_an_assumed_zone(
    azul: Customer, alice: Person, browser_of: BrowserOf
) -> None:
    page = page_of(browser_of(alice), f"/customers/{azul.pk}")
    assert "São Paulo" in page and "zone assumed" in page and "Brazil has several time zones" in page
    assert '<option value="America/Manaus">Manaus</option>' in page
    chinese = page_of(browser_of(alice), f"/customers/{azul.pk}", "zh-CN")
    assert "圣保罗" in chinese and "客户时钟" in chinese and "时区为推定" in chinese


def test_today_shows_what_time_it_is_at_each_buyers(
    azul: Customer, alice: Person, bob: Person, browser_of: BrowserOf
) -> None:
    assert "圣保罗 · " in page_of(browser_of(alice), "/", "zh-CN")
    assert "圣保罗 · " not in page_of(browser_of(bob), "/?whose=team", "zh-CN"), "a manager does not call them all"


def test_a_zone_is_asked_once_and_can_be_taken_back(azul: Customer, alice: Person, browser_of: BrowserOf) -> None:
    client, address = browser_of(alice), f"/customers/{azul.pk}"
    page = client.post(f"{address}/clock", {"zone": "America/Manaus", "next": address}, follow=True).content.decode()
    assert "The clock of Azul is set." in page and f"{address}/clock/undo" in page
    assert "several time zones" not in page and "Manaus" in page
    page = client.post(f"{address}/clock/undo", {"next": address}, follow=True).content.decode()
    assert "The clock of Azul is as it was." in page and "several time zones" in page


def test_own_hours_come_from_the_form(azul: Customer, alice: Person, browser_of: BrowserOf) -> None:
    form = {
        "other_zone": "UTC-3",
        "opens": "08:30",
        "closes": "24:00",
        "own_weekend": "1",
        "weekend": ["0", "6"],
        "closed_on": "2026-12-24， 2026-12-31",
    }
    browser_of(alice).post(f"/customers/{azul.pk}/clock", form)
    azul.refresh_from_db()
    assert (azul.timezone, azul.opens_min, azul.closes_min) == ("UTC-03:00", 510, 1440)
    assert (azul.weekend, azul.closed_on) == ("0,6", "2026-12-24,2026-12-31")
    assert "08:30–24:00" in page_of(browser_of(alice), f"/customers/{azul.pk}")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"other_zone": "Mars"}, "Mars is no time zone"),
        ({"opens": "soon"}, "soon is no time of day"),
        ({"opens": "19:00"}, "do not work"),
        ({"closed_on": "Christmas"}, "Christmas is no day"),
    ],
)
def test_what_is_wrong_is_said_on_the_page(
    azul: Customer, alice: Person, browser_of: BrowserOf, form: dict[str, str], said: str
) -> None:
    address = f"/customers/{azul.pk}"
    page = browser_of(alice).post(f"{address}/clock", {**form, "next": address}, follow=True).content.decode()
    assert said in page and 'class="said loud"' in page


def test_the_list_has_a_column_of_local_times(azul: Customer, alice: Person, browser_of: BrowserOf) -> None:
    rows.a_buyer(alice, "Nowhere")
    page = page_of(browser_of(alice), "/customers", "zh-CN")
    assert "当地时间" in page and page.count('class="clock') == 1


def test_today_names_the_holidays_of_the_week(azul: Customer, alice: Person, browser_of: BrowserOf) -> None:
    coming = holidays_ahead(countries(), calendar.today())[0]
    for country in (coming.country, "ZZ"):
        Customer.objects.filter(pk=azul.pk).update(country=country)
        page = page_of(browser_of(alice), "/")
        assert (escape(coming.holiday.name) in page and f"{coming.holiday.on:%m-%d}" in page) == (country != "ZZ")
        assert (">1 buyer<" in page.replace(" · ", ">")) == (country != "ZZ")
