"""休假 Who is away when, and who stands in."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import access, calendar, leaves
from tradewind.desk.models import Person
from tradewind.errors import DayNotRead, NotFound
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request


def list_of_leaves(request: Request) -> HttpResponse:
    """Today's and later leaves; a POST enters one."""
    if request.method == "POST":
        return add(request)
    me, today = request.user, calendar.today()
    context = {
        "tab": "leave", "leaves": leaves.leaves_of(me, today), "today": today,
        "people": access.colleagues_of(me), "deputies": leaves.may_stand_in(me),
    }  # fmt: skip
    return render(request, "settings/leave.html", context)


def add(request: Request) -> HttpResponse:
    """Enter a leave."""
    me = request.user
    person = chosen(request, "person", me)
    leave = leaves.add(person, chosen(request, "deputy", me), day(request, "from_on"), day(request, "until_on"), me)
    words = _("{person} is away from {first} to {last}; {deputy} stands in.")
    undo_at = reverse("settings-leave-remove", args=[leave.pk])
    first, last = leave.from_on.isoformat(), leave.until_on.isoformat()
    say(request, words, undo_at, person=leave.person, first=first, last=last, deputy=leave.deputy)
    return redirect("settings-leave")


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take a leave back."""
    leave = leaves.leave_for(request.user, pk)
    leaves.remove(leave, request.user)
    say(request, _("The leave is taken back."), reverse("settings-leave-undo", args=[leave.pk]))
    return redirect("settings-leave")


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Let it hold again."""
    leaves.undo(leaves.leave_for(request.user, pk), request.user)
    say(request, _("The leave holds again."))
    return redirect("settings-leave")


def chosen(request: Request, field: str, me: Person) -> Person:
    """Whom the form names, oneself where it names nobody. Raises NotFound."""
    number = request.POST.get(field, "")
    if not number:
        return me
    found = Person.objects.filter(pk=number, is_active=True).first() if number.isdigit() else None
    if found is None:
        raise NotFound
    return found


def day(request: Request, field: str) -> date:
    """The day that the form names. Raises DayNotRead."""
    said = request.POST.get(field, "")
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise DayNotRead(said=said or "–", first=calendar.today()) from error
