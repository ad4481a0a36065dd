"""The event log of a batch: looked through before a yes, then written in short transactions, each event once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import polars as pl
from django.db import connection, transaction
from polars import col

from tradewind.collect import Collected
from tradewind.collect.collected import Column
from tradewind.collect.event_words import FIELDS, tells_events
from tradewind.collect.events import event_file
from tradewind.collect.opened import opened
from tradewind.collect.xes import is_xes
from tradewind.desk import bulk
from tradewind.desk.imports import stored_file
from tradewind.desk.jobs.money import ten_thousandths
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.models import Batch, Event
from tradewind.ledger.schema import EVENTS

KIND = "events"
CASES_AT_ONCE = 900
FIRST_BYTES = 4096
LETTERS = {"case_id": 200, "activity": 120, "resource": 120, "lifecycle": 20}
SAME = ("case_id", "happened_at", "activity", "resource", "lifecycle")
PLACE = ("case_id", "happened_at")
COLUMNS = (
    "case_id", "activity", "happened_at", "position", "resource", "lifecycle", "cost", "created_batch_id",
    "changed_batch_id",
)  # fmt: skip


def holds_events(batch: Batch) -> bool:
    """Whether the batch's file is an event log: as a person said, by what columns were said to be, or written as
    XES."""
    if kind := batch.options.get("kind"):
        return bool(kind == KIND)
    if not set(FIELDS).isdisjoint(batch.options.get("headings", {}).values()):
        return True
    with stored_file(batch).open("rb") as file:
        return is_xes(file.read(FIRST_BYTES)) or batch.file_name.lower().endswith((".xes", ".xes.gz"))


def is_event_table(batch: Batch) -> bool:
    """Whether a table that is no list of orders has a case, an activity and a time."""
    if batch.options.get("kind"):
        return False
    data = stored_file(batch).read_bytes()
    return tells_events(opened(data, batch.file_name, batch.options.get("sheet")).headings)


def taken_for_orders(batch: Batch, collected: Collected) -> bool:
    """Whether a table was read as orders only by what stands in it, while its headings tell of events."""
    if batch.options.get("kind") or not tells_events([column.heading for column in collected.columns]):
        return False
    return not any(column.field == "amount" and column.how in ("name", "person") for column in collected.columns)


def look_through(batch: Batch, progress: Progress) -> None:
    """Note on the batch (not yet saved) what is in the file and what an import would do."""
    events, columns = _events(batch)
    fresh = 0
    for part in _parts(events):
        progress("comparing", fresh, events.height)
        fresh += _fresh(part).height
    _note(batch, events, fresh)
    batch.reading["columns"] = [asdict(one) for one in columns]


def write(batch: Batch, progress: Progress) -> None:
    """Write what the desk does not have yet; may be interrupted and run again."""
    events, _ = _events(batch)
    done = 0
    for part in _parts(events):
        progress("writing", done, events.height)
        with transaction.atomic():
            bulk.insert(Event, COLUMNS, _rows(_fresh(part), batch))
        done += part.height
    columns = batch.reading.get("columns", [])
    _note(batch, events, Event.objects.filter(created_batch=batch).count())
    batch.reading["columns"] = columns


def _events(batch: Batch) -> tuple[pl.DataFrame, Sequence[Column]]:
    """The file's events, texts no longer than the desk keeps; `nth` counts those that are alike. And its columns."""
    said = batch.options
    read = event_file(
        stored_file(batch), said.get("headings"), said.get("sheet"), said.get("dates", "auto"), batch.file_name
    )
    found = read.events
    for name, kind in EVENTS.items():
        if name not in found.columns:
            found = found.with_columns(pl.lit(None, dtype=kind).alias(name))
    texts = [col(name).fill_null("").str.slice(0, most).alias(name) for name, most in LETTERS.items()]
    return _numbered(found.select(EVENTS.names()).with_columns(texts)), read.columns


def _numbered(events: pl.DataFrame) -> pl.DataFrame:
    return events.with_columns(nth=pl.int_range(pl.len()).over(SAME))


def _parts(events: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The events of some hundred cases at a time, each case whole and in its order."""
    case = col.case_id.rank("dense") - 1
    whole = events.with_columns(part=case // CASES_AT_ONCE)
    yield from whole.partition_by("part", maintain_order=True, include_key=False)


def _fresh(part: pl.DataFrame) -> pl.DataFrame:
    """The events that the desk does not have, each with its position behind those of its moment."""
    cases = part["case_id"].unique().to_list()
    there = pl.DataFrame(
        list(
            Event.objects.filter(case_id__in=cases)
            .order_by("case_id", "happened_at", "position")
            .values_list(*SAME, "position")
        ),
        schema={**{name: part.schema[name] for name in SAME}, "position": pl.Int64},
        orient="row",
    )
    fresh = part.join(_numbered(there), on=[*SAME, "nth"], how="anti", maintain_order="left")
    taken = there.group_by(PLACE).agg(taken=col.position.max() + 1)
    placed = fresh.join(taken, on=PLACE, how="left", maintain_order="left")
    return placed.with_columns(position=col.taken.fill_null(0) + pl.int_range(pl.len()).over(PLACE))


def _rows(fresh: pl.DataFrame, batch: Batch) -> Iterator[tuple[Any, ...]]:
    zone = "+00" if connection.vendor == "postgresql" else ""
    plain = fresh.with_columns(
        ten_thousandths("cost"),
        col.happened_at.dt.strftime("%Y-%m-%d %H:%M:%S%.6f") + zone,
        pl.lit(batch.pk).alias("created_batch_id"),
        pl.lit(batch.pk).alias("changed_batch_id"),
    )
    return plain.select(COLUMNS).iter_rows()


def _note(batch: Batch, events: pl.DataFrame, created: int) -> None:
    """The counts and the reading of the file, on the batch."""
    batch.kind, batch.read, batch.created = KIND, events.height, created
    batch.unchanged, batch.updated, batch.skipped, batch.failed = events.height - created, 0, 0, 0
    batch.facts = {KIND: {"created": created, "updated": 0, "unchanged": batch.unchanged}}
    first, last = events["happened_at"].min(), events["happened_at"].max()
    batch.reading = {
        "form": {"format": batch.file_name.lower().removesuffix(".gz").rpartition(".")[2]},
        "cases": events["case_id"].n_unique(), "activities": events["activity"].n_unique(),
        "first": first and str(first)[:10], "last": last and str(last)[:10],
    }  # fmt: skip
