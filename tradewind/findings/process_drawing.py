"""The process map drawn: which steps at which threshold, and its twin as a table. Plain values, no frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tradewind.process.drawing import drawing
from tradewind.process.layout import Edge, frequent, layout

MOST_DRAWN = 40
Row = dict[str, Any]


def shown_steps(follows: Sequence[Row], begins: Sequence[Row], paths: float) -> list[Row]:
    """The rows of `dfg` that the map draws at a threshold, most frequent first: the map's twin as a table.

    follows, begins  as in the document of `process_map`
    paths            share of all steps that the drawn ones carry, 0 to 1; above 40 activities only the most frequent
                     40 are drawn
    """
    events = events_by_activity(follows, begins)
    most = set(sorted(events, key=lambda name: (-events[name], name))[:MOST_DRAWN])
    rows = {(one["from"], one["to"]): one for one in follows if one["from"] in most and one["to"] in most}
    return [rows[edge] for edge in frequent({edge: one["count"] for edge, one in rows.items()}, paths)]


def drawn_map(follows: Sequence[Row], begins: Sequence[Row], paths: float, title: str, is_styled: bool = True) -> str:
    """The map as SVG; see `shown_steps`, and `process.drawing.drawing` for `is_styled`."""
    events = events_by_activity(follows, begins)
    steps = shown_steps(follows, begins, paths)
    counts: dict[Edge, int] = {(one["from"], one["to"]): one["count"] for one in steps}
    drawn = {name for edge in counts for name in edge} or set(events)
    first = [one["activity"] for one in begins if one["activity"] in drawn]
    return drawing(layout(list(counts), counts, first), counts, events, first[:1], title, is_styled)


def events_by_activity(follows: Sequence[Row], begins: Sequence[Row]) -> dict[str, int]:
    """How often each activity occurs: as often as cases begin with it or something leads to it."""
    events: dict[str, int] = {one["activity"]: one["count"] for one in begins}
    for one in follows:
        events[one["to"]] = events.get(one["to"], 0) + one["count"]
        events.setdefault(one["from"], 0)
    return events
