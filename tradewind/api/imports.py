"""导入 Import: a file in, checked, written, and if need be taken back."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.utils.translation import gettext_noop as _
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from tradewind.api.bearer import Request
from tradewind.api.refusals import told_again
from tradewind.api.shapes import Batches, Handed, Moved, Page, Reading, Yes, refused
from tradewind.desk import access, batches, imports, queue, sources_seen
from tradewind.desk.models import Batch, Job

router = Router()
PAGE = 50


@router.post("", response={202: Moved, **refused(413, 422)}, summary=_("Hand in a file"))
def take_in(request: Request, file: File[UploadedFile], options: Form[Handed]) -> Status[dict[str, Any]]:
    """The file is kept; a job reads and writes it. With `look` it is only checked, and waits for your yes."""
    me = request.auth
    batch = imports.take_in(me, cast(BinaryIO, file), file.name or "", options.said())
    return moved(batch, imports.inspect(batch, me) if options.look else imports.start(batch, me))


@router.get("", response={200: Batches, **refused(422)}, summary=_("The imports so far, newest first"))
def list_of_imports(request: Request, page: Query[Page]) -> dict[str, Any]:
    """Your own ones; all of them for an administrator."""
    mine = sources_seen.handed_in_of(request.auth)
    found = list((mine.filter(pk__lt=page.after) if page.after else mine)[: PAGE + 1])
    return {
        "batches": [batches.listed(batch) for batch in found[:PAGE]],
        "after": found[PAGE - 1].pk if len(found) > PAGE else None,
    }


@router.get("{int:batch}", response={200: dict[str, Any], **refused(404)}, summary=_("One import"))
def one_import(request: Request, batch: int) -> dict[str, Any]:
    """Its state and progress, how the file was read, what it did or would do, and what is wrong in it."""
    found = access.batch_for(request.auth, batch)
    return {
        **batches.listed(found),
        **batches.told(found),
        "finished_at": found.finished_at and found.finished_at.isoformat(timespec="seconds"),
        "options": found.options,
        "reading": found.reading,
        "progress": batches.progress(queue.latest_job_of(found.pk)),
        "error": told_again(found.error),
        "undo": found.undo,
    }


@router.post("{int:batch}/inspect", response={202: Moved, **refused(404, 409, 422)}, summary=_("Read the file again"))
def inspect(request: Request, batch: int, options: Form[Reading]) -> Status[dict[str, Any]]:
    """As the options say; what was said before still holds. Then the import waits for your yes."""
    found = access.batch_for(request.auth, batch)
    return moved(found, imports.inspect(found, request.auth, **options.said()))


@router.post("{int:batch}/confirm", response={202: Moved, **refused(404, 409, 422)}, summary=_("Say yes to an import"))
def confirm(request: Request, batch: int, options: Form[Yes]) -> Status[dict[str, Any]]:
    """A job writes the file's facts."""
    found = access.batch_for(request.auth, batch)
    return moved(found, imports.confirm(found, request.auth, **options.said()))


@router.post("{int:batch}/cancel", response={200: Moved, **refused(404, 409)}, summary=_("Give an import up"))
def cancel(request: Request, batch: int) -> Status[dict[str, Any]]:
    """What a running import has written already is taken back."""
    found = imports.cancel(access.batch_for(request.auth, batch), request.auth)
    return moved(found, None, 200)


@router.post("{int:batch}/undo", response={202: Moved, **refused(404, 409)}, summary=_("Take an import back"))
def undo(request: Request, batch: int) -> Status[dict[str, Any]]:
    """What it created goes, what it changed is as before; what people edited since is kept."""
    found = access.batch_for(request.auth, batch)
    return moved(found, imports.undo(found, request.auth))


def moved(batch: Batch, job: Job | None, status: int = 202) -> Status[dict[str, Any]]:
    """The import after a step."""
    return Status(status, {"batch": batch.pk, "state": str(batch.state), "job": job and job.pk})
