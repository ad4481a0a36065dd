"""流程再造 on the pages: the question before what was spent, the fields and back, and reps who only read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.web import rows
from tradewind.desk import calendar, process_changes, programmes
from tradewind.desk.models import Person, Programme, ScopeFinding
from tradewind.findings.programme_examples import example
from tradewind.web.programme_form import NAMES, fields_of, inputs_of

BrowserOf = Callable[[Person], Client]
CASE: dict[str, Any] = {**example("case"), "spent": 680_000.0}


def typed(inputs: dict[str, Any]) -> dict[str, str]:
    """The form that holds these inputs."""
    boxes = {"currency": inputs.get("currency", ""), "name": "ERP"}
    for one in fields_of(inputs):
        boxes |= {one.key: one.likely, f"{one.key}_low": one.low, f"{one.key}_high": one.high}
    return boxes


@pytest.fixture
def programme(bob: Person) -> Programme:
    return programmes.add("ERP 上线", CASE, "first", bob)


def test_what_was_spent_is_shown_only_after_the_question(
    programme: Programme, bob: Person, browser_of: BrowserOf
) -> None:
    client = browser_of(bob)
    page = client.get(f"/process/programmes/{programme.pk}").content.decode()
    assert "Would you start it today?" in page and "318,441" in page and "9.36%" in page
    assert "680,000" not in page and "Keep the decision" not in page
    told = client.get(f"/process/programmes/{programme.pk}?would=no").content.decode()
    assert "USD 680,000" in told and "USD −361,559" in told and "no reason to go on" in told


def test_a_manager_keeps_a_programme_decides_and_takes_it_back(bob: Person, browser_of: BrowserOf) -> None:
    client = browser_of(bob)
    assert client.post("/process/programmes/new", typed(CASE)).status_code == 302
    made = Programme.objects.get()
    assert programmes.version(made).inputs == CASE
    said = {"choice": "stop", "version": "1", "why": "too dear", "remeasure_on": "2027-06-01"}
    client.post(f"/process/programmes/{made.pk}/decide", said)
    page = client.get("/process/programmes").content.decode()
    assert "stop" in page and "2027-06-01" in page
    client.post(f"/process/programmes/{made.pk}/undo")
    assert "2027-06-01" not in client.get("/process/programmes").content.decode()


def test_what_is_wrong_is_said_in_the_editor_with_all_that_was_typed(bob: Person, browser_of: BrowserOf) -> None:
    for key, said, words in (
        ("r", "-100", "above -1"),
        ("H", "0", "whole number of years"),
        ("I", "lots", "no number"),
    ):
        page = browser_of(bob).post("/process/programmes/new", {**typed(CASE), key: said}).content.decode()
        assert words in page and f'value="{said}"' in page
    assert not Programme.objects.exists()


def test_a_rep_reads_and_works_out_but_keeps_nothing(
    programme: Programme, alice: Person, browser_of: BrowserOf
) -> None:
    client = browser_of(alice)
    page = client.get(f"/process/programmes/{programme.pk}?would=yes").content.decode()
    assert "Keep the decision" not in page and "Remove the programme" not in page
    client.post(f"/process/programmes/{programme.pk}/version", typed({**CASE, "g": 0.3}))
    assert len(programmes.versions_of(programme)) == 1
    answer = client.get(
        "/process/programmes/new", typed({**CASE, "g": 0.3}), headers={"hx-request": "true", "hx-target": "answer"}
    ).content.decode()
    assert answer.startswith('<div id="answer"') and "going on pays" in answer


def test_today_reminds_whoever_manages_a_week_before_it_is_measured_again(
    programme: Programme, alice: Person, bob: Person, browser_of: BrowserOf
) -> None:
    rows.a_run()
    for days, is_told in ((8, False), (7, True), (-3, True)):
        Programme.objects.update(remeasure_on=calendar.today() + timedelta(days=days))
        assert ("To be measured again" in browser_of(bob).get("/").content.decode()) is is_told
    assert "To be measured again" not in browser_of(alice).get("/").content.decode()


def test_what_a_programme_changed_is_linked_to_its_measure(
    programme: Programme, bob: Person, browser_of: BrowserOf
) -> None:
    change = process_changes.add(calendar.today(), "新系统上线", programme, bob)
    page = browser_of(bob).get(f"/process/programmes/{programme.pk}").content.decode()
    assert f"/process/changes?change={change.pk}" in page


def test_two_versions_stand_side_by_side(programme: Programme, bob: Person, browser_of: BrowserOf) -> None:
    programmes.write(programme, "ERP", {**CASE, "g": 0.2}, "measured", bob)
    page = browser_of(bob).get(f"/process/programmes/{programme.pk}/beside").content.decode()
    assert page.count("differs</small>") == 1 and "USD 602,599" in page


def test_several_internal_rates_are_all_shown(bob: Person) -> None:
    made = programmes.add("x", {"flows": [-50, -100, 600, 300, -100], "r": 0.1}, "", bob)
    assert len(programmes.worth(programmes.version(made).inputs)["irrs"]) > 1


numbers = st.floats(0, 1e9).map(lambda value: round(value, 2))


@given(st.dictionaries(st.sampled_from(sorted(NAMES)), numbers | st.tuples(numbers, numbers, numbers).map(list)))
def test_what_a_form_shows_is_read_back_the_same(inputs: dict[str, Any]) -> None:
    exact = {"spent", "remaining_capex", "salvage"}
    said = {key: one[1] if isinstance(one, list) and key in exact else one for key, one in inputs.items()}
    back = inputs_of(typed(said))
    assert back.keys() == said.keys()
    assert all(back[key] == pytest.approx(value) for key, value in said.items())


def test_numbers_are_read_as_people_write_them() -> None:
    said = inputs_of({"I": "1,000,000", "T": "8万", "r": "１０%", "g_low": "8", "g": "12", "L": "1e999x"})
    assert said == {"I": 1_000_000, "T": 80_000, "r": 0.1, "g": [0.08, 0.12, 0.12], "L": "1e999x"}


def test_payments_by_day_stand_in_the_place_of_one_sum_and_come_back(bob: Person, browser_of: BrowserOf) -> None:
    said = {**typed(CASE), "payments": "2026-03-01 300,000\n2026/09/01 50万\n2026-09-01 180000\n"}
    client = browser_of(bob)
    assert client.post("/process/programmes/new", said).status_code == 302
    made = Programme.objects.get()
    assert programmes.version(made).inputs["I"] == {"2026-03-01": 300_000, "2026-09-01": 680_000}
    again = client.get(f"/process/programmes/{made.pk}/version").content.decode()
    assert "2026-03-01 300000\n2026-09-01 680000</textarea>" in again
    wrong = client.post("/process/programmes/new", {**said, "payments": "first of May 100"}).content.decode()
    assert 'role="alert"' in wrong and "first of May 100</textarea>" in wrong
    client.post(f"/process/programmes/{made.pk}/version", {**said, "payments": ""})
    assert "2026-03-01 300000" in client.get(f"/process/programmes/{made.pk}/beside").content.decode()


def test_promised_and_measured_stand_side_by_side(bob: Person, programme: Programme, browser_of: BrowserOf) -> None:
    client, address = browser_of(bob), f"/process/programmes/{programme.pk}"
    assert "nothing is measured" in client.get(address).content.decode()
    run, scope = rows.a_flow(), f"team:{bob.team_id}"
    change = process_changes.add(calendar.today() - timedelta(days=90), "EDI", programme, bob)
    moved = {"before": 200.0, "after": 120.0, "difference": -80.0, "low": -100.0, "high": -60.0, "verdict": "better"}
    risk = {"change": 0.05, "low": 0.01, "high": 0.09}
    ScopeFinding.objects.create(
        run=run, scope=scope, name=process_changes.stored_as(change),
        document={"figures": {"cost_per_case": moved}, "operating_risk": risk},
    )  # fmt: skip
    page = client.get(address).content.decode()
    assert "40.0%" in page and "30.0% … 50.0%" in page and "of cost per case" in page
    assert "due " in page and "1.0% … 9.0%" in page
