"""误报预算 How often may the early warning cry wolf? A share that a manager sets, for the whole desk."""

from __future__ import annotations

from math import isfinite

from django.db import transaction

from tradewind.desk import access, facts
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, DeskState, Person
from tradewind.errors import BudgetNotRead

CHANGED = "false_alarms_changed"
LEAST, MOST = 0.01, 0.5
ABOUT = "desk"


def budget() -> float:
    """The share of a returning buyer's silences that may be flagged in vain."""
    return DeskState.now().false_alarms


@transaction.atomic
def change(share: float, by: Person) -> AuditEntry:
    """Set the budget; the findings are computed anew with it. Raises NotAllowed, BudgetNotRead."""
    access.must_manage(by)
    if not (isfinite(share) and LEAST <= share <= MOST):
        raise BudgetNotRead(said=f"{share * 100:g}", least=f"{LEAST:.0%}", most=f"{MOST:.0%}")
    before = DeskState.now().false_alarms
    _set(share)
    return note_change(by, CHANGED, ABOUT, before=before, after=share)


@transaction.atomic
def undo(entry: AuditEntry, by: Person) -> bool:
    """Take a change back; False where it was changed again since. Raises NotAllowed."""
    access.must_manage(by)
    if DeskState.now().false_alarms != entry.facts["after"]:
        return False
    _set(entry.facts["before"])
    note_change(by, CHANGED, ABOUT, before=entry.facts["after"], after=entry.facts["before"])
    return True


def _set(share: float) -> None:
    DeskState.objects.filter(id=1).update(false_alarms=share)
    facts.queue_findings()
