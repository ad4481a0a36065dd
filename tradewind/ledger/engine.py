"""Where is the work on very many orders done? In parts, each with all orders of its customers, one after another here,
or at once on the executors of Spark (see ledger.spark). Both run the same function on each part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, Self

import polars as pl
from polars import col

from tradewind.ledger.order_folder import OrderFolder

ORDERS_A_PART = 200_000

Work = Callable[[pl.DataFrame], pl.DataFrame]


class Engine(Protocol):
    """Runs a function over the orders, a part at a time; a context, within which the parts are kept."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *gone: object) -> None: ...

    def each_part(self, work: Work) -> Iterator[pl.DataFrame]:
        """What `work` returns of each part, in any order; `work` gets order_folder.FACTS of some customers, whole."""
        ...


def parts_for(rows: int, orders_a_part: int = ORDERS_A_PART) -> int:
    """Into how many parts so many orders are split."""
    return max(1, -(-rows // orders_a_part))


class OneProcess:
    """This process: the orders are split once, by a hash of the customer, into files of a temporary folder."""

    def __init__(self, folder: OrderFolder, orders_a_part: int = ORDERS_A_PART) -> None:
        self._folder, self._orders_a_part = folder, orders_a_part
        self._until_end = ExitStack()
        self._parts: list[Path] = []

    def __enter__(self) -> Self:
        count = parts_for(self._folder.rows, self._orders_a_part)
        if count > 1:
            place = Path(self._until_end.enter_context(TemporaryDirectory(prefix="tradewind-parts-")))
            part = (col.customer_id.hash() % count).cast(pl.UInt32)
            split = self._folder.facts().filter(col.customer_id.is_not_null()).with_columns(part=part)
            split.sink_parquet(pl.PartitionBy(place, key="part", include_key=False), mkdir=True, compression="lz4")
            self._parts = sorted(place.iterdir())
        return self

    def __exit__(self, *gone: object) -> None:
        self._until_end.close()

    def each_part(self, work: Work) -> Iterator[pl.DataFrame]:
        if not self._parts:
            yield work(self._folder.facts().collect())
        for part in self._parts:
            yield work(pl.read_parquet(part / "*.parquet"))
