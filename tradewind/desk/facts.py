"""The facts have changed: raise their version, and have the findings computed anew."""

from __future__ import annotations

import secrets

from django.db.models import F

from tradewind.desk import queue
from tradewind.desk.models import DeskState, Job


def hold() -> None:
    """Until the transaction's end nobody else who holds the facts goes on, and no job begins."""
    DeskState.now()
    DeskState.objects.select_for_update().get(id=1)


def changed() -> None:
    """Raise the facts' version and queue the findings, unless they wait in the queue already."""
    DeskState.now()
    DeskState.objects.filter(id=1).update(facts_version=F("facts_version") + 1, facts_token=secrets.token_hex(8))
    queue_findings()


def queue_findings() -> Job:
    """The waiting findings job; a new one when none waits."""
    return queued_findings() or queue.enqueue("findings", None)


def queued_findings() -> Job | None:
    """The findings job that waits, if one does."""
    return Job.objects.filter(kind="findings", state=Job.State.QUEUED).order_by("pk").first()
