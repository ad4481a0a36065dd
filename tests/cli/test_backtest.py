"""`tradewind retention backtest` on a file: one document, a Parquet file of what was said, refusals in a sentence."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.cli.running import run, told

METHODS = {"tradewind", "overdue", "recency", "bgnbd"}
SCORES = {"auc", "average_precision", "brier", "log_loss", "ece", "orders_mae"}


def test_the_goals_on_real_buyers_are_met_as_documented(shared: Path, tmp_path: Path) -> None:
    """docs/findings.md tells these numbers; cutoffs 30 days apart as in our retention study."""
    cutoffs = ["1998-01-31", "1998-03-02", "1998-04-01"]
    out = tmp_path / "said.parquet"
    document = told(
        tmp_path / "home", "retention", "backtest", "--orders", shared / "orders" / "cdnow.parquet", "--horizon", 90,
        "--cutoffs", *cutoffs, "--predictions", out,
    )  # fmt: skip
    assert [one["cutoff"] for one in document["cutoffs"]] == cutoffs
    assert set(document["mean"]) == METHODS and set(document["mean"]["bgnbd"]) == SCORES
    ours, bgnbd = document["mean"]["tradewind"], document["mean"]["bgnbd"]
    assert ours["auc"] > bgnbd["auc"] and ours["log_loss"] < bgnbd["log_loss"] - 0.01
    assert ours["orders_mae"] < bgnbd["orders_mae"]
    said = pl.read_parquet(out)
    assert said.columns == ["cutoff", "customer_id", "p_no_order", "expected_orders", "money_at_risk"]
    assert said.height == sum(one["buyers"] for one in document["cutoffs"])
    assert sum(document["chosen"]["weights"].values()) == pytest.approx(1)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_people_read_a_table(shared: Path, tmp_path: Path, language: str) -> None:
    file = shared / "orders" / "classicmodels_export_b2b.parquet"
    done = run(tmp_path / "home", "retention", "backtest", "--orders", file, language=language)
    assert done.returncode == 0, done.stderr
    assert "BG/NBD" in done.stdout and ("平均" in done.stdout) == (language == "zh")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--cutoffs", "31/12/2004"], "The cutoff 31/12/2004 is no day."),
        (["--horizon", "800"], "Choose a shorter horizon."),
        (["--cutoffs", "2003-01-08"], "Before 2003-01-08"),
        (["--predictions", "/nowhere/at/all.parquet"], "/nowhere/at"),
    ],
)
def test_a_refusal_is_one_sentence(shared: Path, tmp_path: Path, words: list[str], said: str) -> None:
    file = shared / "orders" / "classicmodels_export_b2b.parquet"
    done = run(tmp_path / "home", "retention", "backtest", "--orders", file, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and len(done.stderr.strip().splitlines()) == 1
