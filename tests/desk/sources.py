"""Sources in tests: a minute passes, and all that was to do is done."""

from __future__ import annotations

from tradewind.desk.jobs.performing import perform
from tradewind.desk.models import Job, Source
from tradewind.desk.sources import due


def all_jobs() -> None:
    """Every job that waits runs, and those that it leaves, but the findings."""
    Job.objects.filter(kind="findings").delete()
    while job := Job.objects.filter(state=Job.State.QUEUED).exclude(kind="findings").order_by("pk").first():
        perform(job.pk)


def looked_at(source: Source) -> Source:
    """The source after a minute: what was due is pulled, and what came is written."""
    due.every_minute()
    all_jobs()
    source.refresh_from_db()
    return source
