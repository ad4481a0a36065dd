"""变更记录 Changes: who changed what, when; one's own, for an administrator everybody's."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tradewind.desk import access, changes
from tradewind.desk.models import Person
from tradewind.web.views.signed_in import Request

LARGEST = 2**63 - 1


@require_GET
def list_of_changes(request: Request) -> HttpResponse:
    """The newest first, a page at a time (`before`); of one person (`by`) if an administrator asks so."""
    by, before = number(request, "by"), number(request, "before")
    found, following = changes.changes(request.user, before, by)
    people = access.people_of(request.user) if request.user.role == Person.Role.ADMIN else []
    context = {"tab": "changes", "changes": found, "following": following, "people": people, "by": by}
    return render(request, "settings/changes.html", context)


def number(request: Request, name: str) -> int | None:
    """A number in the address; None where there is none that could be a row's."""
    text = request.GET.get(name, "")
    return min(int(text), LARGEST) if text.isascii() and text.isdigit() else None
