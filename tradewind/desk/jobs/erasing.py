"""Erasing one buyer: its files first, then its rows in one transaction, then what the database has left on the disk.

May be interrupted and run again: files are looked for while the rows still tell by what; a buyer whose rows are gone
has no names to look for any more.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Model, QuerySet

from tradewind.desk import facts, personal_data, search, sender_matching
from tradewind.desk.audit import note_change
from tradewind.desk.customers import searchable
from tradewind.desk.erasing import DONE, PREFIX
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.jobs.undoing import forget_findings
from tradewind.desk.models import (
    AuditEntry,
    Batch,
    BuyerState,
    ChurnWarning,
    Contact,
    Customer,
    Event,
    Job,
    Message,
    Order,
    OrderLine,
    Ownership,
    Rating,
    SaidChance,
    SearchWord,
    Season,
    Sender,
    SignedIn,
    TalkIndex,
    TalkWord,
)
from tradewind.desk.sessions import SessionStore
from tradewind.desk.traces import Traces

AT_ONCE = 500
TRIES, TRY_AGAIN_SECONDS = 20, 0.5
TOLD_NEXT = "said"  # in a session: see web/said.py
FOLDERS = ("uploads", "wrong-rows", "staging", "spool")
# What stays with the orders where they are kept: numbers and dates without a name in them.
NUMBERS = (Customer, Order, OrderLine, Event, Ownership, Rating, BuyerState, SaidChance, Season, ChurnWarning)
OF_BATCHES = ("file_name", "options", "facts", "problems", "reasons", "reading", "error", "undo")


def run(job: Job, progress: Progress) -> None:
    """Erase the job's buyer."""
    customer = Customer.objects.filter(pk=job.arguments["customer"]).first()
    if customer and not customer.customer_id.startswith(PREFIX):
        traces = traces_of(customer)
        progress("erasing files")
        batches = batches_of(customer)
        files = _erase_files(traces, {one.stored_as for one in batches})
        secure_deletes()
        with transaction.atomic():
            facts.hold()
            kept = job.arguments["keep_orders"]
            counts = erase_rows(customer, traces, batches, keep_orders=kept)
            note_change(
                job.by, DONE, f"customer:{job.arguments['customer']}", rows=counts, files=files, orders_kept=kept
            )
            facts.changed()
        sender_matching.look()
    progress("clearing the disk")
    forget_findings()
    clear_disk()


def traces_of(customer: Customer) -> Traces:
    """The buyer's name and keys, and the names, addresses and numbers of its people."""
    people = Contact.objects.filter(customer=customer).values_list("name", "email", "phone")
    senders = Sender.objects.filter(customer=customer).values_list("name", "key")
    speakers = Message.objects.filter(customer=customer, direction="in").order_by().values_list("sender").distinct()
    words = {customer.name, *personal_data.keys_of(customer)}
    for row in (*people, *senders, *speakers):
        words.update(one.removeprefix("~") for one in row)
    return Traces(words)


def batches_of(customer: Customer) -> list[Batch]:
    """The imports that wrote something of the buyer, or in which one of its people speaks."""
    numbers: set[int] = set()
    for model, rows in personal_data.rows_of(customer):
        for name in ("created_batch", "changed_batch", "batch"):
            if any(field.name == name for field in model._meta.concrete_fields):
                numbers.update(filter(None, rows.order_by().values_list(name, flat=True).distinct()))
    speaking = set(Sender.objects.filter(customer=customer).values_list("channel", "key"))
    told = ((batch, batch.reading.get("senders") or ()) for batch in Batch.objects.filter(kind="messages"))
    numbers.update(batch.pk for batch, who in told if speaking & {(one["channel"], one["key"]) for one in who})
    return list(Batch.objects.filter(pk__in=numbers))


def _erase_files(traces: Traces, known: set[str]) -> int:
    """Remove the kept files in which a trace stands, those called so, and the mirror."""
    home, count = Path(settings.TRADEWIND_HOME), 0
    for file in (one for name in FOLDERS for one in sorted((home / name).rglob("*")) if one.is_file()):
        if file.name in known or traces.stand_in(file.read_bytes()):
            file.unlink(missing_ok=True)
            count += 1
    shutil.rmtree(home / "mirror", ignore_errors=True)
    return count


def erase_rows(customer: Customer, traces: Traces, batches: list[Batch], *, keep_orders: bool) -> dict[str, int]:
    """Take the buyer out of every table; says how many rows of each there were. The caller holds the transaction."""
    counts, keys = personal_data.counts_of(customer), personal_data.keys_of(customer)
    _erase_entries(customer, traces)
    _erase_from_imports(traces, {one.pk for one in batches})
    rows = [(model, some) for model, some in personal_data.rows_of(customer) if model not in NUMBERS]
    for model, some in rows:
        _delete(model, some)
    for index in (TalkWord, TalkIndex, SearchWord):
        index._default_manager.filter(customer=customer).delete()
    _forget_suggestions(set(keys))
    _forget_said()
    if keep_orders:
        _unname(customer)
    else:
        gone = [one for one in personal_data.rows_of(customer) if one[0] is not Customer]
        for model, some in sorted(gone, key=lambda one: one[0] is Order):
            _delete(model, some)
        customer.delete()
    return counts


def _delete(model: type[Model], rows: QuerySet[Any]) -> None:
    while numbers := list(rows.order_by().values_list("pk", flat=True)[:AT_ONCE]):
        model._default_manager.filter(pk__in=numbers).delete()


def _erase_entries(customer: Customer, traces: Traces) -> None:
    """Of the change log's lines about the buyer only who did what when stays; other lines lose the names."""
    mine = {entry.pk for entry in personal_data.entries_of(customer)}
    for entry in AuditEntry.objects.order_by("pk").iterator():
        left = {} if entry.pk in mine else traces.taken_out(entry.facts)
        if left != entry.facts:
            AuditEntry.objects.filter(pk=entry.pk).update(facts=left)
    for job in Job.objects.exclude(error=None, arguments={}):
        told = {"arguments": traces.taken_out(job.arguments), "error": traces.taken_out(job.error)}
        Job.objects.filter(pk=job.pk).update(**told)


def _erase_from_imports(traces: Traces, mine: set[int]) -> None:
    """What imports tell of themselves: of those with the buyer in them also the samples and the rejected cells."""
    for batch in Batch.objects.all():
        told = {name: traces.taken_out(getattr(batch, name)) for name in OF_BATCHES}
        if batch.pk in mine:
            told |= {"problems": [], "reading": {"form": batch.reading.get("form")}, "options": {}}
            told["file_name"] = f"{PREFIX}{batch.pk}"
        changed = {name: value for name, value in told.items() if value != getattr(batch, name)}
        if changed:
            Batch.objects.filter(pk=batch.pk).update(**changed)


def _forget_suggestions(keys: set[str]) -> None:
    for sender in Sender.objects.exclude(suggestions=[]):
        left = [one for one in sender.suggestions if one[0] not in keys]
        if len(left) < len(sender.suggestions):
            Sender.objects.filter(pk=sender.pk).update(suggestions=left)


def _forget_said() -> None:
    """What browsers are to be told on their next page may name the buyer."""
    for session in SignedIn.objects.all():
        data = SessionStore().decode(session.session_data)
        if data.pop(TOLD_NEXT, None) is not None:
            SignedIn.objects.filter(pk=session.pk).update(session_data=SessionStore().encode(data))


def _unname(customer: Customer) -> None:
    """The orders and what was computed of them stay with a buyer of whom only country, tier and owner are told."""
    old, new = customer.customer_id, f"{PREFIX}{customer.pk}"
    ChurnWarning.objects.filter(customer=customer).update(note="")
    Order.objects.filter(customer=customer).update(source_customer="")
    Rating.objects.filter(customer=customer).update(source_customer="")
    blank = {"timezone": "", "opens_min": None, "closes_min": None, "weekend": "", "closed_on": ""}
    Customer.objects.filter(pk=customer.pk).update(
        customer_id=new, name=new, search=searchable(new, new), created_batch=None, changed_batch=None, **blank
    )
    for relation in Customer._meta.related_objects:
        model = relation.related_model
        if isinstance(model, type) and relation.field.to_fields == ["customer_id"]:
            model._default_manager.filter(**{relation.field.attname: old}).update(**{relation.field.attname: new})
    search.index([new])


def secure_deletes() -> None:
    """From now on this connection writes zeros over what it deletes, where the database is a file of the desk."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def clear_disk() -> None:
    """Leave no former rows in the database's files. What a PostgreSQL server logs is its administrator's."""
    statements = ["VACUUM"] if connection.vendor == "postgresql" else ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"]
    for statement in statements:
        for _ in range(TRIES):
            try:
                with connection.cursor() as cursor:
                    cursor.execute(statement)
                    answer = cursor.fetchone() if statement.startswith("PRAGMA") else None
            except OperationalError:  # someone reads or writes just now
                answer = (1,)
            if not answer or not answer[0]:
                break
            time.sleep(TRY_AGAIN_SECONDS)
