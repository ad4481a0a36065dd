"""What the desk tells the rules beside the facts: the stored run, changes of state, steps and notes, special days."""

from __future__ import annotations

from datetime import date

import polars as pl
from django.conf import settings
from django.db.models import Q

from tradewind.desk.mirror import desk_ledger
from tradewind.desk.models import BuyerRisk, BuyerState, FollowUp, Note, SpecialDay
from tradewind.desk.notes import CONTACTS
from tradewind.desk.retention import current_run
from tradewind.desk.seasons import left_alone
from tradewind.findings.remind import DESK_CONTACTS, NUMBERS, Beside, Remind
from tradewind.remind.occasions import SPECIAL_DAYS, STATES


def reminders_of_the_desk(today: date) -> Remind:
    """The rules' view of this desk on that day."""
    beside = Beside(_contacts(), _numbers(), _states(), _special_days(), _planned(today), frozenset(left_alone(today)))
    return Remind(desk_ledger(), today, settings.TIME_ZONE, beside)


def _numbers() -> pl.DataFrame:
    rows = BuyerRisk.objects.filter(run=current_run()).values_list(
        "customer__customer_id", "cycle_days", "money_at_risk"
    )
    return pl.DataFrame(list(rows), schema=NUMBERS, orient="row")


def _states() -> pl.DataFrame:
    news = BuyerState.objects.filter(is_current=True, seen_at=None).values_list("customer__customer_id", "state", "on")
    return pl.DataFrame(list(news), schema=STATES, orient="row")


def _contacts() -> pl.DataFrame:
    done = FollowUp.objects.filter(state=FollowUp.State.DONE).values_list("customer__customer_id", "closed_at")
    notes = Note.objects.filter(kind__in=CONTACTS, removed_at=None).values_list("customer__customer_id", "at")
    rows = [(key, at.replace(tzinfo=None), "out") for some in (done, notes) for key, at in some if at]
    return pl.DataFrame(rows, schema=DESK_CONTACTS, orient="row")


def _special_days() -> pl.DataFrame:
    rows = SpecialDay.objects.filter(removed_at=None).values_list(
        "pk", "customer__customer_id", "kind", "name", "on", "is_yearly"
    )
    return pl.DataFrame([(str(pk), *row) for pk, *row in rows], schema=SPECIAL_DAYS, orient="row")


def _planned(today: date) -> frozenset[str]:
    """Buyers with an open step today or later: what is overdue plans nothing any more."""
    ahead = FollowUp.objects.filter(Q(due_on__gte=today), state=FollowUp.State.OPEN)
    return frozenset(ahead.values_list("customer__customer_id", flat=True))
