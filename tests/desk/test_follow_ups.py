"""A buyer has one next step at most; doing, putting off and dropping it can each be taken back exactly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.web import rows
from tradewind.desk import access, calendar, due_days, follow_ups, merging, notes, ownership
from tradewind.desk.models import AuditEntry, Customer, FollowUp, Note, Person
from tradewind.errors import DayNotRead, NextStepStands, NotFound, TextTooLong

State = FollowUp.State


@pytest.fixture
def acme(alice: Person) -> Customer:
    return rows.a_buyer(alice, "Acme")


@pytest.fixture
def today(db: None) -> date:
    return calendar.today()


def all_steps() -> list[dict[str, Any]]:
    return [dict(row) for row in FollowUp.objects.order_by("pk").values()]


def test_a_second_next_step_changes_the_first(acme: Customer, alice: Person, today: date) -> None:
    first = follow_ups.set_step(acme, alice, "Send prices", today)
    again = follow_ups.set_step(acme, alice, "Call Ana", today + timedelta(days=3))
    assert first.pk == again.pk
    assert (again.what, again.first_due_on, again.due_on) == ("Call Ana", today, today + timedelta(days=3))
    kept = follow_ups.undo(again, alice)
    assert kept
    assert (kept.what, kept.due_on) == ("Send prices", today)


def test_done_and_next_are_one_move_and_one_undo(acme: Customer, alice: Person, today: date) -> None:
    step = follow_ups.set_step(acme, alice, "Send prices", today)
    before = all_steps()
    done = follow_ups.finish(acme, alice, "Sent", step.pk, "Ask for the order", today + timedelta(days=7))
    assert done
    following = follow_ups.open_step(acme)
    assert following
    assert (done.state, done.result, done.closed_by) == (State.DONE, "Sent", alice)
    assert (following.what, following.person) == ("Ask for the order", alice)
    follow_ups.undo(done, alice)
    assert all_steps() == before
    follow_ups.undo(done, alice)
    assert all_steps() == before, "what is undone stays so"


def test_two_clicks_on_done_are_one(acme: Customer, alice: Person, today: date) -> None:
    step = follow_ups.set_step(acme, alice, "", today)
    for _ in range(2):
        follow_ups.finish(acme, alice, "", step.pk, "Next", today + timedelta(days=1))
    assert list(FollowUp.objects.order_by("pk").values_list("state", flat=True)) == [State.DONE, State.OPEN]
    other = rows.a_buyer(alice, "Borg")
    assert follow_ups.finish(other, alice) is not None
    assert follow_ups.finish(other, alice) is None
    assert FollowUp.objects.filter(customer=other).count() == 1


def test_a_done_step_is_not_opened_over_another_one(acme: Customer, alice: Person, today: date) -> None:
    step = follow_ups.set_step(acme, alice, "Send prices", today)
    done = follow_ups.finish(acme, alice, "", step.pk)
    follow_ups.set_step(acme, alice, "Something else", today)
    assert done
    with pytest.raises(NextStepStands):
        follow_ups.undo(done, alice)


def test_putting_off_keeps_the_first_day_and_is_undone(acme: Customer, alice: Person, today: date) -> None:
    step = follow_ups.set_step(acme, alice, "Send prices", today)
    later = follow_ups.snooze(acme, alice, today + timedelta(days=5))
    assert (later.pk, later.due_on, later.first_due_on) == (step.pk, today + timedelta(days=5), today)
    back = follow_ups.undo(later, alice)
    assert back
    assert back.due_on == today


def test_putting_off_skips_the_weekend(db: None) -> None:
    friday = date(2026, 11, 27)
    assert {code: day.isoweekday() for code, day in due_days.snooze_days(None, friday).items()} == {
        "tomorrow": 1, "days_3": 1, "monday": 1,
    }  # fmt: skip
    assert due_days.next_days(date(2026, 11, 23))["days_3"] == date(2026, 11, 26)


@pytest.mark.parametrize("said", ["soon", "2026-02-30", "1999-01-01", "9999-12-31", "", "<b>"])
def test_a_day_that_is_none_is_refused(said: str, today: date) -> None:
    with pytest.raises(DayNotRead):
        due_days.day_said(said, today)


def test_dropping_is_no_doing(acme: Customer, alice: Person, today: date) -> None:
    step = follow_ups.set_step(acme, alice, "Send prices", today)
    before = all_steps()
    assert follow_ups.drop(step, alice).state == State.DROPPED
    follow_ups.undo(step, alice)
    assert all_steps() == before


def test_long_and_hostile_text(acme: Customer, alice: Person, today: date) -> None:
    with pytest.raises(TextTooLong):
        follow_ups.set_step(acme, alice, "x" * 301, today)
    step = follow_ups.set_step(acme, alice, "<script>\x00  =cmd()\n", today)
    assert step.what == "<script> =cmd()"


def test_strangers_touch_nothing(acme: Customer, alice: Person, charlie: Person, today: date) -> None:
    step = follow_ups.set_step(acme, alice, "Send prices", today)
    acts: tuple[Callable[[], object], ...] = (
        lambda: follow_ups.set_step(acme, charlie, "", today),
        lambda: follow_ups.finish(acme, charlie, "", step.pk),
        lambda: follow_ups.drop(step, charlie),
        lambda: follow_ups.undo(step, charlie),
        lambda: access.follow_up_for(charlie, step.pk),
        lambda: follow_ups.set_step(acme, alice, "", today, charlie),
    )
    for act in acts:
        with pytest.raises(NotFound):
            act()


def test_each_change_is_in_the_audit(acme: Customer, alice: Person, today: date) -> None:
    step = follow_ups.set_step(acme, alice, "Send prices", today)
    follow_ups.snooze(acme, alice, today + timedelta(days=1))
    done = follow_ups.finish(acme, alice, "", step.pk)
    assert done
    follow_ups.undo(done, alice)
    said = AuditEntry.objects.filter(about=f"step:{step.pk}").order_by("pk").values_list("action", "by")
    assert list(said) == [(one, alice.pk) for one in ("step_set", "step_changed", "step_done", "step_undone")]


@pytest.mark.parametrize("earlier", ["kept", "other"])
def test_a_merge_keeps_the_step_that_is_due_first_and_is_undone_exactly(
    earlier: str, acme: Customer, alice: Person, dora: Person, today: date
) -> None:
    other = rows.a_buyer(alice, "Acme GmbH")
    days = {"kept": 1, "other": 2} if earlier == "kept" else {"kept": 2, "other": 1}
    follow_ups.set_step(acme, alice, "kept", today + timedelta(days=days["kept"]))
    follow_ups.set_step(other, alice, "other", today + timedelta(days=days["other"]))
    notes.add(other, alice, "Asked for samples")
    before, noted = all_steps(), list(Note.objects.values())
    merge = merging.merge(acme, other, dora)
    standing = follow_ups.open_step(acme)
    assert standing
    assert standing.what == earlier
    assert acme.notes.count() == 1
    merging.unmerge(merge, dora)
    assert all_steps() == before
    assert list(Note.objects.values()) == noted


def test_the_step_goes_with_the_buyer_and_comes_back(acme: Customer, alice: Person, bob: Person, today: date) -> None:
    step = follow_ups.set_step(acme, alice, "Send prices", today)
    for to, has in ((bob, bob), (None, bob)):
        ownership.hand_over(acme, to, bob, today)
        step.refresh_from_db()
        assert step.person == has
        ownership.hand_back(acme, bob)
        step.refresh_from_db()
        assert step.person == alice


def test_many_are_handed_over_and_back_as_a_whole(alice: Person, bob: Person, today: date) -> None:
    buyers = [rows.a_buyer(alice, f"Buyer {n}") for n in range(5)] + [rows.a_buyer(None, "Nobody's")]
    follow_ups.set_step(buyers[0], alice, "Send prices", today)
    change = ownership.hand_over_together(buyers, bob, bob, today)
    assert Customer.objects.filter(owner=bob).count() == 6
    ownership.hand_over(buyers[4], None, bob, today)
    assert ownership.hand_back_together(change, bob) == (5, 1)
    owners = dict(Customer.objects.values_list("name", "owner"))
    assert owners == {**{f"Buyer {n}": alice.pk for n in range(4)}, "Buyer 4": None, "Nobody's": None}
    step = follow_ups.open_step(buyers[0])
    assert step
    assert step.person == alice
