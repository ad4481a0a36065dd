"""How far back an order goes when imports are taken back: past every state that one of them wrote."""

from __future__ import annotations

from typing import Any

from tradewind.desk.jobs.orders import CHANGED_BY, MADE_BY
from tradewind.desk.models import RowBefore

Kept = dict[str, Any]


def last_standing(rows: list[RowBefore], batches: list[int]) -> tuple[list[Kept], list[int]]:
    """The states to put back, and the numbers of all RowBefore that were used up.

    rows      what each order was before the batch that changed it last, one per order
    batches   the batches that are taken back, now or earlier; an order that one of them made is not put back
    """
    earlier = {(row.key, row.batch_id): row for row in _of_the_same(rows, batches)}
    states, used = [], []
    for row in rows:
        used.append(row.pk)
        kept: Kept = row.before
        while (before := earlier.get((row.key, kept["order"][CHANGED_BY]))) is not None:
            used.append(before.pk)
            kept = before.before
        if not _is_made_by(kept, batches):
            states.append(kept)
    return states, used


def _of_the_same(rows: list[RowBefore], batches: list[int]) -> list[RowBefore]:
    keys = [row.key for row in rows]
    return list(RowBefore.objects.filter(table="orders", key__in=keys, batch__in=batches))


def _is_made_by(kept: Kept, batches: list[int]) -> bool:
    """Whether nothing but the batches has ever written this state."""
    return kept["order"][MADE_BY] in batches and kept["order"][CHANGED_BY] in batches
