"""API 令牌 API tokens: keys for programs, shown once, revoked at any time."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from tradewind.desk import access, tokens
from tradewind.desk.names import written
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request

DAYS = {"30": 30, "90": 90, "365": 365, "": None}


def list_of_tokens(request: Request) -> HttpResponse:
    """One's tokens, for an administrator everybody's; a POST makes one and shows it, this once."""
    context: dict[str, object] = {"tab": "tokens"}
    if request.method == "POST":
        name = written(request.POST.get("name", ""))
        made, secret = tokens.make_token(request.user, name, DAYS.get(request.POST.get("days", ""), 90))
        context |= {"made": made, "secret": secret}
    open_ones = tokens.open_tokens().values("pk")
    context["tokens"] = access.tokens_of(request.user).filter(pk__in=open_ones)[:200]
    return render(request, "settings/tokens.html", context)


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """End a token now."""
    token = tokens.revoke(access.token_for(request.user, pk), request.user)
    say(request, _("The token {name} has ended; a program with it is refused from now on."), name=token.name)
    return redirect("settings-tokens")
