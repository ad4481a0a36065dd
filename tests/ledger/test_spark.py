"""On a real local cluster: a master, and two workers with an executor each, in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from tests.alike import assert_alike
from tests.ledger.order_parts import in_files, made_up_orders
from tradewind.cli import tradewind
from tradewind.errors import SparkFailed
from tradewind.ledger.order_folder import order_folder
from tradewind.ledger.spark import Spark

pytest.importorskip("pyspark", reason="needs PySpark: make setup-spark")
pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="needs Java 17 or newer"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # PySpark's own
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # its sockets, closed by the collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
CLUSTER = "local-cluster[2,1,1024]"


@dataclass(frozen=True)
class Told:
    """What the cluster and this process said of the same folder, and who worked on the parts."""

    orders: pl.DataFrame
    parts: list[pl.DataFrame]
    spark: Any
    here: Any
    failure: str


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    quick = pytest.MonkeyPatch()
    quick.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")  # short lives need no long compiling
    orders = made_up_orders(400)
    folder = in_files(tmp_path_factory.mktemp("很多 订单") / "orders", orders)

    def who_works(part: pl.DataFrame) -> pl.DataFrame:
        """Which executor has this part: its Python processes are children of one daemon each."""
        return part.select("customer_id").unique().with_columns(executor=os.getppid())

    def fails(_part: pl.DataFrame) -> pl.DataFrame:
        raise ValueError("this part cannot be worked on")

    with Spark(order_folder(folder), CLUSTER) as engine:
        parts = list(engine.each_part(who_works))
        spark = watched(folder, "--engine", "spark", "--master", CLUSTER)
        with pytest.raises(SparkFailed) as failed:
            list(engine.each_part(fails))
    quick.undo()
    yield Told(orders, parts, spark, watched(folder), str(failed.value))


def watched(folder: Path, *words: str) -> Any:
    done = CliRunner().invoke(tradewind, ["retention", "watch", "--orders", str(folder), *words, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_two_executors_share_the_work_and_no_customer_is_split(told: Told) -> None:
    parts = [part for part in told.parts if part.height]
    assert len({executor for part in parts for executor in part["executor"].unique()}) == 2
    assert os.getpid() not in {executor for part in parts for executor in part["executor"]}
    customers = pl.concat(parts)["customer_id"]
    assert customers.is_unique().all() and len(customers) == told.orders["customer_id"].n_unique()


def test_spark_and_one_process_tell_the_same_numbers(told: Told) -> None:
    assert [one["customer_id"] for one in told.spark["buyers"]] == [one["customer_id"] for one in told.here["buyers"]]
    assert len(told.spark["buyers"]) > 300
    assert_alike(told.spark, told.here)


def test_what_fails_on_an_executor_is_told_in_a_sentence(told: Told) -> None:
    assert "ValueError: this part cannot be worked on" in told.failure
    assert len(told.failure.splitlines()) == 1
