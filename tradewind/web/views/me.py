"""我的账号 My account: one's own password, language and sessions."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from tradewind.desk import passwords
from tradewind.desk.sessions import end_sessions, sessions_of
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request


@require_GET
def settings(request: Request) -> HttpResponse:
    """The settings begin with one's own account."""
    return redirect("settings-me")


@require_GET
def me(request: Request) -> HttpResponse:
    """One's own account, and where one is signed in."""
    sessions = sessions_of(request.user)
    context = {"tab": "me", "sessions": sessions, "this": request.session.session_key}
    return render(request, "settings/me.html", context)


@sensitive_post_parameters()
@require_POST
def set_password(request: Request) -> HttpResponse:
    """Change one's own password; this browser stays signed in, all others do not."""
    post = request.POST
    now, password, again = (post.get(name, "") for name in ("now", "password", "again"))
    session = request.session.session_key
    person = passwords.change_password(request.user, now, password, again, session=session)
    update_session_auth_hash(request, person)
    say(request, _("The new password is kept. Every other browser is signed out."))
    return redirect("settings-me")


@require_POST
def sign_out_elsewhere(request: Request) -> HttpResponse:
    """End every session but this one."""
    number = end_sessions(request.user, but=request.session.session_key)
    say(request, _("{number} other sessions have ended."), number=number)
    return redirect("settings-me")
