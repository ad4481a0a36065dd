"""Writing a batch's facts, in short transactions, so that a click never waits and a killed import goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import polars as pl
from django.db import transaction
from django.utils import timezone

from tradewind.collect import Collected
from tradewind.desk import bulk, doubles, facts, sender_matching
from tradewind.desk.audit import note_change
from tradewind.desk.imports import forget_reading
from tradewind.desk.jobs import conversations, events, undoing
from tradewind.desk.jobs.buyers import make_new_buyers
from tradewind.desk.jobs.comparing import compare, note_compared
from tradewind.desk.jobs.conversations import holds_conversations
from tradewind.desk.jobs.lists import write_list
from tradewind.desk.jobs.orders import write_orders
from tradewind.desk.jobs.parts import settle_parts
from tradewind.desk.jobs.performing import Cancelled, Progress
from tradewind.desk.jobs.reading import base_currency_for, in_base, note_reading, read
from tradewind.desk.layouts import remember
from tradewind.desk.models import Batch, DeskState, Job
from tradewind.desk.rates import keep_answer
from tradewind.desk.sources.taking_in import note_failed, note_written
from tradewind.errors import BadRows, NoOrderFile

LISTS = ("customers", "contacts")
LINES_AT_ONCE = 1_000


def run(job: Job, progress: Progress) -> None:
    """Write the facts of the job's batch; when that is cancelled or fails, take back what was written."""
    batch = Batch.objects.get(pk=job.arguments["batch"])
    if batch.state != Batch.State.WRITING:
        return
    try:
        _write(batch, progress)
    except BaseException as error:
        undoing.take_back(batch)
        if batch.source_id and not isinstance(error, Cancelled | KeyboardInterrupt):
            note_failed(batch.source_id, error)
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.CANCELLED)
        raise
    finally:
        forget_reading(batch)


def _write(batch: Batch, progress: Progress) -> None:
    progress("reading")
    if holds_conversations(batch):
        undoing.remove_sample()
        conversations.write(batch, progress)
    elif events.holds_events(batch):
        _write_events(batch, progress)
    else:
        _write_table(batch, progress)
    _finish(batch)


def _write_events(batch: Batch, progress: Progress) -> None:
    undoing.remove_sample()
    events.write(batch, progress)


def _write_table(batch: Batch, progress: Progress) -> None:
    collected = _read_unless_events(batch)
    if collected is None:
        _write_events(batch, progress)
        return
    note_reading(batch, collected)
    undoing.remove_sample()
    if collected.kind == "orders":
        _write_order_file(batch, collected, progress)
    else:
        progress("writing", 0, collected.read)
        write_list(batch, collected)


def _read_unless_events(batch: Batch) -> Collected | None:
    """The file as orders or a list; None where it is an event log. Raises the InputErrors of collect."""
    try:
        collected = read(batch)
    except NoOrderFile:
        if events.is_event_table(batch):
            return None
        raise
    except BadRows:
        if events.taken_for_orders(batch, read(batch, skip_bad_rows=True)):
            return None
        raise
    return None if events.taken_for_orders(batch, collected) else collected


def _write_order_file(batch: Batch, collected: Collected, progress: Progress) -> None:
    base = base_currency_for(collected, batch)
    compared = settle_parts(batch, compare(in_base(batch, collected, base), collected.order_lines, batch.pk))
    made = make_new_buyers(batch, collected)
    done = 0
    for orders, its_lines in parts_of(compared.orders.filter(pl.col("status") != "unchanged"), compared.lines):
        progress("writing", done, collected.read)
        todo = orders.filter(~pl.col("written"))
        with transaction.atomic():
            write_orders(batch, todo, its_lines.join(todo, on="order_id", how="semi", maintain_order="left"))
        done += int(orders["source_rows"].sum())
        bulk.breathe()
    note_compared(batch, compared, customers={"created": made})
    DeskState.objects.filter(id=1, base_currency="").update(base_currency=base)
    keep_answers(batch, compared.orders)


def keep_answers(batch: Batch, orders: pl.DataFrame) -> None:
    """Keep the rates that the person gave for this file in the desk's table, from the first order on that needs one."""
    for currency, rate in (batch.options.get("rates") or {}).items():
        first = orders.filter(pl.col("currency") == currency)["ordered_on"].min()
        if isinstance(first, date):
            keep_answer(currency, first, Decimal(str(rate)), batch.by)


def parts_of(orders: pl.DataFrame, lines: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """The orders in runs of at most about LINES_AT_ONCE source rows, each run with its lines."""
    numbered = orders.with_columns(part=(pl.col("source_rows").cum_sum() // LINES_AT_ONCE))
    belonging = lines.join(numbered.select("order_id", "part"), on="order_id", how="inner", maintain_order="left")
    of_part = belonging.partition_by("part", as_dict=True, include_key=False)
    for (part,), some in numbered.partition_by("part", as_dict=True, maintain_order=True, include_key=False).items():
        yield some, of_part.get((part,), lines.clear())


@transaction.atomic
def _finish(batch: Batch) -> None:
    batch.state, batch.finished_at = Batch.State.DONE, timezone.now()
    batch.save()
    remember(batch)
    if batch.source_id:
        note_written(batch)
    note_change(batch.by, "import_done", f"batch:{batch.pk}", facts=batch.facts)
    if batch.created or batch.updated:
        facts.changed()
        if batch.kind in LISTS or batch.facts.get("customers", {}).get("created"):
            doubles.look()
            sender_matching.look()
