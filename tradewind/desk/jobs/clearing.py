"""Taking the sample company out: its facts, its people, and all that was added to its buyers meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.db.models import ProtectedError, Q

from tradewind.desk import bulk
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.models import (
    Batch,
    ChurnWarning,
    Customer,
    Double,
    Event,
    ExchangeRate,
    Merge,
    Message,
    Order,
    OrderLine,
    Ownership,
    Person,
    ProcessChange,
    Programme,
    Rating,
    RollOut,
    Team,
    Usage,
)
from tradewind.ledger.sample.rates import BASE

AT_ONCE = 4_000
BUYERS_AT_ONCE = 100
Step = Callable[[Batch], tuple[str, int]]  # of which table how many rows went


def clear_sample(batch: Batch, progress: Progress | None = None) -> None:
    """Delete what the sample's batch made, in short transactions; may be interrupted and run again.

    What people added to made-up buyers goes with them. A made-up person whom the record of changes names stays, but
    cannot come in any more. Merges are set aside by the caller.
    """
    undo = batch.undo or {"deleted": {}, "restored": {}, "kept": {}}
    batch.undo = undo
    total = sum(one.get("created", 0) for one in batch.facts.values())
    for step in STEPS:
        while count := _noted(batch, undo, step):
            if progress:
                progress("undoing", sum(undo["deleted"].values()), max(total, count))
    with transaction.atomic():
        _people_go()
        _rates_go(batch)
        ProcessChange.objects.filter(pk__in=batch.reading.get("made_changes", ())).delete()
        RollOut.objects.filter(pk__in=batch.reading.get("made_roll_outs", ())).delete()


def _noted(batch: Batch, undo: dict[str, dict[str, int]], step: Step) -> int:
    with transaction.atomic():
        table, count = step(batch)
        if count:
            undo["deleted"][table] = undo["deleted"].get(table, 0) + count
            batch.save(update_fields=["undo"])
    return count


def _orders_go(of: str, batch: Batch) -> tuple[str, int]:
    keys = list(Order.objects.filter(**{of: batch}).values_list("order_id", flat=True)[:AT_ONCE])
    bulk.delete(OrderLine, "order_id", keys)
    bulk.delete(Order, "order_id", keys)
    return "orders", len(keys)


def _rows_go(table: str, of: str, batch: Batch) -> tuple[str, int]:
    model = ROWS[table]
    numbers: Sequence[int] = list(model._default_manager.filter(**{of: batch}).values_list("pk", flat=True)[:AT_ONCE])
    bulk.delete(model, "id", numbers)
    return table, len(numbers)


def _buyers_go(batch: Batch) -> tuple[str, int]:
    """Made-up buyers with contacts, owners, cases, pairs, and whatever else hangs on them."""
    keys = list(Customer.objects.filter(created_batch=batch).values_list("customer_id", flat=True)[:BUYERS_AT_ONCE])
    Double.objects.filter(Q(customer__in=keys) | Q(other__in=keys)).delete()
    Merge.objects.filter(Q(kept__in=keys) | Q(other_key__in=keys)).delete()
    Customer.objects.filter(customer_id__in=keys).delete()
    return "customers", len(keys)


def _people_go() -> None:
    """Delete the made-up people and teams; who is named elsewhere stays as someone who has left."""
    made_up = Person.objects.filter(made_up=True)
    Customer.objects.filter(owner__made_up=True).update(owner=None)
    Ownership.objects.filter(rep__made_up=True).delete()
    ChurnWarning.objects.filter(assigned__made_up=True).update(assigned=None)
    for person in made_up:
        try:
            with transaction.atomic():
                person.delete()
        except ProtectedError:
            made_up.filter(pk=person.pk).update(is_active=False, team=None)
    for team in Team.objects.filter(made_up=True):
        if team.people.exists():  # someone real works in it now
            Team.objects.filter(pk=team.pk).update(made_up=False)
        else:
            Programme.objects.filter(team=team).delete()
            team.delete()


def _rates_go(batch: Batch) -> None:
    """The rates that the sample brought, but for those that someone has set otherwise since."""
    for currency, on, per_base in batch.reading.get("made_rates", []):
        ExchangeRate.objects.filter(base=BASE, currency=currency, on=on, per_base=Decimal(per_base)).delete()


ROWS: dict[str, type[Rating] | type[Message] | type[Usage] | type[Event]] = {
    "ratings": Rating, "messages": Message, "usage": Usage, "events": Event,
}  # fmt: skip
STEPS: tuple[Step, ...] = (
    *(partial(_rows_go, table, "created_batch") for table in ROWS),
    *(partial(_rows_go, table, "customer__created_batch") for table in ("ratings", "messages")),
    *(partial(_orders_go, of) for of in ("created_batch", "customer__created_batch")),
    _buyers_go,
)
