"""抹除 Erasing a buyer and its people for good (PIPL, GDPR): asked for by an administrator who types the buyer's name,
done by a job; the change log keeps that it was done, by whom, when and how many rows, and no name."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import transaction

from tradewind.desk import access, queue
from tradewind.desk.audit import note_change
from tradewind.desk.models import Customer, Job, Person
from tradewind.errors import NameNotTyped

ASKED, DONE = "buyer_erasure_asked", "buyer_erased"
KIND = "erase"
PREFIX = "erased-"  # of the key of a buyer of whom only orders are left


@transaction.atomic
def ask(customer: Customer, by: Person, typed: str, keep_orders: bool) -> Job:
    """Have the buyer erased: it cannot be undone.

    typed        the buyer's name, as a person typed it to confirm
    keep_orders  leave the orders and their sums to a buyer without a name; else they go too
    raises       NotFound, NotAllowed, NameNotTyped
    """
    customer = access.customer_for(by, customer.pk)
    access.must_administer(by)
    if " ".join(typed.split()) != " ".join(customer.name.split()):
        raise NameNotTyped(name=customer.name)
    waiting = Job.objects.filter(kind=KIND, state__in=(Job.State.QUEUED, Job.State.RUNNING))
    for job in waiting:
        if job.arguments["customer"] == customer.pk:
            return job
    note_change(by, ASKED, f"customer:{customer.pk}", keep_orders=keep_orders)
    return queue.enqueue(KIND, by, customer=customer.pk, keep_orders=keep_orders)


def backups() -> list[str]:
    """The backups in the data folder, which still hold what is erased: those that an upgrade or a restore made."""
    folder = Path(settings.TRADEWIND_HOME) / "backups"
    return sorted(one.name for one in folder.iterdir() if one.is_file()) if folder.is_dir() else []
