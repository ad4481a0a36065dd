"""记录 Notes on a buyer: writing, changing and removing one's own, and taking each of these back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from tradewind.desk import access, reminders
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, Customer, Note, Person
from tradewind.errors import NoteEmpty, TextTooLong

LETTERS = 5_000
CONTACTS = (Note.Kind.CALL, Note.Kind.MEETING)
ADDED, CHANGED, REMOVED, UNDONE = "note_added", "note_changed", "note_removed", "note_undone"


@transaction.atomic
def add(customer: Customer, by: Person, text: str, kind: str = Note.Kind.NOTE, channel: str = "") -> Note:
    """Keep a note on the buyer; a call or a meeting closes its reminder. Raises NotFound, NoteEmpty, TextTooLong."""
    customer = access.customer_for(by, customer.pk)
    kind = kind if kind in Note.Kind.values else Note.Kind.NOTE
    note = Note.objects.create(customer=customer, by=by, kind=kind, text=_written(text), channel=channel.strip()[:40])
    reminded = reminders.contacted(customer, by) if note.kind in CONTACTS else None
    note_change(by, ADDED, _about(note), customer=customer.pk, reminder=reminded)
    return note


@transaction.atomic
def change(note: Note, by: Person, text: str, kind: str) -> Note:
    """Write one's own note anew. Raises NoteEmpty, TextTooLong."""
    before = {"text": note.text, "kind": note.kind}
    note.text, note.kind = _written(text), kind if kind in Note.Kind.values else note.kind
    note.edited_at = timezone.now()
    note.save(update_fields=["text", "kind", "edited_at"])
    note_change(by, CHANGED, _about(note), before=before)
    return note


@transaction.atomic
def remove(note: Note, by: Person) -> Note:
    """Take one's own note out of sight."""
    if Note.objects.filter(pk=note.pk, removed_at=None).update(removed_at=timezone.now()):
        note_change(by, REMOVED, _about(note))
    return note


@transaction.atomic
def undo(note: Note, by: Person) -> Note:
    """Take back the last change of one's own note; what is undone stays so."""
    last = AuditEntry.objects.filter(about=_about(note)).first()
    if last is None or last.action == UNDONE:
        return note
    if last.action == ADDED:
        note.removed_at = timezone.now()
        reminders.open_again(last.facts.get("reminder"))
    elif last.action == REMOVED:
        note.removed_at = None
    else:
        note.text, note.kind = last.facts["before"]["text"], last.facts["before"]["kind"]
    note.save(update_fields=["text", "kind", "removed_at"])
    note_change(by, UNDONE, _about(note), of=last.pk)
    return note


def _written(text: str) -> str:
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not text:
        raise NoteEmpty
    if len(text) > LETTERS:
        raise TextTooLong(letters=len(text), most=LETTERS)
    return text


def _about(note: Note) -> str:
    return f"note:{note.pk}"
