"""What really happens is stored per scope by the findings job: an order's case is its buyer's owner's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.web import rows
from tradewind.desk import calendar, facts, process, process_changes, process_reading, programmes, promises
from tradewind.desk.jobs.performing import perform_for
from tradewind.desk.mirror import desk_ledger
from tradewind.desk.models import Event, FindingRun, Job, Person
from tradewind.desk.process_reading import Reading
from tradewind.errors import (
    ChangeNameless,
    HoursOutOfRange,
    InputError,
    NoHours,
    NotAllowed,
    NotInLog,
    OfficeHalf,
    UnknownZone,
)
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


def test_the_log_is_read_as_a_manager_says_and_as_before_by_undo(alice: Person, bob: Person, dora: Person) -> None:
    put("A", ("询盘", 9, "x"), ("报价", 7, "x"), ("PI", 3, "y"))
    put("B", ("询盘", 9, "x"), ("PI", 3, "y"))
    run = found()
    assert run
    first = told(dora, run)
    assert first["conformance"] is None
    with pytest.raises(NotAllowed):
        process_reading.change(Reading(), alice)
    said = process_reading.said(["询盘 ", "", " 报价", "PI"], ["PI"], "Asia/Shanghai", "cn", "09:00 - 18:00")
    entry = process_reading.change(said, bob)
    read = found()
    assert read
    document = told(dora, read)
    assert (document["conformance"]["fitting"], document["conformance"]["skipped"]) == (1, {"报价": 1})
    assert (document["closing"], document["open_cases"], document["business_hours"]) == (["PI"], 0, True)
    assert process_reading.undo(entry, bob) and not process_reading.undo(entry, bob)
    again = found()
    assert again and told(dora, again) == first


@pytest.mark.parametrize(
    ("reading", "error"),
    [
        (Reading(standard=("询盘", "报价 ")), NotInLog),
        (Reading(closing=("nothing",)), NotInLog),
        (Reading(zone="Asia/Shanghai"), OfficeHalf),
        (Reading(zone="Asia/Nowhere", hours="09:00-18:00"), UnknownZone),
        (Reading(zone="Asia/Shanghai", hours="nine to five"), NoHours),
        (Reading(zone="Asia/Shanghai", hours="18:00-09:00"), HoursOutOfRange),
    ],
)
def test_a_reading_that_cannot_be_is_refused_and_changes_nothing(
    reading: Reading, error: type[InputError], dora: Person
) -> None:
    put("A", ("询盘", 9, "x"), ("PI", 3, "y"))
    found()
    with pytest.raises(error):
        process_reading.change(reading, dora)
    assert process_reading.now() == Reading()


def test_what_a_programme_promised_is_held_against_what_was_measured(dora: Person) -> None:
    """20 cases at a cost of about 100 before, 20 at about 70 after: the promise of 20 % is kept, that of 60 % is not."""
    for number in range(40):
        after = number >= 20
        put(f"C{number:02}", ("询盘", (190 - 8 * (number - 20)) if after else (600 - 10 * number), "x"))
        last = Event.objects.get(case_id=f"C{number:02}")
        Event.objects.create(
            case_id=last.case_id, activity="尾款", happened_at=last.happened_at + timedelta(days=2), position=1,
            cost=(70 if after else 100) + number % 3,
        )  # fmt: skip
    inputs = {"I": 1000, "r": 0.1, "H": 5, "B": 5000, "g": [0.1, 0.2, 0.3]}
    kept, short = (programmes.add(name, {**inputs, "g": g}, "", dora) for name, g in (("ERP", 0.2), ("CRM", 0.6)))
    changes = [
        process_changes.add(calendar.today() - timedelta(days=195), f"ends {one}", one, dora) for one in (kept, short)
    ]
    assert [one.verdict for one in promises.measured(kept, {**inputs, "g": 0.2}, dora)] == ["not_proven"]
    run = found()
    assert run
    (one,) = promises.measured(kept, {**inputs, "g": 0.2}, dora)
    assert one.gain == pytest.approx(0.2975, abs=0.01) and one.is_money and one.verdict == "kept"
    assert one.check_on == process_changes.six_months_after(changes[0].on) <= run.as_of and one.is_due
    assert promises.measured(short, {**inputs, "g": 0.6}, dora)[0].verdict == "short"
    assert promises.promised({"g": [0.1, 0.2, 0.3], "u": 0.5}) == pytest.approx(0.1)
    assert promises.promised({"flows": [-1, 2]}) is None


def test_a_six_month_check_sees_nothing_later_than_its_day(dora: Person) -> None:
    """Two years ago a change; the cases of the last year fail, and the check of the half year after it knows nothing
    of that."""
    for number in range(60):
        ago = 1100 - 15 * number
        put(f"C{number:02}", ("询盘", ago, "x"), ("投诉" if number > 50 else "PI", ago - 5, "x"))
    change = process_changes.add(calendar.today() - timedelta(days=730), "直接报价", None, dora)
    run = found()
    assert run
    check, now = process_changes.six_month_check(dora, run, change), process_changes.comparison(dora, run, change)
    assert check and now
    assert now["cases"]["after"] > check["cases"]["after"] > 10
    assert check["risk"]["after"].get("complaint", {"cases": 0})["cases"] == 0
    assert now["risk"]["after"]["complaint"]["cases"] > 0
