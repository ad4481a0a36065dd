"""Lists of customers and of contacts, written in bulk: new ones are made, known ones take what the list says."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import polars as pl
from django.db import transaction

from tradewind.collect import Collected
from tradewind.desk import bulk
from tradewind.desk.customers import searchable
from tradewind.desk.jobs.buyers import AT_ONCE, FIELDS, Owners, insert_buyers, make_new_buyers, owners_for, unknown
from tradewind.desk.models import Batch, Contact, Customer, RowBefore

STATUSES = ("created", "updated", "unchanged")
KNOWN = ("customer_id", *FIELDS, "created_batch_id", "changed_batch_id")
PERSON = ("name", "kind", "email", "phone", "channel", "language")

Status = dict[str, str]  # customer_id -> what the list did


def write_list(batch: Batch, collected: Collected) -> None:
    """Write the list and note the counts on the batch: source rows, and what each table got."""
    write = write_customers if collected.kind == "customers" else write_contacts
    status = write(batch, collected)
    note_counts(batch, collected, status)


def note_counts(batch: Batch, collected: Collected, status: Status) -> None:
    """Count the source rows per status on the batch (not yet saved)."""
    rows: Counter[str] = Counter()
    for key, source_rows in collected.source_rows.select("key", "source_rows").iter_rows():
        rows[status[key]] += source_rows
    batch.created, batch.updated, batch.unchanged = (rows[name] for name in STATUSES)
    per_table = Counter(status.values())
    batch.facts = {collected.kind: {name: per_table[name] for name in STATUSES}}


def customer_status(batch: Batch, customers: pl.DataFrame) -> Status:
    """What the list would do to each of its customers."""
    known = _known(customers)
    return {row[0]: _against(known.get(row[0]), row, batch)[0] for row in _rows(customers)}


def write_customers(batch: Batch, collected: Collected) -> Status:
    """Make or update the list's customers; an empty cell changes nothing."""
    status: Status = {}
    owners = owners_for(batch, collected)
    for part in collected.customers.iter_slices(AT_ONCE):
        with transaction.atomic():
            status |= _write_part(batch, part, owners)
    return status


def write_contacts(batch: Batch, collected: Collected) -> Status:
    """Add the list's people to their buyers, making unknown buyers; people who are there already stay as they are."""
    make_new_buyers(batch, collected)
    status: Status = {}
    for part in collected.contacts.fill_null("").iter_slices(AT_ONCE):
        with transaction.atomic():
            for key, done in _add_people(batch, part).items():
                status[key] = "created" if "created" in (done, status.get(key)) else done
    return status


def _write_part(batch: Batch, part: pl.DataFrame, owners: Owners) -> Status:
    known = _known(part)
    insert_buyers(batch, unknown(part), owners)
    status, changes = {}, []
    for row in _rows(part):
        status[row[0]], new = _against(known.get(row[0]), row, batch)
        if new:
            changes.append((known[row[0]], new))
    _update(batch, changes)
    return status


def _rows(customers: pl.DataFrame) -> list[tuple[Any, ...]]:
    return customers.select("customer_id", *FIELDS).fill_null("").rows()


def _known(customers: pl.DataFrame) -> dict[str, tuple[Any, ...]]:
    keys = customers["customer_id"].to_list()
    return {row[0]: tuple(row) for row in bulk.select(Customer, KNOWN, "customer_id", keys)}


def _against(before: tuple[Any, ...] | None, row: tuple[Any, ...], batch: Batch) -> tuple[str, tuple[str, ...]]:
    """What the list does to one buyer, and its new values of FIELDS (empty when there is nothing to write)."""
    if before is None or before[-2:] == (batch.pk, batch.pk):
        return "created", ()
    if before[-1] == batch.pk:
        return "updated", ()
    had = before[1 : 1 + len(FIELDS)]
    new = tuple(said or kept for said, kept in zip(row[1:], had, strict=True))
    return ("unchanged", ()) if new == had else ("updated", new)


def _update(batch: Batch, changes: list[tuple[tuple[Any, ...], tuple[str, ...]]]) -> None:
    kept = [(batch.pk, "customers", before[0], json.dumps(before[1:])) for before, _ in changes]
    bulk.insert(RowBefore, ("batch_id", "table", "key", "before"), kept)
    rows = [(*new, searchable(new[0], before[0]), batch.pk, before[0]) for before, new in changes]
    bulk.update(Customer, "customer_id", (*FIELDS, "search", "changed_batch_id"), rows)


def _add_people(batch: Batch, part: pl.DataFrame) -> Status:
    known = _known_people(part)
    status: Status = {}
    rows = []
    for key, *person in part.select("customer_id", *PERSON).iter_rows():
        identity = (key, person[0], person[2], person[3])
        if identity not in known:
            known[identity] = batch.pk
            rows.append((key, *person, batch.pk, batch.pk))
        if known[identity] == batch.pk:
            status[key] = "created"
        status.setdefault(key, "unchanged")
    bulk.insert(Contact, ("customer_id", *PERSON, "created_batch_id", "changed_batch_id"), rows)
    return status


def _known_people(part: pl.DataFrame) -> dict[tuple[str, ...], int | None]:
    columns = ("customer_id", "name", "email", "phone", "created_batch_id")
    keys = part["customer_id"].unique().to_list()
    return {tuple(row[:4]): row[4] for row in bulk.select(Contact, columns, "customer_id", keys)}
