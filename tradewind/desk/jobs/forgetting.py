"""Removing a source with all that it brought."""

from __future__ import annotations

from tradewind.desk import queue
from tradewind.desk.imports import forget_reading
from tradewind.desk.jobs import undoing
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.models import Batch, Job, Source

State = Batch.State


def run(job: Job, progress: Progress) -> None:
    """Take back every import of the job's source, the last one first, then remove the source; may run twice."""
    source = Source.objects.filter(pk=job.arguments["source"]).first()
    if source is None:
        return
    for batch in source.batches.exclude(state__in=(State.UNDONE, State.CANCELLED)).order_by("-pk"):
        queue.cancel_jobs_of(batch.pk)
        forget_reading(batch)
        batch.state = State.UNDOING
        batch.save(update_fields=["state"])
        undoing.take_back(batch, progress)
        undoing.note_undone(batch, job.by)
    source.delete()
