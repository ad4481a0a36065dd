"""Small order files that tests hand in at the desk's doors."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from tradewind.desk import imports
from tradewind.desk.jobs.performing import perform_for
from tradewind.desk.models import Batch, Person

HEADING = "Order ID,Customer ID,Order Date,Product,Quantity,Unit Price,Currency"
ORDERS = f"""{HEADING}
A1,acme,2026-01-05,Lamp,10,2.50,USD
A1,acme,2026-01-05,Chair,1,40,USD
A2,acme,2026-02-04,Lamp,4,2.50,USD
B1,borg,2026-01-09,Desk,2,100,USD
C-B1,borg,2026-01-20,Desk,-1,100,USD
,,2026-01-21,Desk,1,1,USD
"""


def written(by: Person, text: str, name: str = "orders.csv", **options: Any) -> Batch:
    """The batch of a file that was imported by `by`, as the command line does it."""
    batch = imports.take_in(by, BytesIO(text.encode()), name, options)
    perform_for(imports.start(batch, by))
    batch.refresh_from_db()
    return batch


def taken_back(batch: Batch, by: Person) -> Batch:
    """The batch after undo."""
    perform_for(imports.undo(batch, by))
    batch.refresh_from_db()
    return batch


def stored_below(home: Path) -> list[Path]:
    """Every file in the data folder's uploads."""
    return sorted((home / "uploads").glob("*"))
