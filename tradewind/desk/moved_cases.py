"""The churn warnings of two buyers who are merged: one open case at most, and none that the merge itself would end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max

from tradewind.desk.models import ChurnWarning, Customer, Order

State = ChurnWarning.State
STATES = ("state", "closed_on", "last_ordered_on")


def move_cases(kept: Customer, other: Customer, today: date) -> list[dict[str, Any]]:
    """Move other's cases to `kept`. Of two open ones the one that someone works on stays, else kept's; the other rests.

    The silence of an open case now begins at the last order of both, so that nobody is told to have won back a buyer
    who had only ordered under another name.

    returns   per case: its number, its buyer before, and STATES before and after
    """
    cases = list(ChurnWarning.objects.filter(customer__in=(kept, other)).order_by("pk"))
    before = {case.pk: (case.customer_id, _states(case)) for case in cases}
    working_first = sorted(
        (case for case in cases if case.state in ChurnWarning.OPEN),
        key=lambda case: (case.state != State.WORKING, case.customer_id != kept.pk),
    )
    for case in working_first[1:]:
        case.state, case.closed_on = State.QUIET, today
        case.save(update_fields=["state", "closed_on"])
    for case in working_first[:1]:
        case.last_ordered_on = max(case.last_ordered_on, _last_order_of(kept) or case.last_ordered_on)
        case.save(update_fields=["last_ordered_on"])
    ChurnWarning.objects.filter(customer=other).update(customer=kept)
    return [
        {"case": case.pk, "customer": before[case.pk][0], "before": before[case.pk][1], "after": _states(case)}
        for case in cases
    ]


def move_cases_back(remembered: list[dict[str, Any]]) -> None:
    """Give each case back to its buyer; one that nobody has changed since is as it was before the merge."""
    for kept in remembered:
        ChurnWarning.objects.filter(pk=kept["case"]).update(customer=kept["customer"])
    for kept in sorted(remembered, key=lambda one: one["before"]["state"] in ChurnWarning.OPEN):
        case = ChurnWarning.objects.filter(pk=kept["case"]).first()
        if case is None or _states(case) != kept["after"] or kept["before"] == kept["after"]:
            continue
        opens = kept["before"]["state"] in ChurnWarning.OPEN and case.state not in ChurnWarning.OPEN
        if opens and ChurnWarning.objects.filter(customer=case.customer_id, state__in=ChurnWarning.OPEN).exists():
            continue
        ChurnWarning.objects.filter(pk=case.pk).update(**kept["before"])


def _last_order_of(buyer: Customer) -> date | None:
    """The day of the newest order, all moved ones included, returns left out."""
    found: date | None = Order.objects.filter(customer=buyer, amount__gt=0).aggregate(day=Max("ordered_on"))["day"]
    return found


def _states(case: ChurnWarning) -> dict[str, Any]:
    states = {name: getattr(case, name) for name in STATES}
    return {
        name: value.isoformat() if isinstance(value, date) else value and str(value) for name, value in states.items()
    }
