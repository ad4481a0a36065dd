"""Programmes of change: versions, decisions on dated figures, undo of each, and who may do what."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tradewind.desk import access, programmes
from tradewind.desk.jobs.performing import perform_for
from tradewind.desk.models import AuditEntry, Job, Person, Programme
from tradewind.errors import (
    DecisionMissing,
    NotAllowed,
    ProgrammeNameless,
    RateImpossible,
    VersionGone,
    YearsOutOfRange,
)
from tradewind.findings.programme import programme as found
from tradewind.findings.programme_examples import example
from tradewind.findings.programme_file import asked_of

CASE: dict[str, Any] = {**example("case"), "spent": 680_000.0}


def test_the_published_case_needs_15_percent_and_the_average_pays() -> None:
    case = programmes.worth(example("case"))
    assert case["required_gain"] == pytest.approx(0.15)
    assert example("case")["B"] == pytest.approx(3_179_280.49)
    assert case["npv"] == pytest.approx(-361_559, abs=1)
    average = programmes.worth(example("average"))
    assert average["required_gain"] < 0.15 < 0.2 and average["npv"] > 0


@pytest.fixture
def programme(bob: Person) -> Programme:
    return programmes.add("ERP 上线", CASE, "first", bob)


def test_what_is_stored_tells_what_the_findings_say_and_a_job_draws(programme: Programme) -> None:
    one = programmes.version(programme)
    assert programmes.told(one) == {**found(asked_of(CASE, "x"), draws=0), "monte_carlo": None}
    perform_for(Job.objects.get(kind="programme"))
    drawn = programmes.told(programmes.version(programme))["monte_carlo"]
    assert drawn == found(asked_of(CASE, "x"))["monte_carlo"]
    assert drawn["p5"] < drawn["p50"] < drawn["p95"] and drawn["p_negative"] > 0.8


def test_a_decision_keeps_who_when_and_on_what_figures_and_is_taken_back(programme: Programme, bob: Person) -> None:
    made = programmes.decide(programmes.version(programme), "go_on", "the rest pays", date(2027, 5, 1), bob)
    assert made.figures["npv"] == pytest.approx(318_441, abs=1)
    assert made.figures["npv"] - made.figures["whole_npv"] == pytest.approx(made.figures["sunk"]) == 680_000
    assert [one.pk for one in programmes.due(bob, date(2027, 5, 1))] == [programme.pk]
    assert not programmes.due(bob, date(2027, 4, 30))
    programme.refresh_from_db()
    programmes.undo(programme, bob)
    assert not programmes.decisions_of(programme).exists()
    assert not programmes.due(bob, date(2030, 1, 1))


def test_a_new_version_leaves_the_old_one_and_is_taken_back_once(programme: Programme, bob: Person) -> None:
    programmes.write(programme, "ERP 二期", {**CASE, "g": 0.2}, "measured", bob)
    assert [one.number for one in programmes.versions_of(programme)] == [2, 1]
    programmes.undo(programme, bob)
    programmes.undo(programme, bob)
    programme.refresh_from_db()
    assert (programme.name, [one.number for one in programmes.versions_of(programme)]) == ("ERP 上线", [1])
    written = programmes.write(programme, "ERP", CASE, "", bob)
    assert written.number == 3, "a number that was given is not given again"
    with pytest.raises(VersionGone):
        programmes.version(programme, 2)


def test_a_removed_programme_comes_back(programme: Programme, bob: Person) -> None:
    programmes.remove(programme, bob)
    assert not programmes.programmes_of(bob).exists()
    programmes.undo(access.programme_for(bob, programme.pk), bob)
    assert programmes.programmes_of(bob).get() == programme


def test_reps_read_what_is_their_teams_and_change_nothing(
    programme: Programme, alice: Person, charlie: Person, dora: Person
) -> None:
    assert programmes.programmes_of(alice).get() == programme == programmes.programmes_of(dora).get()
    assert not programmes.programmes_of(charlie).exists()
    whole = programmes.add("The whole desk's", CASE, "", dora)
    assert programmes.programmes_of(charlie).get() == whole
    one = programmes.version(programme)
    for act in (
        lambda: programmes.add("x", CASE, "", alice),
        lambda: programmes.write(programme, "x", CASE, "", alice),
        lambda: programmes.decide(one, "stop", "", None, alice),
        lambda: programmes.remove(programme, alice),
        lambda: programmes.undo(programme, alice),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_cannot_be_is_refused_and_nothing_is_kept(bob: Person) -> None:
    for inputs, error in (({**CASE, "r": -1}, RateImpossible), ({**CASE, "H": 0}, YearsOutOfRange)):
        with pytest.raises(error):
            programmes.add("x", inputs, "", bob)
    with pytest.raises(ProgrammeNameless):
        programmes.add(" \x00 ", CASE, "", bob)
    assert not Programme.objects.exists() and not AuditEntry.objects.exists()
    made = programmes.add("x", CASE, "", bob)
    with pytest.raises(DecisionMissing):
        programmes.decide(programmes.version(made), "perhaps", "", None, bob)
