"""How long does the warning list of very many orders take, and how much memory? One process and Spark, in one run.

    python -m benchmarks.many_orders [--orders 10000000] [--master 'local-cluster[2,1,1024]'] [--folder FOLDER]

Both read the same folder of made-up orders (a tenth as many buyers, 20 files) by the command that people use. Wall
seconds from its start to its end; the peak is that of the largest process, and of all
processes together, looked at twice a second. Needs requirements/spark.txt and Java. A cluster on one machine shows
what Spark costs, not what many machines gain.
"""

from __future__ import annotations

import argparse
import filecmp
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.made_up_buyers import order_files


class Cost(NamedTuple):
    wall: float
    largest_mb: float
    together_mb: float


def costs(words: list[str], out: Path) -> Cost:
    """What a command costs with all processes that it starts; its output goes to a file."""
    begun, largest, together = time.perf_counter(), 0.0, 0.0
    with out.open("w") as opened:
        child = subprocess.Popen(words, stdout=opened)
        while child.poll() is None:
            sizes = [size_mb(one) for one in family(child.pid)]
            largest, together = max(largest, *sizes, 0.0), max(together, sum(sizes))
            time.sleep(0.5)
    if child.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {child.returncode}")
    return Cost(time.perf_counter() - begun, largest, together)


def family(process: int) -> Iterator[int]:
    """A process and all that it started, however deep."""
    yield process
    try:
        threads = list(Path(f"/proc/{process}/task").iterdir())
        children = [(thread / "children").read_text() for thread in threads]
    except OSError:
        return
    for one in " ".join(children).split():
        yield from family(int(one))


def size_mb(process: int) -> float:
    """What it holds in memory; pages that it shares are split among those who share them."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--orders", type=int, default=10_000_000)
    words.add_argument("--master", default="local-cluster[2,1,1024]")
    words.add_argument("--folder", type=Path, help="A folder of orders that is there already.")
    chosen = words.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = chosen.folder or Path(place) / "orders"
        if chosen.folder is None:
            folder.mkdir()
            order_files(folder, chosen.orders)
        watch = [sys.executable, "-m", "tradewind", "retention", "watch", "--orders", str(folder), "--json"]
        one, two = Path(place) / "one.json", Path(place) / "spark.json"
        print(f"{'':28}{'wall s':>9}{'largest MB':>12}{'together MB':>13}")
        print_line("one process", costs(watch, one))
        print_line(f"Spark, {chosen.master}", costs([*watch, "--engine", "spark", "--master", chosen.master], two))
        same = filecmp.cmp(one, two, shallow=False)
        print(f"The two documents are {'the same, byte for byte' if same else 'DIFFERENT'}.")


def print_line(name: str, cost: Cost) -> None:
    print(f"{name:28}{cost.wall:9.1f}{cost.largest_mb:12.0f}{cost.together_mb:13.0f}", flush=True)


if __name__ == "__main__":
    main()
