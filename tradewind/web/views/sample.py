"""The made-up sample company: loaded on an empty desk with one click, cleared with one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tradewind.desk import sample
from tradewind.web.views.signed_in import Request


@require_POST
def load(request: Request) -> HttpResponse:
    """Take the sample in, and show how far that is."""
    return redirect("imports-one", pk=sample.load(request.user).pk)


@require_POST
def clear(request: Request) -> HttpResponse:
    """Take the sample out, and show how far that is."""
    return redirect("imports-one", pk=sample.clear(request.user).pk)
