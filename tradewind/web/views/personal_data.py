"""个人信息 What the desk holds of one buyer: counted, exported as one archive, and erased for good."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST

from tradewind.desk import access, calendar, erasing, personal_data
from tradewind.desk.models import Person
from tradewind.web.said import say
from tradewind.web.views.signed_in import Request


def held(request: Request, pk: int) -> HttpResponse:
    """What is held, what an erasure takes away and what not; for an administrator with the form for it."""
    buyer = access.customer_for(request.user, pk)
    access.must_manage(request.user)
    context = {"buyer": buyer, "counts": personal_data.counts_of(buyer), "backups": erasing.backups()}
    context["may_erase"] = request.user.role == Person.Role.ADMIN
    return render(request, "customers/personal_data.html", context)


@require_http_methods(["GET"])
def archive(request: Request, pk: int) -> StreamingHttpResponse:
    """All of it as one archive."""
    buyer = access.customer_for(request.user, pk)
    name = f"buyer-{buyer.pk}-{calendar.today():%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    packed = personal_data.export(buyer, request.user)
    return StreamingHttpResponse(packed, content_type="application/zip", headers=headers)


@require_POST
def erase(request: Request, pk: int) -> HttpResponse:
    """Have it erased, once the buyer's name is typed."""
    buyer = access.customer_for(request.user, pk)
    keep = request.POST.get("orders") != "erase"
    erasing.ask(buyer, request.user, request.POST.get("name", ""), keep_orders=keep)
    say(request, _("The buyer is being erased. The change log says when it is done."))
    return redirect("customers")
