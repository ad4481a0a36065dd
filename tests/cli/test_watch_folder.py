from __future__ import annotations

import socket
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.alike import assert_alike
from tests.cli.running import run, told
from tests.ledger.order_parts import LAST, in_files, made_up_orders
from tradewind.cli.watch_folder import spark_master
from tradewind.errors import SparkMissing
from tradewind.findings.documents import buyer
from tradewind.findings.in_parts import list_in_parts
from tradewind.retention.warning import buyers_at_risk, fit_warning


@pytest.fixture(scope="module")
def orders() -> pl.DataFrame:
    return made_up_orders(300)


@pytest.fixture(scope="module")
def folder(orders: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return in_files(tmp_path_factory.mktemp("many") / "orders", orders)


def test_a_folder_gives_the_list_of_all_its_orders(orders: pl.DataFrame, folder: Path, tmp_path: Path) -> None:
    document = told(tmp_path, "retention", "watch", "--orders", folder)
    parameters = fit_warning(orders, LAST)
    whole = buyers_at_risk(orders, LAST, 90, parameters).with_columns(name="customer_id")
    assert document["today"] == LAST.isoformat()
    assert [one["customer_id"] for one in document["buyers"]] == whole["customer_id"].to_list()
    for found, expected in zip(document["buyers"], map(buyer, whole.to_dicts()), strict=True):
        assert_alike(found, expected)
    assert document["parameters"]["lifetime"]["r"] == pytest.approx(parameters.lifetime.r, rel=1e-9)


def test_in_words_the_first_buyers_are_told_with_the_sums_of_all(folder: Path, tmp_path: Path) -> None:
    done = run(tmp_path, "retention", "watch", "--orders", folder)
    with list_in_parts(folder, None, 90) as found:
        totals, first = found.totals(), found.first(20)
    assert f"{totals['named']:,} of {totals['buyers']:,} buyers are at risk" in done.stdout
    assert done.stdout.splitlines()[2].startswith(first[0]["customer_id"])
    assert f"and {totals['named'] - 20:,} more" in done.stdout


@pytest.mark.parametrize("command", [("rate",), ("record",)])
def test_other_findings_read_a_folder_as_well(folder: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    assert told(tmp_path, "retention", *command, "--orders", folder)


def test_a_folder_without_orders_is_refused_in_a_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, "retention", "watch", "--orders", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "has no Parquet file" in done.stderr and len(done.stderr.splitlines()) == 1
    returns = in_files(tmp_path / "returns", made_up_orders(3).with_columns(amount=-1.0), 1)
    assert "no order with an amount above 0" in run(tmp_path, "retention", "watch", "--orders", returns).stderr


def closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--master", "spark://127.0.0.1:{port}"), "cannot be reached"),
        (("--engine", "spark", "--master", "http://127.0.0.1:8080"), "is no Spark master"),
        (("--engine", "spark", "--master", "spark://127.0.0.1"), "is no Spark master"),
        (("--engine", "spark", "--master", "local[2]; rm -rf /"), "is no Spark master"),
    ],
)
def test_a_master_that_is_none_is_refused_in_a_sentence(
    folder: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    asked = [word.format(port=closed_port()) for word in words]
    done = run(tmp_path, "retention", "watch", "--orders", folder, *asked)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and len(done.stderr.splitlines()) == 1


def test_spark_asks_for_a_folder(tmp_path: Path) -> None:
    done = run(tmp_path, "retention", "watch", "--engine", "spark")
    assert done.returncode == 2 and "Name it with --orders FOLDER" in done.stderr


def test_without_pyspark_it_is_said_how_to_install_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)  # as on a machine where it is not installed
    with (
        pytest.raises(SparkMissing, match="make setup-spark"),
        list_in_parts(folder, None, 90, spark_master("spark", None, folder)),
    ):
        pass
