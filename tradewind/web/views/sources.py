"""来源 Sources: what brings facts by itself; adding, trying, pausing and removing one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import access, sources_seen
from tradewind.desk.models import Person
from tradewind.desk.sources import changing
from tradewind.desk.sources.kind import Field, Kind
from tradewind.desk.sources.kinds import EVERY, KINDS, kind_of
from tradewind.errors import InputError, NoSuchPerson
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request

ARRIVALS = 20


def list_of_sources(request: Request) -> HttpResponse:
    """The sources that one may see, with what flows, and the kinds that one may add."""
    rows = [(source, KINDS.get(source.kind)) for source in sources_seen.sources_of(request.user)]
    return render(request, "sources/sources.html", {"rows": rows, "kinds": may_add(request.user)})


def new(request: Request) -> HttpResponse:
    """The form for a source of one kind; a POST adds it and tries it at once."""
    kind = kind_of(request.POST.get("kind") or request.GET.get("kind", ""))
    context = {"kind": kind, "fields": filled(kind, {}), "people": access.colleagues_of(request.user)}
    if request.method != "POST":
        return render(request, "sources/new.html", context)
    said = {field.name: request.POST.get(field.name, "") for field in kind.fields}
    try:
        source = changing.add(request.user, kind.name, request.POST.get("name", ""), said, rep_said(request))
    except InputError as error:
        context |= {"error": error, "fields": filled(kind, said), "name": request.POST.get("name", "")}
        return render(request, "sources/new.html", context, status=422)
    say(request, _("{name} is added. Try it now."), name=source.name)
    return redirect("imports-sources-one", pk=source.pk)


def one_source(request: Request, pk: int) -> HttpResponse:
    """One source: what flows, what went wrong, its settings; a POST changes these."""
    source = sources_seen.source_for(request.user, pk)
    kind = kind_of(source.kind)
    if request.method == "POST":
        said = {field.name: request.POST.get(field.name, "") for field in kind.fields}
        changing.change(source, request.user, request.POST.get("name", ""), said)
        say(request, _("Kept. Try the source to see whether it works."))
        return redirect("imports-sources-one", pk=pk)
    arrivals = source.batches.order_by("-pk")[:ARRIVALS]
    context = {"source": source, "kind": kind, "fields": filled(kind, source.settings), "arrivals": arrivals}
    return render(request, "sources/source.html", context)


@require_POST
def test(request: Request, pk: int) -> HttpResponse:
    """Try the source; what was found, or what is wrong, is said on its page."""
    told = changing.test(sources_seen.source_for(request.user, pk))
    say(request, told.words, "", **told.facts)
    return redirect("imports-sources-one", pk=pk)


@require_POST
def pause(request: Request, pk: int) -> HttpResponse:
    """Let it rest."""
    source = changing.pause(sources_seen.source_for(request.user, pk), request.user)
    back = reverse("imports-sources-resume", args=[pk])
    say(request, _("{name} is paused; nothing is lost meanwhile."), back, name=source.name)
    return redirect("imports-sources-one", pk=pk)


@require_POST
def resume(request: Request, pk: int) -> HttpResponse:
    """Let it go on."""
    source = changing.resume(sources_seen.source_for(request.user, pk), request.user)
    say(request, _("{name} goes on."), reverse("imports-sources-pause", args=[pk]), name=source.name)
    return redirect("imports-sources-one", pk=pk)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Remove it for good, with or without what it brought."""
    source = sources_seen.source_for(request.user, pk)
    if changing.remove(source, request.user, with_facts=bool(request.POST.get("with_facts"))):
        say(request, _("{name} is being removed, and all that it brought with it."), name=source.name)
    else:
        say(request, _("{name} is removed. What it brought stays, and stands among the imports."), name=source.name)
    return redirect("imports-sources")


def may_add(person: Person) -> list[Kind]:
    """The kinds of which the person may add a source."""
    return [kind for kind in EVERY if sources_seen.may_add_source(person, kind.needs)]


def filled(kind: Kind, said: dict[str, str]) -> list[tuple[Field, str]]:
    """The fields of the form with what stands in them; of a secret never anything."""
    return [(one, "" if one.is_secret else said.get(one.name, one.default)) for one in kind.fields]


def rep_said(request: Request) -> Person | None:
    """Whose the source is, as the form says; oneself where it says nothing. Raises NoSuchPerson."""
    username = request.POST.get("rep", "")
    if not username:
        return None
    found = access.colleagues_of(request.user).filter(username=username).first()
    if found is None:
        raise NoSuchPerson(person=username[:80])
    return found
