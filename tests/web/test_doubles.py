"""Pairs that may be one buyer are shown side by side, merged or told apart, and each of it can be undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web import rows
from tradewind.desk.models import Customer, Double, Merge, Person

BrowserOf = Callable[[Person], Client]
MOST_QUERIES = 15


@pytest.fixture
def pair(alice: Person) -> Double:
    """Alice's Casa Azul with two orders, and Casa Azul Ltda with one."""
    one, two = rows.a_buyer(alice, "Casa Azul", country="BR"), rows.a_buyer(alice, "Casa Azul Ltda")
    for buyer, days in ((one, 40), (one, 10), (two, 25)):
        rows.an_order(buyer, days)
    return rows.a_double(one, two, "same_name_other_suffix")


def page_of(client: Client, path: str = "/customers/doubles", language: str = "en") -> str:
    response = client.get(path, headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


def act(client: Client, address: str, **data: str) -> str:
    return client.post(address, {**data, "next": "/customers/doubles"}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "The same name, another legal form"), ("zh-CN", "名称相同，公司形式后缀不同")]
)
def test_a_pair_stands_side_by_side_with_its_reason(
    alice: Person, pair: Double, browser_of: BrowserOf, language: str, words: str
) -> None:
    page = page_of(browser_of(alice), language=language)
    assert words in page
    assert "Casa Azul Ltda" in page
    assert page.count("2026-11-13") == page.count("2026-10-29") == 1, "the last order of each"
    assert "{" not in page.split("<main")[1].split("</main")[0]


def test_the_list_of_customers_leads_there_while_there_are_pairs(
    alice: Person, pair: Double, browser_of: BrowserOf
) -> None:
    client = browser_of(alice)
    assert "Possible doubles: 1" in page_of(client, "/customers")
    act(client, f"/customers/doubles/{pair.pk}/no")
    assert "Possible doubles" not in page_of(client, "/customers")


@pytest.mark.parametrize(("side", "kept"), [("customer", "Casa Azul"), ("other", "Casa Azul Ltda")])
def test_a_pair_is_merged_to_either_side_and_the_merge_undone(
    alice: Person, pair: Double, browser_of: BrowserOf, side: str, kept: str
) -> None:
    client = browser_of(alice)
    page = act(client, f"/customers/doubles/{pair.pk}/merge", keep=getattr(pair, side).customer_id)
    merged = Merge.objects.get()
    assert f"{merged.other_name} is merged into {kept}." in page
    assert page.count(f"/customers/merges/{merged.pk}/undo") == 2, "beside what was said, and in the list"
    assert Customer.objects.get().orders.count() == 3
    page = act(client, f"/customers/merges/{merged.pk}/undo")
    assert "is a buyer of its own again." in page
    assert "Merge into the left" in page
    assert Customer.objects.count() == 2


def test_no_double_is_quiet_and_can_be_undone(alice: Person, pair: Double, browser_of: BrowserOf) -> None:
    client = browser_of(alice)
    page = act(client, f"/customers/doubles/{pair.pk}/no")
    assert "Merge into the left" not in page
    assert f"/customers/doubles/{pair.pk}/reopen" in page
    assert "Merge into the left" in act(client, f"/customers/doubles/{pair.pk}/reopen")


def test_who_was_slower_is_told_so(alice: Person, bob: Person, pair: Double, browser_of: BrowserOf) -> None:
    client, address = browser_of(bob), f"/customers/doubles/{pair.pk}/merge"
    act(browser_of(alice), address, keep="casa azul")
    page = act(client, address, keep="casa azul")
    assert 'role="alert"' in page
    assert "Casa Azul Ltda has been merged into Casa Azul already." in page


def test_a_pair_of_others_is_not_seen(
    alice: Person, charlie: Person, dora: Person, pair: Double, browser_of: BrowserOf
) -> None:
    theirs = rows.a_buyer(charlie, "Casa Azul SA")
    rows.a_double(pair.customer, theirs)
    assert page_of(browser_of(dora)).count("Merge into the left") == 2
    assert page_of(browser_of(alice)).count("Merge into the left") == 1
    assert "Casa Azul" not in page_of(browser_of(charlie))
    assert browser_of(alice).post(f"/customers/doubles/{pair.pk}/merge", {"keep": "no such"}).status_code == 404


def test_queries_stay_few_however_many_pairs_there_are(
    bob: Person,
    alice: Person,
    browser_of: BrowserOf,
    django_assert_max_num_queries: Callable[[int], CaptureQueriesContext],
) -> None:
    client, counts = browser_of(bob), []
    for numbers in (range(2), range(2, 20)):
        for n in numbers:
            one, two = rows.a_buyer(alice, f"Buyer {n}"), rows.a_buyer(bob, f"Buyer {n} Ltd")
            rows.an_order(one, n)
            rows.a_double(one, two)
            rows.a_merge(alice, f"Merged {n}")
        for path in ("/customers/doubles", f"/customers/{one.pk}"):
            with django_assert_max_num_queries(MOST_QUERIES) as captured:
                page_of(client, path)
            counts.append(len(captured))
    assert counts[:2] == counts[2:]


def test_names_are_escaped(alice: Person, pair: Double, browser_of: BrowserOf) -> None:
    evil = "<script>alert(1)</script>"
    Customer.objects.filter(pk=pair.other.pk).update(name=evil)
    client = browser_of(alice)
    assert "<script>alert" not in page_of(client)
    assert "<script>alert" not in act(client, f"/customers/doubles/{pair.pk}/merge", keep="casa azul")
