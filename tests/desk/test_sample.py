"""The sample company is labelled, never mixes with own facts, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.desk.facts import all_facts
from tests.desk.files import ORDERS, taken_back, written
from tradewind.desk import retention, sample
from tradewind.desk.facts import queue_findings
from tradewind.desk.jobs.performing import perform_for
from tradewind.desk.made_up import sample_file
from tradewind.desk.models import Batch, ChurnWarning, Customer, DeskState, Order, Person
from tradewind.desk.queue import latest_job_of
from tradewind.errors import DeskNotEmpty, NoOrderFile, NoSample, NotAllowed

pytestmark = pytest.mark.django_db(transaction=True)


def loaded(by: Person) -> Batch:
    return ended(sample.load(by))


def ended(batch: Batch) -> Batch:
    job = latest_job_of(batch.pk)
    assert job
    perform_for(job)
    batch.refresh_from_db()
    return batch


def test_the_sample_is_one_import_with_findings(dora: Person) -> None:
    batch = loaded(dora)
    assert (batch.state, batch.failed) == (Batch.State.DONE, 0)
    assert Customer.objects.count() == 140
    perform_for(queue_findings())
    run = retention.current_run()
    assert run and retention.buyers_to_save(dora, run)


def test_every_page_says_that_it_is_made_up_and_clears_it_with_one_click(
    dora: Person, browser_of: Callable[[Person], Client]
) -> None:
    browser = browser_of(dora)
    assert "sample company" in browser.get("/").content.decode()
    browser.post("/sample/load")
    batch = ended(Batch.objects.get())
    for page in ("/", "/customers", "/retention", "/imports"):
        assert "Made-up sample company" in browser.get(page).content.decode()
    browser.post("/sample/clear")
    ended(batch)
    assert not Order.objects.exists()
    assert "Made-up sample company" not in browser.get("/").content.decode()


def test_the_first_own_import_removes_the_sample_and_all_that_was_tried_on_it(dora: Person) -> None:
    own = written(dora, ORDERS)
    alone = all_facts()
    taken_back(own, dora)
    batch = loaded(dora)
    perform_for(queue_findings())
    case = ChurnWarning.objects.first()
    assert case
    retention.record_outcome(case, ChurnWarning.State.LOST, "tried", dora, case.first_seen_on)
    written(dora, ORDERS)
    batch.refresh_from_db()
    assert batch.state == Batch.State.UNDONE
    assert all_facts() == alone
    assert DeskState.now().sample is None


def test_a_file_that_is_refused_leaves_the_sample_where_it_is(dora: Person) -> None:
    loaded(dora)
    with pytest.raises(NoOrderFile):
        written(dora, "Fruit,Colour\napple,red\n")
    assert Customer.objects.count() == 140


def test_clearing_leaves_nothing(dora: Person) -> None:
    before = all_facts()
    loaded(dora)
    perform_for(queue_findings())
    case = ChurnWarning.objects.first()
    assert case
    retention.assign(case, dora, dora)
    ended(sample.clear(dora))
    assert all_facts() == before
    assert not ChurnWarning.objects.exists()
    assert DeskState.now().sample is None
    assert DeskState.now().base_currency == ""


def test_a_desk_with_orders_takes_no_sample(dora: Person) -> None:
    written(dora, ORDERS)
    with pytest.raises(DeskNotEmpty):
        sample.load(dora)
    with pytest.raises(NoSample):
        sample.clear(dora)


def test_only_an_administrator_loads_and_clears_it(alice: Person) -> None:
    with pytest.raises(NotAllowed):
        sample.load(alice)
    with pytest.raises(NotAllowed):
        sample.clear(alice)


def test_the_same_day_gives_the_same_company() -> None:
    from datetime import date

    assert sample_file(date(2026, 11, 23)) == sample_file(date(2026, 11, 23))
    assert sample_file(date(2026, 11, 23)) != sample_file(date(2026, 11, 22))
