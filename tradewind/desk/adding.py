"""录入 Adding a buyer or an inquiry by hand, and taking that back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from tradewind.companies import company_key, tidy_name
from tradewind.desk import access, calendar, facts, follow_ups, notes, search, sender_matching
from tradewind.desk.audit import note_change
from tradewind.desk.customers import searchable
from tradewind.desk.models import (
    Contact,
    Customer,
    CustomerAlias,
    FollowUp,
    Merge,
    Message,
    Note,
    Order,
    Ownership,
    Person,
    Sender,
)
from tradewind.errors import ChangedSince, NameMissing, NotFound, TextTooLong

ADDED, TAKEN_BACK = "buyer_added", "buyer_taken_back"
LENGTHS = {"country": 80, "tier": 40, "contact": 200, "email": 254, "phone": 60}


@dataclass(frozen=True)
class Entered:
    """What a person says about a new buyer; all but the name may be empty."""

    name: str
    country: str = ""
    tier: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""


def alike(person: Person, entered: Entered, most: int = 5) -> list[Customer]:
    """The buyers that `person` may see and who may be this one: by name, e-mail or telephone."""
    seen = access.customers_of(person).select_related("owner")
    key = company_key(entered.name) if entered.name.strip() else ""
    same = Q(customer_id=key) if key else Q(pk=None)
    aliases = CustomerAlias.objects.filter(alias=key).values("customer")
    same |= Q(customer_id__in=aliases)
    for field, value in (("email", entered.email.strip()), ("phone", entered.phone.strip())):
        if value:
            people = Contact.objects.filter(**{f"{field}__iexact": value})
            same |= Q(customer_id__in=people.values("customer"))
    found = {one.pk: one for one in seen.filter(same)[:most]}
    words = [word for word in search.asked(key) if len(word) > 1][:2]
    if words and len(found) < most:
        found |= {one.pk: one for one in search.found_buyers(person, " ".join(words), most)}
    return list(found.values())[:most]


@transaction.atomic
def add_buyer(entered: Entered, by: Person, owner: Person | None) -> Customer:
    """A new buyer of `owner` (None: nobody's); a rep's are the rep's own.

    A name that is on the desk already makes a second buyer with a number behind its key, as the person was asked.
    raises   NameMissing, TextTooLong; NotFound when `by` may not give buyers to `owner`
    """
    name = tidy_name(entered.name)
    if not name:
        raise NameMissing
    for field, most in LENGTHS.items():
        if len(getattr(entered, field)) > most:
            raise TextTooLong(letters=len(getattr(entered, field)), most=most)
    if by.role == Person.Role.REP:
        owner = by
    if owner and not access.colleagues_of(by).filter(pk=owner.pk).exists():
        raise NotFound
    facts.hold()
    key = _free_key(company_key(name))
    buyer = Customer.objects.create(
        customer_id=key, name=name, country=entered.country.strip(), tier=entered.tier.strip(), owner=owner,
        search=searchable(name, key),
    )  # fmt: skip
    if entered.contact.strip() or entered.email.strip() or entered.phone.strip():
        Contact.objects.create(
            customer=buyer, name=entered.contact.strip(), email=entered.email.strip(), phone=entered.phone.strip()
        )
        sender_matching.look()
    if owner:
        Ownership.objects.create(customer=buyer, rep=owner, from_on=calendar.today())
    search.index([key])
    note_change(by, ADDED, f"customer:{buyer.pk}", name=name)
    facts.changed()
    return buyer


@transaction.atomic
def add_inquiry(buyer: Customer, by: Person, text: str, channel: str, what: str, due_on: date) -> tuple[Note, FollowUp]:
    """What a buyer asks for, as a note, and the next step about it; raises what those raise."""
    note = notes.add(buyer, by, text, Note.Kind.INQUIRY, channel)
    return note, follow_ups.set_step(buyer, by, what or text[: follow_ups.WHAT_LETTERS], due_on)


@transaction.atomic
def take_back(buyer: Customer, by: Person) -> None:
    """Remove a buyer that `by` has added, with the note and the step that came with it.

    raises   ChangedSince when somebody added it who is not `by`, or orders, merges or others' work hang on it
    """
    facts.hold()
    buyer = access.customer_for(by, buyer.pk)
    others = Q(made_by=by, closed_at=None)
    is_used = (
        Order.objects.filter(customer=buyer).exists()
        or Message.objects.filter(customer=buyer).exists()
        or Merge.objects.filter(kept=buyer, state=Merge.State.DONE).exists()
        or Note.objects.filter(customer=buyer, removed_at=None).exclude(by=by, kind=Note.Kind.INQUIRY).exists()
        or FollowUp.objects.filter(customer=buyer).exclude(others).exists()
    )
    added = access.changes_of(by, ADDED).filter(about=f"customer:{buyer.pk}").exists()
    if is_used or not added or buyer.created_batch_id or buyer.changed_batch_id:
        raise ChangedSince(buyer=buyer.name)
    number = buyer.pk
    Sender.objects.filter(customer=buyer).update(customer=None, role=Sender.Role.WAITING, by="")
    buyer.delete()
    note_change(by, TAKEN_BACK, f"customer:{number}", name=buyer.name)
    facts.changed()


def _free_key(key: str) -> str:
    """The key, or with a number behind it where a buyer or a merged one has it."""
    taken = set(Customer.objects.filter(customer_id__startswith=key).values_list("customer_id", flat=True))
    taken |= set(CustomerAlias.objects.filter(alias__startswith=key).values_list("alias", flat=True))
    return next(one for one in (key, *(f"{key} #{n}" for n in range(2, 10_000))) if one not in taken)
