"""Who is at the other end, when proxies stand before the desk? Only the proxies that a setting names are believed."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SAYS_HTTPS = "HTTP_X_FORWARDED_PROTO"


class Proxies:
    """Middleware that puts the client's address in the place of a trusted proxy's, and forgets what others claim.

    X-Forwarded-For itself stays: whoever brings one did not come from this machine's own browser.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer
        self.trusted = [ipaddress.ip_network(one, strict=False) for one in settings.TRADEWIND_TRUSTED_PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.is_trusted(request.META.get("REMOTE_ADDR", "")):
            request.META.pop(SAYS_HTTPS, None)
        elif "HTTP_X_FORWARDED_FOR" in request.META:
            request.META["REMOTE_ADDR"] = self.client_of(request.META["HTTP_X_FORWARDED_FOR"])
        return self.answer(request)

    def is_trusted(self, address: str) -> bool:
        """Whether one of the networks that the setting names has the address."""
        known = parsed(address)
        return known is not None and any(known in network for network in self.trusted)

    def client_of(self, forwarded: str) -> str:
        """The last address of the chain that is no trusted proxy's: what stands before it, the client may have made
        up."""
        chain = [one.strip() for one in forwarded.split(",")]
        strangers = [one for one in chain if not self.is_trusted(one)]
        return bare(strangers[-1] if strangers else chain[0])


def parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address, without a port; None when it is none."""
    try:
        known = ipaddress.ip_address(bare(address))
    except ValueError:
        return None
    return getattr(known, "ipv4_mapped", None) or known


def bare(address: str) -> str:
    """`[::1]:8000` and `10.0.0.1:8000` without brackets and port; no longer than an address."""
    if address.startswith("["):
        address = address[1:].split("]")[0]
    elif address.count(":") == 1:
        address = address.split(":")[0]
    return address[:64]
