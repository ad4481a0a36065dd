"""流程口径 How the log is read: the form for the standard way, what ends a case, and whose work time counts."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST

from tradewind.desk import access, process, process_reading
from tradewind.desk.process_reading import Reading
from tradewind.errors import InputError, as_document
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request


@require_http_methods(["GET", "POST"])
def form(request: Request) -> HttpResponse:
    """The form; with `way` in the address the standard way is filled with the most frequent one. A POST keeps it."""
    access.must_manage(request.user)
    if request.method == "GET":
        return page(request, process_reading.now())
    asked = request.POST
    reading = process_reading.said(
        asked.get("standard", "").splitlines(), asked.getlist("closing"), asked.get("zone", ""),
        asked.get("country", ""), asked.get("hours", ""),
    )  # fmt: skip
    try:
        entry = process_reading.change(reading, request.user)
    except InputError as error:
        return page(request, reading, error)
    undo_at = reverse("process-reading-undo", args=[entry.pk])
    say(request, _("The log is read so from now on; the figures are computed anew."), undo_at)
    return redirect("process-ways" if reading.standard else "process")


def page(request: Request, reading: Reading, error: InputError | None = None) -> HttpResponse:
    """The form with what is said in it, and what is wrong with it."""
    run = process.current_run()
    document = (process.stored(request.user, run, "process_map") if run else None) or {}
    ways = document.get("top_variants") or []
    context = {
        "tab": "", "reading": reading, "error": as_document(error) if error else None,
        "activities": process_reading.activities_of(document), "usual": ways[0]["sequence"] if ways else [],
        "standard": "\n".join(ways[0]["sequence"] if ways and "way" in request.GET else reading.standard),
        "found_closing": document.get("closing", []),
    }  # fmt: skip
    return render(request, "process/reading.html", context)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take a change back."""
    entry = access.change_for(request.user, process_reading.CHANGED, pk)
    undone = process_reading.undo(entry, request.user)
    say(request, _("The log is read as before.") if undone else _("It was changed again since; it stays."))
    return redirect("process-reading")
