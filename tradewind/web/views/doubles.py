"""重复客户 Doubles: buyers who may be one and the same, side by side, to be merged or told apart."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import access, doubles, merging
from tradewind.web.refusals import came_from
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request

MOST = 50
WHY = {
    "same_name": _("The same name"),
    "same_name_other_suffix": _("The same name, another legal form"),
    "same_email_domain_and_country": _("E-mail addresses of one company domain, the same country"),
    "similar_name": _("Nearly the same name, the same country"),
}


def list_of_doubles(request: Request) -> HttpResponse:
    """The open pairs, and the merges that can be undone."""
    pairs = doubles.open_doubles(request.user, MOST)
    for pair in pairs:
        pair.why_words = WHY.get(pair.why, pair.why)  # type: ignore[attr-defined]
    merges = doubles.latest_merges(request.user)
    context = {"pairs": pairs, "count": doubles.open_count(request.user), "most": MOST, "merges": merges}
    return render(request, "customers/doubles.html", context)


@require_POST
def merge(request: Request, pk: int) -> HttpResponse:
    """Merge the pair into the buyer whose key is `keep`."""
    double = access.double_for(request.user, pk)
    merged = doubles.merge_pair(double, request.POST.get("keep", ""), request.user)
    undo = reverse("customers-merges-undo", args=[merged.pk])
    say(request, _("{other} is merged into {kept}."), undo, other=merged.other_name, kept=merged.kept)
    return redirect(came_from(request))


@require_POST
def undo_merge(request: Request, pk: int) -> HttpResponse:
    """Take a merge apart."""
    other = merging.unmerge(access.merge_for(request.user, pk), request.user)
    say(request, _("{other} is a buyer of its own again."), other=other)
    return redirect(came_from(request))


@require_POST
def say_no_double(request: Request, pk: int) -> HttpResponse:
    """The two are two."""
    doubles.say_no_double(access.double_for(request.user, pk), request.user)
    say(request, _("The pair is no double and will not come back."), reverse("customers-doubles-reopen", args=[pk]))
    return redirect(came_from(request))


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    """The two may be one after all."""
    doubles.reopen(access.double_for(request.user, pk), request.user)
    return redirect(came_from(request))
