"""Waiting for what a command has set going, and for the findings that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tradewind.desk.models import Batch


def finish(batch: Batch) -> None:
    """Run the batch's waiting job here, or wait for the worker that has it, and compute what changes."""
    from tradewind.desk.jobs.performing import perform_for
    from tradewind.desk.queue import latest_job_of

    if job := latest_job_of(batch.pk):
        perform_for(job)
    refresh()


def refresh() -> None:
    """Compute what the new facts change, and make the reminders of it, unless the desk's own workers do it already."""
    from tradewind.desk.facts import queued_findings
    from tradewind.desk.jobs.performing import perform
    from tradewind.desk.reminder_rules import queued_reminders

    for queued in (queued_findings, queued_reminders):
        if waiting := queued():
            perform(waiting.pk)
