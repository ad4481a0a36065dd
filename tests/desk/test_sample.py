"""The sample company is labelled, never mixes with own facts, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.desk.facts import all_facts
from tests.desk.files import ORDERS, taken_back, written
from tradewind.desk import (
    merging,
    ownership,
    process,
    process_changes,
    programmes,
    queue,
    rates,
    retention,
    sample,
)
from tradewind.desk.facts import queue_findings
from tradewind.desk.jobs import made_up, performing
from tradewind.desk.jobs.performing import Progress, perform, perform_for
from tradewind.desk.models import (
    Batch,
    ChurnWarning,
    Contact,
    Customer,
    CustomerAlias,
    DeskState,
    Double,
    Event,
    ExchangeRate,
    FollowUp,
    Job,
    Merge,
    Message,
    Note,
    Order,
    OrderLine,
    Ownership,
    Person,
    Rating,
    Team,
    Usage,
)
from tradewind.desk.queue import latest_job_of
from tradewind.errors import DeskNotEmpty, NoOrderFile, NoSample, NotAllowed, SampleSize
from tradewind.findings.programme_examples import example
from tradewind.ledger.database import fact_table
from tradewind.ledger.sample import sample_company
from tradewind.ledger.schema import in_order

pytestmark = pytest.mark.django_db(transaction=True)
BUYERS = 40


def loaded(by: Person, buyers: int = BUYERS) -> Batch:
    return ended(sample.load(by, buyers))


def ended(batch: Batch) -> Batch:
    job = latest_job_of(batch.pk)
    assert job
    perform_for(job)
    batch.refresh_from_db()
    return batch


def test_the_desk_has_the_company_that_the_simulator_made(dora: Person) -> None:
    from tradewind.desk.mirror import source

    batch = loaded(dora)
    company = sample_company(date.fromisoformat(batch.options["today"]), buyers=BUYERS)
    for name, made in company.tables.items():
        assert fact_table(source(), name).equals(in_order(made, name)), name
    assert (batch.state, batch.created) == (Batch.State.DONE, sum(made.height for made in company.tables.values()))
    assert not Person.objects.get(username="lin.yue").has_usable_password()
    assert Person.objects.filter(made_up=True).count() == 10
    assert Team.objects.filter(made_up=True).count() == 2
    steps = FollowUp.objects.filter(customer__created_batch=batch)
    assert (
        steps.filter(state="done", closed_at=None).count()
        == steps.filter(state="open").exclude(closed_at=None).count()
        == 0
    )
    assert steps.filter(state="open", due_on__lt=date.today()).exists()
    assert steps.filter(state="done").exists() and Note.objects.exists()
    assert all(one.person == one.customer.owner for one in steps.select_related("person", "customer__owner"))


def test_the_sample_has_findings_for_every_one_of_its_people(dora: Person) -> None:
    loaded(dora)
    perform_for(queue_findings())
    run = retention.current_run()
    assert run and retention.buyers_to_save(dora, run)
    for person in Person.objects.filter(made_up=True):
        assert retention.buyers_to_save(person, run) is not None
    managers = Person.objects.filter(made_up=True, role="manager")
    assert sum(len(retention.buyers_to_save(one, run)) for one in managers) == len(retention.buyers_to_save(dora, run))


def test_every_page_says_that_it_is_made_up_and_clears_it_with_one_click(
    dora: Person, browser_of: Callable[[Person], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of(dora)
    for page in ("/", "/customers", "/imports"):
        assert "sample/load" in browser.get(page).content.decode(), "offered on the empty desk"
        assert "40 countries" in browser.get(page).content.decode()
    monkeypatch.setattr(sample, "BUYERS", BUYERS)
    browser.post("/sample/load")
    batch = Batch.objects.get()
    assert "being made up" in browser.get(f"/imports/{batch.pk}").content.decode()
    ended(batch)
    assert "The sample company is on the desk" in browser.get(f"/imports/{batch.pk}").content.decode()
    assert "is being computed" in browser.get("/").content.decode(), "no sums of nothing meanwhile"
    for page in ("/", "/customers", "/retention", "/imports"):
        told = browser.get(page).content.decode()
        assert "Made-up sample company" in told
        assert "with all that was added to its buyers" in told, "said before one clears it"
        assert "sample/load" not in told
    browser.post("/sample/clear")
    ended(batch)
    assert not Order.objects.exists()
    assert "The sample company is gone" in browser.get(f"/imports/{batch.pk}").content.decode()
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
    assert not Person.objects.filter(made_up=True, is_active=True).exists()


def test_a_file_that_is_refused_leaves_the_sample_where_it_is(dora: Person) -> None:
    loaded(dora)
    with pytest.raises(NoOrderFile):
        written(dora, "Fruit,Colour\napple,red\n")
    assert Customer.objects.count() == BUYERS


TABLES = (
    Customer, Contact, Ownership, Order, OrderLine, Rating, Message, Usage, Event, ExchangeRate, ChurnWarning, Double,
    Merge, CustomerAlias, Team, FollowUp, Note,
)  # fmt: skip


def test_clearing_leaves_nothing_of_it_nor_of_what_was_added_to_its_buyers(dora: Person) -> None:
    batch = loaded(dora)
    perform_for(queue_findings())
    case = ChurnWarning.objects.first()
    assert case
    retention.assign(case, Person.objects.get(username="he.shan"), dora)
    one, other, third = Customer.objects.order_by("pk")[:3]
    Contact.objects.create(customer=one, name="added by hand")
    Order.objects.create(order_id="own", customer=one, ordered_on=date(2026, 1, 5), amount=1, currency="USD")
    OrderLine.objects.create(order_id="own", line_no=1, amount=1)
    Customer.objects.filter(pk=third.pk).update(name="renamed", changed_batch=None)
    merging.merge(one, other, dora)
    ended(sample.clear(dora))
    assert {model.__name__: model.objects.count() for model in TABLES} == {model.__name__: 0 for model in TABLES}
    batch.refresh_from_db()
    assert batch.undo and batch.undo["deleted"]["customers"] == BUYERS
    assert not Person.objects.filter(made_up=True, is_active=True).exists()
    assert (DeskState.now().sample, DeskState.now().base_currency) == (None, "")


def test_its_dated_change_of_process_is_compared_and_goes_with_it_and_so_does_what_its_managers_planned(
    dora: Person,
) -> None:
    loaded(dora)
    perform_for(queue_findings())
    change, run = process_changes.standing().get(), process.current_run()
    told = process_changes.comparison(dora, run, change) if run else None
    assert told and told["cases"]["after"] > 30
    manager = Person.objects.get(username="luo.bin")
    programmes.add("ERP", example("case"), "", manager)
    mine = programmes.add("own", example("case"), "", dora)
    own = process_changes.add(date(2026, 1, 5), "own", mine, dora)
    ended(sample.clear(dora))
    assert programmes.programmes_of(dora).get() == mine
    assert process_changes.standing().get() == own


def test_made_up_people_go_with_it_but_those_whom_the_record_of_changes_names_are_only_shut_out(dora: Person) -> None:
    loaded(dora)
    rep = Person.objects.get(username="he.shan")
    manager = Person.objects.get(username="luo.bin")
    buyer = rep.customers.first()
    assert buyer
    ownership.hand_over(buyer, None, manager, date(2026, 11, 20))
    ended(sample.clear(dora))
    assert Person.objects.filter(made_up=True).get() == manager
    manager.refresh_from_db()
    assert (manager.is_active, manager.team) == (False, None)
    loaded(dora)
    manager.refresh_from_db()
    assert manager.is_active, "and comes back with the next sample"


def test_own_buyers_and_people_outlive_it(dora: Person, alice: Person) -> None:
    Person.objects.add("lin.yue", name="A real one")
    batch = loaded(dora)
    assert Customer.objects.filter(owner__username="lin.yue.sample").exists()
    assert "lin.yue.sample" in set(Message.objects.values_list("rep", flat=True))
    own = Customer.objects.create(customer_id="own", name="Own", owner=Person.objects.get(username="he.shan"))
    Ownership.objects.create(customer=own, rep=own.owner, from_on=date(2026, 1, 1))  # type: ignore[misc]
    team = Team.objects.filter(made_up=True).first()
    Person.objects.filter(pk=alice.pk).update(team=team)
    rates.set_rate("EUR", date(2026, 11, 2), Decimal("0.95"), dora)
    sample.clear(dora)
    ended(batch)
    own.refresh_from_db()
    assert own.owner is None
    assert list(Person.objects.values_list("username", flat=True).order_by("username")) == ["alice", "dora", "lin.yue"]
    assert not Team.objects.get(pk=team.pk if team else 0).made_up
    assert [(one.currency, one.per_base) for one in ExchangeRate.objects.all()] == [("EUR", Decimal("0.95"))]


class Killed(BaseException):
    """The process is gone: nothing is tidied up."""


def test_a_load_that_is_killed_goes_on_where_it_was(dora: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_up, "AT_ONCE", 300)
    batch = sample.load(dora, BUYERS)
    job = latest_job_of(batch.pk)
    assert job
    killed_at = {"parts": 7}
    write_part = made_up._write_part

    def write_few(*arguments: object) -> None:
        killed_at["parts"] -= 1
        if killed_at["parts"] < 0:
            raise Killed
        write_part(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(made_up, "_write_part", write_few)
        patched.setattr("tradewind.desk.jobs.undoing.take_back", lambda batch: None)
        Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
        with pytest.raises(Killed):
            made_up.run(job, Progress(job))
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.WRITING)  # a killed process says nothing of its end
    assert Order.objects.count()
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
    perform(job.pk)
    batch.refresh_from_db()
    company = sample_company(date.fromisoformat(batch.options["today"]), buyers=BUYERS)
    assert batch.state == Batch.State.DONE
    counts: dict[str, Any] = {
        "orders": Order,
        "messages": Message,
        "events": Event,
        "usage": Usage,
        "order_lines": OrderLine,
    }
    assert {name: model.objects.count() for name, model in counts.items()} == {
        name: company.tables[name].height for name in counts
    }
    again = queue.enqueue("sample", dora, batch=batch.pk)
    assert perform(again.pk).state == "done"
    assert Order.objects.count() == company.tables["orders"].height, "twice does no harm"


def test_a_load_that_is_given_up_takes_back_what_it_wrote(dora: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_up, "AT_ONCE", 300)
    monkeypatch.setattr(performing, "TOLD_SECONDS", 0.0)  # however soon the load would be over
    before = all_facts()
    batch = sample.load(dora, BUYERS)
    job = latest_job_of(batch.pk)
    assert job
    write_part = made_up._write_part

    def write_and_give_up(*arguments: object) -> None:
        write_part(*arguments)  # type: ignore[arg-type]
        Job.objects.filter(pk=job.pk).update(state=Job.State.CANCELLED)

    monkeypatch.setattr(made_up, "_write_part", write_and_give_up)
    perform(job.pk)
    batch.refresh_from_db()
    assert batch.state == Batch.State.CANCELLED
    assert all_facts() == before
    assert not Person.objects.filter(made_up=True).exists()


def test_own_facts_of_the_other_tables_stay(dora: Person) -> None:
    at = datetime(2026, 1, 5, 8, tzinfo=UTC)
    Usage.objects.create(rep="dora", used_at=at, tool="CRM", module="remind", action="open")
    Event.objects.create(case_id="own", activity="start", happened_at=at)
    before = all_facts()
    loaded(dora)
    ended(sample.clear(dora))
    assert all_facts() == before


def test_a_desk_with_buyers_takes_no_sample(dora: Person) -> None:
    written(dora, ORDERS)
    with pytest.raises(DeskNotEmpty):
        sample.load(dora)
    with pytest.raises(NoSample):
        sample.clear(dora)


def test_two_clicks_load_one_sample(dora: Person) -> None:
    sample.load(dora, BUYERS)
    with pytest.raises(DeskNotEmpty), transaction.atomic():
        sample.load(dora, BUYERS)
    assert Batch.objects.count() == 1


def test_its_size_has_bounds(dora: Person) -> None:
    for buyers in (0, -1, sample.MOST_BUYERS + 1):
        with pytest.raises(SampleSize):
            sample.load(dora, buyers)


def test_only_an_administrator_loads_and_clears_it(alice: Person) -> None:
    with pytest.raises(NotAllowed):
        sample.load(alice)
    with pytest.raises(NotAllowed):
        sample.clear(alice)
