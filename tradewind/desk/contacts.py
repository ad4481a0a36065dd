"""联系人 The people around a buyer: its own, and the suppliers and forwarders who have to do with it.

Each change notes what was before, and `undo` puts exactly that back.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from tradewind.desk import access, facts, sender_matching
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, Contact, Customer, Person
from tradewind.errors import ContactEmpty, ContactTwice, NotFound, TextTooLong

FIELDS = ("name", "kind", "email", "phone", "channel", "language")
LENGTHS = {"name": 200, "email": 254, "phone": 60, "channel": 40, "language": 20}
ADDED, CHANGED, REMOVED, UNDONE = "contact_added", "contact_changed", "contact_removed", "contact_undone"


def contacts_of(customer: Customer) -> list[Contact]:
    """The people around the buyer: its own first, by name. 1 query."""
    return sorted(customer.contacts.all(), key=lambda one: (one.kind != Contact.Kind.BUYER, one.kind, one.name, one.pk))


@transaction.atomic
def add(customer: Customer, by: Person, said: dict[str, str]) -> Contact:
    """A new contact of the buyer. Raises NotFound, ContactEmpty, ContactTwice, TextTooLong."""
    customer = access.customer_for(by, customer.pk)
    contact = Contact(customer=customer)
    _write(contact, said)
    note_change(by, ADDED, _about(contact), customer=customer.pk)
    return contact


@transaction.atomic
def change(contact: Contact, by: Person, said: dict[str, str]) -> Contact:
    """Write a contact anew, as far as `said` has it; no import's undo takes it away from then on. Raises as `add`."""
    before = _told(contact)
    _write(contact, {**{name: str(before[name]) for name in FIELDS}, **said})
    note_change(by, CHANGED, _about(contact), before=before)
    return contact


@transaction.atomic
def remove(contact: Contact, by: Person) -> None:
    """Take a contact off the desk."""
    before, about = _told(contact), _about(contact)
    contact.delete()
    note_change(by, REMOVED, about, before=before)
    _changed()


@transaction.atomic
def undo(number: int, by: Person) -> Customer:
    """Take back the last change of the contact with this number; what is undone stays so.

    raises   NotFound where `by` may not see its buyer, or nothing was done; ContactTwice
    """
    about = f"contact:{number}"
    last = AuditEntry.objects.filter(about=about).first()
    contact = Contact.objects.filter(pk=number).first()
    key = contact.customer_id if contact else last and last.facts.get("before", {}).get("customer_id")
    customer = access.customers_of(by).filter(customer_id=key).first()
    if last is None or customer is None:
        raise NotFound
    if last.action == ADDED and contact:
        contact.delete()
    elif last.action in (CHANGED, REMOVED):
        before = last.facts["before"]
        _must_be_one(customer.customer_id, before, number)
        Contact.objects.update_or_create(pk=number, defaults=before)
    if last.action != UNDONE:
        note_change(by, UNDONE, about, of=last.pk)
        _changed()
    return customer


def _write(contact: Contact, said: dict[str, str]) -> None:
    for name, most in LENGTHS.items():
        text = " ".join(said.get(name, "").replace("\x00", "").split())
        if len(text) > most:
            raise TextTooLong(letters=len(text), most=most)
        setattr(contact, name, text)
    kind = said.get("kind", "")
    contact.kind = kind if kind in Contact.Kind.values else Contact.Kind.BUYER
    if not (contact.name or contact.email or contact.phone):
        raise ContactEmpty
    _must_be_one(contact.customer_id, _told(contact), contact.pk)
    contact.changed_batch = None
    contact.save()
    _changed()


def _must_be_one(customer: str, told: dict[str, Any], number: int | None) -> None:
    same = Contact.objects.filter(
        customer__customer_id=customer, **{name: told[name] for name in ("name", "email", "phone")}
    )
    if same.exclude(pk=number or 0).exists():
        raise ContactTwice(name=told["name"] or told["email"] or told["phone"])


def _told(contact: Contact) -> dict[str, Any]:
    return {
        **{name: getattr(contact, name) for name in FIELDS}, "customer_id": contact.customer_id,
        "source_customer": contact.source_customer, "created_batch_id": contact.created_batch_id,
        "changed_batch_id": contact.changed_batch_id,
    }  # fmt: skip


def _changed() -> None:
    facts.changed()
    sender_matching.look()


def _about(contact: Contact) -> str:
    return f"contact:{contact.pk}"
