"""工具 Tools: who really uses them, what they gain, and what of it a person shows to others."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import adoption, tools_shown
from tradewind.desk.figures import PARTS
from tradewind.desk.models import Person
from tradewind.web.risk_chart import RiskChart, risk_chart
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request
from tradewind.web.views.today import freshness

OUTCOMES = {"amount": _("Amount ordered a month"), "orders": _("Orders a month")}
CONTROLS = {
    "cs": _("against reps who do not have it, or not yet (Callaway and Sant'Anna)"),
    "sdid": _("against a weighted mix of the reps without it (synthetic difference in differences)"),
    "its": _("before and after only: weak evidence"),
}
VERDICTS = {
    "gain": _("A gain is proven: the whole interval lies above nothing."),
    "loss": _("A loss is proven: the whole interval lies below nothing."),
    "not_proven": _("No gain is proven. That does not say that there is none."),
}


def use(request: Request) -> HttpResponse:
    """The real use of the seats by module and tool, the work done, and data islands."""
    context = found(request, "use")
    if run := context["run"]:
        document = adoption.stored(request.user, run, "use") or {}
        context |= told(document, "real_use", ("real_use", "real_use", "real_use"))
        context["islands"] = adoption.stored(request.user, run, "data_islands")
    context |= {"shows": tools_shown.shown_by(request.user), "is_rep": request.user.role == Person.Role.REP}
    if not context["is_rep"]:
        context["showing"] = tools_shown.shown_to(request.user, context["run"])
    return render(request, "adoption/use.html", context)


def gain(request: Request) -> HttpResponse:
    """What the tools gained, by the outcome that the address asks (`of`), with its interval."""
    of = request.GET.get("of", "")
    of = of if of in OUTCOMES else "amount"
    context = found(request, "gain") | {"of": of, "outcomes": OUTCOMES, "is_rep": request.user.role == Person.Role.REP}
    if run := context["run"]:
        document = adoption.stored(request.user, run, f"gain_{of}") or {}
        context |= told(document, "percent", ("att", "low", "high"))
        context |= {
            "verdict": VERDICTS.get(document.get("verdict", "")),
            "how": CONTROLS.get(document.get("design", "")),
        }
    return render(request, "adoption/gain.html", context)


@require_POST
def shown(request: Request) -> HttpResponse:
    """Show one's own use to whoever manages one, or no longer."""
    use = "use" in request.POST
    if tools_shown.show(request.user, use):
        say(request, _("Kept: what you show of your own figures.") if use else _("You show nothing of your own."))
    return redirect("adoption")


def found(request: Request, tab: str) -> dict[str, Any]:
    """The tab, and the run with how fresh it is."""
    run = adoption.current_run()
    return {"tab": tab, "run": run} | (freshness(run) if run else {})


def told(document: dict[str, Any], name: str, parts: tuple[str, str, str]) -> dict[str, Any]:
    """The document with its drawing beside the published figure, or why there is none (`refused`)."""
    if not document or "refused" in document:
        return {"document": None, "refused": document.get("refused")}
    value = document[name]
    estimate, low, high = (value[part] for part in parts) if isinstance(value, dict) else (value,) * 3
    return {"document": document, "refused": None, "chart": beside(document["benchmark"], estimate, low, high)}


def beside(benchmark: dict[str, Any], value: float | None, low: float | None, high: float | None) -> RiskChart | None:
    """The drawing of a figure with its interval in the one form of every benchmarked figure; of a huge interval the
    drawing shows no more than from -100 % to +200 %."""
    if value is None:
        return None
    published = {part: benchmark[part] for part in PARTS if benchmark.get(part) is not None}
    ends = (max(-1.0, value if low is None else low), min(2.0, value if high is None else high))
    return risk_chart({"change": min(2.0, value), "low": ends[0], "high": ends[1]}, published)
