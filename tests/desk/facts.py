"""Everything that the desk's fact tables say, as plain values that two moments can be compared by."""

from __future__ import annotations

from typing import Any

from tradewind.desk.models import Contact, Customer, Event, Message, Order, OrderLine, Ownership, Rating, Usage

SKIPPED = {"id", "created_at", "created_batch_id", "changed_batch_id"}


def all_facts() -> dict[str, list[dict[str, Any]]]:
    """Every row of every fact table without row numbers and bookkeeping."""
    tables = (Customer, Contact, Ownership, Order, OrderLine, Rating, Message, Usage, Event)
    return {model.__name__: _rows(model) for model in tables}


def _rows(model: Any) -> list[dict[str, Any]]:
    rows = [{key: value for key, value in row.items() if key not in SKIPPED} for row in model.objects.values()]
    return sorted(rows, key=str)
