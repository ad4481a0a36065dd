"""Who holds a job, and whether that process still lives."""

from __future__ import annotations

import os
import platform
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from tradewind.desk.models import DeskState, Job

HEARTBEAT_SECONDS = 5
SILENT_FOR_DEAD = timedelta(seconds=60)
# Jobs of one lane never run side by side: the facts have one writer at a time, and so have the findings.
LANES = {
    "import": "facts", "undo": "facts", "rates": "facts", "sample": "facts", "findings": "findings", "charts": "charts",
    "doubles": "doubles", "match": "facts", "programme": "programme", "remind": "findings", "dry_run": "findings",
    "comparison": "findings", "inbox": "inbox",
    "forget": "facts", "sources": "sources",
}  # fmt: skip


def take(job_id: int, holder: str) -> Job | None:
    """The job, now held by `holder` and running; None when it is not waiting, or its lane is in use.

    A running job whose holder is gone counts as waiting.
    """
    with transaction.atomic():
        DeskState.objects.select_for_update().get_or_create(id=1)  # one taker at a time
        job = Job.objects.get(pk=job_id)
        if not (job.state == Job.State.QUEUED or (job.state == Job.State.RUNNING and holder_is_gone(job))):
            return None
        if _lane_in_use(job):
            return None
        now = timezone.now()
        job.state, job.holder, job.heartbeat_at = Job.State.RUNNING, holder, now
        job.started_at, job.attempts = now, job.attempts + 1
        job.save()
    return job


def this_process() -> str:
    """This process's name as a holder: machine, process number, start of the process."""
    return f"{platform.node()}:{os.getpid()}:{_started(os.getpid())}"


def holder_is_gone(job: Job) -> bool:
    """Whether the process that held the job has ended: certain on this machine, by its silence on another."""
    machine, pid, started = (job.holder or "::").rsplit(":", 2)
    if machine == platform.node() and pid.isdigit():
        return _started(int(pid)) != started
    return job.heartbeat_at is None or timezone.now() - job.heartbeat_at > SILENT_FOR_DEAD


@contextmanager
def heartbeat(job: Job) -> Iterator[None]:
    """Renew the job's sign of life every few seconds while the block runs."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(HEARTBEAT_SECONDS):
            Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now())
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _lane_in_use(job: Job) -> bool:
    lane = LANES.get(job.kind)
    kinds = [kind for kind, its_lane in LANES.items() if its_lane == lane]
    others = Job.objects.filter(kind__in=kinds, state=Job.State.RUNNING).exclude(pk=job.pk)
    return any(not holder_is_gone(other) for other in others)


def _started(pid: int) -> str:
    """The start time of a process in clock ticks since boot, or "alive"/"" where the system does not tell it."""
    stat = Path(f"/proc/{pid}/stat")
    if stat.exists():
        return stat.read_text().rpartition(")")[2].split()[19]
    if Path("/proc").exists():
        return ""
    try:
        os.kill(pid, 0)
    except OSError:
        return ""
    return "alive"
