"""How fast do orders come in, and go out again? Ours, row-by-row save() and django-import-export, in one run.

    python -m benchmarks.import_orders [--rows 100000] [--postgresql]

Each contender runs in a process of its own on a fresh database. Ours reads the file, matches headings, reads dates and
amounts, compares with what is there, writes customers, orders and lines with their undo, all in one job; the peers
write one row of the order table per line of the same CSV, nothing else. Needs requirements/bench.txt.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

HEADINGS = [
    "Order ID", "Customer ID", "Customer Name", "Country", "Order Date", "Product", "Description", "Category",
    "Quantity", "Unit", "Unit Price", "Amount", "Currency", "Sales Rep", "Requested Date", "Shipped Date", "Port",
    "Incoterm", "Payment Terms", "Remarks",
]  # fmt: skip
PEER_ROWS = 10_000
PEER_FIELDS = ("order_id", "customer_id", "ordered_on", "amount", "currency", "rep", "fingerprint")
Contender = Callable[[Path], dict[str, float]]


def made_up_file(file: Path, rows: int) -> None:
    """An order export of `rows` lines and 20 columns, about three lines an order."""
    chance = Random(1)
    with file.open("w", newline="") as opened:
        out = csv.writer(opened)
        out.writerow(HEADINGS)
        for n in range(rows):
            order, day = n // 3, f"{2023 + n // 3 % 3}-{1 + n // 3 % 12:02}-{1 + n // 3 % 28:02}"
            quantity, price = chance.randint(1, 500), chance.randint(100, 9999) / 100
            buyer = order % 2_000
            out.writerow(
                [
                    f"SO{order:07}",
                    f"C{buyer:05}",
                    f"Buyer {buyer} Ltd",
                    "Brazil",
                    day,
                    f"P{n % 300}",
                    "Lamp, brass",
                    "Lamps",
                    quantity,
                    "pcs",
                    price,
                    round(quantity * price, 2),
                    "USD",
                    f"rep{order % 8}",
                    day,
                    day,
                    "Santos",
                    "FOB",
                    "T/T 30/70",
                    "made up",
                ]
            )


def as_workbook(table: Path, file: Path) -> None:
    """The same table as XLSX."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Orders")
    with table.open(newline="") as opened:
        for row in csv.reader(opened):
            sheet.append([float(cell) if cell.replace(".", "", 1).isdigit() else cell for cell in row])
    book.save(file)


def ours(file: Path) -> dict[str, float]:
    """First import, the same file again, undo; through the job that every door uses."""
    from tradewind.cli.opening import open_desk

    owner = open_desk()
    from tradewind.desk import imports
    from tradewind.desk.jobs.performing import perform_for
    from tradewind.desk.models import Batch

    def once() -> Batch:
        with file.open("rb") as opened:
            batch = imports.take_in(owner, opened, file.name, {})
        perform_for(imports.start(batch, owner))
        batch.refresh_from_db()
        return batch

    batch, first = timed(once)
    _, again = timed(once)
    _, undone = timed(lambda: perform_for(imports.undo(batch, owner)))
    return {"rows": batch.read, "import_s": first, "again_s": again, "undo_s": undone}


def save_each(file: Path) -> dict[str, float]:
    """One save() per row, as most import screens do."""
    from tradewind.cli.opening import open_desk

    open_desk()
    from tradewind.desk.models import Order

    _make_buyers(file)

    def write() -> int:
        rows = 0
        for n, row in enumerate(_peer_rows(file)):
            Order(**_peer_order(row, n)).save()
            rows += 1
        return rows

    rows, seconds = timed(write)
    return {"rows": rows, "import_s": seconds}


def import_export(file: Path) -> dict[str, float]:
    """django-import-export with its bulk mode, fields declared, no diffs and no report."""
    from tradewind.cli.opening import open_desk

    open_desk()
    import tablib
    from import_export import fields, resources

    from tradewind.desk.models import Order

    class Orders(resources.ModelResource):  # type: ignore[misc]  # the peer has no types
        customer_id = fields.Field(attribute="customer_id", column_name="customer_id")

        class Meta:
            model = Order
            import_id_fields = ("order_id",)
            fields = PEER_FIELDS
            use_bulk, batch_size, skip_diff = True, 1000, True
            skip_html_diff, report_skipped, force_init_instance = True, False, False

    _make_buyers(file)

    def write() -> int:
        data = tablib.Dataset(headers=list(PEER_FIELDS))
        for n, row in enumerate(_peer_rows(file)):
            data.append(list(_peer_order(row, n).values()))
        Orders().import_data(data, raise_errors=True)
        return len(data)

    rows, seconds = timed(write)
    return {"rows": rows, "import_s": seconds}


CONTENDERS: dict[str, Contender] = {"ours": ours, "save() per row": save_each, "django-import-export": import_export}


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def _peer_rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="") as opened:
        return [row for row, _ in zip(csv.DictReader(opened), range(PEER_ROWS), strict=False)]


def _peer_order(row: dict[str, str], n: int) -> dict[str, Any]:
    return {
        "order_id": f"{row['Order ID']}-{n}", "customer_id": row["Customer ID"], "ordered_on": row["Order Date"],
        "amount": round(float(row["Amount"]) * 10_000), "currency": row["Currency"], "rep": row["Sales Rep"],
        "fingerprint": "-",
    }  # fmt: skip


def _make_buyers(file: Path) -> None:
    """The file's buyers, made beforehand and not timed: the peers do not make them."""
    from tradewind.desk.models import Customer

    names = {row["Customer ID"]: row["Customer Name"] for row in _peer_rows(file)}
    Customer.objects.bulk_create(Customer(customer_id=key, name=name) for key, name in names.items())


def run(contender: str, file: Path, database: str | None) -> dict[str, float]:
    """One contender in a fresh process on a fresh database."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "TRADEWIND_HOME": home}
        environment.pop("DATABASE_URL", None)
        if database:
            environment["DATABASE_URL"] = fresh_database(database)
        command = [sys.executable, "-m", "benchmarks.import_orders", "--only", contender, "--file", str(file)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr)
        told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return told


def fresh_database(url: str) -> str:
    """A new database on the server that `url` names."""
    import psycopg

    name = f"race_{time.time_ns()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{url.rpartition('/')[0]}/{name}"


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, default=100_000)
    words.add_argument("--only", choices=list(CONTENDERS), help=argparse.SUPPRESS)
    words.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    chosen = words.parse_args()
    if chosen.only:
        print(json.dumps(CONTENDERS[chosen.only](chosen.file)))
        return
    database = os.environ.get("DATABASE_URL")
    with tempfile.TemporaryDirectory() as folder:
        table, book = Path(folder) / "orders.csv", Path(folder) / "orders.xlsx"
        made_up_file(table, chosen.rows)
        as_workbook(table, book)
        print(f"{'PostgreSQL' if database else 'SQLite'}, {chosen.rows:,} rows, 20 columns (peers: {PEER_ROWS:,} rows)")
        print(f"{'':28}{'rows/s':>10}{'import s':>10}{'again s':>10}{'undo s':>10}")
        for name, contender, file in (
            ("ours, CSV", "ours", table), ("ours, XLSX", "ours", book), ("save() per row", "save() per row", table),
            ("django-import-export", "django-import-export", table),
        ):  # fmt: skip
            print_line(name, run(contender, file, database))


def print_line(name: str, told: dict[str, float]) -> None:
    rest = "".join(f"{told[key]:10.2f}" if key in told else f"{'–':>10}" for key in ("import_s", "again_s", "undo_s"))
    print(f"{name:28}{told['rows'] / told['import_s']:10,.0f}{rest}", flush=True)


if __name__ == "__main__":
    main()
