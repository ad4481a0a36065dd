"""A rep sees own buyers, a manager the team's and the unassigned, an administrator all."""

from __future__ import annotations

import pytest

from tests.desk.files import HEADING, written
from tests.web import rows
from tradewind.desk import access
from tradewind.desk.models import Batch, ChurnWarning, Customer, Person, ScopeFinding
from tradewind.desk.retention import scope_finding
from tradewind.errors import NotFound

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def buyers(alice: Person, charlie: Person, dora: Person) -> dict[str, Customer]:
    """One buyer of Alice, one of Charlie, one of nobody."""
    for person, name, owner in ((alice, "acme", "me"), (charlie, "chan", "me"), (dora, "nemo", "unassigned")):
        written(person, f"{HEADING}\n{name}-1,{name},2026-01-05,Lamp,1,1,USD\n", owner=owner)
    return {customer.name: customer for customer in Customer.objects.all()}


def test_everyone_sees_what_the_role_says(
    alice: Person, bob: Person, charlie: Person, dora: Person, buyers: dict[str, Customer]
) -> None:
    seen = {p.username: set(access.customers_of(p).values_list("name", flat=True)) for p in (alice, bob, charlie, dora)}
    assert seen == {"alice": {"acme"}, "bob": {"acme", "nemo"}, "charlie": {"chan"}, "dora": {"acme", "chan", "nemo"}}


def test_what_is_not_yours_and_what_does_not_exist_answer_the_same(
    charlie: Person, buyers: dict[str, Customer]
) -> None:
    said = []
    for number in (buyers["acme"].pk, 10**9):
        with pytest.raises(NotFound) as refusal:
            access.customer_for(charlie, number)
        said.append(str(refusal.value))
    assert said[0] == said[1]


def test_a_case_is_seen_by_those_who_see_its_buyer(alice: Person, charlie: Person, buyers: dict[str, Customer]) -> None:
    case = ChurnWarning.objects.create(
        customer=buyers["acme"], first_seen_on="2026-02-01", last_ordered_on="2026-01-05"
    )
    assert access.warning_for(alice, case.pk) == case
    with pytest.raises(NotFound):
        access.warning_for(charlie, case.pk)


def test_an_import_is_seen_by_whom_it_came_from_and_by_administrators(
    alice: Person, charlie: Person, dora: Person, buyers: dict[str, Customer]
) -> None:
    batch = Batch.objects.get(by=alice)
    assert access.batch_for(alice, batch.pk) == access.batch_for(dora, batch.pk) == batch
    with pytest.raises(NotFound):
        access.batch_for(charlie, batch.pk)


def test_a_manager_without_a_team_sees_own_buyers_only(db: None, buyers: dict[str, Customer]) -> None:
    lonely = Person.objects.add("lonely", role="manager")
    assert not access.customers_of(lonely).exists()


def test_buyers_are_handed_only_to_colleagues(alice: Person, bob: Person, charlie: Person, dora: Person) -> None:
    assert set(access.colleagues_of(alice)) == {alice}
    assert set(access.colleagues_of(bob)) == {alice, bob}
    assert set(access.colleagues_of(dora)) == {alice, bob, charlie, dora}


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_a_sum_of_another_scope_never_shows(
    who: str, alice: Person, bob: Person, charlie: Person, dora: Person
) -> None:
    person = {"alice": alice, "bob": bob, "charlie": charlie}[who]
    run = rows.a_run()
    people = (alice, bob, charlie, dora)
    others = {access.scope_of(one) for one in people} - {access.scope_of(person)}
    assert len(others) == len(people) - 1
    for scope in others:
        ScopeFinding.objects.create(run=run, scope=scope, name="warning_record", document={"of": scope})
    assert scope_finding(person, run, "warning_record") is None
    own = access.scope_of(person)
    ScopeFinding.objects.create(run=run, scope=own, name="warning_record", document={"of": own})
    assert scope_finding(person, run, "warning_record") == {"of": own}
