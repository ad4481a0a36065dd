"""Day, month or year first: decided on the evidence of whole columns, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tradewind.collect.dates import ORDERS
from tradewind.errors import AmbiguousDates

CLEARLY = 3  # how many times more distinct days than years there must be to tell where two-digit years stand


@dataclass(frozen=True)
class Evidence:
    """What one column says about the order of its open dates.

    certain   order -> rows that are a date in this order and in no other
    example   a cell that is a different date in each of several orders, with them; None without such a cell
    """

    certain: Mapping[str, int]
    example: tuple[str, Mapping[str, str]] | None

    @property
    def order(self) -> str | None:
        """The order that most rows prove; None when no row proves any, or two orders are proven equally."""
        most = max(self.certain.values())
        proven = [order for order in ORDERS if self.certain[order] == most]
        return proven[0] if most and len(proven) == 1 else None


def evidence(read: pl.DataFrame) -> Evidence:
    """The evidence in one column's `dates.readings`."""
    cells = _with_years_in_one_place(read.filter(pl.col("open")))
    return Evidence({order: _certain(cells, order) for order in ORDERS}, _example(cells))


def date_orders(columns: Mapping[str, pl.DataFrame], headings: Mapping[str, str], file: str) -> dict[str, str | None]:
    """Field -> the order of its dates; None where the dates tell their own. A silent column follows the others.

    columns  field -> `dates.readings`
    raises   AmbiguousDates when a silent column has nothing to follow
    """
    found = {field: evidence(read) for field, read in columns.items()}
    together = Evidence({order: sum(one.certain[order] for one in found.values()) for order in ORDERS}, None).order
    for field, one in found.items():
        if one.example and not (one.order or together):
            raise _ambiguous(one.example, headings[field], file)
    return {field: one.order or (together if one.example else None) for field, one in found.items()}


def _with_years_in_one_place(cells: pl.DataFrame) -> pl.DataFrame:
    """In a column of two-digit years the place with far fewer distinct numbers is the year."""
    first, last = (cells.get_column(place).drop_nulls().n_unique() for place in ("p1", "p3"))
    if first >= CLEARLY * last:
        return cells.with_columns(ymd=pl.lit(None, dtype=pl.Date))
    if last >= CLEARLY * first and first:
        short = pl.col("p1").is_not_null()
        return cells.with_columns(pl.when(~short).then(order).alias(order) for order in ("dmy", "mdy"))
    return cells


def _certain(cells: pl.DataFrame, order: str) -> int:
    others = [pl.col(other).is_null() for other in ORDERS if other != order]
    return int(cells.filter(pl.col(order).is_not_null(), *others).get_column("rows").sum())


def _example(cells: pl.DataFrame) -> tuple[str, dict[str, str]] | None:
    """The first in the alphabet, so that row order does not change the sentence."""
    several = pl.concat_list(ORDERS).list.drop_nulls().list.n_unique() > 1
    for row in cells.filter(several).sort("value").head(1).iter_rows(named=True):
        return row["value"], {order: row[order].isoformat() for order in ORDERS if row[order]}
    return None


def _ambiguous(example: tuple[str, Mapping[str, str]], column: str, file: str) -> AmbiguousDates:
    value, dates = example
    (one, first), (other, second) = list(dates.items())[:2]
    return AmbiguousDates(file=file, column=column, value=value, first=first, one=one, second=second, other=other)
