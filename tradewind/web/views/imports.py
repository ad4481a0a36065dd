"""导入 Import: a file in, checked, written, and if need be taken back."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from tradewind.desk import access, imports, queue, sources_seen
from tradewind.desk.answers import rate_said
from tradewind.desk.models import Batch, Job
from tradewind.web import fields
from tradewind.web.pace import pace
from tradewind.web.places import CURRENCIES, currencies
from tradewind.web.views.signed_in import Request

HISTORY = 50
PROBLEMS = 200
OWNERS = ("me", "column", "unassigned")
TABLES = (
    "orders", "order_lines", "customers", "contacts", "ownership", "messages", "events", "usage", "ratings",
)  # fmt: skip
PART_ORDERS = ("keep", "replace")
SAID = (
    "dates",
    "decimal",
    "sheet",
    "currency",
    "rep",
    "timezone",
)  # what a person may say about the reading, besides the columns
MOVING = (Batch.State.INSPECTING, Batch.State.WRITING, Batch.State.UNDOING)


def list_of_imports(request: Request) -> HttpResponse:
    """The form for a new file and the history; a POST hands a file in."""
    if request.method == "POST":
        return take_in(request)
    return render(request, "imports/imports.html", history(request))


def history(request: Request) -> dict[str, object]:
    """The person's imports, and what the form offers."""
    return {"batches": sources_seen.handed_in_of(request.user)[:HISTORY], "currencies": currencies()}


def take_in(request: Request) -> HttpResponse:
    """Keep the file and have it read."""
    file = request.FILES.get("file")
    if file is None:
        return render(request, "imports/imports.html", {**history(request), "is_missing": True}, status=422)
    owner, currency = request.POST.get("owner"), request.POST.get("currency")
    options = {"owner": owner if owner in OWNERS else "me"}
    if (kind := request.POST.get("kind")) in ("messages", "events"):
        options["kind"] = kind
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
        "tables": {name: batch.facts[name] for name in TABLES if name in batch.facts},
        "part_orders": batch.facts.get("part_orders", {}).get("orders", 0),
        "columns": columns_of(batch),
        "fields": fields_of(batch),
        "people": access.colleagues_of(request.user) if batch.kind == "messages" else (),
    }
    template = "imports/state.html" if request.headers.get("HX-Request") else "imports/import.html"
    return render(request, template, context)


def wrong_rows(request: Request, pk: int) -> FileResponse:
    """The rows that cannot be read, as a file to correct and import again."""
    batch = access.batch_for(request.user, pk)
    file = imports.wrong_rows(batch).open("rb")
    return FileResponse(file, as_attachment=True, filename=f"wrong-rows-{batch.pk}.csv", content_type="text/csv")


def question(batch: Batch) -> dict[str, Any] | None:
    """What only a person can tell about the file: the option, and its choices each with what it makes of a cell."""
    error = batch.error or {}
    code, facts = error.get("code"), error.get("facts", {})
    if code in ("AmbiguousDates", "AmbiguousMessageDates"):
        return {"option": "dates", "choices": [(facts["one"], facts["first"]), (facts["other"], facts["second"])]}
    if code == "AmbiguousAmounts":
        return {"option": "decimal", "choices": [("point", ""), ("comma", "")]}
    if code == "SeveralSheets":
        return {"option": "sheet", "choices": [(one, "") for one in facts["sheets"].split(", ")]}
    return {"option": "rate", **facts} if code == "MissingRates" else None


@require_POST
def inspect(request: Request, pk: int) -> HttpResponse:
    """Read the file again as the person says: what its columns are, the order of its dates, its sheet."""
    batch = access.batch_for(request.user, pk)
    said: dict[str, object] = {name: request.POST[name] for name in SAID if request.POST.get(name)}
    if corrected := corrections(request, batch):
        said["headings"] = {**batch.options.get("headings", {}), **corrected}
    if request.POST.get("who_we_are"):
        told = {sender["key"] for sender in batch.reading.get("senders", ())}
        said["we"] = sorted(told & set(request.POST.getlist("we")))
    if request.POST.get("afresh"):
        said["afresh"] = True
    imports.inspect(batch, request.user, **said, **rates_said(request, batch))
    return redirect("imports-one", pk=pk)


def rates_said(request: Request, batch: Batch) -> dict[str, object]:
    """The rate that the person gives for a currency without one, or that its orders count as no money."""
    if request.POST.get("without_rates"):
        return {"without_rates": True}
    currency, number = request.POST.get("currency_of_rate", ""), request.POST.get("rate", "").replace(",", ".")
    if currency not in CURRENCIES or not number:
        return {}
    return {"rates": {**batch.options.get("rates", {}), currency: rate_said(f"{currency}={number}")[1]}}


def columns_of(batch: Batch) -> list[dict[str, Any]]:
    """The file's columns as they were read; of a file that was refused for its headings, just these."""
    read = batch.reading.get("columns")
    named = (batch.error or {}).get("facts", {}).get("headings", "")
    return read or [{"heading": one, "field": None, "how": "none", "samples": []} for one in named.split(", ") if one]


def corrections(request: Request, batch: Batch) -> dict[str, str]:
    """Heading -> field, for each column that the person takes for something else; "" leaves the column out."""
    return {
        column["heading"]: chosen
        for place, column in enumerate(columns_of(batch))
        if (chosen := request.POST.get(f"column-{place}")) is not None
        and chosen != (column["field"] or "")
        and chosen in {"", *fields_of(batch)}
    }


def fields_of(batch: Batch) -> dict[str, str]:
    """What a column of the file can be taken for."""
    is_log = batch.kind == "events" or (batch.error or {}).get("code") in ("NoEventFile", "BadEventRow")
    return fields.EVENT_FIELDS if is_log else fields.FIELDS


@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    """Say yes, with or without the rows that cannot be read, and say what becomes of orders that come in part."""
    said: dict[str, object] = {"skip_bad_rows": True} if request.POST.get("skip_bad_rows") else {}
    if (parts := request.POST.get("part_orders")) in PART_ORDERS:
        said["part_orders"] = parts
    imports.confirm(access.batch_for(request.user, pk), request.user, **said)
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
