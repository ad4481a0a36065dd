"""How buyers stand, on the pages: states with their history, changes on Today, the budget of false alarms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web import rows
from tradewind.desk.models import BuyerState, DeskState, Person

BrowserOf = Callable[[Person], Client]
EARLY = {
    "by": "early_warning", "budget": 0.1, "reached": 0.087, "from_on": "2025-11-01", "pauses": [["2026-02-16", "2026-03-03"]],
}  # fmt: skip
CHOSEN = {
    "weights": {"bgnbd": 0.25, "prior": 0.75}, "log_loss": {"bgnbd": 0.56, "prior": 0.55, "blend": 0.548}, "why": "chosen",
    "trials": 3, "tried": 400, "labelled": 900, "slices": 8, "level": {"own_share": 0.5, "correction": 0.12},
}  # fmt: skip


@pytest.fixture
def buyer(alice: Person) -> int:
    run = rows.a_run()
    run.parameters = {"early_warning": EARLY, "chosen": CHOSEN}
    run.save()
    warning = rows.a_buyer_at_risk(run, alice)
    rows.a_state(warning.customer)
    return warning.customer_id


def test_the_page_says_which_blend_and_why_and_how_the_list_is_made(
    alice: Person, browser_of: BrowserOf, buyer: int
) -> None:
    page = browser_of(alice).get("/retention").content.decode()
    assert "budget of 10% false alarms" in page and "8.7%" in page
    assert "weights chosen on this team" in page
    assert all(name in page for name in ("BG/NBD", "Shipped prior", "75%", "0.548"))
    assert "cooling" in page
    assert 'name="percent"' not in page, "a rep does not set it"


def test_a_manager_sets_the_budget_in_percent_and_takes_it_back(
    bob: Person, alice: Person, browser_of: BrowserOf, buyer: int
) -> None:
    client = browser_of(bob)
    assert 'value="10"' in client.get("/retention").content.decode()
    page = client.post("/retention/false-alarms", {"percent": "7,5"}, follow=True).content.decode()
    assert "A budget of 7,5 % false alarms is not possible" in page
    page = client.post("/retention/false-alarms", {"percent": "7.5"}, follow=True).content.decode()
    assert DeskState.now().false_alarms == 0.075
    undo = page.split("/retention/false-alarms/")[1].split("/undo")[0]
    client.post(f"/retention/false-alarms/{undo}/undo")
    assert DeskState.now().false_alarms == 0.10
    browser_of(alice).post("/retention/false-alarms", {"percent": "20"})
    assert DeskState.now().false_alarms == 0.10


def test_the_customer_page_tells_the_states_by_day_with_reasons(
    alice: Person, browser_of: BrowserOf, buyer: int
) -> None:
    page = browser_of(alice).get(f"/customers/{buyer}").content.decode()
    assert "Silent for 38 days, 1.3 times of its cycle" in page
    chinese = browser_of(alice).get(f"/customers/{buyer}", headers={"accept-language": "zh-CN"}).content.decode()
    assert "已沉默 38 天，为自身周期的 1.3 倍" in chinese


def test_a_change_stands_on_today_once_and_is_noted_with_undo(alice: Person, browser_of: BrowserOf, buyer: int) -> None:
    client = browser_of(alice)
    change = BuyerState.objects.get()
    assert client.get("/").content.decode().count(f'id="change-{change.pk}"') == 1
    page = client.post(f"/retention/states/{change.pk}/seen", {"next": "/"}, follow=True).content.decode()
    assert "The change of Casa Azul is noted." in page and f'id="change-{change.pk}"' not in page
    client.post(f"/retention/states/{change.pk}/unseen", {"next": "/"})
    assert f'id="change-{change.pk}"' in client.get("/").content.decode()


def test_a_customer_with_a_long_history_takes_no_more_queries(
    alice: Person,
    browser_of: BrowserOf,
    buyer: int,
    django_assert_max_num_queries: Callable[[int], CaptureQueriesContext],
) -> None:
    first = BuyerState.objects.get()
    first.is_current = False
    first.save()
    for number in range(2, 40):
        state = rows.a_state(first.customer, "healthy" if number % 2 else "cooling", number=number)
        BuyerState.objects.filter(pk=state.pk).update(is_current=False)
    client = browser_of(alice)
    for page in (f"/customers/{buyer}", "/retention", "/"):
        with django_assert_max_num_queries(15):
            client.get(page)
