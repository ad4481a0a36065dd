"""The what-if of the ripple on the page, beside the API and the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.api.asking import program_of
from tests.web import rows
from tradewind.desk.models import Person, ScopeFinding
from tradewind.findings.ripple import WhatIf
from tradewind.findings.ripple import ripple as found

BrowserOf = Callable[[Person], Client]
HISTORY: dict[str, Any] = {
    "psi": {"value": 1.2, "se": 0.3, "low": 0.7, "high": 1.7}, "sf": {"value": 0.4, "se": 0.02, "low": 0.36, "high": 0.44},
    "phi": None, "months": 40, "segments": 8, "shipped_share": 0.9, "reliability": 0.6, "missing": ["churn_too_noisy"],
    "churn": 0.12, "yearly_amount": 2_000_000.0,
}  # fmt: skip


def store(scope: str, **changes: Any) -> None:
    run = rows.a_run()
    ScopeFinding.objects.create(run=run, scope=scope, name="own_ripple", document={**HISTORY, **changes})


def numbers_of(page: str) -> list[str]:
    return re.findall(r"<dd>([^<]+)</dd>", page)


def test_the_page_api_and_findings_tell_the_same_number(dora: Person, browser_of: BrowserOf) -> None:
    address = "/retention/ripple?now=18&after=23&months=36&stop=6&feedback=0.3"
    page = browser_of(dora).get(address).content.decode()
    document = program_of(dora).told("retention/ripple", churn="0.18:0.23", months="36", stop="6", feedback="0.3")
    assert document == json.loads(json.dumps(found(WhatIf(0.18, 0.23, 36, 6, 0.3))))
    assert numbers_of(page)[:2] == [f"{document['months'][-1][name]:.1%}" for name in ("orders", "response")]
    assert f"{document['waiting'][5]['years_of_orders_saved']:.1%}" in numbers_of(page)
    assert "0.23" in numbers_of(page)


def test_own_churn_money_and_history_are_the_default_where_they_are_stored(
    alice: Person, browser_of: BrowserOf
) -> None:
    store(f"rep:{alice.pk}")
    page = browser_of(alice).get("/retention/ripple").content.decode()
    assert 'name="now" min="0.01" max="99.99" step="any" value="12"' in page
    assert "GBP 2,000,000" in page and "counts" in page and "Too thin for feedback" in page
    document = program_of(alice).told("retention/ripple", churn="0.12:0.17", stop="6", own="true")
    assert document["own"]["weights"]["sf"] > 0.5 and document["own"]["weights"]["phi"] == 0
    assert 0.4 < document["parameters"]["sf"] < 0.45
    assert f"GBP {document['waiting'][5]['saved']:,.0f}" in page


def test_nobody_is_priced_with_what_others_buyers_order(charlie: Person, alice: Person, browser_of: BrowserOf) -> None:
    store(f"rep:{alice.pk}")
    page = browser_of(charlie).get("/retention/ripple").content.decode()
    assert "GBP" not in page and "is not counted in" in page
    assert program_of(charlie).ask("get", "retention/ripple", own="true").status_code == 409


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("now=0", "above 0 and below 1"), ("after=100", "above 0 and below 1"), ("now=x", "is no change of churn"),
        ("months=0", "from 1 to 120"), ("months=121", "from 1 to 120"), ("feedback=4", "from 0 to 3"),
        ("stop=99", "from 1 to 36"), ("now=", "is no change of churn"), ("months=", "from 1 to 120"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_and_the_fields_stay(
    alice: Person, browser_of: BrowserOf, asked: str, said: str
) -> None:
    answer = browser_of(alice).get(f"/retention/ripple?{asked}")
    assert answer.status_code == 200
    assert said in answer.content.decode() and 'id="feedback"' in answer.content.decode()


def test_a_moved_slider_gets_the_answer_alone(alice: Person, browser_of: BrowserOf) -> None:
    part = browser_of(alice).get(
        "/retention/ripple?now=18&after=23", headers={"HX-Target": "answer", "HX-Request": "true"}
    )
    assert part.content.decode().lstrip().startswith('<div id="answer"')


def test_a_runaway_is_called_one_and_draws_finite_numbers(alice: Person, browser_of: BrowserOf) -> None:
    page = browser_of(alice).get("/retention/ripple?now=18&after=23&months=120&feedback=1.5").content.decode()
    assert "Runaway" in page and "no orders are left" in page
    drawn = re.findall(r'points="([^"]+)"', page)
    assert len(drawn) >= 4
    places = [float(number) for points in drawn for number in re.split("[ ,]", points)]
    assert all(-1 <= place <= 441 for place in places)


def test_it_says_what_it_rests_on_in_both_languages(alice: Person, browser_of: BrowserOf) -> None:
    client = browser_of(alice)
    for language, words in (("en", ("one published case", "in no published figure", "not a proof")),
                            ("zh-hans", ("一个公开案例", "无从得知", "不构成因果证明"))):  # fmt: skip
        page = client.get("/retention/ripple", headers={"accept-language": language}).content.decode()
        assert all(word in page for word in words)


def test_without_own_history_nothing_is_priced(alice: Person, browser_of: BrowserOf) -> None:
    store(f"rep:{alice.pk}")
    page = browser_of(alice).get("/retention/ripple?now=18&after=23").content.decode()
    assert "GBP" not in page and "is not counted in" in page
