"""Buyers that a file names and the desk does not know yet, made in bulk, each with its owner."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.db import transaction
from django.utils import timezone

from tradewind.collect import Collected
from tradewind.desk import bulk, search
from tradewind.desk.customers import FIELDS, searchable
from tradewind.desk.models import Batch, Customer, CustomerAlias, Ownership, Person

COLUMNS = ("customer_id", *FIELDS, "owner_id", "search", "created_batch_id", "changed_batch_id", "created_at")
OWNED = ("customer_id", "rep_id", "from_on", "until_on")
AT_ONCE = 5_000

Owners = dict[str, int | None]


def make_new_buyers(batch: Batch, collected: Collected) -> int:
    """Make the file's unknown buyers, in short transactions; returns how many buyers this batch has made."""
    owners = owners_for(batch, collected)
    for part in collected.customers.iter_slices(AT_ONCE):
        with transaction.atomic():
            insert_buyers(batch, unknown(part), owners)
    return Customer.objects.filter(created_batch=batch).count()


def unknown(customers: pl.DataFrame) -> pl.DataFrame:
    """The customers that the desk does not know, not even as merged into others."""
    keys = customers["customer_id"].to_list()
    known = [row[0] for row in bulk.select(Customer, ("customer_id",), "customer_id", keys)]
    known += [row[0] for row in bulk.select(CustomerAlias, ("alias",), "alias", keys)]
    return customers.filter(~pl.col("customer_id").is_in(known))


def owners_for(batch: Batch, collected: Collected) -> Owners:
    """The owner's number per customer_id, as the import's `owner` option says; the key "" holds for all others."""
    how = batch.options.get("owner", "me")
    if how != "column":
        return {"": batch.by.pk if how == "me" else None}
    numbers = _people_by_name()
    named = collected.owners.select("customer_id", "owner").iter_rows()
    return {"": None} | {key: numbers.get((owner or "").casefold()) for key, owner in named}


def insert_buyers(batch: Batch, customers: pl.DataFrame, owners: Owners) -> None:
    """Insert customers (schema CUSTOMERS) that the desk does not know; the caller holds the transaction."""
    now = bulk.stored_time(timezone.now().strftime("%Y-%m-%d %H:%M:%S.%f"))
    today = timezone.localdate().isoformat()
    rows: list[tuple[Any, ...]] = []
    for key, *fields in customers.select("customer_id", *FIELDS).fill_null("").iter_rows():
        owner = owners.get(key, owners[""])
        rows.append((key, *fields, owner, searchable(fields[0], key), batch.pk, batch.pk, now))
    bulk.insert(Customer, COLUMNS, rows)
    search.index([row[0] for row in rows])
    owner_at = COLUMNS.index("owner_id")
    bulk.insert(Ownership, OWNED, [(row[0], row[owner_at], today, None) for row in rows if row[owner_at]])


def _people_by_name() -> dict[str, int]:
    """Every active person's number by folded name and user name."""
    people = Person.objects.filter(is_active=True).values_list("pk", "username", "name")
    return {name.casefold(): pk for pk, *names in people for name in names if name}
