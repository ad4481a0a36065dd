"""Whether the desk's own tools pay: roll-outs, use from the record of changes, sums that name nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.web import rows
from tradewind.desk import adoption, calendar, facts, notes, own_acts, roll_outs, roll_outs_seen, tools_shown
from tradewind.desk.jobs.performing import perform_for
from tradewind.desk.models import Job, OpenedPage, Order, Person, Team, Usage
from tradewind.errors import NotAllowed, NotFound, ReachesNobody, ToolNameless

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
MONTHS = 18


@pytest.fixture
def reps(team: Team, alice: Person) -> list[Person]:
    """Six reps who order every month; from month 9 on, those to whom a tool comes order half as much again."""
    people = [alice, *(Person.objects.add(f"rep{n}", role="rep", team=team) for n in range(5))]
    first = calendar.today().replace(day=1)
    for place, one in enumerate(people):
        buyer = rows.a_buyer(one, f"Buyer of {one}")
        for back in range(1, MONTHS + 1):
            month = first.year * 12 + first.month - 1 - back
            on = first.replace(year=month // 12, month=month % 12 + 1, day=10)
            lifted = 1.5 if place < 3 and back <= MONTHS // 2 else 1.0
            amount = round((1000 + 7 * ((back * 5 + place * 3) % 11)) * lifted * 10_000)
            Order.objects.create(
                order_id=f"{one.pk}-{back}", customer=buyer, ordered_on=on, amount=amount, amount_base=amount,
                currency="GBP", rep=one.username, fingerprint="x",
            )  # fmt: skip
    facts.changed()
    return people


def computed() -> None:
    for job in Job.objects.filter(kind="adoption", state="queued"):
        perform_for(job)


def start_of(back: int) -> datetime:
    month = calendar.today().year * 12 + calendar.today().month - 1 - back
    return datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC)


def test_a_gain_put_into_the_orders_is_found_and_no_rep_is_named(reps: list[Person], bob: Person, dora: Person) -> None:
    recorded = roll_outs.Recorded("tool", "Compass", start_of(MONTHS // 2).date(), tuple(reps[:3]))
    made = roll_outs.add(recorded, bob)
    computed()
    run = adoption.current_run()
    assert run
    for person in (bob, dora):
        found = adoption.stored(person, run, "gain_amount")
        assert found and found["design"] == "cs" and found["treated_units"] == 3
        assert found["percent"]["att"] == pytest.approx(0.5, abs=0.03)
        assert found["verdict"] == "gain" and found["percent"]["naive"] == pytest.approx(0.5, abs=0.03)
        assert not [one for one in reps if json.dumps(one.username) in json.dumps(found)]
    assert adoption.stored(reps[0], run, "gain_amount") is None, "a rep is told no sum"
    roll_outs.remove(made, bob)
    computed()
    again = adoption.current_run()
    told = adoption.stored(bob, again, "gain_amount") if again else None
    assert told and told["refused"]["code"] == "TooFewToCompare"


def test_acts_on_the_desk_are_use_and_looking_round_is_none(reps: list[Person], bob: Person) -> None:
    alice = reps[0]
    for _ in range(2):
        notes.add(rows.a_buyer(alice, f"New {_}"), alice, "asked for a price")
    OpenedPage.objects.create(person=alice, on=calendar.today(), page="retention")
    acts = [act for act in own_acts.own_acts(calendar.today()) if act[0] == "alice"]
    assert [(module, action, core) for *_, module, action, core in acts] == [
        ("collect", "note_added", True), ("collect", "note_added", True), ("analyse", "retention", False),
    ]  # fmt: skip
    Usage.objects.create(rep="rep0", used_at=start_of(0), tool="Compass", module="remind", action="x", is_core=True)
    facts.changed()
    roll_outs.add(roll_outs.Recorded("tool", "Compass", calendar.today(), (alice,)), bob)
    computed()
    run = adoption.current_run()
    told = adoption.stored(bob, run, "use") if run else None
    assert told and told["seats"] == 6 and told["tried"] == pytest.approx(2 / 6)
    assert sum(one["people"] for one in told["weeks"]) == 2 and "reps" not in told
    assert told["work"] == {"steps": 0, "cases": 0, "opened": 1, "acted": 0}


def test_two_people_are_no_sum(alice: Person, bob: Person, dora: Person) -> None:
    rows.an_order(rows.a_buyer(alice), 3)
    roll_outs.add(roll_outs.Recorded("tool", "Compass", calendar.today(), (alice,)), bob)
    computed()
    run = adoption.current_run()
    for person in (bob, dora):
        told = adoption.stored(person, run, "use") if run else None
        assert told and told["refused"]["code"] == "TooFewPeople"


def test_managers_record_roll_outs_of_their_own_people_only(alice: Person, bob: Person, charlie: Person) -> None:
    with pytest.raises(NotAllowed):
        roll_outs.add(roll_outs.Recorded("tool", "x", calendar.today(), (alice,)), alice)
    with pytest.raises(ToolNameless):
        roll_outs.add(roll_outs.Recorded("tool", " \x00", calendar.today(), (alice,)), bob)
    with pytest.raises(ReachesNobody):
        roll_outs.add(roll_outs.Recorded("tool", "x", calendar.today(), (charlie,)), bob)
    made = roll_outs.add(roll_outs.Recorded("tool", "x", calendar.today() - timedelta(days=9), (alice, charlie)), bob)
    assert roll_outs.first_days() == {"alice": calendar.today() - timedelta(days=9)}
    assert roll_outs_seen.roll_out_for(alice, made.pk) == made
    with pytest.raises(NotFound):
        roll_outs_seen.roll_out_for(charlie, made.pk)
    roll_outs.undo(made, bob)
    roll_outs.undo(made, bob)
    assert roll_outs.first_days() == {}, "what is undone stays so"


def test_only_who_shows_the_own_use_is_named_to_the_manager(
    reps: list[Person], bob: Person, browser_of: Callable[[Person], Client]
) -> None:
    notes.add(rows.a_buyer(reps[1], "New"), reps[1], "asked")
    roll_outs.add(roll_outs.Recorded("tool", "Compass", start_of(9).date(), tuple(reps[:3])), bob)
    computed()
    page = browser_of(bob).get("/adoption").content.decode()
    assert "Who shows their own" not in page and "rep0" not in page
    browser_of(reps[1]).post("/adoption/shown", {"use": "on"})
    assert [one["person"] for one in tools_shown.shown_to(bob, adoption.current_run())] == [reps[1]]
    page = browser_of(bob).get("/adoption").content.decode()
    assert "Who shows their own" in page and "rep0" in page and "rep1" not in page
    gain = browser_of(bob).get("/adoption/gain?of=orders").content.decode()
    assert "Smallest gain that would show" in gain
