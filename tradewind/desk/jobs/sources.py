"""Looking at every source in turn: what is new is kept at once, and written by jobs of its own."""

from __future__ import annotations

import logging
import time
from contextlib import closing

from django.utils import timezone

from tradewind.desk.jobs.performing import Cancelled, Hopeless, Progress
from tradewind.desk.models import Job, Source
from tradewind.desk.sources import due
from tradewind.desk.sources.kinds import kind_of
from tradewind.desk.sources.taking_in import keep, note_failed
from tradewind.errors import TradewindError

SECONDS_EACH, SECONDS_IN_ALL = 20, 50  # then the next source has its turn; the next minute's job goes on

log = logging.getLogger(__name__)


def run(job: Job, progress: Progress) -> None:
    """Pull from the running sources, the one that waits longest first; an error is noted on its source alone."""
    until = time.monotonic() + SECONDS_IN_ALL
    for source in due.to_pull():
        if time.monotonic() > until:
            return
        pull(source, progress)


def pull(source: Source, progress: Progress) -> None:
    """Keep what is new at the source, for some seconds at most; what went wrong is told on it."""
    Source.objects.filter(pk=source.pk).update(last_pull_at=timezone.now())
    try:
        _pull(source, progress)
    except (Cancelled, Hopeless):
        raise
    except TradewindError as error:
        note_failed(source.pk, error)
    except Exception as error:
        log.exception("source %s (%s) failed", source.pk, source.kind)
        note_failed(source.pk, error)
    else:
        Source.objects.filter(pk=source.pk).update(last_error=None, last_error_at=None)


def _pull(source: Source, progress: Progress) -> None:
    until = time.monotonic() + SECONDS_EACH
    with closing(kind_of(source.kind).works().pull(source)) as parts:  # type: ignore[type-var]
        for part in parts:
            if not Source.objects.filter(pk=source.pk, state=Source.State.RUNNING).exists():
                return  # paused or removed meanwhile
            keep(source, part)
            progress("pulling", part.done, part.total)
            if time.monotonic() > until:
                return
