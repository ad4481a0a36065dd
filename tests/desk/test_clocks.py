"""A buyer's clock comes from its entry, telephones and country; setting it is noted and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test.utils import CaptureQueriesContext

from tests.web import rows
from tradewind.desk import clocks, due_days
from tradewind.desk.clocks import OwnHours
from tradewind.desk.models import AuditEntry, Contact, Customer, DeskState, Person
from tradewind.errors import HoursOutOfRange, NotFound, NoWorkday, NoZone, UnknownZone

pytestmark = pytest.mark.django_db(transaction=True)
AtMost = Callable[[int], CaptureQueriesContext]


def buyer(owner: Person, name: str, country: str = "", phone: str = "", zone: str = "") -> Customer:
    made = rows.a_buyer(owner, name)
    Customer.objects.filter(pk=made.pk).update(country=country, timezone=zone)
    if phone:
        Contact.objects.create(customer=made, name="Ana", phone=phone)
    return Customer.objects.get(pk=made.pk)


def test_many_clocks_take_one_query(alice: Person, django_assert_num_queries: AtMost) -> None:
    them = [buyer(alice, f"B{n}", "BR", "+55 92 3622-1234") for n in range(20)] + [buyer(alice, "Atlantis")]
    with django_assert_num_queries(1):
        known = clocks.clocks_of(them)
    assert {one.clock and one.clock.zone for one in known.values()} == {"America/Manaus", None}


def test_a_suppliers_telephone_says_nothing_about_the_buyer(alice: Person) -> None:
    acme = buyer(alice, "Acme", "BR")
    Contact.objects.create(customer=acme, name="Forwarder", kind="forwarder", phone="+55 92 3622-1234")
    found = clocks.clock_of(acme).found
    assert (found.zone, found.is_certain) == ("America/Sao_Paulo", False)


def test_a_zone_once_set_is_certain_is_noted_and_can_be_undone(alice: Person) -> None:
    acme = buyer(alice, "Acme", "BR")
    version, sunday = DeskState.now().facts_version, frozenset[int]({6})
    acme = clocks.set_clock(
        acme, alice, OwnHours("america/manaus", 8 * 60, 17 * 60, sunday, frozenset({date(2026, 12, 24)}))
    )
    clock = clocks.clock_of(acme).clock
    assert clock and (clock.zone, clock.opens_min, clock.closes_min) == ("America/Manaus", 480, 1020)
    assert clock.weekend == sunday
    assert clock.closed_on == {date(2026, 12, 24)} and clocks.clock_of(acme).found.is_certain
    assert AuditEntry.objects.get(action=clocks.CLOCK_SET).by == alice
    assert DeskState.now().facts_version == version + 1, "a time zone is a fact"
    acme = clocks.unset_clock(acme, alice)
    assert clocks.own_hours(acme) == OwnHours() and not clocks.clock_of(acme).found.is_certain


def test_hours_alone_leave_the_facts_as_they_are(alice: Person) -> None:
    acme = buyer(alice, "Acme", "DE")
    version = DeskState.now().facts_version
    clocks.set_clock(acme, alice, OwnHours(opens_min=7 * 60))
    assert DeskState.now().facts_version == version


def test_setting_what_is_set_notes_nothing(alice: Person) -> None:
    acme = buyer(alice, "Acme", "DE")
    clocks.set_clock(acme, alice, OwnHours())
    assert not AuditEntry.objects.filter(action=clocks.CLOCK_SET).exists()


def test_a_week_without_a_closed_day_can_be_set(alice: Person) -> None:
    acme = clocks.set_clock(buyer(alice, "Acme", "DE"), alice, OwnHours(weekend=frozenset()))
    assert clocks.own_hours(acme).weekend == frozenset()


def test_what_cannot_be_a_clock_is_refused_and_nothing_is_written(alice: Person, charlie: Person) -> None:
    acme, nowhere = buyer(alice, "Acme", "DE"), buyer(alice, "Atlantis")
    for own, error in (
        (OwnHours("Mars/Olympus"), UnknownZone),
        (OwnHours(opens_min=1100), HoursOutOfRange),
        (OwnHours(weekend=frozenset(range(7))), NoWorkday),
    ):
        with pytest.raises(error):
            clocks.set_clock(acme, alice, own)
    with pytest.raises(NoZone):
        clocks.set_clock(nowhere, alice, OwnHours(opens_min=600))
    with pytest.raises(NotFound):
        clocks.set_clock(acme, charlie, OwnHours("Europe/Berlin"))
    with pytest.raises(NotFound):
        clocks.unset_clock(acme, alice)
    assert clocks.own_hours(Customer.objects.get(pk=acme.pk)) == OwnHours()


def test_an_undo_of_a_clock_that_was_changed_since_is_refused(alice: Person) -> None:
    acme = clocks.set_clock(buyer(alice, "Acme", "BR"), alice, OwnHours("America/Manaus"))
    Customer.objects.filter(pk=acme.pk).update(timezone="America/Noronha")
    with pytest.raises(NotFound):
        clocks.unset_clock(acme, alice)


def test_the_next_morning_is_the_buyers_own(alice: Person) -> None:
    brazil, china, nowhere = buyer(alice, "Azul", "BR"), buyer(alice, "Wang", "CN"), buyer(alice, "Atlantis")
    mornings = clocks.next_morning_of([brazil, china, nowhere], datetime(2026, 2, 13, 14, tzinfo=UTC))
    assert mornings[brazil.pk] == datetime(2026, 2, 19, 12, tzinfo=UTC), "after Carnival"
    assert mornings[china.pk] == datetime(2026, 2, 14, 1, tzinfo=UTC), "a make-up Saturday"
    assert mornings[nowhere.pk] == mornings[china.pk], "by the desk's own clock"


def test_a_step_is_put_off_to_the_buyers_next_working_day_after_today(alice: Person) -> None:
    brazil, america = buyer(alice, "Azul", "BR"), buyer(alice, "Acme", "US")
    assert due_days.snooze_days(brazil, date(2026, 2, 13))["their_morning"] == date(2026, 2, 19), "after Carnival"
    assert due_days.snooze_days(america, date(2026, 11, 26))["their_morning"] == date(2026, 11, 27)
    assert next(iter(due_days.snooze_days(america, date(2026, 11, 26)))) == "their_morning", "the first choice"


def test_holidays_ahead_are_of_ones_own_buyers_with_a_query_for_them_and_one_for_whom_one_stands_in(
    alice: Person, charlie: Person, django_assert_num_queries: AtMost
) -> None:
    for name, country in (("A", "BR"), ("B", "BR"), ("C", "DE"), ("D", "European Community")):
        buyer(alice, name, country)
    with django_assert_num_queries(2):
        ahead = clocks.holidays_ahead(alice, date(2026, 2, 13))
    assert [(one.country, one.holiday.name, number) for one, number in ahead] == [
        ("BR", "Carnival", 2),
        ("BR", "Ash Wednesday", 2),
    ]
    assert clocks.holidays_ahead(charlie, date(2026, 2, 13)) == []


def test_the_desks_own_clock_knows_its_country() -> None:
    assert (clocks.desk_clock().zone, clocks.desk_clock().country) == ("Asia/Shanghai", "CN")
