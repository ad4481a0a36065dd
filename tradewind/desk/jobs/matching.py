"""Whose messages those are: senders held against the buyers' people, and messages given to the buyers found."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from django.db import transaction
from django.db.models import Q, QuerySet

from tradewind.collect.senders import matched_senders
from tradewind.desk import bulk, facts, talk_index
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.mirror import source
from tradewind.desk.models import Job, Message, Sender
from tradewind.ledger.database import fact_table

Role = Sender.Role
SENDERS = {"channel": pl.String, "sender": pl.String, "sender_id": pl.String}
TALKING = (Role.BUYER, Role.SUPPLIER, Role.FORWARDER)
Found = tuple[str | None, str, list[list[object]], str]  # the buyer for certain, by what, suggestions, the role
Chat = tuple[str, str, str]  # channel, conversation_id, rep
UNKNOWN: Found = (None, "", [], Role.WAITING)
Owner = tuple[str | None, str, str]  # the buyer, by the source's key, and the party where it is not the buyer


def run(job: Job, progress: Progress) -> None:
    """Match what people have not said, and give messages to the buyers that senders are matched to."""
    progress("matching")
    if match():
        facts.changed()


def match() -> int:
    """The same, in short transactions; returns how many messages went to another buyer than before."""
    senders = list(Sender.objects.filter(role__in=(Role.WAITING, *TALKING)).exclude(by="person").order_by("pk"))
    found = _found(senders)
    for some in bulk.parts(senders, bulk.KEYS_AT_ONCE):
        changed = [one for one in some if _takes(one, found.get((one.channel, one.key), UNKNOWN))]
        Sender.objects.bulk_update(changed, ("role", "customer", "by", "suggestions", "is_stale"))
    moved = sum(_given(sender) for sender in Sender.objects.filter(is_stale=True).order_by("pk"))
    talk_index.refresh()
    return moved


def _found(senders: list[Sender]) -> dict[tuple[str, str], Found]:
    """By channel and key: what contacts and names tell, and what a person said of the same number or address."""
    if not senders:
        return {}
    who = pl.DataFrame(
        [(one.channel, one.name, None if one.key.startswith("~") else one.key) for one in senders],
        schema=SENDERS, orient="row",
    )  # fmt: skip
    told = matched_senders(who.unique(), fact_table(source(), "customers"), fact_table(source(), "contacts"))
    by_person: dict[tuple[str | None, str | None, str | None], Found] = {}
    for channel, name, key, customer, kind, by, score, certain in told.iter_rows():
        sure, why, others, role = by_person.get((channel, name, key), UNKNOWN)
        others = [*others, [customer, by, round(score, 3)]]
        by_person[channel, name, key] = (customer, by, others, kind) if certain else (sure, why, others, role)
    found = {
        (one.channel, one.key): by_person.get((one.channel, one.name, None if one.key[0] == "~" else one.key), UNKNOWN)
        for one in senders
    }
    said = Sender.objects.filter(by="person", role__in=TALKING).exclude(key__startswith="~").order_by("pk")
    return found | {
        (one.channel, one.key): (one.customer_id, "colleague", [], one.role)
        for one in said
        if one.customer_id or one.role != Role.BUYER
    }


def _takes(sender: Sender, found: Found) -> bool:
    """Whether what was found changes the sender, which then has it."""
    customer, by, suggestions, role = found
    before = (sender.role, sender.customer_id, sender.by)
    same = before == (role, customer, by)
    if same and (sender.suggestions == suggestions or role != Role.WAITING):
        return False
    sender.role, sender.customer_id, sender.by, sender.suggestions = Role(role), customer, by, suggestions
    sender.is_stale = sender.is_stale or not same
    return True


def _given(sender: Sender) -> int:
    """Give the sender's messages, and those around them, to the buyer; the last thing is that it is said to be done."""
    owner = _owner(sender.role, sender.customer_id, sender.source_customer)
    is_ours = sender.role == Role.OURS
    mine = Message.objects.filter(speaker=sender)
    _turned(mine.filter(direction="in" if is_ours else "out"), "out" if is_ours else "in")
    moved = 0 if is_ours else _moved(mine, owner)
    moved += _moved(Message.objects.filter(addressee=sender), owner)
    chats = mine.order_by().values_list("channel", "conversation_id", "rep").distinct()
    moved += sum(_moved(rows, whose) for rows, whose in _around(list(chats)))
    Sender.objects.filter(pk=sender.pk).update(is_stale=False)
    return moved


def _owner(role: str, customer: str | None, source_customer: str) -> Owner:
    if role not in TALKING or not customer:
        return None, "", ""
    return customer, source_customer, "" if role == Role.BUYER else role


def _around(chats: list[Chat]) -> Iterator[tuple[QuerySet[Message], Owner]]:
    """What we said and what the program said in each chat, and whose it is: the buyer's with whom alone the chat is,
    or whose supplier or forwarder alone speaks there."""
    for channel, conversation, rep in chats:
        rows = Message.objects.filter(channel=channel, conversation_id=conversation, rep=rep).order_by()
        around = rows.filter(Q(speaker=None) | Q(speaker__role=Role.OURS), addressee=None)
        if around.exists():
            speaking = rows.filter(speaker__role__in=TALKING, speaker__customer__isnull=False)
            told = speaking.values_list("speaker__role", "speaker__customer", "speaker__source_customer").distinct()[:9]
            owners = sorted({_owner(*one) for one in told}, key=lambda one: one[2])
            yield around, owners[0] if len({one[:2] for one in owners}) == 1 else (None, "", "")


def _moved(rows: QuerySet[Message], owner: Owner) -> int:
    customer, source_customer, party = owner
    wrong = (
        rows.exclude(customer__customer_id=customer, party=party) if customer else rows.filter(customer__isnull=False)
    )
    if customer and (first := wrong.order_by("pk").values_list("pk", flat=True).first()):
        talk_index.forget([customer], since=first)
    return _updated(wrong, customer_id=customer, source_customer=source_customer if customer else "", party=party)


def _turned(rows: QuerySet[Message], direction: str) -> None:
    _updated(rows, direction=direction)


def _updated(wrong: QuerySet[Message], **values: str | None) -> int:
    count = 0
    while numbers := list(wrong.order_by().values_list("pk", flat=True)[: bulk.KEYS_AT_ONCE]):
        with transaction.atomic():
            Message.objects.filter(pk__in=numbers).update(**values)
        bulk.breathe()
        count += len(numbers)
    return count
