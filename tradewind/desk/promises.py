"""承诺与实测 What a programme promised against what was measured around the changes that it brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tradewind.desk import process, process_changes
from tradewind.desk.models import Person, ProcessChange, Programme

Document = dict[str, Any]
KEPT, SHORT, OPEN = "kept", "short", "not_proven"
COST, TIME = "cost_per_case", "median_case_s"


@dataclass(frozen=True)
class Measured:
    """One change that a programme brought, measured.

    saved       the figure that the gain is read from: cost per case, else (a hint only) the length of a case
    gain        share of that figure saved, with the interval low to high; None where it cannot be compared
    promised    what was promised of it: share realised times gain
    verdict     `kept` when even the low end reaches the promise, `short` when even the high end does not, else
                `not_proven`
    refused     why nothing is compared, as a document; None where it is, or while it is computed
    risk        how far the share of cases with trouble moved: {change, low, high}, or None
    check_on    the day of the six-month check
    check       the risk as it stood on that day, once it has come: {change, low, high}, or None
    """

    change: ProcessChange
    promised: float | None
    saved: str | None
    gain: float | None
    low: float | None
    high: float | None
    verdict: str
    refused: Document | None
    risk: Document | None
    check_on: date
    check: Document | None

    @property
    def is_money(self) -> bool:
        """Whether the gain is one of cost, as the promise is."""
        return self.saved == COST

    @property
    def is_due(self) -> bool:
        """Whether half a year has passed."""
        return self.check is not None


def promised(inputs: Mapping[str, Any]) -> float | None:
    """The share of the cost base that a version promises to save: the likely gain times the share of it realised."""
    gain, realised = _likely(inputs.get("g")), _likely(inputs.get("u", 1.0))
    return None if gain is None or realised is None else gain * realised


def measured(programme: Programme, inputs: Mapping[str, Any], person: Person) -> list[Measured]:
    """Each change that the programme brought, newest first, over the cases that `person` may see; two queries."""
    changes = list(process_changes.standing().filter(programme=programme)[:50])
    run = process.current_run()
    names = {name for one in changes for name in (process_changes.stored_as(one), process_changes.check_stored_as(one))}
    found = process.stored_by_name(person, run, names) if run and names else {}
    return [
        _measured(
            one,
            promised(inputs),
            found.get(process_changes.stored_as(one)) or {},
            found.get(process_changes.check_stored_as(one)),
        )
        for one in changes
    ]


def _measured(change: ProcessChange, said: float | None, document: Document, check: Document | None) -> Measured:
    figures = document.get("figures", {})
    saved = next((name for name in (COST, TIME) if _is_told(figures.get(name))), None)
    gain, low, high = _share_saved(figures[saved]) if saved else (None, None, None)
    return Measured(
        change=change, promised=said, saved=saved, gain=gain, low=low, high=high, verdict=_verdict(said, low, high),
        refused=document.get("refused"), risk=document.get("operating_risk"),
        check_on=process_changes.six_months_after(change.on),
        check=None if check is None else check.get("operating_risk") or check,
    )  # fmt: skip


def _is_told(figure: Document | None) -> bool:
    return bool(figure and figure.get("before") and figure.get("difference") is not None)


def _share_saved(figure: Document) -> tuple[float, float | None, float | None]:
    """What went down, as a share of before; the ends of the interval change sides with the sign."""
    before = abs(figure["before"])
    low, high = (None if figure[end] is None else -figure[end] / before for end in ("high", "low"))
    return -figure["difference"] / before, low, high


def _verdict(said: float | None, low: float | None, high: float | None) -> str:
    if said is None or low is None or high is None:
        return OPEN
    return KEPT if low >= said else SHORT if high < said else OPEN


def _likely(said: Any) -> float | None:
    value = said[1] if isinstance(said, list) and len(said) == 3 else said
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
