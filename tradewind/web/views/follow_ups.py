"""跟进 Next steps: setting, doing, putting off and dropping them from any page, each with its undo."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST

from tradewind.desk import access, calendar, due_days, follow_ups, reminders
from tradewind.desk.models import Customer, FollowUp, Person
from tradewind.errors import NotFound
from tradewind.web.refusals import came_from
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request
from tradewind.web.views.today import acted

CODES = {
    "tomorrow": _("tomorrow"), "days_3": _("in 3 days"), "week": _("in 1 week"), "weeks_2": _("in 2 weeks"),
    "monday": _("next Monday"), "their_morning": _("the buyer's next working morning"),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def done(request: Request, pk: int) -> HttpResponse:
    """One box: how it went, and what is next, when. GET shows it."""
    buyer = access.customer_for(request.user, pk)
    if request.method == "GET":
        return box(request, "follow_ups/done.html", buyer, due_days.next_days(calendar.today()))
    seen, day = request.POST.get("step", ""), day_of(request)
    closed = follow_ups.finish(
        buyer, request.user, request.POST.get("result", ""), int(seen) if seen.isdigit() else None,
        request.POST.get("then", ""), day,
    )  # fmt: skip
    if closed is None:
        say(request, _("{buyer} was taken care of already; nothing is changed."), buyer=buyer)
    elif day:
        tell(request, _("{buyer}: done, and next on {day}."), closed, day)
    else:
        tell(request, _("{buyer}: done."), closed)
    return answer(request, buyer)


@require_http_methods(["GET", "POST"])
def snooze(request: Request, pk: int) -> HttpResponse:
    """Put the buyer's step off. GET shows to when."""
    buyer = access.customer_for(request.user, pk)
    if request.method == "GET":
        return box(request, "follow_ups/snooze.html", buyer, due_days.snooze_days(buyer, calendar.today()))
    day = day_of(request) or due_days.day_said("tomorrow", calendar.today())
    tell(request, _("{buyer} is put off to {day}."), follow_ups.snooze(buyer, request.user, day), day)
    return answer(request, buyer)


@require_http_methods(["GET", "POST"])
def next_step(request: Request, pk: int) -> HttpResponse:
    """Set or change the buyer's next step. GET shows the form."""
    buyer = access.customer_for(request.user, pk)
    if request.method == "GET":
        return box(request, "follow_ups/next.html", buyer, due_days.next_days(calendar.today()))
    day = day_of(request) or due_days.day_said("tomorrow", calendar.today())
    step = follow_ups.set_step(buyer, request.user, request.POST.get("what", ""), day, chosen(request))
    tell(request, _("{buyer}: next step on {day}."), step, day)
    return answer(request, buyer)


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Close a step without having done it."""
    step = follow_ups.drop(access.follow_up_for(request.user, pk), request.user)
    tell(request, _("The next step of {buyer} is dropped."), step)
    return answer(request, step.customer)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take back the last change of a step."""
    step = access.follow_up_for(request.user, pk)
    buyer = step.customer
    follow_ups.undo(step, request.user)
    say(request, _("Undone: {buyer} is as before."), buyer=buyer)
    return redirect(came_from(request))


def box(request: Request, template: str, buyer: Customer, days: dict[str, date]) -> HttpResponse:
    """A small form: a part of the page for HTMX, else a page of its own."""
    step = follow_ups.open_step(buyer)
    context = {
        "buyer": buyer, "step": step, "reminder": reminders.reminder_of(buyer),
        "days": [(code, CODES[code], day) for code, day in days.items()],
        "form": template, "whose": request.GET.get("whose", ""), "part": bool(request.headers.get("HX-Request")),
        "next": came_from(request), "people": access.colleagues_of(request.user),
    }  # fmt: skip
    return render(request, template if context["part"] else "follow_ups/page.html", context)


def day_of(request: Request) -> date | None:
    """The day that the form names by its date or else its button; None for none. Raises DayNotRead."""
    said = request.POST.get("on") or request.POST.get("day") or ""
    return due_days.day_said(said, calendar.today()) if said and said != "none" else None


def chosen(request: Request) -> Person | None:
    """The colleague whom the form names, if it does. Raises NotFound."""
    number = request.POST.get("person", "")
    if not number:
        return None
    person = access.colleagues_of(request.user).filter(pk=number).first() if number.isdigit() else None
    if person is None:
        raise NotFound
    return person


def tell(request: Request, words: str, step: FollowUp, day: date | None = None) -> None:
    """Say quietly what was done, with its undo."""
    undo_at = reverse("follow-ups-undo", args=[step.pk])
    say(request, words, undo_at, buyer=step.customer, day=day.isoformat() if day else "")


def answer(request: Request, buyer: Customer) -> HttpResponse:
    """For a row of Today what has changed there; else back to the page."""
    if request.headers.get("HX-Request"):
        return acted(request, buyer)
    return redirect(came_from(request))
