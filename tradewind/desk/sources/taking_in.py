"""What a source brought becomes an import like any other, and the source remembers it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from tradewind.desk import imports
from tradewind.desk.models import Batch, Source
from tradewind.desk.sources.kind import Pulled
from tradewind.errors import SourceFailed, TradewindError, as_document


def keep(source: Source, pulled: Pulled) -> Batch | None:
    """Store what was pulled and note from where to go on, both or neither; a job then writes its facts.

    raises   FileTooLarge, and what the options raise
    """
    batch = _batch(source, pulled)
    with transaction.atomic():
        if batch is not None:
            Source.objects.filter(pk=source.pk).update(last_heard_at=timezone.now())
            imports.begin(batch)
        source.cursor = dict(pulled.cursor)
        Source.objects.filter(pk=source.pk).update(cursor=source.cursor)
    return batch


def note_written(batch: Batch) -> None:
    """Count on its source what an import wrote."""
    if batch.source_id is None:
        return
    now = timezone.now()
    changed: dict[str, Any] = {"last_fact_at": now} if batch.created or batch.updated else {}
    Source.objects.filter(pk=batch.source_id).update(
        count=F("count") + batch.created, last_error=None, last_error_at=None, **changed
    )


def note_taken_back(batch: Batch) -> None:
    """Count what was taken back no longer."""
    if batch.source_id is None:
        return
    Source.objects.filter(pk=batch.source_id).update(count=Greatest(F("count") - batch.created, 0))


def note_failed(source_id: int | None, error: BaseException) -> None:
    """Keep on the source what went wrong, to be told in words."""
    if source_id is None:
        return
    told = error if isinstance(error, TradewindError) else SourceFailed(what=f"{type(error).__name__}: {error}"[:300])
    Source.objects.filter(pk=source_id).update(last_error=as_document(told), last_error_at=timezone.now())


def _batch(source: Source, pulled: Pulled) -> Batch | None:
    if pulled.file is None:
        return None
    options = {"skip_bad_rows": True, **pulled.options}
    return imports.take_in(source.rep, pulled.file, pulled.name, options, source)
