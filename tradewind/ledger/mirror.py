"""The fact tables as Parquet files beside the database: a cache for analyses that may be deleted at any time."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tradewind.ledger import Ledger
from tradewind.ledger.database import Source, fact_table
from tradewind.ledger.schema import TABLES

SEEN = "version.json"


def mirrored(source: Source, folder: Path, version: int, token: str = "") -> Ledger:
    """The ledger of the mirror in `folder`, brought to the facts' `version` first.

    token   tells this version from one of the same number in another database, e.g. before a backup was put back
    A new version is written into a folder of its own and renamed into place, so that a reader never sees a half one.
    """
    here = folder / f"v{version}{token and '-'}{token}"
    if not (here / SEEN).exists():
        _write(source, folder, here, version)
        _drop_older(folder, here)
    return Ledger.of_folder(here, version)


def _write(source: Source, folder: Path, here: Path, version: int) -> None:
    part = here.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    rows = {}
    for table in TABLES:
        frame = fact_table(source, table)
        frame.write_parquet(part / f"{table}.parquet")
        rows[table] = frame.height
    (part / SEEN).write_text(json.dumps({"version": version, "rows": rows}))
    shutil.rmtree(here, ignore_errors=True)
    part.rename(here)


def _drop_older(folder: Path, here: Path) -> None:
    for other in folder.iterdir():
        if other != here:
            shutil.rmtree(other, ignore_errors=True)
