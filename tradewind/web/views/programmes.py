"""流程再造 Programmes: does this change pay from today on? What was spent is told last, and never counted."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST

from tradewind.desk import access, calendar, due_days, process, programmes, promises
from tradewind.desk.models import DeskState, Person, Programme, ProgrammeDecision, ProgrammeVersion
from tradewind.errors import InputError, as_document
from tradewind.findings.programme_examples import AVERAGE, example
from tradewind.web.programme_form import CURRENCY, PAYMENTS, Field, fields_of, inputs_of, payments_of
from tradewind.web.said import say
from tradewind.web.tornado_chart import tornado_of
from tradewind.web.views.signed_in import Request

TAB = {"tab": "programmes"}


def list_of_programmes(request: Request) -> HttpResponse:
    """Those that one may read, with the figures of their newest version and the last decision."""
    context = {"rows": rows_of(request.user), "may_change": access.may_manage(request.user), "today": calendar.today()}
    return render(request, "process/programmes.html", {**TAB, **context})


def rows_of(person: Person) -> list[dict[str, Any]]:
    """A row per programme; three queries however many there are."""
    found = list(programmes.programmes_of(person)[:200])
    newest = programmes.newest_versions(found)
    decided = programmes.last_decisions(found)
    return [
        {
            "programme": one,
            "version": version,
            "worth": programmes.worth(version.inputs),
            "decision": decided.get(one.pk),
        }
        for one in found
        if (version := newest.get(one.pk))
    ]


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """The editor with its answer, from an example or from what the address says; a POST keeps the programme."""
    if request.method == "POST":
        return kept(request, None)
    said = request.GET.dict()
    inputs = inputs_of(said) if "r" in said else example(said.get("example", AVERAGE))
    return editor(request, None, inputs, said.get("name", ""))


@require_http_methods(["GET", "POST"])
def next_version(request: Request, pk: int) -> HttpResponse:
    """The editor on the newest version; a POST keeps a new one."""
    programme = access.programme_for(request.user, pk)
    if request.method == "POST":
        return kept(request, programme)
    said = request.GET.dict()
    inputs = inputs_of(said) if "r" in said else programmes.version(programme).inputs
    return editor(request, programme, inputs, said.get("name", programme.name))


def kept(request: Request, programme: Programme | None) -> HttpResponse:
    """What was typed as a new programme or version, or only worked out (`look`); what is wrong is said in the editor,
    with all that was typed."""
    said = request.POST.dict()
    inputs, name, why = inputs_of(said), said.get("name", ""), said.get("why", "")
    if "look" in said:
        return editor(request, programme, inputs, name)
    try:
        if programme is None:
            programme = programmes.add(name, inputs, why, request.user)
        else:
            programmes.write(programme, name, inputs, why, request.user)
    except InputError as error:
        return editor(request, programme, inputs, name, error)
    undo_at = reverse("process-programmes-undo", args=[programme.pk])
    say(request, _("{programme} is kept."), undo_at, programme=programme.name)
    return redirect("process-programmes-one", programme.pk)


def editor(
    request: Request, programme: Programme | None, inputs: dict[str, Any], name: str, error: InputError | None = None
) -> HttpResponse:
    """The fields and what follows from them; the answer alone where a field has moved."""
    context: dict[str, Any] = {
        **TAB, "programme": programme, "name": name, "fields": fields_of(inputs), "why": request.POST.get("why", ""),
        "payments": payments_of(inputs), "currency": inputs.get(CURRENCY, ""), "revealed": True,
        "may_change": access.may_manage(request.user),
    }  # fmt: skip
    try:
        context |= answer(programmes.worth(inputs), inputs)
    except InputError as wrong:
        error = error or wrong
    context["error"] = as_document(error) if error else None
    part = request.headers.get("HX-Target", "") == "answer"
    return render(request, "process/programme_answer.html" if part else "process/programme_editor.html", context)


def one_programme(request: Request, pk: int) -> HttpResponse:
    """A version's figures. What was spent is shown only after the question whether one would start it today."""
    programme = access.programme_for(request.user, pk)
    number = request.GET.get("version", "")
    version = programmes.version(programme, int(number) if number.isdecimal() and len(number) < 9 else None)
    would = request.GET.get("would", "")
    decisions = list(programmes.decisions_of(programme))
    context = {
        **TAB, "programme": programme, "version": version, "versions": programmes.versions_of(programme),
        "decisions": decisions, "would": would, "revealed": would in ("yes", "no"), "choices": ProgrammeDecision.Choice,
        "measured": promises.measured(programme, version.inputs, request.user),
        "published": process.published_risk(),
        "may_change": access.may_manage(request.user), "waits": version.chances is None,
        "today": calendar.today(), **answer(programmes.told(version), version.inputs),
    }  # fmt: skip
    return render(request, "process/programme.html", context)


def answer(document: dict[str, Any], inputs: dict[str, Any]) -> dict[str, Any]:
    """What the answer shows of a document."""
    currency = inputs.get(CURRENCY) or DeskState.now().base_currency
    return {"found": document, "forward": document["forward"], "tornado": tornado_of(document), "currency": currency}


def beside(request: Request, pk: int) -> HttpResponse:
    """Two versions side by side: the newest two, or those that the address names."""
    programme = access.programme_for(request.user, pk)
    versions = programmes.versions_of(programme)
    numbers = [one.number for one in versions]
    asked = [int(one) for one in request.GET.getlist("v") if one.isdecimal() and len(one) < 9]
    chosen = [one for one in asked if one in numbers][:2] or numbers[:2][::-1]
    pair = [side(programmes.version(programme, number)) for number in chosen]
    context = {**TAB, "programme": programme, "versions": versions, "pair": pair, "chosen": chosen}
    return render(request, "process/programme_beside.html", {**context, "inputs": inputs_beside(pair)})


def side(version: ProgrammeVersion) -> dict[str, Any]:
    """One version of a pair."""
    return {"version": version, **answer(programmes.told(version), version.inputs)}


def inputs_beside(pair: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each input with its values in both, and whether they differ."""
    forms = [fields_of(one["version"].inputs) for one in pair]
    rows = [{"key": row[0].key, "values": row, "differs": len(set(row)) > 1} for row in zip(*forms, strict=True)]
    paid = [payments_of(one["version"].inputs) for one in pair]
    if any(paid):
        rows.insert(
            1,
            {
                "key": PAYMENTS,
                "values": [Field(PAYMENTS, "", one, "", True) for one in paid],
                "differs": len(set(paid)) > 1,
            },
        )
    return rows


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Go on or stop, on the figures of a version."""
    programme = access.programme_to_change(request.user, pk)
    number = request.POST.get("version", "")
    version = programmes.version(programme, int(number) if number.isdecimal() and len(number) < 9 else None)
    day = request.POST.get("remeasure_on", "").strip()
    on = due_days.day_said(day, calendar.today()) if day else None
    programmes.decide(version, request.POST.get("choice", ""), request.POST.get("why", ""), on, request.user)
    undo_at = reverse("process-programmes-undo", args=[pk])
    say(request, _("The decision on {programme} is kept."), undo_at, programme=programme.name)
    return redirect("process-programmes-one", pk)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take a programme out of sight."""
    programme = programmes.remove(access.programme_to_change(request.user, pk), request.user)
    undo_at = reverse("process-programmes-undo", args=[pk])
    say(request, _("{programme} is removed."), undo_at, programme=programme.name)
    return redirect("process-programmes")


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take back the last change of a programme."""
    programme = programmes.undo(access.programme_to_change(request.user, pk), request.user)
    say(request, _("Undone: {programme} is as before."), programme=programme.name)
    return redirect("process-programmes") if programme.removed_at else redirect("process-programmes-one", pk)
