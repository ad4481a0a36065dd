"""What does the desk add to a what-if of the ripple? The stored history and money of the buyers that one may see."""

from __future__ import annotations

from typing import Any

from tradewind.desk.models import DeskState, Person
from tradewind.desk.retention import current_run, scope_finding
from tradewind.findings.ripple import Money

NAME = "own_ripple"
MOST_MONTHS = 120  # that a page or a program may look ahead: what is answered while someone waits


def own_history(person: Person) -> tuple[Money | None, dict[str, Any] | None]:
    """What the buyers of `person` ordered in the last year, and what the team's history says of the ripple.

    Both None before the first computation. The history is Retention.own_ripple's document.
    """
    run = current_run()
    history = scope_finding(person, run, NAME) if run else None
    if history is None:
        return None, None
    currency = DeskState.now().base_currency
    return Money(history["yearly_amount"], currency) if history["yearly_amount"] > 0 else None, history
