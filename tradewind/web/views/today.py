"""今日 Today: a rep's day with why now, a manager's team; what is done, who has no next step, who is due to reorder."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from tradewind.desk import access, calendar, customers, day, day_queue, ownership, programmes, retention, states
from tradewind.desk.models import Customer, DeskState, FindingRun
from tradewind.web import clock_faces
from tradewind.web.views import clocks
from tradewind.web.views.signed_in import Request

LANE, SHOWN = 8, 20
REMIND_BEFORE = timedelta(days=7)  # of a programme that is to be measured again


def today(request: Request) -> HttpResponse:
    """The queue, what is done, and the lanes; `whose` turns a manager's page between mine and the team's, `waiting`
    shows what is beyond the day's work too."""
    run = retention.current_run()
    scope = day.scope_for(request.user, request.GET.get("whose", ""))
    now, waiting = calendar.today(), "waiting" in request.GET
    steps = day.steps_of_today(scope, now)
    queue = day_queue.queue(scope, run, now, steps.due, waiting=waiting)
    if not scope.is_team:  # whoever calls wants to know what time it is there
        clock_faces.attach([entry.customer for entry in queue.entries])
    context: dict[str, object] = {"run": run, "scope": scope, "queue": queue.entries, "shows_waiting": waiting}
    context |= {"is_cut": queue.is_cut, "settled": queue.settled, **clocks.aside(request)}
    if scope.is_team and ownership.may_hand_over(request.user):
        context["remeasure"] = programmes.due(request.user, now + REMIND_BEFORE)
    team = the_team(request, scope, run) if scope.is_team and ownership.may_hand_over(request.user) else {}
    may_hand_over = len(team.get("people", ())) > 1
    sums = replace(team.pop("sums", None) or day.sums(scope, run, now), done=len(steps.done))
    context |= {"may_hand_over": may_hand_over, "done": steps.done[:SHOWN], "sums": sums, **team}
    if run:
        context |= freshness(run)
        context |= {} if context.get("lines") else lanes(request, scope, run)
    return render(request, "today/today.html", context)


def lanes(request: Request, scope: day.Scope, run: FindingRun) -> dict[str, Any]:
    """Who has no next step, and who is due to reorder: for whoever looks after them; of one's own buyers also how they
    have come to stand, where no reminder tells of it."""
    changes = [] if scope.is_team else states.unseen_changes(scope.customers())
    stepless = day.without_step(scope, run)
    return {"stepless": stepless, "due": customers.due_soon(request.user, run, LANE), "changes": changes}


def the_team(request: Request, scope: day.Scope, run: FindingRun | None) -> dict[str, Any]:
    """A line per person, and nobody's buyers; the lines are left out where one looks after all."""
    people = list(access.colleagues_of(request.user))
    lines = day.reps(scope, run, calendar.today(), people)
    nobodys = sum(line.buyers for line in lines if line.person is None)
    biggest = day.unassigned(scope, run) if nobodys else []
    shown = lines if len(lines) > 1 else []
    return {"people": people, "lines": shown, "nobodys": nobodys, "biggest": biggest, "sums": day.sums_of(lines)}


def acted(request: Request, buyer: Customer) -> HttpResponse:
    """What an act on a row of Today answers: the row as it is now, or nothing, and the strip and what is done."""
    run, now = retention.current_run(), calendar.today()
    scope = day.scope_for(request.user, request.POST.get("whose", ""))
    sums, done = day.sums(scope, run, now), day.steps_of_today(scope, now, most=0).done
    entry = day_queue.entry_of(scope, run, now, buyer)
    if entry and not scope.is_team:
        clock_faces.attach([entry.customer])
    context = {
        "run": run, "scope": scope, "sums": replace(sums, done=len(done)), "done": done[:SHOWN],
        "entry": entry, "swap": True,
        "back_to": request.headers.get("HX-Current-URL", "/"),
        "may_hand_over": scope.is_team and ownership.may_hand_over_many(request.user),
    }  # fmt: skip
    return render(request, "today/acted.html", context)


def freshness(run: FindingRun) -> dict[str, object]:
    """Whether the run is behind the facts, whether it looks from the day on which the data end; the desk's state."""
    desk = DeskState.now()
    return {
        "desk": desk,
        "is_behind": desk.facts_version > run.facts_version,
        "is_old": bool(run.data_end and calendar.data_has_ended(run.data_end, calendar.today())),
    }
