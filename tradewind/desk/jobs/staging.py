"""A file's facts between looking and writing, kept beside the database so that the file is read once."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, fields
from typing import Any

import polars as pl

from tradewind.collect import Collected, Column, Form
from tradewind.desk.imports import reading_folder
from tradewind.desk.models import Batch

READING = "reading.json"
SKIP = "skip_bad_rows"


def stage(batch: Batch, collected: Collected, options: dict[str, Any]) -> None:
    """Keep what was read with these options; renamed into place, so that a half one is never found."""
    folder = reading_folder(batch)
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    told: dict[str, Any] = {}
    for field in fields(collected):
        value = getattr(collected, field.name)
        if isinstance(value, pl.DataFrame):
            value.write_parquet(part / f"{field.name}.parquet")
        else:
            told[field.name] = value
    told |= {"form": asdict(collected.form), "columns": [asdict(column) for column in collected.columns]}
    (part / READING).write_text(json.dumps({"options": options, "told": told}))
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)


def staged(batch: Batch, options: dict[str, Any]) -> Collected | None:
    """What was read with such options; None when nothing was."""
    folder = reading_folder(batch)
    if not (folder / READING).exists():
        return None
    kept = json.loads((folder / READING).read_text())
    if not _same_reading(kept["options"], options, kept["told"]["failed"]):
        return None
    parts: dict[str, Any] = {file.stem: pl.read_parquet(file) for file in folder.glob("*.parquet")}
    parts |= kept["told"]
    parts["form"] = Form(**parts["form"])
    parts["columns"] = tuple(Column(**{**one, "samples": tuple(one["samples"])}) for one in parts["columns"])
    return Collected(**parts)


def _same_reading(kept: dict[str, Any], wanted: dict[str, Any], failed: int) -> bool:
    """Whether both read the file alike; leaving wrong rows out or not is the same where there are none."""
    said, asked = ({name: value for name, value in one.items() if name != SKIP} for one in (kept, wanted))
    return said == asked and (not failed or bool(kept.get(SKIP)) == bool(wanted.get(SKIP)))
