"""Every page shows what the desk has stored, in both languages, and escapes what people and files bring in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web import rows
from tradewind.desk.models import Person

BrowserOf = Callable[[Person], Client]
PAGES = [
    "/",
    "/customers",
    "/retention",
    "/retention/churn",
    "/retention/record",
    "/retention/ended",
    "/process",
    "/messages",
    "/messages/windows",
    "/messages/meter",
    "/messages/rules",
    "/messages/rules/print",
    "/process/ways",
    "/process/waiting",
    "/process/changes",
    "/process/programmes",
    "/process/programmes/new",
    "/imports",
    "/customers/doubles",
    "/settings/rates",
    "/settings/reminders",
    "/settings/reminders?preset=letters",
    "/settings/leave",
    "/settings/days",
    "/promises",
]


@pytest.fixture
def desk(alice: Person) -> dict[str, int]:
    """A desk with one of everything, owned by Alice."""
    run = rows.a_run()
    rows.store_sums(run, f"rep:{alice.pk}")
    warning = rows.a_buyer_at_risk(run, alice, "Casa Azul", country="BR", tier="A")
    due = rows.a_buyer(alice, "Due Trading")
    rows.a_risk(run, due, silent_days=26, overdue=0.87, on_list=False, why_not="within_rhythm")
    rows.a_buyer(alice, "Silent Oy")
    ended = rows.a_warning(due, state="lost", closed_on=rows.TODAY, closed_by=alice, note="moved to a rival")
    return {
        "warning": warning.pk,
        "buyer": warning.customer_id,
        "due": due.pk,
        "ended": ended.pk,
        "batch": rows.a_batch(alice).pk,
    }


def text_of(client: Client, path: str, language: str = "en") -> str:
    response = client.get(path, headers={"accept-language": language})
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_on_an_empty_desk(alice: Person, browser_of: BrowserOf, path: str, language: str) -> None:
    assert "{" not in text_of(browser_of(alice), path, language).split("<main")[1].split("</main")[0]


def test_an_empty_desk_offers_one_button(alice: Person, browser_of: BrowserOf) -> None:
    page = text_of(browser_of(alice), "/").split("<main")[1]
    assert page.count('class="button"') == 1
    assert "Import a file" in page


def test_today_says_whom_to_call_and_why_now(alice: Person, browser_of: BrowserOf, desk: dict[str, int]) -> None:
    page = text_of(browser_of(alice), "/")
    assert "Casa Azul" in page
    assert "18 days behind its own reorder cycle of 30 days" in page
    assert "GBP 2,130" in page
    assert "in 4 days, every 30 days" in page


def test_today_says_it_in_chinese(alice: Person, browser_of: BrowserOf, desk: dict[str, int]) -> None:
    page = text_of(browser_of(alice), "/", "zh-CN")
    assert "比自己的返单周期" in page
    assert 'lang="zh-Hans"' in page


def test_today_says_when_the_data_end_long_ago(alice: Person, browser_of: BrowserOf, db: None) -> None:
    rows.a_run(as_of=rows.TODAY.replace(year=2011), data_end=rows.TODAY.replace(year=2011))
    assert "The data end on 23 Nov 2011" in text_of(browser_of(alice), "/")


def test_today_says_when_new_facts_are_being_computed(
    alice: Person, browser_of: BrowserOf, desk: dict[str, int]
) -> None:
    client = browser_of(alice)
    assert "computed anew" not in text_of(client, "/")
    from tradewind.desk.models import DeskState

    DeskState.objects.update(facts_version=2)
    assert "computed anew" in text_of(client, "/")


def test_the_list_of_customers_has_views_and_search(alice: Person, browser_of: BrowserOf, desk: dict[str, int]) -> None:
    client = browser_of(alice)
    everybody = text_of(client, "/customers")
    assert all(name in everybody for name in ("Casa Azul", "Due Trading", "Silent Oy", "Brazil"))
    at_risk = text_of(client, "/customers?view=at_risk")
    assert "Casa Azul" in at_risk
    assert "Silent Oy" not in at_risk
    assert "Due Trading" in text_of(client, "/customers?view=due_soon")
    assert "Silent Oy" in text_of(client, "/customers?view=no_orders")
    found = text_of(client, "/customers?q=AZUL")
    assert "Casa Azul" in found
    assert "Due Trading" not in found
    assert "No customer of yours has “zebra”" in text_of(client, "/customers?q=zebra")


def test_a_long_list_goes_on_with_more(alice: Person, browser_of: BrowserOf, db: None) -> None:
    for number in range(60):
        rows.a_buyer(alice, f"Buyer {number:03}")
    client = browser_of(alice)
    first = text_of(client, "/customers")
    assert "Buyer 049" in first
    assert "Buyer 050" not in first
    address = first.split('hx-get="?')[1].split('"')[0].replace("&amp;", "&")
    rest = client.get(f"/customers?{address}", headers={"hx-request": "true", "hx-target": "more"}).content.decode()
    assert "Buyer 050" in rest
    assert "<html" not in rest


def test_a_customer_shows_reasons_that_add_up_and_signs_apart(
    alice: Person, browser_of: BrowserOf, desk: dict[str, int]
) -> None:
    page = text_of(browser_of(alice), f"/customers/{desk['buyer']}")
    assert "Silent for 48 days; it usually orders every 30 days" in page
    assert "+52" in page
    assert "−10" in page
    assert page.count("a sign, not part of the figure") == 2
    assert "Cancelled or returned 2 times within a year, 13% of what it ordered" in page
    assert "72.0% chance of no order × GBP 12,000 ordered in the year up to the last order × 90 ÷ 365" in page
    assert "GBP 1,000.00" in page


def test_a_customer_off_the_list_says_why(alice: Person, browser_of: BrowserOf, desk: dict[str, int]) -> None:
    page = text_of(browser_of(alice), f"/customers/{desk['due']}")
    assert "Why this buyer is not on the list" in page
    assert "Not silent for longer than its usual time between orders." in page


def test_retention_shows_the_rate_beside_the_published_one(
    alice: Person, browser_of: BrowserOf, desk: dict[str, int]
) -> None:
    page = text_of(browser_of(alice), "/retention/churn")
    assert "industry average 17.5%, range 15%–25%, case 23%" in page
    assert "As published, primary source not given." in page
    assert "Jun 2026" in page


def test_the_record_says_when_its_sample_is_small(alice: Person, browser_of: BrowserOf, desk: dict[str, int]) -> None:
    page = text_of(browser_of(alice), "/retention/record")
    assert "Small sample" in page
    assert "47%–91%" in page


def test_ended_cases_can_be_opened_again(alice: Person, browser_of: BrowserOf, desk: dict[str, int]) -> None:
    page = text_of(browser_of(alice), "/retention/ended")
    assert "moved to a rival" in page
    assert f"/retention/warnings/{desk['ended']}/reopen" in page


def test_names_of_buyers_and_files_are_escaped(alice: Person, browser_of: BrowserOf, desk: dict[str, int]) -> None:
    evil = "<script>alert(1)</script>"
    run = rows.a_run.__wrapped__() if hasattr(rows.a_run, "__wrapped__") else None
    assert run is None
    from tradewind.desk.models import Customer, FindingRun

    warning = rows.a_buyer_at_risk(FindingRun.objects.get(), alice, evil)
    Customer.objects.filter(pk=warning.customer_id).update(tier=evil, country=evil)
    batch = rows.a_batch(alice, "waiting", file_name=f"{evil}.csv")
    client = browser_of(alice)
    client.post(f"/retention/warnings/{warning.pk}/assign", {"to": alice.pk})
    for path in (*PAGES, f"/customers/{warning.customer_id}", f"/imports/{batch.pk}", f"/customers?q={evil}"):
        page = text_of(client, path)
        assert "<script>alert" not in page, path
        assert "<b>bold" not in page, path


def test_amounts_keep_their_own_currency(alice: Person, browser_of: BrowserOf, desk: dict[str, int]) -> None:
    from tradewind.desk.models import Customer

    rows.an_order(Customer.objects.get(pk=desk["buyer"]), 5, 12345.0, "JPY")
    assert "JPY 12,345<" in text_of(browser_of(alice), f"/customers/{desk['buyer']}")
