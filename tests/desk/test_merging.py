"""Two buyers who are one become one, files that still name the other go to it, and all of it can be undone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from tests.desk.facts import all_facts
from tests.desk.files import HEADING, taken_back, written
from tradewind.desk import access, doubles, imports, merging
from tradewind.desk.jobs.performing import perform
from tradewind.desk.models import (
    AuditEntry,
    Batch,
    BuyerRisk,
    BuyerState,
    ChurnWarning,
    Contact,
    Customer,
    CustomerAlias,
    DeskState,
    Double,
    FollowUp,
    FoundPromise,
    Job,
    Letter,
    Merge,
    Message,
    Note,
    Order,
    Ownership,
    Person,
    Rating,
    Reminder,
    ReminderReason,
    SaidChance,
    SearchWord,
    Season,
    Sender,
    SpecialDay,
    TalkIndex,
    TalkWord,
)
from tradewind.errors import FactsBusy, MergedFurther, MergedMeanwhile, NotFound, TakenApart

pytestmark = pytest.mark.django_db(transaction=True)

ACME = f"{HEADING}\nA1,acme,2026-01-05,Lamp,10,2.50,USD\nA2,acme,2026-02-04,Lamp,4,2.50,USD\n"
GMBH = f"{HEADING}\nG1,acme gmbh,2026-03-01,Desk,2,100,USD\nG2,acme gmbh,2026-03-09,Desk,1,100,USD\n"
LISTED = "Customer ID,Customer Name,Country,Tier\nacme,ACME,,\nacme gmbh,Acme GmbH,Germany,A\n"
PEOPLE = """Customer ID,Contact Name,Email,Phone
acme,Ana,ana@acme.example,
acme gmbh,Ana,ana@acme.example,
acme gmbh,Rui,rui@acme.example,
"""
LATER = f"{HEADING}\nG1,acme gmbh,2026-03-01,Desk,2,100,USD\nG3,acme gmbh,2026-04-01,Sofa,1,900,USD\n"


def buyer(key: str) -> Customer:
    return Customer.objects.get(customer_id=key)


@pytest.fixture
def two(alice: Person, dora: Person) -> tuple[Customer, Customer]:
    """Acme is nobody's and has no country; Acme GmbH is Alice's, has one, and shares a contact."""
    written(dora, ACME, owner="unassigned")
    written(alice, GMBH)
    written(dora, LISTED)
    written(dora, PEOPLE)
    return buyer("acme"), buyer("acme gmbh")


def test_orders_contacts_owner_and_empty_fields_go_to_the_kept_buyer(
    two: tuple[Customer, Customer], alice: Person, dora: Person
) -> None:
    merging.merge(*two, dora)
    kept = Customer.objects.get()
    assert (kept.name, kept.country, kept.tier, kept.owner) == ("ACME", "DE", "A", alice)
    assert kept.orders.count() == 4
    assert set(kept.contacts.values_list("name", flat=True)) == {"Ana", "Rui"}
    assert kept.ownerships.get().until_on is None


def test_unmerge_brings_everything_back_exactly(two: tuple[Customer, Customer], dora: Person) -> None:
    before, numbers = all_facts(), set(Customer.objects.values_list("pk", "customer_id", "created_at"))
    merge = merging.merge(*two, dora)
    merging.unmerge(merge, dora)
    assert all_facts() == before
    assert set(Customer.objects.values_list("pk", "customer_id", "created_at")) == numbers
    assert not CustomerAlias.objects.exists()


def test_messages_and_ratings_go_along_and_come_back(two: tuple[Customer, Customer], dora: Person) -> None:
    at = datetime(2026, 3, 1, 8, tzinfo=UTC)
    for number, one in enumerate(two):
        Rating.objects.create(customer=one, rated_at=at, score=4, source="survey")
        Message.objects.create(
            message_id=str(number), conversation_id="c", channel="mail", customer=one, sent_at=at, direction="in"
        )
    before = all_facts()
    merge = merging.merge(*two, dora)
    kept = Customer.objects.get()
    assert (kept.messages.count(), kept.ratings.count()) == (2, 2), "two answers of one moment are still two"
    merging.unmerge(merge, dora)
    assert all_facts() == before


def test_the_other_way_round_is_undone_exactly_too(two: tuple[Customer, Customer], dora: Person) -> None:
    before = all_facts()
    kept, other = reversed(two)
    merging.unmerge(merging.merge(kept, other, dora), dora)
    assert all_facts() == before


def test_of_two_owners_the_kept_buyers_stays_and_the_history_of_both_is_kept(
    two: tuple[Customer, Customer], alice: Person, bob: Person, dora: Person
) -> None:
    acme, gmbh = two
    Customer.objects.filter(pk=acme.pk).update(owner=bob)
    Ownership.objects.create(customer=acme, rep=bob, from_on=date(2026, 1, 5))
    Ownership.objects.filter(customer=gmbh).update(from_on=date(2026, 3, 1))
    before = all_facts()
    merge = merging.merge(buyer("acme"), gmbh, dora)
    open_, ended = Ownership.objects.order_by("until_on"), Ownership.objects.exclude(until_on=None)
    assert buyer("acme").owner == bob
    assert (open_.filter(until_on=None).get().rep, ended.get().rep) == (bob, alice)
    merging.unmerge(merge, dora)
    assert all_facts() == before


def test_files_that_name_the_other_buyer_go_to_the_kept_one(two: tuple[Customer, Customer], dora: Person) -> None:
    merging.merge(*two, dora)
    again = written(dora, GMBH)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2), "a merge changes no order"
    later = written(dora, LATER)
    assert (later.created, later.unchanged) == (1, 1)
    assert Customer.objects.get().orders.count() == 5


def test_what_came_in_since_goes_to_the_buyer_that_its_file_names(two: tuple[Customer, Customer], dora: Person) -> None:
    merge = merging.merge(*two, dora)
    written(dora, LATER)
    written(dora, "Customer ID,Contact Name,Email\nacme gmbh,Eva,eva@acme.example\n")
    merging.unmerge(merge, dora)
    assert set(buyer("acme gmbh").orders.values_list("order_id", flat=True)) == {"G1", "G2", "G3"}
    assert set(buyer("acme gmbh").contacts.values_list("name", flat=True)) == {"Ana", "Rui", "Eva"}
    assert not Order.objects.exclude(source_customer="").exists()
    assert written(dora, LATER).unchanged == 2


def test_a_list_fills_the_kept_buyer_with_what_it_says_of_the_other_and_overwrites_nothing(
    two: tuple[Customer, Customer], dora: Person
) -> None:
    merging.merge(*two, dora)
    before = all_facts()
    batch = written(
        dora, "Customer ID,Customer Name,Country,Timezone\nacme gmbh,Acme Europe GmbH,France,Europe/Berlin\n"
    )
    kept = Customer.objects.get()
    assert (kept.name, kept.country, kept.timezone) == ("ACME", "DE", "Europe/Berlin")
    assert (batch.read, batch.updated) == (1, 1)
    taken_back(batch, dora)
    assert all_facts() == before


def test_an_import_after_the_merge_is_taken_back_exactly(two: tuple[Customer, Customer], dora: Person) -> None:
    merging.merge(*two, dora)
    before = all_facts()
    batch = written(dora, LATER.replace("Desk,2,100", "Desk,3,100"))
    assert batch.updated == 1
    taken_back(batch, dora)
    assert all_facts() == before
    assert Merge.objects.get().state == Merge.State.DONE


def test_an_import_before_the_merge_is_taken_back_and_the_merge_stands(
    two: tuple[Customer, Customer], dora: Person
) -> None:
    before = all_facts()
    changed = written(dora, f"{HEADING}\nG1,acme gmbh,2026-03-01,Desk,9,100,USD\n")
    merge = merging.merge(*two, dora)
    taken_back(changed, dora)
    assert Customer.objects.count() == 1
    merge.refresh_from_db()
    merging.unmerge(merge, dora)
    assert all_facts() == before


def test_taking_back_the_import_of_the_other_buyer_forgets_the_merge(dora: Person) -> None:
    written(dora, ACME)
    before = all_facts()
    batch = written(dora, GMBH)
    Double.objects.create(customer=buyer("acme"), other=buyer("acme gmbh"), why="similar_name")
    merging.merge(buyer("acme"), buyer("acme gmbh"), dora)
    taken_back(batch, dora)
    assert all_facts() == before
    assert not Merge.objects.exists()
    assert not CustomerAlias.objects.exists()
    assert doubles.open_count(dora) == 0
    written(dora, GMBH)
    assert Customer.objects.count() == 2
    assert doubles.open_count(dora) == 1, "the pair is there again with its buyer"


def test_taking_back_the_import_of_the_kept_buyer_loses_nothing_of_the_other(dora: Person) -> None:
    batch = written(dora, ACME)
    written(dora, GMBH)
    merging.merge(buyer("acme"), buyer("acme gmbh"), dora)
    taken_back(batch, dora)
    assert Customer.objects.get() == buyer("acme gmbh")
    assert buyer("acme gmbh").orders.count() == 2


def test_a_filled_field_does_not_stay_behind_when_imports_changed_it_meanwhile(
    two: tuple[Customer, Customer], dora: Person
) -> None:
    before = all_facts()
    merge = merging.merge(*two, dora)
    batch = written(dora, "Customer ID,Customer Name,Country\nacme,ACME,Brazil\n")
    merging.unmerge(merge, dora)
    assert buyer("acme").country == "BR"
    taken_back(batch, dora)
    assert all_facts() == before


def test_a_buyer_merged_twice_comes_apart_in_the_order_back(two: tuple[Customer, Customer], dora: Person) -> None:
    written(dora, f"{HEADING}\nL1,acme ltd,2026-05-01,Desk,2,100,USD\n")
    before = all_facts()
    first = merging.merge(*two, dora)
    second = merging.merge(buyer("acme ltd"), buyer("acme"), dora)
    assert Customer.objects.get().orders.count() == 5
    written(dora, LATER)
    assert Customer.objects.get().orders.count() == 6
    with pytest.raises(MergedFurther, match="ACME"):
        merging.unmerge(first, dora)
    merging.unmerge(second, dora)
    assert buyer("acme").orders.count() == 5, "with what had been merged into it"
    merging.unmerge(first, dora)
    taken_back(Batch.objects.order_by("pk").last() or pytest.fail(), dora)
    assert all_facts() == before


def test_a_merge_is_refused_when_a_colleague_was_faster(two: tuple[Customer, Customer], dora: Person) -> None:
    acme, gmbh = two
    merge = merging.merge(acme, gmbh, dora)
    with pytest.raises(MergedMeanwhile, match="Acme GmbH has been merged into ACME"):
        merging.merge(acme, gmbh, dora)
    merging.unmerge(merge, dora)
    with pytest.raises(TakenApart):
        merging.unmerge(merge, dora)


def test_nobody_merges_while_an_import_is_written(two: tuple[Customer, Customer], dora: Person) -> None:
    Batch.objects.filter(pk=Batch.objects.earliest("pk").pk).update(state=Batch.State.WRITING)
    with pytest.raises(FactsBusy):
        merging.merge(*two, dora)


def test_a_rep_merges_own_buyers_only(
    two: tuple[Customer, Customer], alice: Person, bob: Person, charlie: Person
) -> None:
    for person in (alice, charlie):
        with pytest.raises(NotFound):
            merging.merge(*two, person)
    merge = merging.merge(*two, bob)
    assert access.merge_for(bob, merge.pk) == access.merge_for(alice, merge.pk) == merge
    with pytest.raises(NotFound):
        access.merge_for(charlie, merge.pk)


def test_a_rep_does_not_take_apart_what_would_go_to_somebody_else(
    two: tuple[Customer, Customer], alice: Person, dora: Person
) -> None:
    acme, gmbh = two
    merge = merging.merge(gmbh, acme, dora)
    assert buyer("acme gmbh").owner == alice
    with pytest.raises(NotFound):
        access.merge_for(alice, merge.pk)


def test_a_merge_raises_the_facts_version_and_is_in_the_audit(two: tuple[Customer, Customer], dora: Person) -> None:
    version = DeskState.now().facts_version
    merging.unmerge(merging.merge(*two, dora), dora)
    assert DeskState.now().facts_version == version + 2
    said = list(AuditEntry.objects.order_by("-pk").values_list("action", "by__username")[:2])
    assert said == [("buyers_unmerged", "dora"), ("buyers_merged", "dora")]


def a_case(of: Customer, state: str, **fields: object) -> ChurnWarning:
    return ChurnWarning.objects.create(
        customer=of, state=state, first_seen_on=date(2026, 6, 1), last_ordered_on=date(2026, 2, 4), **fields
    )


def test_of_two_open_cases_the_one_somebody_works_on_stays(
    two: tuple[Customer, Customer], alice: Person, dora: Person
) -> None:
    acme, gmbh = two
    new, working = a_case(acme, "new"), a_case(gmbh, "working", assigned=alice)
    before = list(ChurnWarning.objects.order_by("pk").values())
    merge = merging.merge(acme, gmbh, dora)
    states = dict(ChurnWarning.objects.filter(customer=acme).values_list("pk", "state"))
    assert states == {new.pk: "quiet", working.pk: "working"}
    working.refresh_from_db()
    assert working.last_ordered_on == date(2026, 3, 9), "the silence began with the last order of both"
    merging.unmerge(merge, dora)
    assert list(ChurnWarning.objects.order_by("pk").values()) == before


def test_a_case_that_was_closed_since_stays_closed(two: tuple[Customer, Customer], dora: Person) -> None:
    acme, gmbh = two
    case = a_case(gmbh, "new")
    merge = merging.merge(acme, gmbh, dora)
    ChurnWarning.objects.filter(pk=case.pk).update(state="lost", closed_on=date(2026, 7, 1), closed_by=dora)
    merging.unmerge(merge, dora)
    case.refresh_from_db()
    assert (case.customer, case.state) == (gmbh, "lost")


def test_findings_go_on_with_cases_of_two_buyers(two: tuple[Customer, Customer], dora: Person) -> None:
    acme, gmbh = two
    a_case(acme, "new")
    a_case(gmbh, "lost", closed_on=date(2026, 7, 1))
    merging.merge(acme, gmbh, dora)
    job = Job.objects.filter(kind="findings", state="queued").latest("pk")
    assert perform(job.pk).state == "done"
    assert ChurnWarning.objects.filter(customer=acme, state__in=ChurnWarning.OPEN).count() <= 1


def test_every_table_that_hangs_on_a_buyer_is_known_to_merging() -> None:
    """A new table with a buyer in it: say in desk/merging.py what a merge does with it, then add it here."""
    moved = {Order, Contact, Message, Rating, Sender, Ownership, ChurnWarning, CustomerAlias, FollowUp, Note, Letter}
    moved |= {SpecialDay, FoundPromise}
    set_aside = {BuyerState, SaidChance, Season, Reminder, ReminderReason}
    recomputed = {BuyerRisk, SearchWord, TalkIndex, TalkWord}
    hanging = {relation.related_model for relation in Customer._meta.related_objects}
    kept_by_key = {Double, Merge}  # hidden relations without a constraint
    assert hanging - kept_by_key == moved | recomputed | set_aside


def found_pairs() -> list[tuple[str, str]]:
    perform(doubles.look().pk)
    return list(Double.objects.values_list("why", "state"))


def test_pairs_are_found_after_an_import_that_makes_buyers(dora: Person) -> None:
    written(dora, ACME.replace("acme", "Acme Trading Ltd"))
    assert Job.objects.filter(kind="doubles", state="queued").count() == 1
    written(dora, GMBH.replace("acme gmbh", "ACME Trading GmbH"))
    assert Job.objects.filter(kind="doubles", state="queued").count() == 1, "one that waits is enough"
    assert found_pairs() == [("same_name_other_suffix", "open")]
    pair, keys = Double.objects.get(), sorted(Customer.objects.values_list("customer_id", flat=True))
    assert [pair.customer.customer_id, pair.other.customer_id] == keys


def test_a_pair_that_is_no_double_never_comes_back(dora: Person) -> None:
    written(dora, ACME.replace("acme", "Acme Trading Ltd"))
    batch = written(dora, GMBH.replace("acme gmbh", "ACME Trading GmbH"))
    found_pairs()
    doubles.say_no_double(Double.objects.get(), dora)
    assert [pair[-1] for pair in found_pairs()] == ["not_double"]
    taken_back(batch, dora)
    found_pairs()
    written(dora, GMBH.replace("acme gmbh", "ACME Trading GmbH"))
    assert [pair[-1] for pair in found_pairs()] == ["not_double"]
    doubles.reopen(Double.objects.get(), dora)
    assert doubles.open_count(dora) == 1


def test_a_pair_is_merged_and_opened_again_with_its_merge(dora: Person) -> None:
    written(dora, ACME.replace("acme", "Acme Trading Ltd"))
    written(dora, GMBH.replace("acme gmbh", "ACME Trading GmbH"))
    found_pairs()
    pair = Double.objects.get()
    key = pair.other.customer_id
    merge = doubles.merge_pair(pair, key, dora)
    assert Customer.objects.get().customer_id == key
    assert [one[-1] for one in found_pairs()] == ["merged"]
    with pytest.raises(MergedMeanwhile):
        doubles.merge_pair(Double.objects.get(), key, dora)
    merging.unmerge(merge, dora)
    assert [one[-1] for one in found_pairs()] == ["open"]


def test_an_import_that_is_cancelled_leaves_the_merge_as_it_was(two: tuple[Customer, Customer], dora: Person) -> None:
    merging.merge(*two, dora)
    before = all_facts()
    batch = imports.take_in(dora, BytesIO(b"a,b\n1,2\n"), "none.csv", {})
    job = imports.start(batch, dora)
    assert perform(job.pk).state == "failed"
    assert all_facts() == before
    assert Merge.objects.get().state == Merge.State.DONE
