"""导入 Import: a file in, checked, written, and if need be taken back."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from tradewind.desk import access, imports, queue
from tradewind.desk.models import Batch, Job
from tradewind.web.pace import pace
from tradewind.web.places import CURRENCIES, currencies
from tradewind.web.views.signed_in import Request

HISTORY = 50
PROBLEMS = 200
OWNERS = ("me", "column", "unassigned")
MOVING = (Batch.State.INSPECTING, Batch.State.WRITING, Batch.State.UNDOING)


def list_of_imports(request: Request) -> HttpResponse:
    """The form for a new file and the history; a POST hands a file in."""
    if request.method == "POST":
        return take_in(request)
    return render(request, "imports/imports.html", history(request))


def history(request: Request) -> dict[str, object]:
    """The person's imports, and what the form offers."""
    return {"batches": access.batches_of(request.user)[:HISTORY], "currencies": currencies()}


def take_in(request: Request) -> HttpResponse:
    """Keep the file and have it read."""
    file = request.FILES.get("file")
    if file is None:
        return render(request, "imports/imports.html", {**history(request), "is_missing": True}, status=422)
    owner, currency = request.POST.get("owner"), request.POST.get("currency")
    options = {"owner": owner if owner in OWNERS else "me"}
    if currency in CURRENCIES:
        options["currency"] = currency
    batch = imports.take_in(request.user, cast(BinaryIO, file), file.name or "", options)
    imports.inspect(batch, request.user)
    return redirect("imports-one", pk=batch.pk)


def one_import(request: Request, pk: int) -> HttpResponse:
    """One import; the page goes with its state, and asks again every second while something moves."""
    batch = access.batch_for(request.user, pk)
    job = queue.latest_job_of(batch.pk) if batch.state in MOVING else None
    context = {
        "batch": batch,
        "is_moving": batch.state in MOVING,
        "job": job,
        "pace": pace(job, timezone.now()) if job and job.state == Job.State.RUNNING else None,
        "problems": batch.problems[:PROBLEMS],
        "question": question(batch),
    }
    template = "imports/state.html" if request.headers.get("HX-Request") else "imports/import.html"
    return render(request, template, context)


def question(batch: Batch) -> tuple[str, list[tuple[str, str]]] | None:
    """What only a person can tell about the file: the option, and each choice with what it makes of a cell."""
    error = batch.error or {}
    if error.get("code") == "AmbiguousDates":
        facts = error["facts"]
        return "dates", [(facts["one"], facts["first"]), (facts["other"], facts["second"])]
    return (
        ("decimal", [("point", "1.234 → 1.234"), ("comma", "1.234 → 1234")])
        if error.get("code") == "AmbiguousAmounts"
        else None
    )


@require_POST
def inspect(request: Request, pk: int) -> HttpResponse:
    """Read the file again as the person says: the order of its dates, its sheet, its currency."""
    batch = access.batch_for(request.user, pk)
    said = {name: request.POST[name] for name in ("dates", "sheet", "currency", "decimal") if request.POST.get(name)}
    imports.inspect(batch, request.user, **said)
    return redirect("imports-one", pk=pk)


@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    """Say yes, with or without the rows that cannot be read."""
    skip = {"skip_bad_rows": True} if request.POST.get("skip_bad_rows") else {}
    imports.confirm(access.batch_for(request.user, pk), request.user, **skip)
    return redirect("imports-one", pk=pk)


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    """Give the import up."""
    imports.cancel(access.batch_for(request.user, pk), request.user)
    return redirect("imports-one", pk=pk)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take the import back."""
    imports.undo(access.batch_for(request.user, pk), request.user)
    return redirect("imports-one", pk=pk)
