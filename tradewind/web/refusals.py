"""What a refused request answers: the sentence of its error, in our frame."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from tradewind.errors import NotAllowed, NotFound, TradewindError
from tradewind.web.said import say_refusal
from tradewind.web.sentences import sentence

View = Callable[..., HttpResponseBase]


def refusing(view: View) -> View:
    """The view, with our errors answered: what is not there or not yours is 404; a refused change goes back to the
    page it came from and says why; a refused page says why."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotFound as error:
            raise Http404 from error
        except TradewindError as error:
            if request.method == "POST":
                say_refusal(request, error)
                if request.headers.get("HX-Request"):
                    return HttpResponse(headers={"HX-Refresh": "true"})
                return HttpResponseRedirect(came_from(request))
            status = 403 if isinstance(error, NotAllowed) else 400
            return render(request, "frame/refusal.html", {"sentence": sentence(error)}, status=status)

    return answered


def came_from(request: HttpRequest, otherwise: str = "/") -> str:
    """The page of this desk that the request came from."""
    address = request.POST.get("next") or request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if address and ours else otherwise
