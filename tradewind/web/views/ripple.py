"""连锁影响 The ripple: what a change of churn would set off, and what each month of waiting costs."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from tradewind.desk import retention
from tradewind.desk.ripple import MOST_MONTHS, own_history
from tradewind.errors import InputError, as_document
from tradewind.findings.ripple import MOST_FEEDBACK, USUAL_CHURN, USUAL_FEEDBACK, USUAL_MONTHS, asked
from tradewind.findings.ripple import ripple as found
from tradewind.web.ripple_chart import charts_of
from tradewind.web.views.signed_in import Request

LONG, SHORT = 60, 12
USUAL_STOP = 6
ROWS_OF_WAITING = 12
NOTHING_LEFT = 0.01
PARTS = ("now", "after", "months", "stop", "feedback")


def ripple(request: Request) -> HttpResponse:
    """The what-if that the address asks: now, after (in %), months, stop, feedback, own; shown whole or its answer."""
    money, history = own_history(request.user)
    said = {name: request.GET[name].strip() for name in PARTS if name in request.GET}
    fields = {**defaults(history), **said}
    counts = bool(history) and request.GET.get("own", "" if said else "yes") == "yes"
    context: dict[str, Any] = {
        "tab": "ripple", "run": retention.current_run(), "fields": fields, "has_own": bool(history), "own": counts,
        "most_months": MOST_MONTHS, "most_feedback": MOST_FEEDBACK,
    }  # fmt: skip
    try:
        context |= answer(fields, *((money, history) if counts else (None, None)))
    except InputError as error:
        context["error"] = as_document(error)
    part = request.headers.get("HX-Target", "") == "answer"
    return render(request, "retention/ripple_answer.html" if part else "retention/ripple.html", context)


def defaults(history: dict[str, Any] | None) -> dict[str, str]:
    """What the fields hold at first: the own churn rate where there is one, else the published, and the case's rise."""
    before, after = USUAL_CHURN
    if history and history["churn"] and 0 < history["churn"] < 1 - (after - before):
        before, after = history["churn"], history["churn"] + after - before
    shares = {"now": before, "after": after}
    return {
        **{name: f"{round(share * 100, 1):g}" for name, share in shares.items()},
        "months": str(USUAL_MONTHS), "stop": str(USUAL_STOP), "feedback": "",
    }  # fmt: skip


def answer(fields: dict[str, str], money: Any, history: dict[str, Any] | None) -> dict[str, Any]:
    """The document of what was asked, with its drawings and rows. Raises InputError."""
    churn = f"{hundredth(fields['now'])}:{hundredth(fields['after'])}"
    stop, feedback = fields["stop"] or None, fields["feedback"] or None
    document = found(asked(churn, fields["months"], feedback, stop, MOST_MONTHS), money, history)
    return {
        "found": document,
        "charts": charts_of(document),
        "rows": rows_of(document),
        "waiting": document["waiting"][:ROWS_OF_WAITING],
        "last": document["months"][-1],
        "phi": document["parameters"]["phi"],
        "usual_feedback": USUAL_FEEDBACK,
        "first_wait": document["waiting"][0],
        "saved": document["waiting"][document["stop"]["month"] - 1] if document["stop"] else None,
    }


def hundredth(percent: str) -> str:
    """A percentage as a share, as it is written in an address of the API; what is no number stays as it is."""
    try:
        return repr(float(percent.removesuffix("%")) / 100)
    except ValueError:
        return percent


def rows_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The table below: each month, quarter or half year, with its band, and what stopping makes of it."""
    last = len(document["months"])
    step = 1 if last <= SHORT else 3 if last <= LONG else 6
    stopped = document["stop"]["months"] if document["stop"] else [None] * last
    both = zip(document["months"], document["scenario_bands"], stopped, strict=True)
    shown = [one for one in both if one[0]["month"] in (1, last) or one[0]["month"] % step == 0]
    return [{**sane(month), "band": band, "stopped": sane(other) if other else None} for month, band, other in shown]


def sane(month: dict[str, Any]) -> dict[str, Any]:
    """A month whose orders are gone has no churn and no response to show."""
    is_gone = month["orders"] < NOTHING_LEFT
    return {**month, "churn": None, "response": None} if is_gone else month
