"""The facts, as Polars frames, wherever they are kept.

An analysis asks a `Ledger` for a table and cannot tell whether it came from the desk's database or from a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Self

import polars as pl

from tradewind.errors import UnknownTable
from tradewind.ledger.folder import tables_in
from tradewind.ledger.schema import TABLES, conform, in_order


class Ledger:
    """The fact tables of one team at one moment.

    version   the number of the facts that these tables show; it grows with every import, undo or edit
    """

    def __init__(self, frames: Mapping[str, pl.LazyFrame], version: int = 0) -> None:
        self._frames = dict(frames)
        self.version = version

    @classmethod
    def of_frames(cls, version: int = 0, **frames: pl.DataFrame) -> Self:
        """A ledger of frames in memory, each brought to its table's columns, types and order.

        raises   UnknownTable, MissingColumn
        """
        for name in frames:
            if name not in TABLES:
                raise UnknownTable(table=name, present=", ".join(TABLES))
        return cls({name: in_order(conform(frame, name), name).lazy() for name, frame in frames.items()}, version)

    @classmethod
    def of_folder(cls, folder: Path, version: int = 0) -> Self:
        """A ledger of the files `<table>.parquet` or `<table>.csv` in `folder`; a table without a file is empty.

        raises   MissingColumn
        """
        return cls(tables_in(folder), version)

    def lazy(self, table: str) -> pl.LazyFrame:
        """The table as a lazy frame with the columns of `schema.TABLES[table]`; raises UnknownTable."""
        if table not in TABLES:
            raise UnknownTable(table=table, present=", ".join(TABLES))
        return self._frames.get(table, pl.LazyFrame(schema=TABLES[table]))

    def table(self, table: str) -> pl.DataFrame:
        """The whole table in memory; raises UnknownTable."""
        return self.lazy(table).collect()
