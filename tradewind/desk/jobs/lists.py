"""Lists of customers and of contacts, written in bulk: new ones are made, known ones take what the list says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import polars as pl
from django.db import transaction

from tradewind.collect import Collected
from tradewind.desk import bulk, search
from tradewind.desk.customers import FIELDS, searchable
from tradewind.desk.jobs.aliases import aliases
from tradewind.desk.jobs.buyers import AT_ONCE, Owners, insert_buyers, make_new_buyers, owners_for
from tradewind.desk.models import Batch, Contact, Customer, RowBefore

STATUSES = ("created", "updated", "unchanged")
KNOWN = ("customer_id", *FIELDS, "created_batch_id", "changed_batch_id")
PERSON = ("name", "kind", "email", "phone", "channel", "language")

Status = dict[str, str]  # customer_id -> what the list did
Filling = tuple[tuple[Any, ...], tuple[Any, ...], tuple[str, ...]]  # a row, the kept buyer before, its FIELDS after


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
    own, merged_away, kept_of = _apart(customers)
    known = _known(own["customer_id"].to_list())
    status = {row[0]: _against(known.get(row[0]), row, batch)[0] for row in _rows(own)}
    return status | {row[0]: _status(before, new) for row, before, new in _fillings(merged_away, kept_of)}


def write_customers(batch: Batch, collected: Collected) -> Status:
    """Make or update the list's customers; an empty cell changes nothing.

    What the list says of a buyer who was merged away fills what is empty at the one who was kept.
    """
    status: Status = {}
    owners = owners_for(batch, collected)
    own, merged_away, kept_of = _apart(collected.customers)
    for part in own.iter_slices(AT_ONCE):
        with transaction.atomic():
            status |= _write_part(batch, part, owners)
    for row, before, new in _fillings(merged_away, kept_of):
        status[row[0]] = _status(before, new)
        with transaction.atomic():
            _update(batch, [(before, new)] if _status(before, new) == "updated" else [])
    return status


def write_contacts(batch: Batch, collected: Collected) -> Status:
    """Add the list's people to their buyers, making unknown buyers; people who are there already stay as they are."""
    make_new_buyers(batch, collected)
    status: Status = {}
    for part in collected.contacts.fill_null("").iter_slices(AT_ONCE):
        with transaction.atomic():
            for key, done in _add_people(batch, part).items():
                status[key] = "created" if "created" in (done, status.get(key)) else done
    made = set(Customer.objects.filter(created_batch=batch).values_list("customer_id", flat=True))
    for key in collected.source_rows["key"]:  # rows that name a buyer and nobody there
        status.setdefault(key, "created" if key in made else "unchanged")
    return status


def _write_part(batch: Batch, part: pl.DataFrame, owners: Owners) -> Status:
    known = _known(part["customer_id"].to_list())
    insert_buyers(batch, part.filter(~pl.col("customer_id").is_in(list(known))), owners)
    status, changes = {}, []
    for row in _rows(part):
        status[row[0]], new = _against(known.get(row[0]), row, batch)
        if new:
            changes.append((known[row[0]], new))
    _update(batch, changes)
    return status


def _rows(customers: pl.DataFrame) -> list[tuple[Any, ...]]:
    return customers.select("customer_id", *FIELDS).fill_null("").rows()


def _apart(customers: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, str]]:
    """The list's buyers as they are, those who were merged away, and into whom."""
    kept_of = aliases()
    gone = pl.col("customer_id").is_in(list(kept_of))
    return customers.filter(~gone), customers.filter(gone), kept_of


def _fillings(merged_away: pl.DataFrame, kept_of: dict[str, str]) -> Iterator[Filling]:
    """Each row of a buyer who was merged away, with the kept buyer before and FIELDS after, one after the other."""
    for row in _rows(merged_away):
        before = _known([kept_of[row[0]]])[kept_of[row[0]]]
        yield row, before, tuple(had or said for had, said in zip(_fields(before), row[1:], strict=True))


def _status(before: tuple[Any, ...], new: tuple[str, ...]) -> str:
    return "unchanged" if new == _fields(before) else "updated"


def _fields(known: tuple[Any, ...]) -> tuple[str, ...]:
    return known[1 : 1 + len(FIELDS)]


def _known(keys: list[str]) -> dict[str, tuple[Any, ...]]:
    return {row[0]: tuple(row) for row in bulk.select(Customer, KNOWN, "customer_id", keys)}


def _against(before: tuple[Any, ...] | None, row: tuple[Any, ...], batch: Batch) -> tuple[str, tuple[str, ...]]:
    """What the list does to one buyer, and its new values of FIELDS (empty when there is nothing to write)."""
    if before is None or before[-2:] == (batch.pk, batch.pk):
        return "created", ()
    if before[-1] == batch.pk:
        return "updated", ()
    new = tuple(said or kept for said, kept in zip(row[1:], _fields(before), strict=True))
    return ("unchanged", ()) if _status(before, new) == "unchanged" else ("updated", new)


def _update(batch: Batch, changes: list[tuple[tuple[Any, ...], tuple[str, ...]]]) -> None:
    first = [before for before, _ in changes if before[-1] != batch.pk]
    kept = [(batch.pk, "customers", before[0], json.dumps(before[1:])) for before in first]
    bulk.insert(RowBefore, ("batch_id", "table", "key", "before"), kept)
    rows = [(*new, searchable(new[0], before[0]), batch.pk, before[0]) for before, new in changes]
    bulk.update(Customer, "customer_id", (*FIELDS, "search", "changed_batch_id"), rows)
    search.index([row[-1] for row in rows])


def _add_people(batch: Batch, part: pl.DataFrame) -> Status:
    kept_of = aliases()
    known = _known_people([kept_of.get(key, key) for key in part["customer_id"].unique()])
    status: Status = {}
    rows = []
    for key, *person in part.select("customer_id", *PERSON).iter_rows():
        kept = kept_of.get(key, key)
        identity = (kept, person[0], person[2], person[3])
        if identity not in known:
            known[identity] = batch.pk
            rows.append((kept, "" if kept == key else key, *person, batch.pk, batch.pk))
        if known[identity] == batch.pk:
            status[key] = "created"
        status.setdefault(key, "unchanged")
    bulk.insert(Contact, ("customer_id", "source_customer", *PERSON, "created_batch_id", "changed_batch_id"), rows)
    return status


def _known_people(keys: list[str]) -> dict[tuple[str, ...], int | None]:
    columns = ("customer_id", "name", "email", "phone", "created_batch_id")
    return {tuple(row[:4]): row[4] for row in bulk.select(Contact, columns, "customer_id", keys)}
