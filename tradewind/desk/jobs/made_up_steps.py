"""The next steps and notes of the sample company's reps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tradewind.desk import bulk
from tradewind.desk.models import Batch, Customer, FollowUp, Note, Person
from tradewind.ledger.sample import SampleCompany

STEP = (
    "customer_id", "what", "due_on", "first_due_on", "person_id", "state", "made_by_id", "made_at", "result",
    "closed_by_id", "closed_at",
)  # fmt: skip
NOTE = ("customer_id", "kind", "channel", "text", "by_id", "at")


def write_steps(batch: Batch, company: SampleCompany, people: Mapping[str, Person]) -> None:
    """Write them all; the caller holds the transaction, and the buyers are there."""
    numbers = dict(Customer.objects.filter(created_batch=batch).values_list("customer_id", "pk"))
    who = {name: person.pk for name, person in people.items()}
    bulk.insert(FollowUp, STEP, (
        (numbers[one.customer_id], one.what, one.due_on.isoformat(), one.first_due_on.isoformat(), who[one.rep],
         "done" if one.closed_at else "open", who[one.rep], _stored(one.made_at), one.result,
         who[one.rep] if one.closed_at else None, one.closed_at and _stored(one.closed_at))
        for one in company.steps if one.customer_id in numbers
    ))  # fmt: skip
    bulk.insert(Note, NOTE, (
        (numbers[one.customer_id], "note", "", one.text, who[one.rep], _stored(one.at))
        for one in company.notes if one.customer_id in numbers
    ))  # fmt: skip


def _stored(at: datetime) -> str | None:
    return bulk.stored_time(at.strftime("%Y-%m-%d %H:%M:%S.%f"))
