"""What every door tells of an import, as one JSON document."""

from __future__ import annotations

from typing import Any

from tradewind.desk.models import Batch, Job

COUNTS = ("read", "created", "updated", "unchanged", "skipped", "failed")
Document = dict[str, Any]


def listed(batch: Batch) -> Document:
    """The import as a line of the list of imports: whose, when, in which state, how many rows did what."""
    return {
        "batch": batch.pk, "file": batch.file_name, "kind": batch.kind, "state": batch.state, "by": batch.by.username,
        "created_at": batch.created_at.isoformat(timespec="seconds"), **_counts(batch),
    }  # fmt: skip


def told(batch: Batch) -> Document:
    """What the import did, table by table, and which rows could not be used."""
    problems = [{name: one[name] for name in ("row", "column", "value", "reason")} for one in batch.problems]
    return {
        "batch": batch.pk, "file": batch.file_name, "kind": batch.kind, **batch.facts, **_counts(batch),
        "problems": problems, "reasons": batch.reasons,
    }  # fmt: skip


def progress(job: Job | None) -> Document | None:
    """How far the job is that works on an import; None without one."""
    if job is None:
        return None
    return {
        "job": job.pk, "kind": job.kind, "state": job.state, "step": job.step, "done": job.done, "total": job.total,
        "started_at": job.started_at.isoformat(timespec="seconds") if job.started_at else None,
    }  # fmt: skip


def _counts(batch: Batch) -> Document:
    return {name: getattr(batch, name) for name in COUNTS}
