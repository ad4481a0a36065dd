"""What will be sold? Forecasts with bands out of a file, and how right they would have been, as JSON documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from polars import col

from tradewind.errors import NothingOrdered, SalesMonthNotRead
from tradewind.findings import default_today
from tradewind.findings.documents import Document
from tradewind.findings.files import ledger_of_file, require_folder, write_predictions
from tradewind.findings.numbers_in_files import column, numbers, periods, table_in
from tradewind.forecast.accuracy import Accuracy
from tradewind.forecast.backtest import backtest
from tradewind.forecast.coherent import coherent
from tradewind.forecast.demand import demand, predictions
from tradewind.forecast.kinds import demand_class
from tradewind.forecast.parts import Parts, parts
from tradewind.forecast.series import Sales, month_told, sales
from tradewind.ledger import Ledger

SERIES = ("unique_id", "ds", "y")
LAGS = {"auto": None, "seasonal": 12, "naive": 1}


@dataclass(frozen=True)
class Sold:
    """What a file or a desk says was sold: series as they are, or a team's orders in parts."""

    named: str
    series: Sales | None
    parts: Parts | None


def sold_in_file(path: Path, horizon: int, **reading: Any) -> Sold:
    """The series of a file with the columns unique_id, ds and y; of any other file its orders.

    raises   what series.sales and files.ledger_of_file raise; NumberNotRead; NothingOrdered
    """
    if not path.is_dir():
        table = table_in(path)
        if set(SERIES) <= set(table.headings):
            (months,), are_months = periods(table, ["ds"], path.name)
            if not are_months:
                first = column(table, "ds", path.name).head(1).to_list()
                raise SalesMonthNotRead(file=path.name, said=str(first[0])[:60] if first else "–")
            rows = {
                "unique_id": column(table, "unique_id", path.name),
                "month": months,
                "y": numbers(table, "y", path.name),
            }
            return Sold(path.name, sales(pl.DataFrame(rows), path.name), None)
    return sold_in(ledger_of_file(path, **reading), horizon, path.name)


def sold_in(ledger: Ledger, horizon: int, named: str) -> Sold:
    """The orders of a ledger in parts, as of its last order day. Raises NothingOrdered, SalesTooShort."""
    today = default_today(ledger)
    if today is None:
        raise NothingOrdered(file=named)
    orders, lines, customers = (ledger.table(name) for name in ("orders", "order_lines", "customers"))
    return Sold(named, None, parts(orders, lines, customers, today, horizon))


def run(sold: Sold, horizon: int, levels: Sequence[int], to: Path | None = None) -> Document:
    """The forecast of every series, or of the total and each rep, line, market and buyer so that they add up.

    to   a Parquet file for the predictions
    """
    if to:
        require_folder(to)
    found, classes = _flat(sold.series, horizon, levels) if sold.series else _whole(sold.parts, horizon, levels)  # type: ignore[arg-type]
    if to:
        write_predictions(found, to)
    told = found.with_columns(col.ds.dt.to_string("%Y-%m-%d"))
    return {
        "horizon": horizon, "levels": list(levels), "series": found["unique_id"].n_unique(), "classes": dict(classes),
        "adds_up": sold.series is None, "predictions": told.to_dicts(),
    }  # fmt: skip


def _flat(found: Sales, horizon: int, levels: Sequence[int]) -> tuple[pl.DataFrame, Mapping[str, int]]:
    return predictions(demand(found, horizon, levels)), _classes(found)


def _whole(found: Parts, horizon: int, levels: Sequence[int]) -> tuple[pl.DataFrame, Mapping[str, int]]:
    tree = found.hierarchy()
    said = coherent(tree, horizon, found.known, levels)
    rows = []
    for name, places in tree.groups.items():
        one = said.of(places, levels)
        days = [f"{month_told(found.end + ahead)}-01" for ahead in range(1, horizon + 1)]
        ends = {
            f"{end}{level}": pair[place] for level, pair in one.bands.items() for place, end in enumerate(("lo", "hi"))
        }
        rows.append(pl.DataFrame({"unique_id": name, "ds": days, "mean": one.mean, **ends}))
    return pl.concat(rows).with_columns(col.ds.str.to_date()), _classes(tree.series(parts=False))


def _classes(found: Sales) -> Mapping[str, int]:
    counted = pl.Series([demand_class(one) for one in found.months]).value_counts(sort=True)
    return dict(counted.sort(counted.columns[0]).iter_rows())


def judged(
    sold: Sold, horizon: int, windows: int, scale: str = "auto", peers: bool = True, to: Path | None = None
) -> Document:
    """How right the forecast would have been in the last windows, beside the usual models.

    Of orders: the total and each rep, line, market and buyer as series of their own.
    """
    if to:
        require_folder(to)
    found = sold.series or sold.parts.hierarchy().series(parts=False)  # type: ignore[union-attr]
    made = backtest(found, horizon, windows, sold.named, LAGS[scale], peers)
    if to:
        write_predictions(made.said, to)
    return {
        "horizon": horizon, "windows": windows, "series": made.series, "left_out": list(made.left_out),
        "scale": "seasonal_naive" if made.lag > 1 else "naive",
        "models": {name: _accuracy(one) for name, one in made.by_model.items()},
    }  # fmt: skip


def _accuracy(one: Accuracy) -> Document:
    coverage = {str(level): share for level, share in sorted(one.coverage.items())}
    return {"mase": one.mase, "rmsse": one.rmsse, "wape": one.wape, "coverage": coverage or None}
