"""发送 By what one sends from the desk: one's own mail account and the desk's WhatsApp; what did not go out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST

from tradewind.desk import access, letters, sending_accounts
from tradewind.desk.models import Person, SendingAccount
from tradewind.desk.sending.mail_server import SECURITIES
from tradewind.errors import NotFound
from tradewind.web.refusals import came_from
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request

Means = SendingAccount.Means
FIELDS = ("host", "port", "security", "address", "user", "secret", "number_id", "api")


@require_http_methods(["GET", "POST"])
def accounts(request: Request) -> HttpResponse:
    """The accounts as they are, secrets only as kept or not; POST sets one of them."""
    if request.method == "POST":
        said = {name: request.POST.get(name, "") for name in FIELDS}
        sending_accounts.keep(request.user, _means(request), said)
        say(request, _("The account is kept. Try it before you rely on it."))
        return redirect("settings-sending")
    context = {
        "mail": sending_accounts.account_of(request.user, Means.MAIL),
        "whatsapp": sending_accounts.account_of(request.user, Means.WHATSAPP),
        "may_set_whatsapp": request.user.role == Person.Role.ADMIN, "securities": SECURITIES,
    }  # fmt: skip
    return render(request, "settings/sending.html", context)


@require_POST
def try_out(request: Request) -> HttpResponse:
    """Sign in by an account and send nothing."""
    sending_accounts.try_out(request.user, _means(request))
    say(request, _("It works: the other side took the sign-in."))
    return redirect("settings-sending")


@require_POST
def remove(request: Request) -> HttpResponse:
    """Forget an account and its secret."""
    sending_accounts.remove(request.user, _means(request))
    say(request, _("The account and its secret are forgotten."))
    return redirect("settings-sending")


@require_POST
def put_aside(request: Request, pk: int) -> HttpResponse:
    """One has looked at a letter that did not go out."""
    letter = access.letter_for(request.user, pk)
    letters.put_aside(letter, request.user)
    return redirect(came_from(request, f"/customers/{letter.customer_id}"))


def _means(request: Request) -> str:
    means = request.POST.get("means", Means.MAIL)
    if means not in Means.values:
        raise NotFound
    return means
