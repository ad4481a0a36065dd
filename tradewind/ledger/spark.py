"""The work on very many orders, on the executors of Apache Spark: each runs the same function on its parts.

Spark reads the files and brings all orders of a customer together by a hash of the customer; what a function returns of
a part comes back as one compressed block, a part at a time. PySpark is no requirement of the desk: see
requirements/spark.in. Executors need this package, and the folder at the same place.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import polars as pl

from tradewind.errors import JavaMissing, NoExecutors, SparkFailed, SparkMissing
from tradewind.ledger.engine import Work, parts_for
from tradewind.ledger.order_folder import OrderFolder

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

HERE = "local[*]"
OPTIONS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
}
PATIENCE_SECONDS = 60  # for the first executor


class Spark:
    """A cluster, for as long as the context lasts.

    master   as Spark writes it: local[*], spark://host:port, yarn …
    raises   SparkMissing, JavaMissing, NoExecutors, SparkFailed
    """

    def __init__(self, folder: OrderFolder, master: str = HERE) -> None:
        self._folder, self._master = folder, master
        self._until_end = ExitStack()

    def __enter__(self) -> Self:
        require_spark()
        with told_in_a_sentence(), ExitStack() as undo:
            session = undo.enter_context(session_on(self._master))
            self._orders = parts_of(session, self._folder).persist(on_disk())
            undo.callback(self._orders.unpersist)
            self._until_end = undo.pop_all()
        return self

    def __exit__(self, *gone: object) -> None:
        self._until_end.close()

    def each_part(self, work: Work) -> Iterator[pl.DataFrame]:
        """As engine.Engine; all parts are worked on at once, then come back one by one."""
        with told_in_a_sentence():
            blocks = self._orders.mapInArrow(in_blocks(work), "block binary").persist(on_disk())
            try:
                blocks.count()
                for row in blocks.toLocalIterator():
                    yield pl.read_ipc(BytesIO(row.block))
            finally:
                blocks.unpersist()


def require_spark() -> None:
    """Raise SparkMissing or JavaMissing unless both can be started here."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        raise SparkMissing from None
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None and not (home and (Path(home) / "bin" / "java").exists()):
        raise JavaMissing


@contextmanager
def session_on(master: str) -> Iterator[SparkSession]:
    """The session that is there, as in a notebook, else one of our own, which is ended.

    On this machine alone the executors use this Python.
    """
    from pyspark.sql import SparkSession

    if (there := SparkSession.getActiveSession()) is not None:
        yield there
        return
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master(master).appName("tradewind")
    for name, value in OPTIONS.items():
        builder = builder.config(name, value)
    with quiet():
        session = builder.getOrCreate()
    try:
        wait_for_executors(session, master)
        yield session
    finally:
        session.stop()


def wait_for_executors(session: SparkSession, master: str) -> None:
    """Return once an executor has come; raises NoExecutors when none does."""
    if master.startswith("local") and not master.startswith("local-cluster"):
        return  # the driver does the work itself
    until = time.monotonic() + PATIENCE_SECONDS
    while session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() < 2:  # the driver is one of them
        if time.monotonic() > until:
            raise NoExecutors(master=master, seconds=PATIENCE_SECONDS)
        time.sleep(0.2)


def parts_of(session: SparkSession, folder: OrderFolder) -> DataFrame:
    """The orders' facts, all of a customer in one part."""
    from pyspark.sql.functions import col

    rows = session.read.parquet(*(f"file://{file.resolve()}" for file in folder.files))
    base = "amount_base" if folder.priced else "amount"
    facts = rows.select(
        col("customer_id").cast("string"), col("ordered_on").cast("date"), col("amount").cast("double"),
        col(base).cast("double").alias("amount_base"),
    )  # fmt: skip
    count = max(parts_for(folder.rows), session.sparkContext.defaultParallelism)  # no core stays idle
    return facts.where("customer_id is not null").repartition(count, "customer_id")


def in_blocks(work: Work) -> Any:
    """A function for `mapInArrow`: a part's batches in, the compressed frame that `work` makes of them out."""

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        if found := list(batches):
            block = BytesIO()
            work(pl.DataFrame(pa.Table.from_batches(found))).write_ipc(block, compression="zstd")
            yield pa.RecordBatch.from_pydict({"block": pa.array([block.getvalue()], pa.binary())})

    return run


def on_disk() -> Any:
    from pyspark import StorageLevel

    return StorageLevel.DISK_ONLY


@contextmanager
def quiet() -> Iterator[None]:
    """What the Java side prints goes nowhere, also later, unless TRADEWIND_DEBUG is set: it is not for the person."""
    if os.environ.get("TRADEWIND_DEBUG"):
        yield
        return
    kept = os.dup(2)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


@contextmanager
def told_in_a_sentence() -> Iterator[None]:
    """Failures of Spark as SparkFailed, with the last thing that it said."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException) as wrong:
        raise SparkFailed(why=last_line(str(wrong))) from wrong


def last_line(said: str) -> str:
    """What went wrong, of a trace through two languages: the line that names an exception last, else the first one."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    named = [line for line in lines if "Error: " in line and not line.startswith("at ")]
    return (named or lines or ["?"])[-1 if named else 0][:300].rstrip(".")
