"""What really happens is stored per scope by the findings job: an order's case is its buyer's owner's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.web import rows
from tradewind.desk import calendar, facts, process, process_changes
from tradewind.desk.jobs.performing import perform_for
from tradewind.desk.mirror import desk_ledger
from tradewind.desk.models import Event, FindingRun, Job, Person
from tradewind.errors import ChangeNameless, NotAllowed
from tradewind.findings import Findings

pytestmark = pytest.mark.django_db(transaction=True)


def put(case: str, *steps: tuple[str, int, str]) -> None:
    """Events of a case: activity, days ago, by whom."""
    for place, (activity, days_ago, who) in enumerate(steps):
        at = datetime.combine(calendar.today() - timedelta(days=days_ago), datetime.min.time(), UTC)
        Event.objects.create(case_id=case, activity=activity, happened_at=at, position=place, resource=who)


def found() -> FindingRun | None:
    facts.changed()
    perform_for(facts.queue_findings())
    return process.current_run()


def told(person: Person, run: FindingRun) -> dict[str, Any]:
    document = process.stored(person, run, "process_map")
    assert document
    return document


def test_each_scope_is_told_of_its_own_cases(alice: Person, bob: Person, charlie: Person, dora: Person) -> None:
    order = rows.an_order(rows.a_buyer(alice), 3)
    put(order.order_id, ("询盘", 9, "x"), ("PI", 3, "x"))
    put("INQ-1", ("询盘", 5, "charlie"), ("报价", 4, "somebody"))
    put("INQ-2", ("询盘", 5, "nobody we know"))
    run = found()
    assert run and run.as_of == calendar.today()
    assert [told(one, run).get("cases") for one in (alice, bob, charlie, dora)] == [1, 1, 1, 3]


def test_what_is_stored_is_what_the_findings_say(dora: Person) -> None:
    put("A", ("询盘", 9, "x"), ("PI", 3, "y"), ("PI", 2, "y"))
    run = found()
    assert run and told(dora, run) == Findings(desk_ledger(), run.as_of).process.process_map()


def test_old_events_are_seen_from_the_day_they_end_and_those_ahead_do_not_count(dora: Person) -> None:
    put("A", ("询盘", 409, "x"), ("PI", 400, "y"), ("尾款", -30, "y"))
    run = found()
    assert run and run.as_of == calendar.today() - timedelta(days=400)
    assert told(dora, run)["events"] == 2


def test_without_events_there_is_no_run_and_whoever_has_no_case_is_told_so(alice: Person, dora: Person) -> None:
    assert found() is None
    put("A", ("询盘", 9, "x"))
    run = found()
    assert run and told(alice, run)["refused"]["code"] == "NoEvents"
    Event.objects.all().delete()
    assert found() is None
    assert not FindingRun.objects.filter(matter="process").exists()


def test_a_dated_change_is_compared_at_once_and_each_night_and_is_taken_back(dora: Person, alice: Person) -> None:
    for number in range(40):
        ago = 400 - 10 * number if number < 20 else 190 - 8 * (number - 20)
        put(f"C{number:02}", ("询盘", ago, "x"), ("PI", ago - (6 if number < 20 else 2), "x"))
    run = found()
    assert run
    change = process_changes.add(calendar.today() - timedelta(days=195), "直接报价", None, dora)
    assert process_changes.comparison(dora, run, change) is None
    perform_for(Job.objects.get(kind="comparison", state="queued"))
    told = process_changes.comparison(dora, run, change)
    assert told and told["figures"]["median_case_s"]["verdict"] == "better"
    assert told == Findings(desk_ledger(), run.as_of).process.comparison(change.on)
    mine = process_changes.comparison(alice, run, change)
    assert mine and mine["refused"]["code"] == "NoEvents"
    again = found()
    assert again and process_changes.comparison(dora, again, change) == told
    process_changes.undo(change, dora)
    assert not process_changes.standing().exists()
    process_changes.undo(change, dora)
    assert not process_changes.standing().exists(), "what is undone stays so"


def test_a_change_that_cannot_be_compared_says_why(dora: Person) -> None:
    put("A", ("询盘", 9, "x"), ("PI", 3, "y"))
    change = process_changes.add(calendar.today() + timedelta(days=5), "later", None, dora)
    run = found()
    told = process_changes.comparison(dora, run, change) if run else None
    assert told and told["refused"]["code"] == "ChangeOutOfLog"


def test_reps_date_and_remove_no_change(alice: Person, bob: Person) -> None:
    change = process_changes.add(calendar.today(), "x", None, bob)
    with pytest.raises(NotAllowed):
        process_changes.add(calendar.today(), "y", None, alice)
    for act in (process_changes.remove, process_changes.undo):
        with pytest.raises(NotAllowed):
            act(change, alice)
    with pytest.raises(ChangeNameless):
        process_changes.add(calendar.today(), " ", None, bob)
