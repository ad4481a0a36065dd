"""How fast a job goes, and how long it will still take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tradewind.desk.models import Job


@dataclass(frozen=True)
class Pace:
    """Rows a second since the job started, and the seconds left at that pace; None while nothing can be said."""

    rows_per_second: float | None
    seconds_left: float | None


def pace(job: Job, now: datetime) -> Pace:
    """The job's pace up to `now`."""
    gone = (now - job.started_at).total_seconds() if job.started_at else 0.0
    if gone <= 0 or not job.done:
        return Pace(None, None)
    rate = job.done / gone
    return Pace(rate, max(0.0, (job.total - job.done) / rate) if job.total else None)
