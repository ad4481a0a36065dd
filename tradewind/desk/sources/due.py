"""When sources are looked at: every minute, by one job for all of them."""

from __future__ import annotations

from django.db.models import F

from tradewind.desk import queue
from tradewind.desk.models import Job, Source
from tradewind.desk.sources.kinds import KINDS

KIND = "sources"
LIVE = (Job.State.QUEUED, Job.State.RUNNING)


def every_minute() -> None:
    """What the schedule calls: have a job look at the sources, unless one does already or there is nothing to do."""
    if is_something_due() and not Job.objects.filter(kind=KIND, state__in=LIVE).exists():
        Job.objects.filter(kind=KIND).exclude(state__in=LIVE).delete()  # one a minute: only the last one is kept
        queue.enqueue(KIND, None)


def is_something_due() -> bool:
    """Whether a source is pulled."""
    return bool(to_pull())


def to_pull() -> list[Source]:
    """The running sources that are pulled, the one that waits longest first."""
    pulled = [name for name, kind in KINDS.items() if kind.is_pulled]
    running = Source.objects.filter(kind__in=pulled, state=Source.State.RUNNING).select_related("rep")
    return list(running.order_by(F("last_pull_at").asc(nulls_first=True), "pk"))
