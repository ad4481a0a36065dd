"""Two people act on the same row at the same moment: one is served, and the desk keeps an administrator."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from tradewind.desk import invitations, people
from tradewind.desk.models import Person
from tradewind.errors import InvitationSpent, LastAdministrator, NotAllowed, TradewindError

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[type[TradewindError] | None]:
    """What each act was refused with, or None; all begin at the same moment."""
    start = Barrier(len(acts))
    ends: dict[int, type[TradewindError] | None] = {}

    def play(number: int, act: Callable[[], object]) -> None:
        try:
            start.wait(10)
            act()
            ends[number] = None
        except TradewindError as error:
            ends[number] = type(error)
        finally:
            connection.close()

    threads = [Thread(target=play, args=one) for one in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    return [ends[number] for number in range(len(acts))]


def test_of_two_who_accept_one_invitation_one_is_let_in(alice: Person, dora: Person) -> None:
    token = invitations.invite(alice, dora)
    words = ("typhoon-shelter-9", "another-good-word")
    ends = at_once(*(lambda word=word: invitations.accept(token, word, word) for word in words))
    assert sorted(ends, key=str) == sorted([None, InvitationSpent], key=str)
    alice.refresh_from_db()
    assert [alice.check_password(word) for word in words] == [end is None for end in ends]


def test_of_two_administrators_who_demote_each_other_one_stays(dora: Person) -> None:
    frank = Person.objects.add("frank", role=Person.Role.ADMIN)
    ends = at_once(
        lambda: people.edit(frank, "Frank", Person.Role.REP, None, dora),
        lambda: people.edit(dora, "Dora", Person.Role.REP, None, frank),
    )
    assert ends.count(None) == 1
    assert set(ends) & {NotAllowed, LastAdministrator}
    assert Person.objects.filter(role=Person.Role.ADMIN, is_active=True).count() == 1
