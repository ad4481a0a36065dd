"""What a person once said about files of one shape, remembered for the next of them."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tradewind.desk.models import Batch, Layout

if TYPE_CHECKING:
    from tradewind.collect import Options

REMEMBERED: dict[str, Any] = {"headings": {}, "dates": "auto", "decimal": "auto", "currency": None, "kind": None}


def shape_of(headings: tuple[str, ...]) -> str:
    """The name of the shape of files with these headings, in this order."""
    return sha256(json.dumps(headings).encode()).hexdigest()


def remember(batch: Batch) -> None:
    """Keep what the person chose for the batch's file; forget what was kept when the person wanted it read afresh."""
    chosen = {
        name: batch.options[name]
        for name, unsaid in REMEMBERED.items()
        if batch.options.get(name) not in (None, unsaid)
    }
    headings = tuple(column["heading"] for column in batch.reading.get("columns", ()))
    if batch.options.get("afresh"):
        Layout.objects.filter(shape=shape_of(headings)).delete()
    if chosen and headings:
        Layout.objects.update_or_create(shape=shape_of(headings), defaults={"options": chosen})


def recalled(headings: tuple[str, ...], options: Options) -> Options:
    """`options`, with what was chosen for this shape before where they leave it open."""
    kept = Layout.objects.filter(shape=shape_of(headings)).first()
    if kept is None:
        return options
    open_still: dict[str, Any] = {
        name: chosen for name, chosen in kept.options.items() if getattr(options, name) in (None, REMEMBERED[name])
    }
    return replace(options, **open_still)
