"""Findings and buyers through the API: the numbers of the pages and of the command line, a page at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.asking import Program, program_of
from tests.api.test_tokens import cli
from tests.desk.histories import regular_buyers
from tests.web import rows
from tradewind.desk import customers
from tradewind.desk.facts import queued_findings
from tradewind.desk.jobs.performing import perform
from tradewind.desk.models import Person
from tradewind.desk.retention import current_run, watch_document

MOST_QUERIES = 8
HOSTILE = (
    "<script>alert(1)</script>", "'; DROP TABLE desk_customer; --", "a|b|1", "100% {name} %s", "\u202egnp.exe", "名" * 200,
    "\\u0000 \"quoted\" \n", "🚢 & Söhne",
)  # fmt: skip


def every_page(program: Program, **which: Any) -> list[Any]:
    """All buyers, turning the pages to the last."""
    found: list[Any] = []
    after: dict[str, Any] = {}
    while True:
        page = program.told("customers", **which, **after)
        found += page["customers"]
        if page["after"] is None:
            return found
        after = {"after": page["after"]}


@pytest.mark.django_db(transaction=True)
def test_page_api_and_cli_tell_the_same_numbers(dora: Person, browser_of: Callable[[Person], Client]) -> None:
    program = program_of(dora)
    perform(program.hand_in(regular_buyers(date(2026, 1, 31))).json()["job"])
    waiting = queued_findings()
    assert waiting is not None
    perform(waiting.pk)
    run = current_run()
    assert run is not None
    watch = program.told("retention/watch")
    assert watch == json.loads(json.dumps(watch_document(dora, run)))
    for verb in ("watch", "rate", "record", "states", "kept", "cohorts", "efforts", "signals", "warnings"):
        assert program.told(f"retention/{verb}") == json.loads(cli("retention", verb, "--json"))
    assert json.loads(cli("retention", "recompute", "--json"))["different"] == 0
    assert "computed again, 0 of them otherwise" in cli("retention", "recompute")
    for verb in ("states", "kept", "cohorts", "efforts", "signals"):
        assert cli("retention", verb).strip()
    priced = program.told("retention/ripple", own="true", stop="4")
    assert priced["money"]["yearly"] > 0
    assert priced == json.loads(cli("retention", "ripple", "--own", "--stop", "4", "--json"))
    listed = [buyer["customer_id"] for buyer in watch["buyers"] if buyer["on_list"]]
    at_risk = every_page(program, view="at_risk")
    assert listed and {buyer["customer_id"] for buyer in at_risk} == set(listed)
    page = browser_of(dora).get("/retention").content.decode()
    assert all(buyer["name"] in page for buyer in at_risk)
    entries = {buyer.pop("customer_id"): buyer for buyer in watch["buyers"]}
    for buyer in every_page(program):
        told = program.told(f"customers/{buyer['id']}")
        assert told["risk"] == buyer["risk"]
        assert buyer["risk"] == {name: entries[buyer["customer_id"]][name] for name in buyer["risk"]}
        assert re.search(r"[1-9]", str(told["orders"][0]["amount"]))


def test_an_empty_desk_says_so_and_one_without_ones_buyers_too(alice: Person, bob: Person) -> None:
    for verb in ("watch", "rate", "record"):
        answer = program_of(alice).ask("get", f"retention/{verb}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "DeskEmpty")
    rows.an_order(rows.a_buyer(bob), 10)
    answer = program_of(alice).ask("get", "retention/watch")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "NotComputed")
    rows.a_run()
    assert program_of(alice).told("retention/watch")["buyers"] == []
    for verb in ("rate", "record"):
        answer = program_of(alice).ask("get", f"retention/{verb}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "NotComputed")


def test_buyers_are_told_before_anything_is_computed(alice: Person) -> None:
    buyer = rows.a_buyer(alice)
    told = program_of(alice).told("customers")
    assert (told["as_of"], told["customers"][0]["risk"]) == (None, None)
    assert program_of(alice).told(f"customers/{buyer.pk}")["orders"] == []


def test_one_buyer_is_told_with_its_risk_reasons_and_orders(alice: Person) -> None:
    buyer = rows.a_buyer_at_risk(rows.a_run(), alice).customer
    rows.an_order(buyer, 12, -0.0001, "EUR")
    told = program_of(alice).told(f"customers/{buyer.pk}")
    assert (told["as_of"], told["base_currency"], told["owner"]) == ("2026-11-23", "GBP", "alice")
    assert told["risk"]["reasons"] == rows.REASONS
    assert (told["risk"]["on_list"], told["risk"]["why_not"]) == (True, None)
    assert [order["ordered_on"] for order in told["orders"]] == ["2026-11-11", "2026-10-06", "2026-09-06", "2026-08-07"]
    assert (told["orders"][0]["amount"], told["orders"][0]["currency"]) == (-0.0001, "EUR")


def test_the_pages_of_buyers_hold_each_once(alice: Person) -> None:
    names = [f"Buyer {number % 7}" for number in range(130)]
    for number, name in enumerate(names):
        rows.a_buyer(alice, name, customer_id=f"key{number}")
    found = every_page(program_of(alice))
    assert [buyer["name"] for buyer in found] == sorted(names)
    assert len({buyer["id"] for buyer in found}) == 130


@pytest.mark.parametrize("view", customers.VIEWS)
def test_every_view_of_the_page_is_one_here(alice: Person, view: str) -> None:
    rows.a_buyer_at_risk(rows.a_run(), alice)
    assert isinstance(program_of(alice).told("customers", view=view)["customers"], list)


def test_hostile_names_are_told_found_and_turned_over_as_they_are(alice: Person) -> None:
    for number, name in enumerate(HOSTILE):
        rows.a_buyer(alice, name, customer_id=f"key{number}")
    program = program_of(alice)
    assert {buyer["name"] for buyer in program.told("customers")["customers"]} == set(HOSTILE)
    for name in HOSTILE:
        (found,) = program.told("customers", words=name.strip())["customers"]
        assert found["name"] == name
        program.told("customers", after=f"{name}|1")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("after", "x"), ("after", "x|²"), ("after", "a\x00|1"), ("after", "x|" + "9" * 30), ("after", "x" * 400 + "|1"),
        ("view", "everything"), ("words", "a\x00"), ("words", "x" * 201),
    ],
)  # fmt: skip
def test_what_is_no_key_view_or_word_is_refused(alice: Person, field: str, value: str) -> None:
    answer = program_of(alice).ask("get", "customers", **{field: value})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (422, "BadField")
    assert error["facts"] == {"field": field, "value": value[:100]}


def test_queries_stay_few_however_many_buyers_there_are(
    alice: Person, django_assert_max_num_queries: Callable[[int], CaptureQueriesContext]
) -> None:
    run = rows.a_run()
    rows.store_sums(run, f"rep:{alice.pk}")
    program = program_of(alice)
    counted: list[dict[str, int]] = []
    program.told("customers")  # writes down that the token is in use
    for numbers in (range(3), range(3, 60)):
        buyer = [rows.a_buyer_at_risk(run, alice, f"Buyer {number:03}").customer for number in numbers][-1]
        counted.append({})
        for path in ("customers", f"customers/{buyer.pk}", "retention/watch", "retention/rate", "retention/record"):
            with django_assert_max_num_queries(MOST_QUERIES) as captured:
                program.told(path)
            counted[-1][path.rstrip("0123456789")] = len(captured)
            written = [one for one in captured.captured_queries if re.match(r"\s*(INSERT|UPDATE|DELETE)", one["sql"])]
            assert not written, path
    assert counted[0] == counted[1]
