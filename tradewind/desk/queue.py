"""Long work in processes of its own, that survives a kill and may run twice without harm.

The web process and django-q2's workers load no analysis: a worker starts `python -m tradewind job ID`, a fresh
process that holds the job by a lease (the row in `Job`), runs it and records how it ended.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from django.db import transaction
from django.utils import timezone

from tradewind.desk.lease import holder_is_gone
from tradewind.desk.models import Job, Person

State = Job.State


def enqueue(kind: str, by: Person | None, **arguments: Any) -> Job:
    """Put a job in the queue; a worker takes it up once the transaction is through."""
    job = Job.objects.create(kind=kind, by=by, arguments=arguments)
    transaction.on_commit(lambda: _hand_to_workers(job.pk))
    return job


def deliver(job_id: int) -> None:
    """What a worker does with a job: run it in a fresh process and wait for its end."""
    subprocess.run([sys.executable, "-m", "tradewind", "job", str(job_id)], check=False)  # noqa: S603


def recover() -> list[int]:
    """Hand all waiting jobs to the workers, those whose holder is gone included; returns their numbers.

    Called when the desk starts, before the workers run.
    """
    requeue_abandoned()
    waiting = list(Job.objects.filter(state=State.QUEUED).order_by("pk").values_list("pk", flat=True))
    for pk in waiting:
        _hand_to_workers(pk)
    return waiting


def take_up_abandoned() -> None:
    """Hand jobs whose process ended to the workers again; called every few minutes while the desk runs."""
    for pk in requeue_abandoned():
        _hand_to_workers(pk)


def requeue_abandoned() -> list[int]:
    """Let the running jobs whose holder is gone wait again; returns their numbers."""
    gone = [job.pk for job in Job.objects.filter(state=State.RUNNING) if holder_is_gone(job)]
    Job.objects.filter(pk__in=gone, state=State.RUNNING).update(state=State.QUEUED, holder="")
    return gone


def cancel_jobs_of(batch_id: int) -> bool:
    """Cancel the batch's waiting and running jobs; says whether one was running (it ends at its next step)."""
    mine = Job.objects.filter(arguments__batch=batch_id, state__in=(State.QUEUED, State.RUNNING))
    running = mine.filter(state=State.RUNNING).exists()
    mine.update(state=State.CANCELLED, finished_at=timezone.now())
    return running


def latest_job_of(batch_id: int) -> Job | None:
    """The newest job that works on the batch."""
    return Job.objects.filter(arguments__batch=batch_id).order_by("-pk").first()


def has_live_job(batch_id: int) -> bool:
    """Whether a job that waits or runs (or was interrupted and will be taken up) works on the batch."""
    return Job.objects.filter(arguments__batch=batch_id, state__in=(State.QUEUED, State.RUNNING)).exists()


def _hand_to_workers(job_id: int) -> None:
    from django_q.tasks import async_task  # loads the broker; the command line on files never needs it

    async_task("tradewind.desk.queue.deliver", job_id)
