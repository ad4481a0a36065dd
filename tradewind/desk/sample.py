"""The made-up sample company: on an empty desk, labelled on every page, gone with the first own import.

It comes and goes like an import, as one batch; desk/jobs/made_up.py writes it, desk/jobs/clearing.py takes it out.
"""

from __future__ import annotations

from django.db import transaction

from tradewind.desk import access, calendar, facts, imports, queue
from tradewind.desk.audit import note_change
from tradewind.desk.models import Batch, Customer, DeskState, Person
from tradewind.errors import DeskNotEmpty, NoSample, SampleSize

NAME = "Sample company 样例公司"
BUYERS, MOST_BUYERS = 400, 40_000


@transaction.atomic
def load(by: Person, buyers: int | None = None) -> Batch:
    """Take the sample company in, on an empty desk; with 400 buyers unless said.

    raises   NotAllowed, DeskNotEmpty, SampleSize
    """
    access.must_administer(by)
    buyers = BUYERS if buyers is None else buyers
    if not 1 <= buyers <= MOST_BUYERS:
        raise SampleSize(buyers=buyers, most=MOST_BUYERS)
    facts.hold()
    if Customer.objects.exists() or _is_coming():
        raise DeskNotEmpty
    options = {"sample": True, "buyers": buyers, "today": calendar.today().isoformat()}
    batch = Batch.objects.create(
        by=by, state=Batch.State.WRITING, kind="sample", file_name=NAME, stored_as="", size_bytes=0, options=options
    )
    note_change(by, "sample_loaded", f"batch:{batch.pk}", buyers=buyers)
    queue.enqueue("sample", by, batch=batch.pk)
    return batch


def clear(by: Person) -> Batch:
    """Take the sample company out again, with all that was added to its buyers. Raises NotAllowed, NoSample."""
    access.must_administer(by)
    batch = on_the_desk()
    if batch is None:
        raise NoSample
    imports.undo(batch, by)
    return batch


def on_the_desk() -> Batch | None:
    """The sample's batch while it is on the desk."""
    return DeskState.objects.select_related("sample").get(id=DeskState.now().pk).sample


def note_written(batch: Batch) -> None:
    """Remember that the facts on the desk are the sample's."""
    DeskState.objects.filter(id=1).update(sample=batch)


def note_gone(batch: Batch) -> None:
    """Forget the sample once it is taken back."""
    DeskState.objects.filter(id=1, sample=batch).update(sample=None)


def _is_coming() -> bool:
    return Batch.objects.filter(kind="sample", state__in=(Batch.State.WRITING, Batch.State.UNDOING)).exists()
