"""流程 Process: what really happens in the work: the map, the ways, where time goes and where cases stand."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tradewind.desk import access, process
from tradewind.findings.process_drawing import drawn_map, shown_steps
from tradewind.web.numbers import share, whole
from tradewind.web.process_words import TROUBLES
from tradewind.web.views.signed_in import Request
from tradewind.web.views.today import freshness

USUAL_PATHS = 80
LADDER = (50, 80, 95, 100)
ROWS = 40


def drawn(request: Request) -> HttpResponse:
    """The map at the share of steps that the address asks (`paths`, in %); whole, or the map alone."""
    context = found(request, "map")
    if document := context.get("document"):
        paths = percent(request.GET.get("paths", ""))
        title = gettext("Process map: {cases} cases, {shown} of all steps").format(
            cases=whole(document["cases"]), shown=share(paths / 100)
        )
        follows, begins = document["dfg"], document["begins"]
        context |= {
            "paths": paths, "ladder": LADDER, "steps": shown_steps(follows, begins, paths / 100),
            "drawing": drawn_map(follows, begins, paths / 100, title, is_styled=False),
            "troubles": [{"kind": kind, **risk} for kind in TROUBLES if (risk := document["risk"].get(kind))],
        }  # fmt: skip
    part = request.headers.get("HX-Target", "") == "map"
    return render(request, "process/map.html" if part else "process/process.html", context)


def ways(request: Request) -> HttpResponse:
    """The ways that cases go, what is done again, and who hands over to whom."""
    context = found(request, "ways")
    if document := context.get("document"):
        context |= {"handover": document["handover"][:ROWS], "rows": ROWS}
    return render(request, "process/ways.html", context)


def waiting(request: Request) -> HttpResponse:
    """Where time goes, and where cases stand now."""
    return render(request, "process/waiting.html", found(request, "waiting"))


def found(request: Request, tab: str) -> dict[str, Any]:
    """The tab, the run, and the document of the map, or why there is none (`refused`)."""
    run = process.current_run()
    context: dict[str, Any] = {"tab": tab, "run": run, "may_change": access.may_manage(request.user)}
    if run:
        document = process.stored(request.user, run, "process_map") or {}
        refused = document.get("refused")
        context |= {"refused": refused, "document": None if refused else document, **freshness(run)}
    return context


def percent(said: str) -> int:
    """A share of steps in percent, 0 to 100; the usual one where it is not said or is no such number."""
    try:
        return min(100, max(0, round(float(said))))
    except (ValueError, OverflowError):
        return USUAL_PATHS
