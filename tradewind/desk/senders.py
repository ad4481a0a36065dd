"""Senders of messages: who waits for a buyer, and what a person says about one, to be taken back if need be."""

from __future__ import annotations

from tradewind.desk import queue
from tradewind.desk.models import Job


def look() -> Job:
    """Have senders matched anew: the waiting job, or a new one."""
    waiting = Job.objects.filter(kind="match", state=Job.State.QUEUED).order_by("pk").first()
    return waiting or queue.enqueue("match", None)
