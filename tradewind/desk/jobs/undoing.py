"""Taking an import back: created rows go, updated rows are as they were; rows changed since are kept and counted."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from tradewind.desk import bulk, facts, sample, sender_matching
from tradewind.desk.audit import note_change
from tradewind.desk.imports import forget_reading
from tradewind.desk.jobs import orders, retold
from tradewind.desk.jobs.clearing import clear_sample
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.jobs.rates import convert
from tradewind.desk.jobs.steps_back import last_standing
from tradewind.desk.jobs.unmaking import delete_buyers, forget_senders, restore_buyers
from tradewind.desk.merging import merge_again_all, set_aside_all
from tradewind.desk.models import (
    Batch,
    Contact,
    Customer,
    DeskState,
    Event,
    FindingRun,
    Job,
    Message,
    Order,
    Person,
    Rating,
    RowBefore,
    Usage,
)
from tradewind.desk.sources.taking_in import note_taken_back

AT_ONCE = 4_000
# Facts that an import only ever adds, by what people call them.
ADDED: dict[str, type[Rating] | type[Message] | type[Usage] | type[Event]] = {
    "ratings": Rating, "messages": Message, "usage": Usage, "events": Event,
}  # fmt: skip
Step = Callable[[Batch, list[int]], tuple[str, str, int]]  # what was done, to which table, how many rows

Undo = dict[str, dict[str, int]]  # deleted, restored, kept -> table -> rows


def run(job: Job, progress: Progress) -> None:
    """Take the job's batch back."""
    batch = Batch.objects.get(pk=job.arguments["batch"])
    if batch.state != Batch.State.UNDOING:
        return
    forget_reading(batch)
    take_back(batch, progress)
    note_undone(batch, job.by)


def remove_sample() -> None:
    """Take the made-up sample company out before the first own facts come in, so that nothing ever mixes the two."""
    batch = sample.on_the_desk()
    if batch is None:
        return
    batch.state = Batch.State.UNDOING
    batch.save(update_fields=["state"])
    take_back(batch)
    note_undone(batch, None)


@transaction.atomic
def note_undone(batch: Batch, by: Person | None) -> None:
    """The batch is taken back; what was computed with it goes."""
    batch.state = Batch.State.UNDONE
    batch.save(update_fields=["state", "undo"])
    note_taken_back(batch)
    note_change(by, "import_taken_back", f"batch:{batch.pk}", **(batch.undo or {}))
    sample.note_gone(batch)
    sender_matching.look()
    forget_findings()
    facts.changed()


def take_back(batch: Batch, progress: Progress | None = None) -> None:
    """Undo what the batch wrote, in short transactions; may be interrupted and run again.

    A row that an earlier batch wrote, and that batch was undone meanwhile, goes the earlier batch's way too.
    Merges are set aside meanwhile; those whose buyers are both still there then are merged again.
    Leaves on `batch.undo` per table: deleted, restored, and kept (rows that something else has changed since).
    """
    set_aside_all()
    if batch.options.get("sample"):
        clear_sample(batch, progress)
        merge_again_all()
        return
    undo: Undo = batch.undo or {"deleted": {}, "restored": {}, "kept": {}}
    batch.undo = undo
    undone = list(Batch.objects.filter(state=Batch.State.UNDONE).values_list("pk", flat=True))
    total = sum(batch.facts.get(table, {}).get("created", 0) for table in ("orders", "customers", "contacts", *ADDED))
    added: list[Step] = [partial(_delete_added, table) for table in ADDED]
    for step in (
        _restore_orders,
        _delete_orders,
        _delete_contacts,
        _restore_messages,
        *added,
        _restore_customers,
        _delete_customers,
    ):
        while _noted(batch, undo, step, [batch.pk, *undone]):
            if progress:
                progress("undoing", sum(sum(undo[did].values()) for did in ("deleted", "restored")), total)
    forget_senders(batch)
    undo["kept"] = {table: count for table, count in _kept(batch) if count}
    batch.save(update_fields=["undo"])
    merge_again_all()


def forget_findings() -> None:
    """Purge what was computed from facts that are gone: stored findings and the mirror."""
    FindingRun.objects.all().delete()
    shutil.rmtree(Path(settings.TRADEWIND_HOME) / "mirror", ignore_errors=True)
    if not Order.objects.exists():
        DeskState.objects.filter(id=1).update(base_currency="")


def _noted(batch: Batch, undo: Undo, step: Step, batches: list[int]) -> int:
    with transaction.atomic():
        did, table, count = step(batch, batches)
        if count:
            undo[did][table] = undo[did].get(table, 0) + count
            batch.save(update_fields=["undo"])
    return count


def _restore_orders(batch: Batch, batches: list[int]) -> tuple[str, str, int]:
    mine = Order.objects.filter(order_id=OuterRef("key"), changed_batch=OuterRef("batch"))
    rows = _before("orders", batches, mine)
    orders.remove([row.key for row in rows])
    states, used = last_standing(rows, batches)
    orders.put_back(states)
    convert([state["order"][0] for state in states])  # by the rates of today
    RowBefore.objects.filter(pk__in=used).delete()
    return "restored", "orders", len(rows)


def _delete_orders(batch: Batch, batches: list[int]) -> tuple[str, str, int]:
    mine = Order.objects.filter(made_by(batches))
    keys = list(mine.values_list("order_id", flat=True)[:AT_ONCE])
    orders.remove(keys)
    return "deleted", "orders", len(keys)


def _delete_contacts(batch: Batch, batches: list[int]) -> tuple[str, str, int]:
    return "deleted", "contacts", Contact.objects.filter(made_by(batches)).delete()[0]


def _delete_added(table: str, batch: Batch, batches: list[int]) -> tuple[str, str, int]:
    model = ADDED[table]
    numbers = list(model._default_manager.filter(made_by(batches)).values_list("pk", flat=True)[:AT_ONCE])
    bulk.delete(model, "id", numbers)
    return "deleted", table, len(numbers)


def _restore_messages(batch: Batch, batches: list[int]) -> tuple[str, str, int]:
    return "restored", "messages", retold.restore(batches)


def _restore_customers(batch: Batch, batches: list[int]) -> tuple[str, str, int]:
    mine = Customer.objects.filter(customer_id=OuterRef("key"), changed_batch=OuterRef("batch"))
    rows = _before("customers", batches, mine)
    restore_buyers(rows)
    return "restored", "customers", _spent(rows)


def _delete_customers(batch: Batch, batches: list[int]) -> tuple[str, str, int]:
    return "deleted", "customers", delete_buyers(made_by(batches), AT_ONCE)


def made_by(batches: Sequence[int]) -> Q:
    """Rows that one of the batches made and nothing else has changed."""
    one = Q()
    for pk in batches:
        one |= Q(created_batch=pk, changed_batch=pk)
    return one


def _before(table: str, batches: list[int], mine: QuerySet[Order] | QuerySet[Customer]) -> list[RowBefore]:
    return list(RowBefore.objects.filter(Exists(mine), table=table, batch__in=batches).order_by("-batch")[:AT_ONCE])


def _spent(rows: list[RowBefore]) -> int:
    RowBefore.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _kept(batch: Batch) -> list[tuple[str, int]]:
    left = RowBefore.objects.filter(batch=batch)
    return [
        ("orders", Order.objects.filter(created_batch=batch).count() + left.filter(table="orders").count()),
        ("messages", Message.objects.filter(created_batch=batch).count() + left.filter(table="messages").count()),
        ("customers", Customer.objects.filter(created_batch=batch).count() + left.filter(table="customers").count()),
    ]
