"""The made-up sample company: one import like any other, labelled on every page, gone with the first own import."""

from __future__ import annotations

from io import BytesIO

from django.db import transaction

from tradewind.desk import access, calendar, imports
from tradewind.desk.made_up import sample_file
from tradewind.desk.models import Batch, DeskState, Order, Person
from tradewind.errors import DeskNotEmpty, NoSample

FILE_NAME = "sample.csv"


@transaction.atomic
def load(by: Person) -> Batch:
    """Take the sample company in, on an empty desk. Raises NotAllowed, DeskNotEmpty."""
    access.must_administer(by)
    if Order.objects.exists():
        raise DeskNotEmpty
    file = BytesIO(sample_file(calendar.today()).encode())
    batch = imports.take_in(by, file, FILE_NAME, {"sample": True})
    imports.start(batch, by)
    return batch


def clear(by: Person) -> Batch:
    """Take the sample company out again. Raises NotAllowed, NoSample."""
    access.must_administer(by)
    batch = on_the_desk()
    if batch is None:
        raise NoSample
    imports.undo(batch, by)
    return batch


def on_the_desk() -> Batch | None:
    """The sample's import while its orders are on the desk."""
    return DeskState.objects.select_related("sample").get(id=DeskState.now().pk).sample


def note_written(batch: Batch) -> None:
    """Remember that the orders on the desk are the sample's."""
    DeskState.objects.filter(id=1).update(sample=batch)


def note_gone(batch: Batch) -> None:
    """Forget the sample once it is taken back."""
    DeskState.objects.filter(id=1, sample=batch).update(sample=None)
