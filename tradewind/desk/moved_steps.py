"""Notes, next steps, special days and found promises of two buyers who are merged: one open step at most, and all of it
goes back exactly."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tradewind.desk.models import Customer, FollowUp, FoundPromise, Note, SpecialDay

State = FollowUp.State
MOVED = {"notes": Note, "steps": FollowUp, "days": SpecialDay, "promises": FoundPromise}


def move_steps(kept: Customer, other: Customer) -> dict[str, Any]:
    """Move them from other to `kept`. Of two open steps the one that is due first stays, the other is dropped.

    returns   by the names in MOVED the numbers of those that moved;  dropped: the number of the step that was dropped
    """
    open_ones = list(
        FollowUp.objects.filter(customer__in=(kept, other), state=State.OPEN).order_by("due_on", "customer_id", "pk")
    )
    for step in open_ones[1:]:
        FollowUp.objects.filter(pk=step.pk).update(state=State.DROPPED, closed_at=timezone.now())
    moved: dict[str, Any] = {"dropped": [step.pk for step in open_ones[1:]]}
    for name, model in MOVED.items():
        theirs = model._default_manager.filter(customer=other)
        moved[name] = list(theirs.values_list("pk", flat=True))
        theirs.update(customer=kept)
    return moved


def move_steps_back(other: Customer, moved: dict[str, Any]) -> None:
    """Give them back; the step that the merge dropped is open again, unless its buyer has another."""
    for name, model in MOVED.items():
        model._default_manager.filter(pk__in=moved.get(name, [])).update(customer=other)
    for step in FollowUp.objects.filter(pk__in=moved.get("dropped", []), state=State.DROPPED):
        if not FollowUp.objects.filter(customer=step.customer_id, state=State.OPEN).exists():
            FollowUp.objects.filter(pk=step.pk).update(state=State.OPEN, closed_at=None)
