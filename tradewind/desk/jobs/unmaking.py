"""Buyers taken back: restored to what they were, or removed where nothing of theirs is left."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from tradewind.desk import bulk, search
from tradewind.desk.customers import FIELDS, searchable
from tradewind.desk.models import (
    Batch,
    BuyerRisk,
    BuyerState,
    ChurnWarning,
    Contact,
    Customer,
    FollowUp,
    FoundPromise,
    Message,
    Note,
    Order,
    Ownership,
    Rating,
    Reminder,
    RowBefore,
    SaidChance,
    Season,
    Sender,
    SpecialDay,
    TalkIndex,
    TalkWord,
)


def restore_buyers(rows: list[RowBefore]) -> None:
    """Put customers back to the fields that RowBefore kept: FIELDS, created_batch_id, changed_batch_id."""
    values = []
    for row in rows:
        *fields, _made_by, changed_by = row.before
        values.append((*fields, searchable(fields[0], row.key), changed_by, row.key))
    bulk.update(Customer, "customer_id", (*FIELDS, "search", "changed_batch_id"), values)
    search.index([row[-1] for row in values])


def delete_buyers(made: Q, most: int) -> int:
    """Delete up to `most` of the buyers that match and have no facts, no notes, no next steps, no special days and no
    case that someone worked on."""
    worked_on = Q(assigned__isnull=False) | Q(closed_by__isnull=False)
    idle = Customer.objects.filter(
        made,
        ~Exists(Order.objects.filter(customer=OuterRef("customer_id"))),
        ~Exists(Contact.objects.filter(customer=OuterRef("customer_id"))),
        ~Exists(Message.objects.filter(customer=OuterRef("customer_id"))),
        ~Exists(Rating.objects.filter(customer=OuterRef("customer_id"))),
        ~Exists(Note.objects.filter(customer=OuterRef("pk"))),
        ~Exists(FollowUp.objects.filter(customer=OuterRef("pk"))),
        ~Exists(SpecialDay.objects.filter(customer=OuterRef("pk"))),
        ~Exists(ChurnWarning.objects.filter(worked_on, customer=OuterRef("pk"))),
    )
    found = dict(idle.values_list("customer_id", "pk")[:most])
    for numbers in bulk.parts(list(found.values()), bulk.KEYS_AT_ONCE):
        BuyerRisk.objects.filter(customer__in=numbers).delete()
        ChurnWarning.objects.filter(customer__in=numbers).delete()
        for said in (BuyerState, SaidChance, Season, Reminder, FoundPromise, TalkWord, TalkIndex):
            said._default_manager.filter(customer__in=numbers).delete()
        search.forget(numbers)
    for keys in bulk.parts(list(found), bulk.KEYS_AT_ONCE):
        Sender.objects.filter(customer__customer_id__in=keys).update(customer=None, role=Sender.Role.WAITING, by="")
    bulk.delete(Ownership, "customer_id", list(found))
    bulk.delete(Customer, "customer_id", list(found))
    return len(found)


def forget_senders(batch: Batch) -> None:
    """Remove the senders that the batch, or one taken back before, brought, who have no messages any more and of whom
    no person said anything."""
    idle = Sender.objects.filter(
        ~Exists(Message.objects.filter(speaker=OuterRef("pk"))),
        ~Exists(Message.objects.filter(addressee=OuterRef("pk"))),
        Q(created_batch=batch) | Q(created_batch__state=Batch.State.UNDONE),
    )
    idle.exclude(by="person").delete()
