"""个人信息 Everything that the desk holds of one buyer and its people, found by what leads to the buyer, so that a
table that comes later is in it too. Read for an export; desk/erasing.py asks for an erasure."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from tradewind.desk import access, bulk
from tradewind.desk.audit import note_change
from tradewind.desk.models import (
    AuditEntry,
    Customer,
    CustomerAlias,
    Double,
    Event,
    Merge,
    Message,
    OrderLine,
    Person,
    RowBefore,
    SearchWord,
    TalkIndex,
    TalkWord,
)

EXPORTED = "buyer_data_exported"
MADE_OF_OTHERS = (SearchWord, TalkIndex, TalkWord)  # of what is exported beside them
AT_ONCE = 500
STEP_BYTES = 1 << 16
CALLED = {
    "FollowUp": "step", "ChurnWarning": "warning", "BuyerState": "state", "SpecialDay": "special_day",
    "FoundPromise": "promise",
}  # in the change log  # fmt: skip
Rows = QuerySet[Any]


def rows_of(customer: Customer) -> Iterator[tuple[type[Model], Rows]]:
    """Every table with rows of the buyer, and those rows; the buyer itself first."""
    yield Customer, Customer.objects.filter(pk=customer.pk)
    yield Message, around(customer)
    for relation in Customer._meta.related_objects:
        model = relation.related_model
        if isinstance(model, type) and model not in MADE_OF_OTHERS:
            yield model, model._default_manager.filter(**{relation.field.name: customer})
    yield OrderLine, OrderLine.objects.filter(order__customer=customer)
    yield Event, Event.objects.filter(case_id__in=customer.orders.values("order_id"))
    keys = keys_of(customer)
    yield Double, Double.objects.filter(Q(customer_id__in=keys) | Q(other_id__in=keys))
    yield Merge, Merge.objects.filter(Q(kept_id__in=keys) | Q(other_key__in=keys))
    yield RowBefore, before(customer)


def around(customer: Customer) -> QuerySet[Message]:
    """What belongs to nobody in the conversations of the buyer: what the program or someone unknown said there."""
    same = {name: OuterRef(name) for name in ("channel", "conversation_id", "rep")}
    return Message.objects.filter(Exists(Message.objects.filter(customer=customer, **same)), customer=None)


def keys_of(customer: Customer) -> list[str]:
    """The buyer's own key, and those of buyers who were merged into it."""
    merged = CustomerAlias.objects.filter(customer=customer).values_list("alias", flat=True)
    return [customer.customer_id, *merged]


def before(customer: Customer) -> QuerySet[RowBefore]:
    """What imports changed of the buyer, its orders and messages, as it was."""
    mine = Q(table="customers", key__in=keys_of(customer))
    mine |= Q(table="orders", key__in=customer.orders.values("order_id"))
    told_again = RowBefore.objects.filter(table="messages").values_list("key", flat=True)
    numbers = [
        str(pk)
        for some in bulk.parts(list(told_again), bulk.KEYS_AT_ONCE)
        for pk in customer.messages.filter(pk__in=some).values_list("pk", flat=True)
    ]
    return RowBefore.objects.filter(mine | Q(table="messages", key__in=numbers))


def entries_of(customer: Customer) -> list[AuditEntry]:
    """The lines of the change log about the buyer and what hangs on it, or hung on it once; the oldest first."""
    about = {f"customer:{customer.pk}"}
    for relation in Customer._meta.related_objects:
        model = relation.related_model
        if isinstance(model, type) and model not in MADE_OF_OTHERS:
            name = CALLED.get(model.__name__, model.__name__.lower())
            rows = model._default_manager.filter(**{relation.field.name: customer})
            about |= {f"{name}:{pk}" for pk in rows.values_list("pk", flat=True).iterator()}
    keys = {customer.pk, *keys_of(customer)}
    for entry in AuditEntry.objects.order_by("pk").only("about", "facts").iterator():
        if _names(entry.facts, keys) or _names(entry.facts.get("before"), keys):
            about.add(entry.about)
    of_several = {one for one in about if one.startswith(("person:", "batch:"))}
    return [one for one in AuditEntry.objects.order_by("pk").iterator() if one.about in about - of_several]


def export(customer: Customer, by: Person) -> Iterator[bytes]:
    """All of it as an archive: a JSON file per table. Kept in the change log. Raises NotFound, NotAllowed."""
    customer = access.customer_for(by, customer.pk)
    access.must_manage(by)
    note_change(by, EXPORTED, f"customer:{customer.pk}", rows=counts_of(customer))
    return _packed(customer)


def _packed(customer: Customer) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as packed:
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            for name, rows in _by_table(customer).items():
                with archive.open(f"{name}.json", "w") as file:
                    _write(file, rows)
        packed.seek(0)
        while step := packed.read(STEP_BYTES):
            yield step


def counts_of(customer: Customer) -> dict[str, int]:
    """How many rows of each table are held, those with any."""
    counted = {name: sum(len(one) if isinstance(one, list) else one.count() for one in rows)
               for name, rows in _by_table(customer).items()}  # fmt: skip
    return {name: count for name, count in counted.items() if count}


def _by_table(customer: Customer) -> dict[str, list[Rows | list[AuditEntry]]]:
    tables: dict[str, list[Rows | list[AuditEntry]]] = {}
    for model, rows in rows_of(customer):
        tables.setdefault(model.__name__.lower(), []).append(rows)
    return {**tables, "auditentry": [entries_of(customer)]}


def _write(file: IO[bytes], parts: list[Rows | list[AuditEntry]]) -> None:
    count = 0
    file.write(b"[")
    for part in parts:
        for row in part if isinstance(part, list) else part.iterator(chunk_size=AT_ONCE):
            told = {field.attname: getattr(row, field.attname) for field in row._meta.local_concrete_fields}
            line = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False)
            file.write((b",\n" if count else b"\n") + line.encode("utf-8", "replace"))
            count += 1
    file.write(b"\n]\n")


def _names(facts: Any, keys: set[Any]) -> bool:
    return isinstance(facts, dict) and any(
        facts.get(name) in keys for name in ("customer", "customer_id") if _plain(facts.get(name))
    )


def _plain(value: Any) -> bool:
    return isinstance(value, (str, int))
