"""A job survives whatever happens to the process that runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django_q.models import OrmQ, Schedule

from tests.desk.facts import all_facts
from tests.desk.files import HEADING, ORDERS, written
from tradewind.desk import imports, queue, schedule
from tradewind.desk.jobs.performing import perform, perform_for
from tradewind.desk.models import Batch, DeskState, FindingRun, Job, Order, Person

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 60_000


@pytest.fixture
def test_database_environment() -> dict[str, str]:
    """What a fresh process needs to sit at the test's own database."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{known['NAME']}"
    else:
        url = f"postgres://{known['USER']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
    home = str(settings.TRADEWIND_HOME)
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "tradewind.settings", "TRADEWIND_HOME": home, "DATABASE_URL": url}


def many_orders() -> str:
    lines = (f"O{n},c{n % 500},2026-0{1 + n % 6}-1{n % 10},Lamp,1,{n % 97 + 1},USD" for n in range(ROWS))
    return "\n".join([HEADING, *lines])


def taken_in(by: Person, text: str) -> tuple[Batch, Job]:
    batch = imports.take_in(by, BytesIO(text.encode()), "orders.csv", {})
    return batch, imports.start(batch, by)


def killed_while_writing(job: Job, environment: dict[str, str], at_least: int) -> None:
    """Run the job in a process of its own and kill -9 it once it has written some orders."""
    process = subprocess.Popen([sys.executable, "-m", "tradewind", "job", str(job.pk)], env=environment)
    try:
        until = time.monotonic() + 60
        while Order.objects.count() < at_least and process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        assert process.poll() is None, "the job ended before it could be killed"
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()


def test_a_killed_import_is_finished_at_the_next_start_as_if_nothing_had_happened(
    dora: Person, test_database_environment: dict[str, str]
) -> None:
    batch, job = taken_in(dora, many_orders())
    killed_while_writing(job, test_database_environment, at_least=1)
    assert 0 < Order.objects.count() < ROWS
    assert job.pk in queue.recover()
    perform_for(job)
    batch.refresh_from_db()
    assert (batch.state, batch.read, batch.created, batch.unchanged) == (Batch.State.DONE, ROWS, ROWS, 0)
    assert Order.objects.count() == ROWS


def test_a_killed_undo_is_finished_at_the_next_start(dora: Person, test_database_environment: dict[str, str]) -> None:
    before = all_facts()
    batch, job = taken_in(dora, many_orders())
    perform_for(job)
    undoing = imports.undo(batch, dora)
    process = subprocess.Popen(
        [sys.executable, "-m", "tradewind", "job", str(undoing.pk)], env=test_database_environment
    )
    while Order.objects.count() == ROWS and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.wait()
    queue.recover()
    perform_for(undoing)
    batch.refresh_from_db()
    assert batch.state == Batch.State.UNDONE
    assert all_facts() == before
    assert batch.undo and batch.undo["deleted"]["orders"] == ROWS


def test_an_import_cancelled_while_it_runs_takes_back_what_it_wrote(
    dora: Person, test_database_environment: dict[str, str]
) -> None:
    batch, job = taken_in(dora, many_orders())
    process = subprocess.Popen([sys.executable, "-m", "tradewind", "job", str(job.pk)], env=test_database_environment)
    while not Order.objects.exists() and process.poll() is None:
        time.sleep(0.02)
    imports.cancel(batch, dora)
    process.wait(60)
    batch.refresh_from_db()
    assert batch.state == Batch.State.CANCELLED
    assert not Order.objects.exists()


def test_a_cancelled_import_whose_process_died_is_taken_back_at_the_next_start(
    dora: Person, test_database_environment: dict[str, str]
) -> None:
    batch, job = taken_in(dora, many_orders())
    killed_while_writing(job, test_database_environment, at_least=1)
    imports.cancel(batch, dora)
    schedule.get_ready()
    undoing = Job.objects.get(kind="undo")
    perform_for(undoing)
    assert not Order.objects.exists()


def test_delivering_a_job_twice_does_its_work_once(dora: Person) -> None:
    _batch, job = taken_in(dora, ORDERS)
    perform_for(job)
    version = DeskState.now().facts_version
    assert perform(job.pk).state == Job.State.DONE
    assert DeskState.now().facts_version == version


def test_a_job_that_another_living_process_holds_is_left_to_it(dora: Person) -> None:
    _batch, job = taken_in(dora, ORDERS)
    from tradewind.desk.lease import this_process

    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, holder=this_process())
    assert perform(job.pk).state == Job.State.RUNNING
    assert not Order.objects.exists()


def test_a_job_that_never_ends_is_given_up_after_three_tries_and_leaves_nothing(
    dora: Person, test_database_environment: dict[str, str]
) -> None:
    batch, job = taken_in(dora, many_orders())
    killed_while_writing(job, test_database_environment, at_least=1)
    Job.objects.filter(pk=job.pk).update(attempts=3)
    with pytest.raises(RuntimeError, match="3 times"):
        perform_for(job)
    batch.refresh_from_db()
    assert batch.state == Batch.State.FAILED
    assert not Order.objects.exists()


def test_two_imports_at_once_wait_for_each_other(dora: Person, test_database_environment: dict[str, str]) -> None:
    jobs = [taken_in(dora, ORDERS)[1] for _ in range(2)]
    processes = [
        subprocess.Popen([sys.executable, "-m", "tradewind", "job", str(job.pk)], env=test_database_environment)
        for job in jobs
    ]
    assert [process.wait(60) for process in processes] == [0, 0]
    counts = sorted(Batch.objects.values_list("created", "unchanged"))
    assert counts == [(0, 5), (5, 0)]


def test_a_click_does_not_wait_for_an_import(dora: Person, test_database_environment: dict[str, str]) -> None:
    _batch, job = taken_in(dora, many_orders())
    process = subprocess.Popen([sys.executable, "-m", "tradewind", "job", str(job.pk)], env=test_database_environment)
    waits = []
    while process.poll() is None:
        if Order.objects.exists():
            started = time.monotonic()
            Person.objects.filter(pk=dora.pk).update(language="en")
            waits.append(time.monotonic() - started)
        time.sleep(0.02)
    assert process.returncode == 0
    assert len(waits) > 20
    assert sorted(waits)[int(len(waits) * 0.95)] < 0.5, "clicks waited for the import"


def test_the_start_of_the_desk_sets_one_nightly_run_and_computes_what_is_missing(dora: Person) -> None:
    written(dora, ORDERS)
    Job.objects.all().delete()
    OrmQ.objects.all().delete()
    schedule.get_ready()
    schedule.get_ready()
    assert Schedule.objects.filter(name="nightly").count() == 1
    assert Job.objects.filter(kind="findings", state=Job.State.QUEUED).count() == 1
    assert OrmQ.objects.exists()


def test_findings_of_an_empty_desk_are_none(dora: Person) -> None:
    job = queue.enqueue("findings", None)
    assert perform_for(job).state == Job.State.DONE
    assert not FindingRun.objects.exists()


def test_uploads_are_kept_once_whatever_their_name(dora: Person) -> None:
    first, _ = taken_in(dora, ORDERS)
    second, _ = taken_in(dora, ORDERS)
    assert first.stored_as == second.stored_as
    assert (Path(settings.TRADEWIND_HOME) / "uploads" / first.stored_as).read_text() == ORDERS


def test_an_import_with_part_orders_that_was_cancelled_and_died_is_taken_back_too(
    dora: Person, test_database_environment: dict[str, str]
) -> None:
    written(dora, ORDERS)
    before = all_facts()
    text = many_orders() + "\nA1,acme,2026-01-05,Lamp,10,2.50,USD\n"
    batch = imports.take_in(dora, BytesIO(text.encode()), "orders.csv", {"part_orders": "keep"})
    perform_for(imports.inspect(batch, dora))
    killed_while_writing(imports.confirm(batch, dora), test_database_environment, at_least=6)
    imports.cancel(batch, dora)
    schedule.get_ready()
    perform_for(Job.objects.get(kind="undo"))
    assert all_facts() == before
