"""The buyers a file speaks of, the people there, and the reps who look after them."""

from __future__ import annotations

import polars as pl

from tradewind.collect.collected import OWNERS, SOURCE_ROWS
from tradewind.collect.often import most_frequent
from tradewind.ledger.schema import CONTACTS, CUSTOMERS

KINDS = {
    "supplier": "supplier", "vendor": "supplier", "factory": "supplier", "供应商": "supplier", "工厂": "supplier",
    "forwarder": "forwarder", "freight forwarder": "forwarder", "货代": "forwarder", "货运代理": "forwarder",
}  # fmt: skip


def customers(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per customer: CUSTOMERS; each value is the one the file gives most often, a missing name is the id."""
    known = rows.select("customer_id").unique().sort("customer_id")
    for column in ("name", "country", "timezone", "tier"):
        known = known.join(
            most_frequent(rows, "customer_id", column), on="customer_id", how="left", maintain_order="left"
        )
    known = known.join(owners(rows), on="customer_id", how="left", maintain_order="left")
    return known.with_columns(pl.coalesce("name", "customer_id")).select(*CUSTOMERS)


def owners(rows: pl.DataFrame) -> pl.DataFrame:
    """Each customer's rep: the one of the latest day with a rep, and on that day the most frequent. OWNERS."""
    named = rows.filter(pl.col("rep").is_not_null())
    latest = pl.col("ordered_on").fill_null(pl.date(1, 1, 1))
    last = named.filter(latest == latest.max().over("customer_id")) if named.height else named
    found = most_frequent(last, "customer_id", "rep").rename({"rep": "owner"})
    return found.sort("customer_id").cast(OWNERS)


def contacts(rows: pl.DataFrame) -> pl.DataFrame:
    """The distinct people of each customer: CONTACTS. Somebody without a name is called by email, else by company."""
    told = rows.filter(pl.any_horizontal(pl.col("contact", "email", "phone", "channel").is_not_null()))
    kind = pl.col("contact_kind").str.to_lowercase().replace_strict(KINDS, default="buyer", return_dtype=pl.String)
    people = told.with_columns(pl.coalesce("contact", "email", "name", "customer_id").alias("name"), kind.alias("kind"))
    return people.select(*CONTACTS).unique().sort(pl.all(), nulls_last=True)


def source_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """How many of the rows tell of each customer: SOURCE_ROWS."""
    counted = rows.group_by(pl.col("customer_id").alias("key")).agg(pl.len().cast(pl.Int64).alias("source_rows"))
    return counted.sort("key").cast(SOURCE_ROWS)
