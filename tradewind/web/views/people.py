"""人员 People: who works here, in which team, with which rights; inviting, leaving, and whose buyers go to whom."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import access, calendar, invitations, ownership, people
from tradewind.desk.models import Person, Team
from tradewind.errors import NotFound
from tradewind.web.said import say
from tradewind.web.views.ownership import chosen
from tradewind.web.views.signed_in import Request


def list_of_people(request: Request) -> HttpResponse:
    """Those whom one may read about, with the number of their buyers; a POST adds one."""
    if request.method == "POST":
        return add(request)
    return render(request, "settings/people.html", shown(request))


def shown(request: Request, **more: object) -> dict[str, object]:
    """What the list shows."""
    rows = list(access.people_of(request.user))
    buyers = people.buyers_by_owner(rows)
    for row in rows:
        row.buyers = buyers.get(row.pk, 0)  # type: ignore[attr-defined]
    return {
        "tab": "people", "people": rows, "teams": people.teams(), "roles": Person.Role.choices,
        "may_change": request.user.role == Person.Role.ADMIN, **more,
    }  # fmt: skip


def add(request: Request) -> HttpResponse:
    """Add a person and show the invitation, this once."""
    post = request.POST
    person = people.add(
        post.get("username", ""), post.get("name", ""), role_of(request), team_of(request), request.user
    )
    return invitation(request, person)


def one_person(request: Request, pk: int) -> HttpResponse:
    """One person; a POST changes name, role and team."""
    person = access.person_for(request.user, pk)
    if request.method == "POST":
        people.edit(person, request.POST.get("name", ""), role_of(request), team_of(request), request.user)
        say(request, _("The changes to {person} are kept."), person=request.POST.get("name", ""))
        return redirect("settings-people-one", pk)
    context = {
        "tab": "people", "person": person, "buyers": people.buyers_by_owner([person]).get(pk, 0),
        "teams": people.teams(), "roles": Person.Role.choices, "may_change": request.user.role == Person.Role.ADMIN,
        "colleagues": access.colleagues_of(request.user).exclude(pk=pk).order_by("name", "username"),
    }  # fmt: skip
    return render(request, "settings/person.html", context)


@require_POST
def invite(request: Request, pk: int) -> HttpResponse:
    """A new invitation, which also serves whoever forgot the password; one given out before ends."""
    return invitation(request, access.person_for(request.user, pk))


def invitation(request: Request, person: Person) -> HttpResponse:
    """The link, shown this once."""
    token = invitations.invite(person, request.user)
    link = public(request, reverse("invitation", args=[token]))
    context = {"tab": "people", "person": person, "link": link, "is_open": bool(settings.TRADEWIND_PUBLIC_URL)}
    return render(request, "settings/invited.html", context)


@require_POST
def leave(request: Request, pk: int) -> HttpResponse:
    """The person no longer works here."""
    person = people.leave(access.person_for(request.user, pk), request.user)
    words = _("{person} has left: sessions and API tokens have ended, history stays.")
    say(request, words, reverse("settings-people-return", args=[pk]), person=person)
    return redirect("settings-people-one", pk)


@require_POST
def come_back(request: Request, pk: int) -> HttpResponse:
    """The person works here again."""
    person = people.come_back(access.person_for(request.user, pk), request.user)
    say(request, _("{person} works here again."), reverse("settings-people-leave", args=[pk]), person=person)
    return redirect("settings-people-one", pk)


@require_POST
def hand_over(request: Request, pk: int) -> HttpResponse:
    """Give all buyers of a person to a colleague, or to nobody."""
    access.must_administer(request.user)
    person, to = access.person_for(request.user, pk), chosen(request)
    buyers = list(access.customers_of(request.user).filter(owner=person))
    number = ownership.hand_over_many(buyers, to, request.user, calendar.today())
    words = _("{number} buyers of {person} are handed over to {to}.") if to else _("{number} buyers are nobody's now.")
    say(request, words, number=number, person=person, to=to)
    return redirect("settings-people-one", pk)


@require_POST
def add_team(request: Request) -> HttpResponse:
    """A new team."""
    team = people.add_team(request.POST.get("name", ""), request.user)
    say(request, _("The team {team} is made."), team=team)
    return redirect("settings-people")


@require_POST
def rename_team(request: Request, pk: int) -> HttpResponse:
    """Call a team something else."""
    team = people.rename_team(pk, request.POST.get("name", ""), request.user)
    say(request, _("The team is called {team} now."), team=team)
    return redirect("settings-people")


def role_of(request: Request) -> str:
    """The role that the form names. Raises NotFound."""
    role = request.POST.get("role", "")
    if role not in Person.Role.values:
        raise NotFound
    return role


def team_of(request: Request) -> Team | None:
    """The team that the form names; None for none. Raises NotFound."""
    number = request.POST.get("team", "")
    if not number:
        return None
    team = next((one for one in people.teams() if str(one.pk) == number), None)
    if team is None:
        raise NotFound
    return team


def public(request: HttpRequest, address: str) -> str:
    """The address as others reach it: below the desk's public one, else as the request came."""
    if settings.TRADEWIND_PUBLIC_URL:
        return f"{settings.TRADEWIND_PUBLIC_URL}{address}"
    return request.build_absolute_uri(address)
