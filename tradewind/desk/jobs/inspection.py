"""A look before writing: what the file is, what an import of it would do, which rows could not be used."""

from __future__ import annotations

from tradewind.collect import Collected
from tradewind.desk.jobs import events
from tradewind.desk.jobs.comparing import compare, note_compared
from tradewind.desk.jobs.conversations import holds_conversations, look_through
from tradewind.desk.jobs.lists import customer_status, note_counts
from tradewind.desk.jobs.parts import part_orders
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.jobs.reading import base_currency_for, in_base, note_reading, read
from tradewind.desk.models import Batch, Job
from tradewind.errors import NoOrderFile, TradewindError, as_document


def run(job: Job, progress: Progress) -> None:
    """Fill the batch with the reading and the prospective counts; it then waits for a person's yes.

    A question that only the person can answer (such as the order of dates) leaves the batch waiting with its error.
    """
    batch = Batch.objects.get(pk=job.arguments["batch"])
    if batch.state != Batch.State.INSPECTING:
        return
    progress("reading")
    try:
        _look(batch, progress)
    except TradewindError as error:
        batch.error, batch.state = as_document(error), Batch.State.FAILED
    else:
        batch.error, batch.state = None, Batch.State.WAITING
    batch.save()


def _look(batch: Batch, progress: Progress) -> None:
    if holds_conversations(batch):
        look_through(batch, progress)
        return
    if events.holds_events(batch):
        events.look_through(batch, progress)
        return
    try:
        collected = read(batch, skip_bad_rows=True)
    except NoOrderFile:
        if not events.is_event_table(batch):
            raise
        events.look_through(batch, progress)
        return
    if events.taken_for_orders(batch, collected):
        events.look_through(batch, progress)
        return
    note_reading(batch, collected)
    progress("comparing")
    _note_prospect(batch, collected)


def _note_prospect(batch: Batch, collected: Collected) -> None:
    if collected.kind == "orders":
        orders, lines = in_base(batch, collected, base_currency_for(collected, batch)), collected.order_lines
        compared = compare(orders, lines, batch.pk)
        parts = part_orders(compared)
        note_compared(batch, compared, part_orders={"orders": len(parts), "first": parts[:5]})
    elif collected.kind == "customers":
        note_counts(batch, collected, customer_status(batch, collected.customers))
