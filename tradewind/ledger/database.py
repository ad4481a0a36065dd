"""Fact tables out of the desk's database as columns: in large steps from SQLite, by COPY from PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import polars as pl

from tradewind.ledger.schema import TABLES, TIME, in_order

# How the desk keeps each fact table; money is kept in whole ten-thousandths.
QUERIES: dict[str, str] = {
    "customers": (
        "SELECT c.customer_id, c.name, c.country, c.timezone, c.tier, p.username AS owner "
        "FROM desk_customer c LEFT JOIN desk_person p ON p.id = c.owner_id"
    ),
    "contacts": ("SELECT customer_id, name, kind, email, phone, channel, language FROM desk_contact"),
    "ownership": (
        "SELECT o.customer_id, p.username AS rep, o.from_on, o.until_on "
        "FROM desk_ownership o JOIN desk_person p ON p.id = o.rep_id"
    ),
    "orders": (
        "SELECT order_id, customer_id, ordered_on, ordered_at, amount / 10000.0 AS amount, currency, "
        "amount_base / 10000.0 AS amount_base, requested_on, promised_on, shipped_on, rep "
        "FROM desk_order"
    ),
    "order_lines": (
        "SELECT order_id, line_no, product, product_line, quantity, unit, amount / 10000.0 AS amount "
        "FROM desk_orderline"
    ),
    "ratings": "SELECT customer_id, rated_at, score, source FROM desk_rating",
    "messages": (
        "SELECT message_id, conversation_id, channel, CASE WHEN party = '' THEN customer_id END AS customer_id, rep, "
        "direction, sent_at, utc_offset_min, sender, kind, text, reply_to FROM desk_message"
    ),
    "usage": (
        "SELECT rep, used_at, tool, module, action, CASE WHEN is_core THEN 1 ELSE 0 END AS is_core FROM desk_usage"
    ),
    "events": (
        "SELECT case_id, activity, happened_at, resource, lifecycle, cost / 10000.0 AS cost "
        "FROM desk_event ORDER BY case_id, happened_at, position"
    ),
}


STEP_ROWS = 50_000


@dataclass(frozen=True)
class Source:
    """Where the desk's database is: the path of an SQLite file, or a PostgreSQL connection string."""

    vendor: str  # "sqlite" or "postgresql"
    address: str


def fact_table(source: Source, table: str) -> pl.DataFrame:
    """One fact table as `schema.TABLES` has it, in the ledger's order, empty text as null."""
    raw = _from_sqlite(source, table) if source.vendor == "sqlite" else _from_postgresql(source, table)
    return in_order(raw.select(_typed(pl.col(name), kind) for name, kind in TABLES[table].items()), table)


def _typed(column: pl.Expr, kind: pl.DataType | type[pl.DataType]) -> pl.Expr:
    text = column.cast(pl.String)
    if kind == pl.Date:
        return text.str.to_date("%Y-%m-%d")
    if kind == TIME:
        return text.str.strip_suffix("+00").str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us")
    if kind == pl.String:
        return pl.when(text != "").then(text)
    if kind == pl.Boolean:
        return text == "1"
    return column.cast(kind)


def _from_sqlite(source: Source, table: str) -> pl.DataFrame:
    """By Python's own SQLite, the one that the desk writes with: a second copy of SQLite in a process drops the locks
    of the first, and another process then throws the log away that is still written to.
    """
    kinds = {name: kind if kind in (pl.Float64, pl.Int64) else pl.String for name, kind in TABLES[table].items()}
    with closing(sqlite3.connect(f"{Path(source.address).absolute().as_uri()}?mode=ro", uri=True)) as desk:
        rows = desk.execute(QUERIES[table])
        names = [column[0] for column in rows.description]
        parts = [pl.DataFrame(schema={name: kinds[name] for name in names})]
        while some := rows.fetchmany(STEP_ROWS):
            columns = zip(names, zip(*some, strict=True), strict=True)
            parts.append(pl.DataFrame([_series(name, values, kinds[name]) for name, values in columns]))
    return pl.concat(parts, rechunk=True)


def _series(name: str, values: tuple[object, ...], kind: pl.DataType | type[pl.DataType]) -> pl.Series:
    return pl.Series(name, values, dtype=kind, strict=False)


def _from_postgresql(source: Source, table: str) -> pl.DataFrame:
    text = BytesIO()
    with _copy(source, f"COPY ({QUERIES[table]}) TO STDOUT (FORMAT csv, HEADER)") as parts:
        for part in parts:
            text.write(part)
    text.seek(0)
    kinds = {name: kind if kind in (pl.Float64, pl.Int64) else pl.String for name, kind in TABLES[table].items()}
    return pl.read_csv(text, schema=kinds)


@contextmanager
def _copy(source: Source, statement: str) -> Iterator[Iterator[bytes]]:
    import psycopg

    with psycopg.connect(source.address) as connection, connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")
        with cursor.copy(statement.encode()) as copy:
            yield (bytes(part) for part in copy)
