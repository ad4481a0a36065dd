"""Having the inbox looked at anew, by a job; for whatever changes messages or how they are judged."""

from __future__ import annotations

from tradewind.desk import queue
from tradewind.desk.models import Job

KIND = "inbox"


def look() -> Job:
    """The waiting job; a new one when none waits."""
    waiting = Job.objects.filter(kind=KIND, state=Job.State.QUEUED).order_by("pk").first()
    return waiting or queue.enqueue(KIND, None)
