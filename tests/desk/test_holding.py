"""Between two windows only what presses gets through, up to the day's budget; a person's own word stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tradewind.desk import contact_rules, reading_plans
from tradewind.desk.holding import held_count, let_through, may_interrupt
from tradewind.desk.models import AuditEntry, BreakThrough, InboxEntry, Meeting, Message, Person, ReadingPlan
from tradewind.desk.reading_plans import Chosen, choose
from tradewind.desk.windows import plan_of, windows_at
from tradewind.errors import ContactRuleNotRead, NotAllowed, PlanNotRead

SHANGHAI = ZoneInfo("Asia/Shanghai")
WINDOWS = Chosen(windows=(8 * 60, 14 * 60, 21 * 60), budget=2)


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    """A moment of November 2026 in Shanghai; the 24th is a Tuesday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def received(person: Person, sent_at: datetime, step: int = 2, **known: object) -> Message:
    number = Message.objects.count()
    message = Message.objects.create(
        message_id=f"m{number}", conversation_id=f"c{number}", channel="mail", rep=person.username, direction="in",
        sent_at=sent_at, sender="Tom", text="hello",
    )  # fmt: skip
    InboxEntry.objects.create(message=message, person=person, step=step, sort_at=sent_at, **known)
    return message


def test_without_windows_nothing_is_held(alice: Person) -> None:
    verdict = may_interrupt(alice, None, at(10))
    assert (verdict.now, verdict.why) == (True, "no_windows")


def test_between_windows_a_message_waits_and_within_one_it_comes(alice: Person) -> None:
    choose(alice, WINDOWS)
    message = received(alice, at(9))
    held = may_interrupt(alice, message, at(10))
    assert (held.now, held.why, held.until) == (False, "held", at(14))
    assert may_interrupt(alice, message, at(14, 29)).why == "in_window"
    assert may_interrupt(alice, message, at(14, 30)).why == "held"
    assert may_interrupt(alice, None, at(22)).until == at(8, day=25)
    assert held_count(alice, windows_at(plan_of(alice), at(10))) == 1
    assert held_count(alice, windows_at(plan_of(alice), at(14, 10))) == 0


def test_windows_lie_on_workdays_and_move_out_of_meetings(alice: Person) -> None:
    choose(alice, WINDOWS)
    assert may_interrupt(alice, None, at(22, day=27)).until == at(8, day=30), "Friday evening waits for Monday"
    Meeting.objects.create(person=alice, starts_at=at(13, 30), ends_at=at(15))
    assert may_interrupt(alice, None, at(14, 10)).until == at(15)


def test_urgent_ones_come_through_up_to_the_budget_and_those_at_once_together(alice: Person) -> None:
    choose(alice, WINDOWS)
    urgent = [received(alice, at(9), step=1) for _ in range(4)]
    moments = (at(9, 30), at(9, 33), at(11), at(12))
    told = [let_through(alice, message, moment).why for message, moment in zip(urgent, moments, strict=True)]
    assert told == ["urgent", "with_urgent", "urgent", "budget_spent"]
    assert list(BreakThrough.objects.order_by("at").values_list("messages", flat=True)) == [2, 1]
    assert may_interrupt(alice, urgent[0], at(9, day=25)).why == "urgent", "the budget is a day's"
    assert may_interrupt(alice, urgent[0], at(22, 30, day=25)).why == "off_hours"


def test_a_deadline_presses_only_before_the_next_window_and_while_it_lies_ahead(alice: Person) -> None:
    choose(alice, WINDOWS)
    own = received(alice, at(9), due_at=at(12), is_unlikely=True)
    likely = received(alice, at(9), due_at=at(12))
    platform = received(alice, at(9), due_at=at(12), is_unlikely=True, is_promise_strict=True)
    assert [may_interrupt(alice, one, at(10)).why for one in (own, likely, platform)] == ["held", "urgent", "urgent"]
    assert may_interrupt(alice, platform, at(12, 1)).why == "held"
    assert may_interrupt(alice, received(alice, at(9), due_at=at(15)), at(10)).why == "held"
    assert may_interrupt(alice, None, at(10), due_at=at(12)).why == "urgent", "a reminder before the buyer closes"


def test_the_persons_own_word_stands(alice: Person) -> None:
    choose(alice, WINDOWS)
    calm, loud = received(alice, at(9), step=1, said="not_urgent"), received(alice, at(9), step=3, said="urgent")
    assert [may_interrupt(alice, one, at(10)).now for one in (calm, loud)] == [False, True]


def test_a_message_that_no_job_has_seen_yet_goes_by_its_channels_deadline(alice: Person) -> None:
    choose(alice, WINDOWS)
    message = received(alice, at(12, 45))
    InboxEntry.objects.all().delete()
    assert not may_interrupt(alice, message, at(12, 50)).now
    Message.objects.update(channel="trademanager")
    message.refresh_from_db()
    assert may_interrupt(alice, message, at(12, 50)).why == "urgent"


def test_windows_are_chosen_audited_and_taken_back_and_nonsense_is_refused(alice: Person, bob: Person) -> None:
    first, again = choose(alice, WINDOWS), choose(alice, WINDOWS)
    assert first and again is None
    other = choose(alice, Chosen(windows=(600,)))
    assert other and not reading_plans.undo(first, alice), "it was changed since"
    assert not reading_plans.undo(other, bob) and reading_plans.undo(other, alice)
    assert ReadingPlan.objects.get().windows == [480, 840, 1260]
    assert AuditEntry.objects.filter(action="windows_chosen", by=alice).count() == 3
    for broken in (
        Chosen(windows=(1440,)), Chosen(windows=tuple(range(13))), Chosen(windows=(1,), from_min=60, to_min=60),
        Chosen(windows=(1,), budget=51), Chosen(windows=(1,), blocked=((60, 50),)),
    ):  # fmt: skip
        with pytest.raises(PlanNotRead):
            choose(alice, broken)


def test_rules_of_contact_are_versions_that_managers_write_and_take_back(alice: Person, bob: Person) -> None:
    mine = [{"channel": "mail", "minutes": 60, "clock": "office", "use": "quotations", "who": "the owner"}]
    with pytest.raises(NotAllowed):
        contact_rules.write(mine, [], alice)
    contact_rules.write(mine, [{"code": "payment", "words": ["Payment", "付款"]}], bob)
    rules = contact_rules.in_force()
    assert (rules.number, rules.promises[0].minutes, sorted(rules.urgent[0].words)) == (1, 60.0, ["payment", "付款"])
    friday = received(alice, datetime(2026, 11, 20, 21, tzinfo=UTC))
    friday.utc_offset_min = -300
    due = contact_rules.deadline_of(friday)
    assert due and due.at == friday.sent_at + timedelta(hours=1), "16:00 there, so by 17:00"
    assert contact_rules.take_back(bob) == 2 and len(contact_rules.in_force().promises) == 4
    for broken in ([], [{"channel": "mail", "minutes": "soon"}], [*mine, *mine], [{"channel": "", "minutes": 60}]):
        with pytest.raises(ContactRuleNotRead):
            contact_rules.write(broken, [], bob)
