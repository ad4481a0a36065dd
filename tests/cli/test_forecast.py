"""`tradewind forecast` on files: series and orders, and how right it would have been."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.running import run, told


def series_file(folder: Path, months: int = 36) -> Path:
    file = folder / "sales.csv"
    lines = [
        f"{name};{2022 + place // 12}-{place % 12 + 1:02};{base + 10 * (place % 12)}"
        for name, base in (("lamps", 100), ("chairs", 40))
        for place in range(months)
    ]
    file.write_text("\n".join(["unique_id;ds;y", *lines]))
    return file


def test_series_are_forecast_with_the_bands_asked_for_and_written(tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    found = told(
        tmp_path, "forecast", "run", "--sales", series_file(tmp_path), "--horizon", 6, "--predictions", out,
        "--level", 80, 95,
    )  # fmt: skip
    assert (found["series"], found["horizon"], len(found["predictions"])) == (2, 6, 12)
    frame = pl.read_parquet(out)
    assert frame.columns == ["unique_id", "ds", "mean", "lo80", "hi80", "lo95", "hi95"]
    assert str(frame["ds"].min()) == "2025-01-01"
    lamps = frame.filter(pl.col.unique_id == "lamps")["mean"].to_list()
    assert lamps == pytest.approx([100, 110, 120, 130, 140, 150], rel=0.1)


def test_orders_are_forecast_so_that_they_add_up(tmp_path: Path) -> None:
    lines = [
        f"O{number},{buyer},{2023 + place // 12}-{place % 12 + 1:02}-{day:02},{base},USD"
        for place in range(30)
        for number, (buyer, base, day) in enumerate((("a", 500, 5), ("b", 200, 20)), start=place * 2)
    ]
    file = tmp_path / "orders.csv"
    file.write_text("\n".join(["Order ID,Customer ID,Order Date,Amount,Currency", *lines]))
    found = told(tmp_path, "forecast", "run", "--sales", file, "--horizon", 3)
    assert found["adds_up"]
    mean = {(one["unique_id"], one["ds"]): one["mean"] for one in found["predictions"]}
    for day in {ds for _, ds in mean}:
        assert mean["total", day] == pytest.approx(mean["buyer:a", day] + mean["buyer:b", day])


def test_the_past_is_judged_beside_the_usual_models(tmp_path: Path) -> None:
    words = ("forecast", "backtest", "--sales", series_file(tmp_path), "--horizon", 3, "--windows", 2)
    found = told(tmp_path, *words)
    assert set(found["models"]) == {"tradewind", "seasonal_naive", "auto_ets", "auto_theta", "imapa"}
    assert found["models"]["seasonal_naive"]["mase"] is None, "a season that repeats has no error to scale by"
    assert set(found["models"]["tradewind"]["coverage"]) == {"80", "95"}
    table = run(tmp_path, *words, "--without-peers", language="zh")
    assert table.returncode == 0 and "模型" in table.stdout


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("unique_id,ds,y\na,2026-01,1\n", "longest series"),
        ("unique_id,ds,y\na,7,1\n", "no month"),
        ("unique_id,ds,y\na,2026-01,many\n", "many"),
        ("", "empty"),
    ],
)
def test_what_cannot_be_forecast_is_said_in_one_sentence(tmp_path: Path, text: str, word: str) -> None:
    file = tmp_path / "sales.csv"
    file.write_text(text)
    done = run(tmp_path, "forecast", "run", "--sales", file)
    assert done.returncode == 2 and word in done.stderr and done.stderr.count("\n") == 1
    with pytest.raises(json.JSONDecodeError):
        json.loads(done.stdout)
