"""对标 Benchmarks: every published figure beside the own one that the stored findings tell, as far as there is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from tradewind import published
from tradewind.desk import adoption, figures, meter, process, process_changes, programmes, retention
from tradewind.desk.models import Person

Document = dict[str, Any]
ORDERS, LOGS, MESSAGES = _("Import orders."), _("Import an event log."), _("Import conversations.")
PROGRAMME, ROLL_OUT = _("Write a programme down."), _("Record who got which tool when.")
NOT_MEASURED = _("The desk does not measure it yet.")


@dataclass(frozen=True)
class Measured:
    """An own figure in the unit of the published one, the observations behind it, and its 95 % interval if it has
    one."""

    value: float
    observations: int
    low: float | None = None
    high: float | None = None


Own = Measured | None


def told(person: Person) -> Document:
    """Each published figure, and the own one over what `person` may see.

    returns  {"metrics": [{"id", "challenge", "average", "low", "high", "case", "required", "own", "own_low",
             "own_high", "observations", "unit", "needs"}]}: the industry's values as the desk shows them; `own` and
             what belongs to it null where nothing is stored, and `needs` then says what would give it
    """
    own = figures.own_figures()
    return {
        "metrics": [
            _row(one, {**figures.parts_of(one), **(own[one.id].figures if one.id in own else {})}, person)
            for one in published.metrics()
        ]
    }


def _row(one: published.Metric, values: dict[str, float], person: Person) -> Document:
    measure, needs = MEASURES.get(one.id, (None, NOT_MEASURED))
    found = measure(person) if measure else None
    return {
        "id": one.id, "challenge": one.challenge,
        **{part: values.get(part) for part in ("average", "low", "high", "case", "required")},
        "own": found and found.value, "own_low": found and found.low, "own_high": found and found.high,
        "observations": found and found.observations,
        "unit": one.unit, "needs": None if found else needs,
    }  # fmt: skip


def churn_rate(person: Person) -> Own:
    """The newest final month of the stored churn rate; observations: the buyers who were active then."""
    run = retention.current_run()
    document = retention.scope_finding(person, run, "churn_rate") if run else None
    months = [one for one in (document or {}).get("months", ()) if one["form"] == "final" and one["rate"] is not None]
    return Measured(months[-1]["rate"], months[-1]["active"]) if months else None


def usage_rate(person: Person) -> Own:
    """Real use of the seats; observations: the seats."""
    found = _of_tools(person, "use")
    value = found.get("real_use")
    return None if value is None else Measured(value, found["seats"])


def efficiency_gain(person: Person) -> Own:
    """The measured gain of the amount ordered; observations: the reps compared."""
    found = _of_tools(person, "gain_amount")
    percent = found.get("percent")
    return percent and Measured(percent["att"], found["units"], percent["low"], percent["high"])


def investment(person: Person) -> Own:
    """The mean investment of the programmes that stand; observations: the programmes."""
    return _mean([money for one in _versions(person) if (money := _likely(one.get("I"))) is not None])


def required_gain(person: Person) -> Own:
    """The mean gain that programmes need; observations: the programmes."""
    needed = [programmes.worth(one).get("required_gain") for one in _versions(person)]
    return _mean([one for one in needed if one is not None])


def risk_change(person: Person) -> Own:
    """How far the newest compared change of process moved the share of cases with trouble; observations: cases."""
    run = process.current_run()
    if run is None:
        return None
    for change in process_changes.standing()[:20]:
        document = process_changes.comparison(person, run, change) or {}
        if document.get("operating_risk"):
            risk = document["operating_risk"]
            return Measured(risk["change"], sum(document["cases"].values()), risk["low"], risk["high"])
    return None


def focus_lost(person: Person) -> Own:
    """Hours of focus lost a day, by the calibrated cost, as a mean of at least five people; observations: people."""
    found = meter.team_meter(person)
    value = (found or {}).get("focus_lost_h_per_day", {}).get("calibrated")
    return None if not found or value is None else Measured(value, found["people"])


def _of_tools(person: Person, name: str) -> Document:
    run = adoption.current_run()
    return (adoption.stored(person, run, name) if run else None) or {}


def _versions(person: Person) -> list[Document]:
    standing = list(programmes.programmes_of(person)[:200])
    return [one.inputs for one in programmes.newest_versions(standing).values()]


def _likely(said: Any) -> float | None:
    if isinstance(said, dict):
        return float(sum(said.values()))
    value = said[1] if isinstance(said, list) and len(said) == 3 else said
    return float(value) if isinstance(value, int | float) else None


def _mean(values: list[float]) -> Own:
    return Measured(sum(values) / len(values), len(values)) if values else None


MEASURES: dict[str, tuple[Callable[[Person], Own], str]] = {
    "churn_rate": (churn_rate, ORDERS),
    "usage_rate": (usage_rate, ROLL_OUT),
    "efficiency_gain": (efficiency_gain, ROLL_OUT),
    "investment": (investment, PROGRAMME),
    "required_gain": (required_gain, PROGRAMME),
    "risk_change": (risk_change, LOGS),
    "focus_lost": (focus_lost, MESSAGES),
}
