"""Senders of messages are matched with buyers anew: after contacts changed, and after a person said whose one is."""

from __future__ import annotations

from tradewind.desk import queue
from tradewind.desk.models import Job


def look() -> Job:
    """Have senders matched: the waiting job, or a new one."""
    waiting = Job.objects.filter(kind="match", state=Job.State.QUEUED).order_by("pk").first()
    return waiting or queue.enqueue("match", None)
