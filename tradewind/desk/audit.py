"""Writing down who changed what."""

from typing import Any

from tradewind.desk.models import AuditEntry, Person


def note_change(by: Person | None, action: str, about: str, **facts: Any) -> AuditEntry:
    """Keep that `by` did `action` to `about` (e.g. `batch:12`), with the facts that matter."""
    return AuditEntry.objects.create(by=by, action=action, about=about, facts=facts)
