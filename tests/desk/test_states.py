"""Each buyer's state by day: written once, with its reasons, and one reminder of each change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.desk.files import written
from tests.desk.histories import HEADING, regular_buyers
from tradewind.desk import access, calendar, false_alarms, merging, retention, seasons, states
from tradewind.desk.day import scope_for
from tradewind.desk.day_told import day_document
from tradewind.desk.facts import queue_findings
from tradewind.desk.jobs.performing import perform_for
from tradewind.desk.models import (
    AuditEntry,
    BuyerRisk,
    BuyerState,
    ChurnWarning,
    Customer,
    DeskState,
    FindingRun,
    Person,
    SaidChance,
)
from tradewind.desk.recomputing import recomputed_document
from tradewind.errors import BudgetNotRead, DayNotRead, NotAllowed, NotFound, OtherInputs

pytestmark = pytest.mark.django_db(transaction=True)
State = BuyerState.State


def found() -> FindingRun:
    perform_for(queue_findings())
    run = retention.current_run()
    assert run
    return run


def record_of(person: Person, run: FindingRun) -> dict[str, Any]:
    document: dict[str, Any] | None = retention.scope_finding(person, run, "kept_record")
    assert document is not None
    return document


def order(buyer: str, on: date) -> str:
    return f"{HEADING}\n{buyer}-{on:%Y%m%d},{buyer},{on.isoformat()},500,USD\n"


def test_a_run_gives_every_buyer_one_state_and_a_second_run_adds_none(dora: Person) -> None:
    written(dora, regular_buyers(calendar.today()))
    run = found()
    first = list(BuyerState.objects.order_by("pk").values())
    assert len(first) == Customer.objects.count() == 30
    assert {one["why"] for one in first} == {"first_look"} and {one["was"] for one in first} == {""}
    at_risk = {one["customer_id"] for one in first if one["state"] == "at_risk"}
    assert at_risk == {risk.customer_id for risk in BuyerRisk.objects.filter(run=run, on_list=True)} != set()
    found()
    assert list(BuyerState.objects.order_by("pk").values()) == first
    assert ChurnWarning.objects.filter(state="new").count() == len(at_risk), "one entry each"


@pytest.mark.one_database
def test_a_change_is_one_reminder_until_someone_takes_note_of_it(alice: Person, charlie: Person) -> None:
    written(alice, regular_buyers(calendar.today()))
    found()
    warned = BuyerState.objects.filter(state=State.AT_RISK).first()
    assert warned and day_document(alice)["changes"] == []
    written(alice, order(warned.customer.customer_id, calendar.today()))
    found()
    found()
    (change,) = day_document(alice)["changes"]
    assert (change["name"], change["state"], change["was"]) == (warned.customer.name, "won_back", "at_risk")
    assert [one.state for one in states.history_of(warned.customer)] == ["won_back", "at_risk"]
    kept = states.history_of(warned.customer)[1]
    assert (kept.p_no_order, kept.reasons, kept.is_current) == (warned.p_no_order, warned.reasons, False)
    with pytest.raises(NotFound):
        access.state_for(charlie, change["change"])
    state = states.take_note(access.state_for(alice, change["change"]), alice)
    assert states.unseen_changes(scope_for(alice).customers()) == []
    states.untake_note(state, alice)
    assert len(states.unseen_changes(scope_for(alice).customers())) == 1


def test_every_stored_number_can_be_computed_again_from_what_is_stored_with_it(dora: Person) -> None:
    written(dora, regular_buyers(calendar.today()))
    run = found()
    told = recomputed_document(run)
    assert (told["buyers"], told["different"], told["largest_difference"]) == (30, 0, 0.0)
    assert run.parameters["early_warning"]["by"] == "early_warning"
    written(dora, order("buyer3", calendar.today() - timedelta(days=1)))
    with pytest.raises(OtherInputs, match="are not those that the stored numbers were computed from"):
        recomputed_document(run)


@pytest.mark.one_database
def test_a_manager_sets_the_budget_a_rep_may_not_and_it_can_be_taken_back(
    alice: Person, bob: Person, dora: Person
) -> None:
    written(dora, regular_buyers(calendar.today()))
    found()
    with pytest.raises(NotAllowed):
        false_alarms.change(0.2, alice)
    for share in (0.0, 0.6, float("nan")):
        with pytest.raises(BudgetNotRead):
            false_alarms.change(share, bob)
    entry = false_alarms.change(0.01, bob)
    run = found()
    assert run.parameters["early_warning"]["budget"] == 0.01
    assert AuditEntry.objects.filter(action=false_alarms.CHANGED, by=bob).count() == 1
    assert false_alarms.undo(entry, bob)
    assert DeskState.now().false_alarms == 0.10
    assert not false_alarms.undo(entry, bob), "changed since"


def test_of_two_merged_buyers_the_kept_ones_states_go_on_and_the_others_come_back(dora: Person) -> None:
    written(dora, regular_buyers(calendar.today()))
    found()
    kept, other = Customer.objects.order_by("pk")[:2]
    before = list(BuyerState.objects.order_by("pk").values())
    merge = merging.merge(kept, other, dora)
    assert BuyerState.objects.filter(customer=kept).count() == 1
    assert BuyerState.objects.count() == len(before) - 1
    merging.unmerge(merge, dora)
    assert list(BuyerState.objects.order_by("pk").values()) == before


@pytest.mark.one_database
def test_a_seasonal_buyer_is_off_the_list_until_it_is_expected_and_comes_back_by_undo(dora: Person) -> None:
    written(dora, regular_buyers(calendar.today()))
    found()
    case = ChurnWarning.objects.filter(state="new").first()
    assert case
    until = seasons.day_said("", case.customer, calendar.today())
    assert until > calendar.today() + timedelta(days=13), "a year after its orders of last season"
    retention.record_outcome(case, "seasonal", "", dora, calendar.today(), until)
    run = found()
    risk = BuyerRisk.objects.get(run=run, customer=case.customer)
    assert (risk.on_list, risk.why_not) == (False, "snoozed")
    assert states.history_of(case.customer)[0].why == "snoozed"
    with pytest.raises(DayNotRead):
        seasons.day_said("2020-01-01", case.customer, calendar.today())
    retention.reopen(case, dora)
    assert BuyerRisk.objects.get(run=found(), customer=case.customer).on_list


@pytest.mark.one_database
def test_the_record_is_of_what_was_stored_and_an_outcome_is_its_label(dora: Person) -> None:
    """Two imports of old orders: the first run warns, the second sees what came of it."""
    orders = regular_buyers(date(2024, 12, 31)).splitlines()
    then = "2024-07-15"
    written(dora, "\n".join([orders[0], *(line for line in orders[1:] if line.split(",")[2] <= then)]) + "\n")
    first = found()
    assert record_of(dora, first)["total"]["pending"] > 0
    warned: list[Any] = list(BuyerState.objects.filter(state=State.AT_RISK).values_list("customer", "p_no_order"))
    case = ChurnWarning.objects.get(customer=warned[0][0])
    retention.record_outcome(case, "lost_price", "", dora, first.as_of)
    written(dora, "\n".join(orders) + "\n")
    document = record_of(dora, found())
    total = document["total"]
    assert total["warned"] >= len(warned) and total["right"] + total["false_alarms"] > 0
    assert document["since"] == first.as_of.isoformat()
    assert document["labels"] == {"lost_price": 1}
    assert document["calibration_months"][0]["buyers"] == SaidChance.objects.filter(said_on=first.as_of).count()
    kept = BuyerState.objects.filter(on=first.as_of, state=State.AT_RISK).values_list("customer", "p_no_order")
    assert list(kept) == warned, "nothing of it was recomputed"
