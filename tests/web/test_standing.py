"""How buyers stand, on the pages: states with their history, changes on Today, the budget of false alarms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web import rows
from tradewind.desk import calendar
from tradewind.desk.models import BuyerState, ChurnWarning, DeskState, FindingRun, Person, Season

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
    rows.store_sums(FindingRun.objects.get(), f"rep:{alice.pk}")
    for page in (f"/customers/{buyer}", "/retention", "/retention/record", "/retention/churn", "/"):
        with django_assert_max_num_queries(15):
            client.get(page)


def test_the_record_tells_stored_warnings_apart_from_the_replay_and_what_signals_add(
    alice: Person, browser_of: BrowserOf, buyer: int
) -> None:
    rows.store_sums(FindingRun.objects.get(), f"rep:{alice.pk}")
    page = browser_of(alice).get("/retention/record").content.decode()
    stored, replayed = page.index("What was warned of at the time"), page.index("Replayed")
    assert stored < page.index("6 right, 2 false") < page.index("ordered after someone got in touch") < replayed
    assert "62 buyers of two order days or more left; 8.7%" in page and "68%" in page
    assert "Late shipments of the last half year" in page and "helps" in page
    churn = browser_of(alice).get("/retention/churn").content.decode()
    assert "2026-Q2" in churn and "63%" in churn
    assert "began within a year" in churn and "unknown" in churn


def test_an_outcome_says_why_and_a_season_when_the_buyer_is_looked_at_again(
    alice: Person, browser_of: BrowserOf, buyer: int
) -> None:
    client, case = browser_of(alice), ChurnWarning.objects.get()
    client.post(f"/retention/warnings/{case.pk}/outcome", {"outcome": "lost", "why": "lost_price", "next": "/"})
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("lost", "lost_price")
    assert "lost to price" in client.get("/retention/ended").content.decode()
    client.post(f"/retention/warnings/{case.pk}/reopen")
    until = calendar.today() + timedelta(days=100)
    seasonal = {"outcome": "seasonal", "until": until.isoformat(), "next": "/"}
    page = client.post(f"/retention/warnings/{case.pk}/outcome", seasonal, follow=True).content.decode()
    assert f"left alone until {until}" in page
    assert Season.objects.get().until_on == until
    client.post(f"/retention/warnings/{case.pk}/reopen")
    assert not Season.objects.exists()
    wrong = client.post(f"/retention/warnings/{case.pk}/outcome", {"outcome": "seasonal", "until": "x"}, follow=True)
    assert wrong.status_code == 200 and not Season.objects.exists()


def test_buyers_who_still_order_but_less_are_told_with_money(alice: Person, browser_of: BrowserOf, buyer: int) -> None:
    less = [
        {"code": "shrinking", "amount_half_year": 4000.0, "amount_half_year_before": 9000.0, "amount_a_year": 10000.0},
        {"code": "line_dropped", "product_line": "<b>Garden</b> 园艺", "order_days": 5, "amount_a_year": 700.0},
    ]  # fmt: skip
    risk = rows.a_risk(
        FindingRun.objects.get(), rows.a_buyer(alice, "Less Ltd"), on_list=False, why_not="within_rhythm",
        shrinks_by=10_000.0, reasons=less,
    )  # fmt: skip
    page = browser_of(alice).get("/retention").content.decode()
    assert "Still orders, but less: GBP 4,000 in the last half year, GBP 9,000 usually" in page
    assert "&lt;b&gt;Garden&lt;/b&gt; 园艺" in page and "GBP 10,000" in page
    assert "Still orders, but less" in browser_of(alice).get(f"/customers/{risk.customer_id}").content.decode()


def test_the_rhythm_shows_the_due_day_and_its_grace_with_a_table(
    alice: Person, browser_of: BrowserOf, buyer: int
) -> None:
    page = browser_of(alice).get(f"/customers/{buyer}").content.decode()
    assert "due 5 Nov 2026" in page and "grace until 20 Nov 2026" in page
    assert 'class="period"' in page and 'class="grace"' in page
    assert "Days since the one before" in page
