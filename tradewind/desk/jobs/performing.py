"""One job in this process: take it, run it, record how it ended."""

from __future__ import annotations

import logging
import time
from importlib import import_module
from typing import Protocol

from django.conf import settings
from django.utils import timezone

from tradewind.desk.lease import heartbeat, take, this_process
from tradewind.desk.models import Batch, Job
from tradewind.errors import TradewindError, as_document, of_document

MOST_ATTEMPTS = 3
LANE_WAIT_SECONDS = 0.3
TOLD_SECONDS = 0.5  # between two looks at the job's row

log = logging.getLogger(__name__)


class Cancelled(Exception):
    """The person gave the job up while it ran."""


class Hopeless(Exception):
    """The job was taken up again and again, and its process was killed each time."""


class Progress:
    """How far a job is: writes the job's row at most twice a second, and stops the job when it was cancelled."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._last = 0.0

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        """Say which step runs and how many of its rows are done; raises Cancelled, and Hopeless at a fourth try."""
        if self.job.attempts > MOST_ATTEMPTS:
            raise Hopeless(f"job {self.job.pk} ({self.job.kind}) was started {MOST_ATTEMPTS} times and never ended")
        now = time.monotonic()
        if step == self.job.step and now - self._last < TOLD_SECONDS:
            return
        self._last, self.job.step = now, step
        alive = Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING).update(
            step=step, done=done, total=total, heartbeat_at=timezone.now()
        )
        if not alive:
            raise Cancelled


class Work(Protocol):
    """What every kind of job offers."""

    def __call__(self, job: Job, progress: Progress) -> None: ...


def perform(job_id: int) -> Job:
    """Run the job here and now, after any other job of its lane; a job that another process holds is left to it.

    Returns the job as it is then.
    """
    while True:
        job = take(job_id, this_process())
        if job is not None:
            break
        job = Job.objects.get(pk=job_id)
        if job.state != Job.State.QUEUED:
            return job
        time.sleep(LANE_WAIT_SECONDS)
    with heartbeat(job):
        _run(job)
    job.refresh_from_db()
    return job


def perform_for(job: Job) -> Job:
    """Run the job for someone who waits for its end, wherever it runs. Raises the error that ended it."""
    job = perform(job.pk)
    while job.state in (Job.State.QUEUED, Job.State.RUNNING):
        time.sleep(LANE_WAIT_SECONDS)
        job = perform(job.pk)
    if job.error:
        raise of_document(job.error) if "detail" not in job.error else RuntimeError(job.error["detail"])
    return job


def _run(job: Job) -> None:
    try:
        _work_of(job.kind)(job, Progress(job))
    except (Cancelled, KeyboardInterrupt) as given_up:
        _end(job, Job.State.CANCELLED)
        if isinstance(given_up, KeyboardInterrupt):
            raise
    except TradewindError as error:
        _end(job, Job.State.FAILED, as_document(error))
    except Exception as error:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        _end(
            job, Job.State.FAILED, {"code": "TradewindError", "facts": {}, "detail": f"{type(error).__name__}: {error}"}
        )
    else:
        _end(job, Job.State.DONE)


def _work_of(kind: str) -> Work:
    module, _, name = settings.TRADEWIND_JOBS[kind].rpartition(".")
    work: Work = getattr(import_module(module), name)
    return work


def _end(job: Job, state: Job.State, error: dict[str, object] | None = None) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, error=error, finished_at=timezone.now())
    if state == Job.State.FAILED and (batch := job.arguments.get("batch")):
        Batch.objects.filter(pk=batch).exclude(state__in=(Batch.State.DONE, Batch.State.UNDONE)).update(
            state=Batch.State.FAILED, error=error
        )
