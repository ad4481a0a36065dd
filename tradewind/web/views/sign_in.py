"""Signing in by a link that the desk's own machine prints, or by password; signing out; the language."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tradewind.desk import invitations, people
from tradewind.desk import sign_in as sign_in_by
from tradewind.desk.models import Person
from tradewind.desk.sessions import FROM, origin
from tradewind.errors import InputError, InvitationSpent, LinkSpent, SignInRefused, TooManyWrongSignIns
from tradewind.web.refusals import came_from
from tradewind.web.sentences import sentence

LANGUAGES = (("zh-hans", "中文"), ("en", "English"))
BACKEND = "tradewind.desk.signed_in_person.WithTeam"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """How to sign in; a POST signs in by name and password."""
    if request.method != "POST":
        context = {"next": request.GET.get("next", ""), "is_here": is_loopback(request)}
        return render(request, "sign_in/sign_in.html", context)
    name, word, onward = (request.POST.get(field, "") for field in ("username", "password", "next"))
    try:
        person = sign_in_by.by_password(name, word, request.META.get("REMOTE_ADDR", ""))
    except (SignInRefused, TooManyWrongSignIns) as error:
        status = 429 if isinstance(error, TooManyWrongSignIns) else 422
        here = is_loopback(request)
        context = {"refused": sentence(error), "username": name[:80], "next": onward, "is_here": here}
        response = render(request, "sign_in/sign_in.html", context, status=status)
        if status == 429:
            response.headers["Retry-After"] = str(60 * int(str(error.facts["minutes"])))
        return response
    return welcome(request, person, onward)


@login_not_required
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button, which spends the link; only on the desk's own machine."""
    if not is_loopback(request):
        raise Http404
    if request.method == "POST":
        try:
            return private(welcome(request, people.spend_link(token)))
        except LinkSpent as error:
            return private(render(request, "sign_in/link.html", {"spent": sentence(error)}, status=410))
    spent = "" if people.link_is_open(token) else sentence(LinkSpent())
    return private(render(request, "sign_in/link.html", {"spent": spent}, status=410 if spent else 200))


@login_not_required
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where whoever is invited chooses language and password, and is signed in."""
    post = request.POST
    context: dict[str, object] = {"languages": LANGUAGES, "chosen": post.get("language") or get_language()}
    try:
        context["person"] = invitations.invited(token)
        if request.method == "POST":
            language = post.get("language", "") if post.get("language") in dict(settings.LANGUAGES) else ""
            person = invitations.accept(token, post.get("password", ""), post.get("again", ""), language)
            return private(welcome(request, person))
    except InvitationSpent as error:
        return private(render(request, "sign_in/invitation.html", {"spent": sentence(error)}, status=410))
    except InputError as error:
        return private(render(request, "sign_in/invitation.html", {**context, "refused": sentence(error)}, status=422))
    return private(render(request, "sign_in/invitation.html", context))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


@login_not_required
@require_POST
def speak(request: HttpRequest) -> HttpResponse:
    """Change the language of the pages, and keep it with the person."""
    language = request.POST.get("language", "")
    response = redirect(came_from(request))
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        keep_language(response, language)
        if isinstance(request.user, Person):
            people.speak(request.user, language)
    return response


def welcome(request: HttpRequest, person: Person, onward: str = "") -> HttpResponse:
    """Sign the person in, in the person's language, and show Today or the page that was asked for."""
    login(request, person, BACKEND)
    request.session[FROM] = origin(request.META.get("REMOTE_ADDR", ""), request.headers.get("User-Agent", ""))
    ours = url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure())
    response = redirect(onward if onward and ours else "today")
    if person.language:
        keep_language(response, person.language)
    return response


def keep_language(response: HttpResponse, language: str) -> None:
    """Keep the language in the browser."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )


def private(response: HttpResponse) -> HttpResponse:
    """Keep the answer, and the address with the token in it, out of caches and referrers.

    Not `no-referrer`: with it browsers send `Origin: null` with the form, and the check against forged forms refuses.
    """
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def is_loopback(request: HttpRequest) -> bool:
    """Whether the request comes from this machine, and not through a proxy on it."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
