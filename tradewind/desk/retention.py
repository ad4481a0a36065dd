"""Whom the team is losing: what the last run stored, and what people do about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Sum

from tradewind.desk import access, seasons
from tradewind.desk.audit import note_change
from tradewind.desk.figures import with_own
from tradewind.desk.models import BuyerRisk, ChurnWarning, Customer, Drawing, FindingRun, Order, Person, ScopeFinding

MATTER = "retention"
NEWEST_CASE = (F("closed_on").desc(nulls_first=True), "-pk")  # a merge gives a buyer cases of two
Outcome = ChurnWarning.Outcome
STATE_OF = {Outcome.WON_BACK: ChurnWarning.State.WON_BACK, Outcome.SEASONAL: ChurnWarning.State.QUIET}  # others: lost


def current_run() -> FindingRun | None:
    """The run whose numbers all doors tell; None before the first import."""
    return FindingRun.objects.filter(matter=MATTER, is_current=True).first()


def has_orders() -> bool:
    """Whether there is anything to find something in."""
    return Order.objects.exists()


def buyers_to_save(person: Person, run: FindingRun, most: int = 100) -> list[BuyerRisk]:
    """The buyers on the list that `person` may see, most money per day of waiting first, each with its newest
    `warning` (a ChurnWarning, or None), which a person may have closed already."""
    rows = (
        BuyerRisk.objects.filter(run=run, on_list=True, customer__in=access.customers_of(person))
        .select_related("customer", "customer__owner")
        .order_by("-score", "customer__name")[:most]
    )
    risks = list(rows)
    warnings = ChurnWarning.objects.filter(customer__in=[risk.customer_id for risk in risks]).order_by(*NEWEST_CASE)
    by_customer = {warning.customer_id: warning for warning in reversed(warnings.select_related("assigned"))}
    for risk in risks:
        risk.warning = by_customer.get(risk.customer_id)  # type: ignore[attr-defined]
    return risks


DOCUMENTED = (
    "first_ordered_on", "last_ordered_on", "order_days", "silent_days", "cycle_days", "overdue", "p_alive",
    "p_no_order", "expected_orders", "trailing_amount", "money_at_risk", "score", "shrinks_by",
    "flagged_on", "channel", "on_list", "why_not",
)  # fmt: skip
DAYS = ("first_ordered_on", "last_ordered_on", "flagged_on")


def watch_document(person: Person, run: FindingRun) -> dict[str, Any]:
    """The stored warning list as the JSON document that `findings.documents.watch` makes anew."""
    rows = BuyerRisk.objects.filter(run=run, customer__in=access.customers_of(person))
    named = rows.order_by("-money_at_risk", "customer__customer_id").values(
        "customer__customer_id", "customer__name", "reasons", *DOCUMENTED
    )
    return {
        "today": run.as_of.isoformat(),
        "horizon_days": run.horizon_days,
        "buyers": [_buyer_document(row) for row in named],
        "parameters": run.parameters,
    }


def _buyer_document(row: dict[str, Any]) -> dict[str, Any]:
    whole = {"customer_id": row["customer__customer_id"], "name": row["customer__name"]}
    return {**whole, **risk_document(row)}


def risk_document(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a stored row says about a buyer, in the words of `tradewind retention watch --json`."""
    days = {name: row[name] and row[name].isoformat() for name in DAYS}
    codes = {name: row[name] or None for name in ("channel", "why_not")}
    return {**{name: row[name] for name in DOCUMENTED}, **days, **codes, "reasons": row["reasons"]}


def shrinking(person: Person, run: FindingRun, most: int = 20) -> list[BuyerRisk]:
    """The buyers of `person` who still order but less, or no longer a line, and are not on the list; most money
    first."""
    rows = BuyerRisk.objects.filter(run=run, on_list=False, shrinks_by__gt=0, customer__in=access.customers_of(person))
    return list(rows.select_related("customer", "customer__owner").order_by("-shrinks_by", "pk")[:most])


def list_sums(person: Person, run: FindingRun) -> dict[str, Any]:
    """How many buyers of `person` are on the list (`at_risk`), new since the day before (`new`), being worked on
    (`working`), and their money at risk (`money`, base currency)."""
    mine = BuyerRisk.objects.filter(run=run, on_list=True, customer__in=access.customers_of(person))
    sums = mine.aggregate(at_risk=Count("pk"), money=Sum("money_at_risk"))
    states = access.warnings_of(person).aggregate(
        new=Count("pk", filter=Q(state=ChurnWarning.State.NEW, first_seen_on=run.as_of)),
        working=Count("pk", filter=Q(state=ChurnWarning.State.WORKING)),
    )
    return {"at_risk": sums["at_risk"], "money": sums["money"] or 0.0, **states}


def scope_finding(person: Person, run: FindingRun, name: str) -> Any | None:
    """A stored sum (`churn_rate`, `warning_record`) over the buyers that `person` may see; None if not computed."""
    found = ScopeFinding.objects.filter(run=run, scope=access.scope_of(person), name=name).first()
    if found is None:
        return None
    return with_own(found.document) if name == "churn_rate" else found.document


def drawing(person: Person, run: FindingRun, name: str, language: str) -> str | None:
    """The stored chart of a finding as SVG text in the reader's language; None while it is not drawn."""
    found = Drawing.objects.filter(run=run, scope=access.scope_of(person), name=name, language=language).first()
    return found.svg if found else None


def closed_warnings(person: Person, most: int = 50) -> QuerySet[ChurnWarning]:
    """The warnings that ended, newest first: won back, lost, or off the list."""
    closed = access.warnings_of(person).exclude(state__in=ChurnWarning.OPEN)
    return closed.select_related("customer", "assigned", "closed_by").order_by("-closed_on", "-pk")[:most]


def case_of(person: Person, customer: Customer) -> ChurnWarning | None:
    """The buyer's newest warning, open or ended; None when it never was on the list."""
    mine = access.warnings_of(person).filter(customer=customer)
    return mine.select_related("customer", "assigned", "closed_by").order_by(*NEWEST_CASE).first()


@transaction.atomic
def assign(warning: ChurnWarning, to: Person, by: Person) -> ChurnWarning:
    """Hand the buyer's warning to `to`, who is from now on working on it."""
    before = {"state": warning.state, "assigned": warning.assigned_id}
    warning.assigned, warning.state = to, ChurnWarning.State.WORKING
    warning.save(update_fields=["assigned", "state"])
    note_change(by, "warning_assigned", f"warning:{warning.pk}", to=to.pk, before=before)
    return warning


@transaction.atomic
def hand_back(warning: ChurnWarning, by: Person) -> ChurnWarning:
    """Take an assignment back: the warning is nobody's again, and new."""
    if warning.state == ChurnWarning.State.WORKING:
        before = {"assigned": warning.assigned_id}
        warning.assigned, warning.state = None, ChurnWarning.State.NEW
        warning.save(update_fields=["assigned", "state"])
        note_change(by, "warning_handed_back", f"warning:{warning.pk}", before=before)
    return warning


@transaction.atomic
def record_outcome(
    warning: ChurnWarning, outcome: str, note: str, by: Person, today: date, until: date | None = None
) -> ChurnWarning:
    """Close the warning with its outcome, which is kept as a label of the warning; the note says what was learnt.

    until   a seasonal buyer is left alone until this day
    """
    before = {"state": warning.state}
    warning.outcome, warning.note = Outcome(outcome), note[:500]
    warning.state = STATE_OF.get(warning.outcome, ChurnWarning.State.LOST)
    warning.closed_on, warning.closed_by = today, by
    warning.save(update_fields=["state", "outcome", "note", "closed_on", "closed_by"])
    if until:
        seasons.leave_alone(warning.customer, until, by)
    note_change(by, "warning_closed", f"warning:{warning.pk}", outcome=outcome, before=before)
    return warning


@transaction.atomic
def reopen(warning: ChurnWarning, by: Person) -> ChurnWarning:
    """Take an outcome back: the warning is open again, in progress if someone had it, else new."""
    if still_open := ChurnWarning.objects.filter(customer=warning.customer_id, state__in=ChurnWarning.OPEN).first():
        return still_open
    warning.state = ChurnWarning.State.WORKING if warning.assigned_id else ChurnWarning.State.NEW
    if warning.outcome == Outcome.SEASONAL:
        seasons.end(warning.customer, by)
    warning.closed_on, warning.closed_by, warning.outcome = None, None, ""
    warning.save(update_fields=["state", "outcome", "closed_on", "closed_by"])
    note_change(by, "warning_reopened", f"warning:{warning.pk}")
    return warning
