"""Reminders are made exactly once, merged per buyer, held to a day's work, and end by themselves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.desk.reminded import a_silent_buyer, at, remind, today, told, write
from tests.desk.test_at_once import at_once
from tests.desk.test_jobs import test_database_environment as test_database_environment
from tests.web import rows
from tradewind.desk import due_notices, facts, follow_ups, leaves, queue, reminder_rules, reminders
from tradewind.desk.jobs.performing import perform
from tradewind.desk.jobs.reminder_facts import reminders_of_the_desk
from tradewind.desk.models import (
    BuyerState,
    Customer,
    DueNotice,
    FollowUp,
    Job,
    Note,
    Person,
    Reminder,
    ReminderReason,
    ReminderRules,
)
from tradewind.errors import NoDeputy, NotAllowed, NotFound, RuleOutOfRange
from tradewind.remind.rules import rules_document, shipped_rules

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(Exception):
    """The process is gone."""


def killed_after(parts: int) -> Callable[..., None]:
    """A progress that ends the maker before it writes its next part."""
    left = [parts]

    def progress(*_: object) -> None:
        if not left[0]:
            raise Killed
        left[0] -= 1

    return progress


def test_made_once_by_runs_twice_two_workers_a_clock_set_back_and_a_kill_in_between(
    alice: Person, dora: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tradewind.desk.jobs.reminding.AT_ONCE", 2)
    for number in range(6):
        a_silent_buyer(alice, f"Buyer {number}", 31 + number)
    with pytest.raises(Killed):
        remind(progress=killed_after(2))
    assert Reminder.objects.count() == 4, "the first two parts are written whole"
    remind()
    once = told()
    assert Reminder.objects.count() == DueNotice.objects.count() == ReminderReason.objects.count() == 6
    remind()
    remind(days=-1)
    assert told() == once, "twice, and with the clock set back, nothing is made and nothing is changed"
    ReminderReason.objects.all().delete()
    Reminder.objects.all().delete()
    view = reminders_of_the_desk(today())
    assert at_once(lambda: write(view, at(0, 2)), lambda: write(view, at(0, 2))) == [None, None]
    assert told() == once, "two workers at once make what one makes"


def test_all_reasons_of_a_buyer_are_one_reminder_and_any_contact_ends_it(alice: Person) -> None:
    buyer = a_silent_buyer(alice, "Casa Azul", country="BR")
    rows.a_state(buyer, "cooling", "healthy")
    order = rows.an_order(buyer, 60)
    order.promised_on = today() - timedelta(days=10)
    order.save()
    rows.an_order(rows.a_buyer(alice, "Shipped"), 61)
    type(order).objects.exclude(pk=order.pk).update(shipped_on=today())
    remind()
    reminder = Reminder.objects.get(customer=buyer)
    assert set(reminder.reasons.values_list("rule", flat=True)) == {"cadence", "cooling", "etd_passed"}
    assert (reminder.rule, reminder.money_at_risk) == ("etd_passed", 1000.0)
    assert reminder.due_at == at(0, 20), "São Paulo opens at 20:00 of Shanghai, and never works when Shanghai does"
    done = follow_ups.finish(buyer, alice, "called")
    reminder.refresh_from_db()
    assert done
    assert reminder.state == "done"
    assert BuyerState.objects.get(customer=buyer).seen_by == alice
    mine = DueNotice.objects.filter(reminder=reminder)
    assert not mine.exists(), "nobody is told of what is done"
    follow_ups.undo(done, alice)
    reminder.refresh_from_db()
    assert (reminder.state, mine.count()) == ("open", 1)
    assert BuyerState.objects.get(customer=buyer).seen_by is None
    rows.a_message(buyer)
    type(order).objects.filter(pk=order.pk).update(shipped_on=today())
    BuyerState.objects.update(is_current=False)
    remind()
    reminder.refresh_from_db()
    assert reminder.state == "over", "the buyer wrote, the order left, the state is another"
    assert not reminder.reasons.filter(over_at=None).exists()


def test_a_snooze_comes_back_on_its_day_and_a_drop_only_with_the_next_turn(alice: Person) -> None:
    buyer = a_silent_buyer(alice, "Casa Azul", 31, country="DE")
    remind()
    step = follow_ups.snooze(buyer, alice, today() + timedelta(days=7))
    reminder = Reminder.objects.get()
    notice = DueNotice.objects.get()
    assert (reminder.state, reminder.snoozed_until) == ("snoozed", today() + timedelta(days=7))
    assert notice.due_at == reminder.due_at >= at(7, 15), "Berlin opens in the afternoon of Shanghai"
    follow_ups.undo(step, alice)
    reminder.refresh_from_db()
    assert (reminder.state, reminder.snoozed_until) == ("open", None)
    reminders.drop(reminder, alice)
    remind(days=1)
    assert Reminder.objects.count() == 1
    remind(days=29)
    assert list(Reminder.objects.order_by("pk").values_list("state", flat=True)) == ["dropped", "open"]


def test_a_day_holds_so_many_and_the_rest_wait_for_room(alice: Person) -> None:
    run = rows.a_run()
    buyers = [a_silent_buyer(alice, f"Buyer {number}", 31) for number in range(5)]
    for number, buyer in enumerate(buyers):
        rows.a_risk(run, buyer, money_at_risk=1000.0 * number, cycle_days=None, on_list=False)
    rules = replace(shipped_rules(), capacity=2)
    remind(rules=rules)
    shown = Reminder.objects.filter(is_waiting=False).order_by("-money_at_risk")
    assert [one.customer for one in shown] == [buyers[4], buyers[3]]
    assert DueNotice.objects.count() == 2, "of what waits nobody is told"
    follow_ups.finish(buyers[4], alice)
    remind(rules=rules)
    assert Reminder.objects.filter(is_waiting=True).count() == 3, "what was done took its place of the day"
    remind(days=1, rules=rules)
    assert set(Reminder.objects.filter(is_waiting=False, state="open").values_list("customer__name", flat=True)) == {
        "Buyer 3", "Buyer 2",
    }  # fmt: skip


def test_what_lies_for_the_set_days_goes_to_the_manager_once(alice: Person, bob: Person, charlie: Person) -> None:
    a_silent_buyer(alice, "Casa Azul", 31)
    a_silent_buyer(charlie, "No manager", 31)
    remind()
    for days in (4, 5, 6, 6):
        remind(days=days)
    escalated = Reminder.objects.get(state="escalated")
    assert escalated.customer.name == "Casa Azul"
    assert DueNotice.objects.get(what="escalated").person == bob


def test_a_deputy_sees_the_buyers_and_is_told_while_the_owner_is_away(
    alice: Person, bob: Person, charlie: Person
) -> None:
    anna = Person.objects.add("anna", role="rep", team=alice.team)
    buyer = a_silent_buyer(alice, "Casa Azul", 31)
    with pytest.raises(NotFound):
        follow_ups.set_step(buyer, anna, "", today())
    with pytest.raises(NoDeputy):
        leaves.add(alice, charlie, today(), today(), bob)
    with pytest.raises(NotAllowed):
        leaves.add(alice, anna, today(), today(), charlie)
    leave = leaves.add(alice, anna, today(), today() + timedelta(days=2), bob)
    remind()
    assert Reminder.objects.get().owner == anna
    assert DueNotice.objects.get().person == anna
    assert follow_ups.finish(buyer, Person.objects.get(pk=anna.pk), "called")
    leaves.remove(leave, bob)
    with pytest.raises(NotFound):
        follow_ups.set_step(buyer, Person.objects.get(pk=anna.pk), "", today())


def test_a_notice_is_taken_once(alice: Person) -> None:
    a_silent_buyer(alice, "Casa Azul", 31)
    remind()
    assert not due_notices.to_deliver(at(0, 8)), "before its moment there is nothing to tell"
    (notice,) = due_notices.to_deliver(at(0, 23))
    assert [due_notices.take(notice), due_notices.take(notice)] == [True, False]
    assert not due_notices.to_deliver(at(0, 23))


def test_a_draft_is_tried_put_in_force_and_taken_back(alice: Person, bob: Person, charlie: Person) -> None:
    for number in range(3):
        a_silent_buyer(alice, f"Buyer {number}", 20)
    document: dict[str, Any] = rules_document(shipped_rules())
    document["cadence"]["other"] = [14]
    document["capacity"] = 2
    with pytest.raises(NotAllowed):
        reminder_rules.draft(document, alice)
    with pytest.raises(RuleOutOfRange):
        reminder_rules.draft({**document, "capacity": -1}, bob)
    one = reminder_rules.draft(document, bob, "more often")
    assert perform(Job.objects.get(kind="dry_run").pk).state == "done"
    tried = ReminderRules.objects.get(pk=one.pk).dry_run
    assert tried
    assert (tried["reminders"], tried["waiting"], tried["by_rule"]) == (3, 1, {"cadence": 3})
    assert tried["in_force"]["reminders"] == 0, "every 30 days they would not be due"
    assert not Reminder.objects.exists(), "trying makes nothing"
    named = reminder_rules.told_to(bob, tried)
    assert named and [row["name"] for row in named["first"]] == ["Buyer 0", "Buyer 1", "Buyer 2"]
    strangers = reminder_rules.told_to(charlie, tried)
    assert strangers and not strangers["first"], "buyers of others are counted and not named"
    assert reminder_rules.use(one, bob).number == 1
    remind()
    assert Reminder.objects.count() == 3
    assert reminder_rules.undo(one, bob)
    assert reminder_rules.rules_in_force() == shipped_rules()
    assert reminder_rules.undo(one, bob) is None, "another version is in force by now"


def test_a_step_ahead_is_a_plan_that_needs_no_reminder(alice: Person) -> None:
    buyer = a_silent_buyer(alice, "Casa Azul", 31)
    rows.a_step(buyer, alice, 3)
    remind()
    assert not Reminder.objects.exists()
    FollowUp.objects.all().delete()
    remind()
    assert Reminder.objects.count() == 1


def test_a_job_killed_with_kill_9_is_taken_up_and_makes_what_it_would_have_made(
    alice: Person, test_database_environment: dict[str, str]
) -> None:
    buyers = Customer.objects.bulk_create(
        Customer(customer_id=f"b{number:04}", name=f"Buyer {number:04}", owner=alice) for number in range(800)
    )
    Note.objects.bulk_create(Note(customer=one, kind="call", text="called", by=alice, at=at(-40)) for one in buyers)
    facts.changed()
    job = reminder_rules.queue_reminders()
    process = subprocess.Popen([sys.executable, "-m", "tradewind", "job", str(job.pk)], env=test_database_environment)
    try:
        until = time.monotonic() + 60
        while not Reminder.objects.exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        assert process.poll() is None, "the job ended before it could be killed"
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert 0 < Reminder.objects.count() < 800
    assert job.pk in queue.recover()
    assert perform(job.pk).state == "done"
    assert Reminder.objects.count() == ReminderReason.objects.count() == 800
    shown = Reminder.objects.filter(is_waiting=False)
    assert shown.count() == DueNotice.objects.count() == shipped_rules().capacity
