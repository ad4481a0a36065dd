"""A buyer is handed over on a day, its history says so, and a slip leaves no trace."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.web import rows
from tradewind.desk import calendar, ownership
from tradewind.desk.models import AuditEntry, Customer, DeskState, Ownership, Person, Team
from tradewind.errors import NotAllowed, NotFound, NotOnThatDay

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = date(2026, 1, 5)


@pytest.fixture
def today() -> date:
    return calendar.today()


@pytest.fixture
def acme(alice: Person) -> Customer:
    """Alice's since January."""
    buyer = rows.a_buyer(alice, "Acme")
    Ownership.objects.create(customer=buyer, rep=alice, from_on=FIRST)
    return buyer


def history(buyer: Customer) -> list[tuple[str, date, date | None]]:
    return [(one.rep.username, one.from_on, one.until_on) for one in ownership.history_of(buyer)]


def test_handing_over_closes_one_period_and_opens_the_next(
    acme: Customer, alice: Person, bob: Person, today: date
) -> None:
    handed = ownership.hand_over(acme, bob, bob, today)
    assert handed.owner == bob
    assert history(acme) == [("bob", today, None), ("alice", FIRST, today)]


def test_the_same_day_twice_leaves_one_row(acme: Customer, bob: Person, dora: Person, today: date) -> None:
    ownership.hand_over(acme, bob, dora, today)
    ownership.hand_over(acme, dora, dora, today)
    assert history(acme) == [("dora", today, None), ("alice", FIRST, today)]


def test_handing_back_on_the_day_leaves_the_history_as_it_was(acme: Customer, bob: Person, today: date) -> None:
    before = list(Ownership.objects.values())
    ownership.hand_over(acme, bob, bob, today)
    back = ownership.hand_back(acme, bob)
    assert back.owner and back.owner.username == "alice"
    assert list(Ownership.objects.values()) == before


def test_a_hand_over_to_nobody_is_undone_too(acme: Customer, bob: Person, today: date) -> None:
    before = list(Ownership.objects.values())
    assert ownership.hand_over(acme, None, bob, today).owner is None
    assert history(acme) == [("alice", FIRST, today)]
    ownership.hand_back(acme, bob)
    assert list(Ownership.objects.values()) == before


def test_what_was_handed_on_since_is_not_handed_back(acme: Customer, bob: Person, dora: Person, today: date) -> None:
    ownership.hand_over(acme, bob, dora, today)
    Customer.objects.update(owner=dora)
    with pytest.raises(NotFound):
        ownership.hand_back(acme, dora)


def test_a_hand_over_may_be_told_later_but_not_before_the_present_owner_began(
    acme: Customer, bob: Person, today: date
) -> None:
    with pytest.raises(NotOnThatDay, match="from 2026-01-05"):
        ownership.hand_over(acme, bob, bob, FIRST - timedelta(days=1))
    with pytest.raises(NotOnThatDay):
        ownership.hand_over(acme, bob, bob, today + timedelta(days=1))
    ownership.hand_over(acme, bob, bob, date(2026, 2, 1))
    assert history(acme) == [("bob", date(2026, 2, 1), None), ("alice", FIRST, date(2026, 2, 1))]


def test_a_rep_gives_nothing_away(acme: Customer, alice: Person, bob: Person, today: date) -> None:
    for to in (bob, None, alice):
        with pytest.raises(NotAllowed):
            ownership.hand_over(acme, to, alice, today)
    with pytest.raises(NotAllowed):
        ownership.hand_back(acme, alice)


def test_a_manager_hands_over_within_the_team(
    acme: Customer, bob: Person, charlie: Person, dora: Person, today: date
) -> None:
    with pytest.raises(NotFound):
        ownership.hand_over(acme, charlie, bob, today)
    theirs = rows.a_buyer(charlie, "Chan")
    with pytest.raises(NotFound):
        ownership.hand_over(theirs, bob, bob, today)
    assert ownership.hand_over(theirs, bob, dora, today).owner == bob
    stranger = Person.objects.add("eve", role="manager", team=Team.objects.create(name="Asia"))
    with pytest.raises(NotFound):
        ownership.hand_over(acme, stranger, stranger, today)


def test_many_buyers_go_at_once_all_or_none(alice: Person, bob: Person, charlie: Person, today: date) -> None:
    mine = [rows.a_buyer(alice, f"Buyer {n}") for n in range(30)]
    version = DeskState.now().facts_version
    with pytest.raises(NotFound):
        ownership.hand_over_many([*mine, rows.a_buyer(charlie, "Chan")], bob, bob, today)
    assert not Customer.objects.filter(owner=bob).exists()
    assert ownership.hand_over_many(mine, bob, bob, today) == 30
    assert ownership.hand_over_many(mine, bob, bob, today) == 0
    assert Customer.objects.filter(owner=bob).count() == Ownership.objects.filter(rep=bob).count() == 30
    assert DeskState.now().facts_version == version + 1


def test_a_hand_over_is_in_the_audit(acme: Customer, alice: Person, bob: Person, today: date) -> None:
    ownership.hand_over(acme, bob, bob, today)
    said = AuditEntry.objects.latest("pk")
    assert (said.by, said.action, said.about) == (bob, "buyer_handed_over", f"customer:{acme.pk}")
    assert said.facts == {"to": bob.pk, "before": alice.pk, "on": today.isoformat(), "step": None}
