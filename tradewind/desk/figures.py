"""The company's own figures in the place of published ones, with who changed them, when and why.

What is published stays in published.json; here is only what the desk shows instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from django.db import transaction

from tradewind import published
from tradewind.desk import access, queue
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, Drawing, FindingRun, OwnFigure, Person
from tradewind.errors import FigureOutOfRange, ReasonMissing
from tradewind.published import Metric

CHANGED = "figure_changed"
PARTS = ("average", "low", "high", "case", "required")
MOST = {"points of 100": 100.0, "USD": 1e9, "hours per day": 24.0}  # of the other units, shares: 1
DRAWN = "churn_rate"  # the figure that stands in a stored chart
MOST_REASON = 200


def parts_of(metric: Metric) -> dict[str, float]:
    """The values that are published of a figure: some of average, low, high, case, required."""
    return {part: value for part in PARTS if (value := getattr(metric, part)) is not None}


def own_figures() -> dict[str, OwnFigure]:
    """The desk's own figures by the id of the published one."""
    return {one.metric: one for one in OwnFigure.objects.select_related("by")}


def with_own(document: dict[str, Any]) -> dict[str, Any]:
    """A finding's document with the desk's own values in its `benchmark`.

    Where there are such, `changed` tells the reason, the day, and what is published.
    """
    benchmark = document["benchmark"]
    own = OwnFigure.objects.filter(metric=benchmark["id"]).first()
    if own is None:
        return document
    told = {
        "reason": own.reason,
        "on": own.at.date().isoformat(),
        "published": {part: benchmark[part] for part in own.figures},
    }
    return {**document, "benchmark": {**benchmark, **own.figures, "changed": told}}


@transaction.atomic
def change(name: str, figures: Mapping[str, float], reason: str, by: Person) -> AuditEntry:
    """Show these values instead of the published ones; a part that is left out stays as published.

    raises   NotAllowed for whoever is no administrator; UnknownMetric, ReasonMissing, FigureOutOfRange
    """
    access.must_administer(by)
    metric = published.metric(name)
    reason = " ".join(reason.replace("\x00", "").split())[:MOST_REASON]
    if not reason:
        raise ReasonMissing
    whole = {part: figures.get(part, value) for part, value in parts_of(metric).items()}
    _must_be_right(metric, whole)
    return _set(name, {"figures": whole, "reason": reason}, by)


@transaction.atomic
def reset(name: str, by: Person) -> AuditEntry:
    """Show the published values again. Raises NotAllowed, UnknownMetric."""
    access.must_administer(by)
    return _set(published.metric(name).id, None, by)


@transaction.atomic
def undo(entry: AuditEntry, by: Person) -> bool:
    """Take a change back; False where the figure was changed again since. Raises NotAllowed."""
    access.must_administer(by)
    name = entry.about.removeprefix("figure:")
    if _state(OwnFigure.objects.select_for_update().filter(metric=name).first()) != entry.facts["after"]:
        return False
    _set(name, entry.facts["before"], by)
    return True


def _set(name: str, after: dict[str, Any] | None, by: Person) -> AuditEntry:
    before = _state(OwnFigure.objects.select_for_update().filter(metric=name).first())
    if after is None:
        OwnFigure.objects.filter(metric=name).delete()
    else:
        OwnFigure.objects.update_or_create(metric=name, defaults={**after, "by": by})
    if name == DRAWN:
        _draw_anew()
    return note_change(by, CHANGED, f"figure:{name}", before=before, after=after)


def _state(own: OwnFigure | None) -> dict[str, Any] | None:
    return {"figures": own.figures, "reason": own.reason} if own else None


def _draw_anew() -> None:
    run = FindingRun.objects.filter(matter="retention", is_current=True).first()
    if run is not None:
        Drawing.objects.filter(run=run, name=DRAWN).delete()
        queue.enqueue("charts", None, run=run.pk, anew=DRAWN)


def _must_be_right(metric: Metric, figures: Mapping[str, float]) -> None:
    """Each within what its unit can be, and the average within its range."""
    most = MOST.get(metric.unit, 1.0)
    for value in figures.values():
        if not (isfinite(value) and 0 <= value <= most):
            raise FigureOutOfRange(value=f"{value:g}", metric=metric.id, low=0, high=f"{most:g}")
    if "low" in figures and not figures["low"] <= figures["average"] <= figures["high"]:
        low, high = (f"{figures[part]:g}" for part in ("low", "high"))
        raise FigureOutOfRange(value=f"{figures['average']:g}", metric=metric.id, low=low, high=high)
