"""A batch's file, read as its options say."""

from __future__ import annotations

from typing import Any

import polars as pl

from tradewind.collect import Collected, Options, collect, main_currency, priced, rejected_csv
from tradewind.desk.imports import stored_file, wrong_rows_file
from tradewind.desk.jobs.rates import rates_as_frame
from tradewind.desk.jobs.staging import stage, staged
from tradewind.desk.layouts import recalled
from tradewind.desk.models import Batch, DeskState

READING_OPTIONS = ("kind", "dates", "decimal", "skip_bad_rows", "currency", "headings", "sheet")
UNSAID_CURRENCY = "USD"
PROBLEMS_KEPT = 1000


def read(batch: Batch, **changed: Any) -> Collected:
    """The batch's file as facts; `changed` overrides options. Raises the InputErrors of collect.

    What a person said about a file of this shape before holds again, where the options leave it open, unless the
    option `afresh` wants the file read by its own evidence.
    """
    options = {name: batch.options[name] for name in READING_OPTIONS if batch.options.get(name)} | changed
    afresh = bool(batch.options.get("afresh"))
    if (known := staged(batch, {**options, "afresh": afresh})) is not None:
        return known
    recall = None if afresh else recalled
    collected = collect(stored_file(batch), Options(**options), name=batch.file_name, recall=recall)
    stage(batch, collected, {**options, "afresh": afresh})
    return collected


def base_currency_for(collected: Collected, batch: Batch) -> str:
    """The desk's base currency; on a new desk the one that most of the first file's orders have."""
    if base := DeskState.now().base_currency:
        return base
    return main_currency(collected.orders) or batch.options.get("currency") or UNSAID_CURRENCY


def in_base(batch: Batch, collected: Collected, base: str) -> pl.DataFrame:
    """The batch's orders with a currency each (the base where none was named) and their amount in the base currency.

    A person's table of rates counts first, then the European Central Bank's, then what the import was told; by which
    of them is noted on the batch (not yet saved).
    raises   MissingRates when an order's currency has no rate and the options do not say what to do
    """
    answers = {currency: float(rate) for currency, rate in (batch.options.get("rates") or {}).items()}
    leave = bool(batch.options.get("without_rates"))
    orders = priced(collected.orders, base, batch.file_name, rates_as_frame(), answers, leave)
    _note_rates(batch, orders)
    return orders


def _note_rates(batch: Batch, orders: pl.DataFrame) -> None:
    """Keep on the batch how many orders were converted by which kind of rate: rate_own, rate_ecb, rate_ecb_old (the
    last one before the order's day, at most a week old), or rate_none."""
    counted = orders.filter(pl.col("rate_source") != "same")["rate_source"].value_counts().sort("rate_source")
    batch.reading = {**batch.reading, "rates": {f"rate_{source}": count for source, count in counted.iter_rows()}}


def note_reading(batch: Batch, collected: Collected) -> None:
    """Keep on the batch (not yet saved) what the file is and which of its rows could not be used."""
    batch.kind = collected.kind
    batch.read, batch.skipped, batch.failed = collected.read, collected.skipped, collected.failed
    batch.reading = {
        "form": {
            name: getattr(collected.form, name)
            for name in ("format", "encoding", "separator", "compression", "sheet", "shop")
        },
        "columns": [
            {"heading": c.heading, "field": c.field, "how": c.how, "samples": list(c.samples)}
            for c in collected.columns
        ],
        "date_order": collected.date_order,
        "is_recalled": _is_recalled(batch, collected),
    }
    _keep_wrong_rows(batch, collected)
    batch.problems = collected.problems.head(PROBLEMS_KEPT).to_dicts()
    batch.reasons = dict(collected.problems["reason"].value_counts().sort("reason").iter_rows())


def _is_recalled(batch: Batch, collected: Collected) -> bool:
    """Whether the file was read as a person read its like before, in something that this batch leaves open."""
    if batch.options.get("afresh"):
        return False
    said = Options(**{name: batch.options[name] for name in READING_OPTIONS if batch.options.get(name)})
    return recalled(tuple(column.heading for column in collected.columns), said) != said


def _keep_wrong_rows(batch: Batch, collected: Collected) -> None:
    file = wrong_rows_file(batch)
    file.unlink(missing_ok=True)
    if collected.failed:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        file.write_bytes(rejected_csv(collected))
