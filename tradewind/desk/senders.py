"""发件人 Senders of messages: who waits for a buyer, and what a person says about one, to be taken back if need be."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Left

from tradewind.desk import access, sender_matching
from tradewind.desk.adding import Entered, add_buyer
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, Customer, Message, Person, Sender
from tradewind.errors import NotFound

Role = Sender.Role
PAGE = 30
COUNTED = 1_000  # of more the list says "1,000+"
PERSON = "person"
SETTLED, UNDONE = "sender_settled", "sender_unsettled"
LETTERS = 200  # of the last message that the list shows


@dataclass(frozen=True)
class SenderPage:
    """Up to 30 senders, the last that came first; `after` is the number of the next page, None on the last one."""

    senders: list[Sender]
    after: int | None


def waiting_count(person: Person) -> int:
    """How many senders wait whom `person` may see; 1,001 for all above 1,000."""
    return len(_with_messages(person).filter(role=Role.WAITING).values_list("pk", flat=True)[: COUNTED + 1])


def senders_page(person: Person, is_settled: bool = False, after: int | None = None) -> SenderPage:
    """The senders that wait, or those of whom a person said something, as `person` may see them.

    Each has `message_count`, `last_text`, and of those that wait `suggested`: buyers that `person` may see, with why.
    """
    rows = _with_messages(person)
    rows = rows.filter(by=PERSON) if is_settled else rows.filter(role=Role.WAITING)
    rows = rows.filter(pk__lt=after) if after else rows
    found = list(_told(rows.select_related("customer", "rep").order_by("-pk"))[: PAGE + 1])
    senders = found[:PAGE]
    _attach_suggestions(senders, person)
    return SenderPage(senders, senders[-1].pk if len(found) > PAGE else None)


@transaction.atomic
def settle(sender: Sender, by: Person, role: str, customer: Customer | None = None) -> Sender:
    """Say for good who a sender is; the sender's messages, there and to come, follow by a job.

    customer   the buyer, where the role is `buyer`
    raises     NotFound for a buyer or a sender that `by` may not see, or no such role
    """
    sender = Sender.objects.select_for_update().get(pk=access.sender_for(by, sender.pk).pk)
    if role not in Role.values or role == Role.WAITING or (role == Role.BUYER) != (customer is not None):
        raise NotFound
    if customer is not None:
        customer = access.customer_for(by, customer.pk)
    before = {"role": sender.role, "customer": sender.customer_id, "by": sender.by}
    _put(sender, role, customer.customer_id if customer else None, PERSON)
    note_change(by, SETTLED, _about(sender), before=before, role=role, customer=sender.customer_id)
    sender_matching.look()
    return sender


@transaction.atomic
def settle_new_buyer(sender: Sender, by: Person, name: str) -> Sender:
    """Make a buyer of the sender, its number or address that of a contact. Raises what `add_buyer` raises."""
    sender = access.sender_for(by, sender.pk)
    email = sender.key if "@" in sender.key else ""
    phone = sender.key if sender.key.startswith("+") else ""
    owner = sender.rep if access.colleagues_of(by).filter(pk=sender.rep_id).exists() else by
    buyer = add_buyer(Entered(name or sender.name, contact=sender.name, email=email, phone=phone), by, owner)
    return settle(sender, by, Role.BUYER, buyer)


@transaction.atomic
def undo(sender: Sender, by: Person) -> Sender:
    """Take back what was said of the sender last; what is undone stays so."""
    sender = Sender.objects.select_for_update().get(pk=access.sender_for(by, sender.pk).pk)
    last = AuditEntry.objects.filter(about=_about(sender), action__in=(SETTLED, UNDONE)).first()
    if last is None or last.action == UNDONE:
        return sender
    before = last.facts["before"]
    there = Customer.objects.filter(customer_id=before["customer"]).exists() if before["customer"] else True
    role, customer = (before["role"], before["customer"]) if there else (Role.WAITING, None)
    _put(sender, role, customer, before["by"] if there else "")
    note_change(by, UNDONE, _about(sender), of=last.pk)
    sender_matching.look()
    return sender


def _put(sender: Sender, role: str, customer: str | None, by: str) -> None:
    sender.role, sender.by, sender.is_stale = Role(role), by, True
    sender.customer_id, sender.source_customer = customer, ""
    sender.save(update_fields=["role", "by", "is_stale", "customer", "source_customer"])


def _with_messages(person: Person) -> QuerySet[Sender]:
    spoken = Exists(Message.objects.filter(speaker=OuterRef("pk")))
    return access.senders_of(person).filter(spoken | Exists(Message.objects.filter(addressee=OuterRef("pk"))))


def _told(rows: QuerySet[Sender]) -> QuerySet[Sender]:
    spoken = Message.objects.filter(speaker=OuterRef("pk")).order_by()
    last = Left("text", LETTERS + 1)
    return rows.annotate(
        message_count=_counted("speaker") + _counted("addressee"),
        last_text=Subquery(spoken.order_by("-pk").annotate(beginning=last).values("beginning")[:1]),
    )


def _counted(who: str) -> Coalesce:
    rows = Message.objects.filter(**{who: OuterRef("pk")}).order_by().values(who).annotate(n=Count("pk"))
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), 0)


def _attach_suggestions(senders: list[Sender], person: Person) -> None:
    keys = {key for sender in senders for key, *_ in sender.suggestions}
    seen = access.customers_of(person).filter(customer_id__in=keys).in_bulk(field_name="customer_id") if keys else {}
    for sender in senders:
        sender.suggested = [(seen[key], why) for key, why, *_ in sender.suggestions if key in seen]  # type: ignore[attr-defined]


def _about(sender: Sender) -> str:
    return f"sender:{sender.pk}"
