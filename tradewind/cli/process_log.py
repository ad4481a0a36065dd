"""Where `tradewind process map` and `compare` look: into a log file, or at the desk's own events."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tradewind.cli.opening import open_desk
from tradewind.errors import NoEvents, OneEvent

if TYPE_CHECKING:
    from tradewind.findings.event_log import Asking
    from tradewind.findings.process import Process


def map_of_file(file: Path, way: tuple[str, ...], asked: dict[str, Any]) -> dict[str, Any]:
    """The map of a log file. Raises OneEvent, and the InputErrors of reading."""
    from tradewind.findings.event_log import process_map as found

    events = _events(file, asked)
    return found(events, _asking(events, way, **asked))


def map_of_desk(way: tuple[str, ...], asked: dict[str, Any]) -> dict[str, Any]:
    """The map of the desk's own events. Raises NoEvents."""
    found = _desk(asked)
    return found.process_map(_asking(found.events(), way, **asked))


def comparison_of_file(file: Path, change: date, asked: dict[str, Any]) -> dict[str, Any]:
    """Before and after a change in a log file. Raises OneEvent, and the InputErrors of reading."""
    from tradewind.findings.event_log import comparison

    events = _events(file, asked)
    kinds = None
    if "kind" in events.columns:
        known = events.drop_nulls(["case_id", "kind"]).unique("case_id", keep="first", maintain_order=True)
        kinds = dict(zip(known["case_id"], known["kind"], strict=True))
    return comparison(events, change, _asking(events, (), **asked), kinds)


def comparison_of_desk(change: date, asked: dict[str, Any]) -> dict[str, Any]:
    """Before and after a change in the desk's own events. Raises NoEvents."""
    found = _desk(asked)
    return found.comparison(change, _asking(found.events(), (), **asked))


def _desk(asked: dict[str, Any]) -> Process:
    """The findings about the desk's events, as of the day asked for, else of the stored run. Raises NoEvents."""
    open_desk()
    from tradewind.desk.mirror import desk_ledger
    from tradewind.desk.process import current_run
    from tradewind.findings import Findings

    run = current_run()
    if run is None:
        raise NoEvents
    day: date = asked["today"].date() if asked["today"] else run.as_of
    return Findings(desk_ledger(), day).process


def _events(file: Path, asked: dict[str, Any]) -> Any:
    """The events of the file. Raises OneEvent, and the InputErrors of reading."""
    from tradewind.findings.files import events_of_file

    headings = dict(pair.rpartition("=")[::2] for pair in asked["columns"])
    events = events_of_file(file, headings, asked["sheet"], asked["dates"])
    if events.height == 1:
        raise OneEvent(file=file.name)
    return events


def _asking(events: Any, standard: tuple[str, ...], **asked: Any) -> Asking:
    from tradewind.findings.event_log import asking_of

    day: date | None = asked["today"].date() if asked["today"] else None
    named = {kind: asked[kind] for kind in ("late", "complaint", "cancellation") if asked[kind]}
    office = (asked["zone"], asked["country"], asked["hours"]) if asked["zone"] else None
    return asking_of(events, office, standard, asked["closing"], day, named)
