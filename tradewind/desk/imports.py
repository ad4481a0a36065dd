"""What people do with imports: hand in a file, say yes, give up, take it back. The reading and writing are jobs."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from tradewind.desk import queue
from tradewind.desk.audit import note_change
from tradewind.desk.models import Batch, Job, Person, Source
from tradewind.desk.whose import whose_said
from tradewind.errors import AlreadyDone, FileTooLarge, NoWrongRows

State = Batch.State
CHUNK_BYTES = 1024 * 1024


def take_in(by: Person, file: BinaryIO, name: str, options: dict[str, Any], source: Source | None = None) -> Batch:
    """Keep the file's bytes in the data folder and open a batch for it; nothing is read or written yet.

    options   collect's options by name (dates, skip_bad_rows, currency, decimal, headings, sheet, kind), and `owner`:
              `me` (the buyers become those of `by`), `column` (as a column of the file says) or `unassigned`
              Of conversations `rep`, `timezone`, `me` (names) and `we` (keys): see desk/whose.py
    source    that brought it by itself, where no person handed it in
    raises    FileTooLarge, NoSuchPerson, UnknownZone
    """
    whose_said(by, options)
    stored_as, size = _store(file, name)
    batch = Batch.objects.create(
        by=by, file_name=Path(name).name[:255], stored_as=stored_as, size_bytes=size, source=source,
        options={"owner": "me", **options},
    )  # fmt: skip
    if source is None:
        note_change(by, "file_taken_in", f"batch:{batch.pk}", file=batch.file_name, size_bytes=size)
    return batch


@transaction.atomic
def begin(batch: Batch) -> Job:
    """Write what a source brought, as `start` does what a person handed in."""
    batch.state = State.WRITING
    batch.save(update_fields=["state"])
    return queue.enqueue("import", None, batch=batch.pk)


@transaction.atomic
def inspect(batch: Batch, by: Person, **options: Any) -> Job:
    """Read the file and count what an import would do; a person's corrections to the reading come as options."""
    _must_be(batch, State.INSPECTING, State.WAITING, State.FAILED)
    whose_said(batch.by, options)
    if batch.options.get("sample"):  # there is no file to read
        raise AlreadyDone(batch=batch.pk, state=str(State(batch.state).value))
    if batch.state != State.INSPECTING:
        note_change(by, "file_read_anew", f"batch:{batch.pk}", options=options)
    batch.options = {**batch.options, **options}
    batch.state, batch.error = State.INSPECTING, None
    batch.save(update_fields=["options", "state", "error"])
    return queue.enqueue("inspect", by, batch=batch.pk)


@transaction.atomic
def confirm(batch: Batch, by: Person, **options: Any) -> Job:
    """Say yes: write the file's facts; with `skip_bad_rows` among the options, without the rows that cannot be read."""
    _must_be(batch, State.WAITING)
    batch.options = {**batch.options, **options}
    return _write(batch, by)


@transaction.atomic
def start(batch: Batch, by: Person) -> Job:
    """Write the file's facts without a look before, as the command line does. Rows that cannot be read stop it, unless
    the options say to skip them."""
    _must_be(batch, State.INSPECTING)
    return _write(batch, by)


@transaction.atomic
def cancel(batch: Batch, by: Person) -> Batch:
    """Give the import up. What a running one has written already is taken back by the job."""
    _must_be(batch, State.INSPECTING, State.WAITING, State.WRITING)
    running = queue.cancel_jobs_of(batch.pk)
    if batch.state != State.WRITING or not running:
        batch.state = State.CANCELLED
        batch.save(update_fields=["state"])
        forget_reading(batch)
    note_change(by, "import_cancelled", f"batch:{batch.pk}")
    return batch


@transaction.atomic
def undo(batch: Batch, by: Person) -> Job:
    """Take an import back entirely: created rows go, updated rows are as before; rows edited since are kept."""
    _must_be(batch, State.DONE)
    batch.state = State.UNDOING
    batch.save(update_fields=["state"])
    note_change(by, "import_undone", f"batch:{batch.pk}")
    return queue.enqueue("undo", by, batch=batch.pk)


def take_up_interrupted() -> None:
    """At the desk's start: take back what a cancelled import had written when its process ended."""
    for batch in Batch.objects.filter(state__in=(State.WRITING, State.UNDOING)):
        if not queue.has_live_job(batch.pk):
            batch.state = State.UNDOING
            batch.save(update_fields=["state"])
            queue.enqueue("undo", batch.by, batch=batch.pk)


def stored_file(batch: Batch) -> Path:
    """Where the batch's bytes are."""
    return Path(settings.TRADEWIND_HOME) / "uploads" / batch.stored_as


def wrong_rows(batch: Batch) -> Path:
    """The file of the batch's rows that cannot be read, to be corrected and imported again. Raises NoWrongRows."""
    file = wrong_rows_file(batch)
    if not file.exists():
        raise NoWrongRows(batch=batch.pk)
    return file


def wrong_rows_file(batch: Batch) -> Path:
    """Where a job keeps the rows of the batch's file that cannot be read."""
    return Path(settings.TRADEWIND_HOME) / "wrong-rows" / f"{batch.pk}.csv"


def reading_folder(batch: Batch) -> Path:
    """Where a job keeps what it read of the batch's file until it is written or given up."""
    return Path(settings.TRADEWIND_HOME) / "staging" / str(batch.pk)


def forget_reading(batch: Batch) -> None:
    """Drop what a job kept of the batch's file; the file itself stays."""
    shutil.rmtree(reading_folder(batch), ignore_errors=True)


def _write(batch: Batch, by: Person) -> Job:
    batch.state = State.WRITING
    batch.save(update_fields=["options", "state"])
    note_change(by, "import_started", f"batch:{batch.pk}", options=batch.options)
    return queue.enqueue("import", by, batch=batch.pk)


def _must_be(batch: Batch, *states: Batch.State) -> None:
    batch.refresh_from_db()
    if batch.state not in states:
        raise AlreadyDone(batch=batch.pk, state=str(State(batch.state).value))


def _store(file: BinaryIO, name: str) -> tuple[str, int]:
    folder = Path(settings.TRADEWIND_HOME) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{secrets.token_hex(8)}.part"
    digest, size = hashlib.sha256(), 0
    try:
        with part.open("wb") as stored:
            while chunk := file.read(CHUNK_BYTES):
                size += len(chunk)
                _must_fit(size, name)
                digest.update(chunk)
                stored.write(chunk)
        stored_as = digest.hexdigest()
        part.replace(folder / stored_as)
    finally:
        part.unlink(missing_ok=True)
    return stored_as, size


def _must_fit(size: int, name: str) -> None:
    most = settings.TRADEWIND_MAX_UPLOAD_MB
    if size > most * 1024 * 1024:
        raise FileTooLarge(file=Path(name).name, size_mb=f"more than {most}", most_mb=most)
