"""The warning list of a folder of very many orders: worked out in parts, kept on disk, read in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from heapq import merge
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from polars import col

from tradewind.errors import NothingOrdered
from tradewind.findings.documents import Document, buyer
from tradewind.ledger.engine import Engine, OneProcess
from tradewind.ledger.order_folder import OrderFolder, order_folder
from tradewind.retention.in_parts import PartsParameters, fit_in_parts, part_at_risk, part_sums, summed
from tradewind.retention.warning import require_horizon

AT_ONCE = 500  # rows of a part that are read at a time


@dataclass(frozen=True)
class ListInParts:
    """The list of every part, each a file in which most money at risk comes first."""

    today: date
    horizon_days: int
    parameters: PartsParameters
    files: list[Path]

    def about(self) -> Document:
        """What stands beside the buyers; the keys of documents.watch."""
        told = {"today": self.today.isoformat(), "horizon_days": self.horizon_days}
        return {**told, "parameters": asdict(self.parameters.warning)}

    def totals(self) -> Document:
        """How many buyers there are, how many on the list, and the money at risk of those."""
        rows = pl.scan_parquet(self.files).select("on_list", "money_at_risk")
        listed = col.money_at_risk.filter(col.on_list)
        return rows.select(buyers=pl.len(), named=col.on_list.sum(), money=listed.sum()).collect().to_dicts()[0]

    def first(self, most: int) -> list[Document]:
        """The first of those on the list."""
        tops = [pl.scan_parquet(file).filter("on_list").head(most).collect() for file in self.files]
        by = ["money_at_risk", "customer_id"]
        return [told(row) for row in pl.concat(tops).sort(by, descending=[True, False]).head(most).to_dicts()]

    def buyers(self) -> Iterator[Document]:
        """Every buyer, most money at risk first, then by customer_id, as documents.watch tells them."""
        yield from map(
            told, merge(*map(rows_of, self.files), key=lambda row: (-row["money_at_risk"], row["customer_id"]))
        )


def told(row: Document) -> Document:
    """A buyer of the list; a folder of orders has no other name for it than its id."""
    return buyer({**row, "name": row["customer_id"]})


def rows_of(file: Path) -> Iterator[Document]:
    """The rows of a part, some at a time."""
    rows = pl.scan_parquet(file)
    at = 0
    while some := rows.slice(at, AT_ONCE).collect().to_dicts():
        yield from some
        at += AT_ONCE


@contextmanager
def list_in_parts(
    folder: Path, today: date | None, horizon_days: int, spark: str | None = None
) -> Iterator[ListInParts]:
    """The warning list of the orders in a folder, for as long as the context lasts.

    today    null: the last day with an order
    spark    the master of a Spark cluster that does the work; null: this process
    raises   HorizonOutOfRange, NothingOrdered, and what ledger.order_folder and ledger.spark raise
    """
    require_horizon(horizon_days)
    orders = order_folder(folder)
    day = today or last_order_day(orders)
    with engine_of(orders, spark) as engine, TemporaryDirectory(prefix="tradewind-list-") as place:
        sums = summed(engine.each_part(partial(part_sums, today=day)))
        parameters = fit_in_parts(sums, horizon_days)
        work = partial(part_at_risk, today=day, horizon_days=horizon_days, parameters=parameters)
        files = [kept(frame, Path(place) / f"{n:05}.parquet") for n, frame in enumerate(engine.each_part(work))]
        yield ListInParts(day, horizon_days, parameters, files)


def engine_of(orders: OrderFolder, spark: str | None) -> Engine:
    if spark is None:
        return OneProcess(orders)
    from tradewind.ledger.spark import Spark  # brings PySpark, where it is installed

    return Spark(orders, spark)


def last_order_day(orders: OrderFolder) -> date:
    """The last day with an order of an amount above 0; raises NothingOrdered."""
    day: date | None = orders.facts().filter(col.amount > 0).select(col.ordered_on.max()).collect().item()
    if day is None:
        raise NothingOrdered(file=orders.folder.name)
    return day


def kept(frame: pl.DataFrame, file: Path) -> Path:
    frame.write_parquet(file, compression="lz4", row_group_size=AT_ONCE)
    return file
