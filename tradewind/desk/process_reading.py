"""流程口径 How is the team's log read? A standard way, what ends a case, whose work time: a manager says it once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tradewind.desk import access, facts, process
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, DeskState, Person, ScopeFinding
from tradewind.errors import NotInLog, OfficeHalf, TooManySteps
from tradewind.hours.clock import Clock, span_of

CHANGED = "process_reading_changed"
ABOUT = "process_reading"
MOST_STEPS, LETTERS = 100, 200


@dataclass(frozen=True)
class Reading:
    """standard   the drawn standard way, activities in order; empty: none
    closing    activities that end a case; empty: those with which most cases end
    zone, country, hours   of the office whose work time counts, hours such as 09:00-18:00; empty: plain time
    """

    standard: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    zone: str = ""
    country: str = ""
    hours: str = ""

    def office(self) -> Clock | None:
        """The office whose work time counts. Raises OfficeHalf, NoHours, and what Clock raises."""
        if not (self.zone or self.hours or self.country):
            return None
        if not (self.zone and self.hours):
            raise OfficeHalf
        return Clock(self.zone, self.country, *span_of(self.hours))

    def as_document(self) -> dict[str, Any]:
        """As it is kept, and told by the API."""
        office = {"zone": self.zone, "country": self.country, "hours": self.hours}
        return {"standard": list(self.standard), "closing": list(self.closing), "office": office if self.zone else None}


def now() -> Reading:
    """How the log is read."""
    return _reading(DeskState.now().process_reading)


def said(standard: Sequence[str], closing: Sequence[str], zone: str, country: str, hours: str) -> Reading:
    """What a person wrote: one activity a line, blanks at the ends and empty lines left out."""
    return Reading(_lines(standard), _lines(closing), zone.strip(), country.strip().upper(), hours.replace(" ", ""))


@transaction.atomic
def change(reading: Reading, by: Person) -> AuditEntry:
    """Have the log read so; the findings are computed anew. Raises NotAllowed, NotInLog, TooManySteps, and what
    `Reading.office` raises."""
    access.must_manage(by)
    reading.office()
    if max(len(reading.standard), len(reading.closing)) > MOST_STEPS:
        raise TooManySteps(most=MOST_STEPS)
    if known := activities():
        for activity in (*reading.standard, *reading.closing):
            if activity not in known:
                raise NotInLog(activity=activity, activities=", ".join(known)[:600])
    before = now()
    _set(reading)
    return note_change(by, CHANGED, ABOUT, before=before.as_document(), after=reading.as_document())


@transaction.atomic
def undo(entry: AuditEntry, by: Person) -> bool:
    """Take a change back; False where it was changed again since. Raises NotAllowed."""
    access.must_manage(by)
    if now().as_document() != entry.facts["after"]:
        return False
    _set(_reading(entry.facts["before"]))
    note_change(by, CHANGED, ABOUT, before=entry.facts["after"], after=entry.facts["before"])
    return True


def activities() -> list[str]:
    """The activities of the whole log, in the order in which cases come by them; none before there is a run."""
    found = ScopeFinding.objects.filter(run=process.current_run(), scope="all", name="process_map").first()
    return activities_of(found.document) if found else []


def activities_of(document: dict[str, Any]) -> list[str]:
    """The activities of a map: those that cases begin with first, then along the ways, the most frequent way first."""
    begins, ways = document.get("begins", ()), document.get("top_variants", ())
    steps = [activity for way in ways for activity in way["sequence"]]
    pairs = [one[end] for one in document.get("dfg", ()) for end in ("from", "to")]
    ends = [one["activity"] for one in (*begins, *document.get("ends", ()))]
    return list(dict.fromkeys([*steps, *pairs, *ends]))


def _reading(kept: dict[str, Any]) -> Reading:
    office = kept.get("office") or {}
    return Reading(tuple(kept.get("standard", ())), tuple(kept.get("closing", ())), **office)


def _lines(lines: Sequence[str]) -> tuple[str, ...]:
    cleaned = (" ".join(line.replace("\x00", "").split())[:LETTERS] for line in lines)
    return tuple(line for line in cleaned if line)


def _set(reading: Reading) -> None:
    DeskState.objects.filter(id=1).update(process_reading=reading.as_document())
    facts.queue_findings()
