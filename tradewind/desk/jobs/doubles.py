"""Looking for buyers who may be one and the same, and keeping the pairs for people to judge."""

from __future__ import annotations

from django.db import transaction

from tradewind.collect import doubles
from tradewind.desk import bulk
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.mirror import source
from tradewind.desk.models import Double, Job
from tradewind.ledger.database import fact_table

AT_ONCE = 500

Pairs = dict[tuple[str, str], str]  # the two keys, the lesser first -> why


def run(job: Job, progress: Progress) -> None:
    """Store the pairs that are found now: new ones are open, what a person has said stays said, and open ones that
    are found no more go."""
    progress("doubles")
    found = doubles(fact_table(source(), "customers"), fact_table(source(), "contacts"))
    pairs = {(min(one, other), max(one, other)): why for one, other, why in found.iter_rows()}
    known = {(double.customer_id, double.other_id): double for double in Double.objects.all()}
    _drop([double for key, double in known.items() if key not in pairs])
    _retell([(known[key], why) for key, why in pairs.items() if key in known and known[key].why != why])
    _open({key: why for key, why in pairs.items() if key not in known})


def _drop(vanished: list[Double]) -> None:
    for some in bulk.parts([double.pk for double in vanished], AT_ONCE):
        Double.objects.filter(pk__in=some, state=Double.State.OPEN).delete()


def _retell(changed: list[tuple[Double, str]]) -> None:
    for double, why in changed:
        Double.objects.filter(pk=double.pk).update(why=why)


def _open(pairs: Pairs) -> None:
    for some in bulk.parts(list(pairs.items()), AT_ONCE):
        rows = (Double(customer_id=one, other_id=other, why=why) for (one, other), why in some)
        with transaction.atomic():
            Double.objects.bulk_create(rows, ignore_conflicts=True)
