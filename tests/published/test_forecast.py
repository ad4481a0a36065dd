"""On real car parts, which sell in few months, the forecast beats what came a year ago and the usual model for such."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from polars import col

from tradewind.findings.forecast import Sold, judged
from tradewind.forecast.series import sales


def test_car_parts_are_forecast_better_than_by_the_usual_models(shared: Path) -> None:
    frame = pl.read_parquet(shared / "sales" / "carparts_first500.parquet").with_columns(col.ds.cast(pl.Date))
    some = frame["unique_id"].unique().sort().gather_every(12)
    month = col.ds.dt.year().cast(pl.Int64) * 12 + col.ds.dt.month().cast(pl.Int64) - 1
    rows = frame.filter(col.unique_id.is_in(some.implode())).select("unique_id", "y", month=month)
    found = judged(Sold("parts", sales(rows, "parts"), None), 6, 2, "naive")["models"]
    for error in ("mase", "rmsse", "wape"):
        assert found["tradewind"][error] < min(found["seasonal_naive"][error], found["imapa"][error])
