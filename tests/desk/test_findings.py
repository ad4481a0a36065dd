"""The findings job stores what the analyses say, per buyer and per scope, and keeps the cases in step."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.desk.files import HEADING, taken_back, written
from tests.desk.histories import regular_buyers
from tradewind.desk import calendar, retention
from tradewind.desk.facts import queue_findings
from tradewind.desk.jobs.performing import perform_for
from tradewind.desk.mirror import desk_ledger
from tradewind.desk.models import BuyerRisk, ChurnWarning, Customer, FindingRun, Order, Person
from tradewind.findings import Findings

pytestmark = pytest.mark.django_db(transaction=True)
State = ChurnWarning.State


def found() -> FindingRun:
    perform_for(queue_findings())
    run = retention.current_run()
    assert run
    return run


def test_the_stored_list_is_what_the_findings_say(dora: Person) -> None:
    written(dora, regular_buyers(calendar.today()))
    run = found()
    told = Findings(desk_ledger(), run.as_of).retention.watch(run.horizon_days)
    stored = retention.watch_document(dora, run)
    assert stored["buyers"] == told["buyers"]
    assert stored["today"] == told["today"] == calendar.today().isoformat()


def test_the_run_keeps_what_its_numbers_can_be_recomputed_from(dora: Person) -> None:
    written(dora, regular_buyers(calendar.today()))
    run = found()
    assert run.parameters["lifetime"]["buyers"] == 30
    assert run.parameters["rule"]["p_no_order_from"] == 0.5
    assert run.facts_version == 1


@pytest.mark.one_database
def test_old_orders_are_seen_from_the_day_they_end(dora: Person) -> None:
    ended = calendar.today() - timedelta(days=400)
    written(dora, regular_buyers(ended))
    assert (found().as_of, found().data_end) == (ended, ended)


def test_orders_that_ended_46_days_ago_have_ended_and_45_days_ago_have_not() -> None:
    today = calendar.today()
    assert calendar.as_of(today - timedelta(days=45), today) == today
    assert calendar.as_of(today - timedelta(days=46), today) == today - timedelta(days=46)


def test_a_person_is_told_the_sums_of_the_buyers_that_this_person_sees(
    alice: Person, bob: Person, charlie: Person, dora: Person
) -> None:
    written(alice, regular_buyers(calendar.today(), prefix="a"))
    written(charlie, regular_buyers(calendar.today(), buyers=12, prefix="c"))
    run = found()
    active = {}
    for person in (alice, bob, charlie, dora):
        rate = retention.scope_finding(person, run, "churn_rate")
        assert rate is not None
        active[person.username] = max(month["active"] for month in rate["months"])
        mine = {risk.customer.owner_id for risk in retention.buyers_to_save(person, run)}
        assert mine <= ({alice.pk, charlie.pk} if person is dora else {charlie.pk if person is charlie else alice.pk})
    assert active["alice"] == active["bob"] == 30
    assert active["charlie"] == 12
    assert active["dora"] == 42


def test_a_new_run_replaces_the_old_one_whose_parameters_stay_while_a_state_names_them(dora: Person) -> None:
    written(dora, regular_buyers(calendar.today()))
    first = found()
    written(dora, f"{HEADING}\nX1,newcomer,{calendar.today()},Lamp,1,5,USD\n")
    run = found()
    assert list(FindingRun.objects.filter(matter="retention", is_current=True)) == [run]
    assert FindingRun.objects.get(pk=first.pk).parameters["inputs"] == first.parameters["inputs"]
    assert BuyerRisk.objects.count() == BuyerRisk.objects.filter(run=run).count() == 31


@pytest.mark.one_database
def test_undo_purges_what_was_computed_from_facts_that_are_gone(dora: Person) -> None:
    batch = written(dora, regular_buyers(calendar.today()))
    found()
    taken_back(batch, dora)
    assert retention.current_run() is None
    assert not ChurnWarning.objects.exists()
    assert desk_ledger().table("orders").is_empty()


def test_a_buyer_on_the_list_has_one_open_case_until_the_next_order_wins_the_buyer_back(dora: Person) -> None:
    written(dora, regular_buyers(calendar.today()))
    run = found()
    risk = BuyerRisk.objects.filter(run=run, on_list=True).first()
    assert risk
    found()
    case = ChurnWarning.objects.get(customer=risk.customer)
    assert (case.state, case.first_seen_on) == (State.NEW, run.as_of)
    order = f"{HEADING}\nback,{risk.customer.customer_id},{calendar.today()},Lamp,1,50,USD\n"
    written(dora, order)
    found()
    case.refresh_from_db()
    assert (case.state, case.closed_on) == (State.WON_BACK, calendar.today())


@pytest.mark.one_database
def test_what_a_person_closed_as_lost_is_not_opened_again_for_the_same_silence(dora: Person) -> None:
    written(dora, regular_buyers(calendar.today()))
    found()
    case = ChurnWarning.objects.first()
    assert case
    retention.record_outcome(case, State.LOST, "bought by a competitor", dora, calendar.today())
    found()
    assert not ChurnWarning.objects.filter(customer=case.customer, state__in=ChurnWarning.OPEN).exists()


@pytest.mark.one_database
def test_an_outcome_can_be_taken_back(dora: Person) -> None:
    written(dora, regular_buyers(calendar.today()))
    found()
    case = ChurnWarning.objects.first()
    assert case
    retention.assign(case, dora, dora)
    retention.record_outcome(case, State.LOST, "", dora, calendar.today())
    again = retention.reopen(case, dora)
    assert (again.state, again.closed_on, again.assigned) == (State.WORKING, None, dora)


@pytest.mark.one_database
def test_an_order_in_a_currency_without_a_rate_counts_as_an_order_without_money(dora: Person) -> None:
    written(dora, regular_buyers(calendar.today()) + f"odd,odd,{calendar.today()},70,XTS\n", without_rates=True)
    assert Order.objects.get(order_id="odd").amount_base is None
    found()
    risk = BuyerRisk.objects.get(customer=Customer.objects.get(customer_id="odd"))
    assert (risk.order_days, risk.trailing_amount) == (1, 0)
