"""Where the desk is served, and to whom: this machine only, or a team."""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tradewind.errors import NoAccountYet, NoAddress, NoPublicUrl, PublicUrlMissing

if TYPE_CHECKING:
    from tradewind.desk.models import Person

HERE = "127.0.0.1"
URL, PROXIES, HOSTS = "TRADEWIND_PUBLIC_URL", "TRADEWIND_TRUSTED_PROXIES", "TRADEWIND_HOSTS"


def tell_settings(bind: str, port: int, public_url: str | None, behind_proxy: bool) -> None:
    """Put what the options say into the environment, where this process's settings and its children's find it.

    raises   NoAddress, NoPublicUrl; PublicUrlMissing when every address of the machine is served and none is named
    """
    address = parsed(bind)
    if public_url:
        os.environ[URL] = public_url
    if not os.environ.get(URL) and not address.is_loopback:
        if address.is_unspecified:
            raise PublicUrlMissing(address=bind)
        os.environ[URL] = address_of(bind, port)
    if os.environ.get(URL):
        os.environ[URL] = checked(os.environ[URL])
    if behind_proxy:
        named = os.environ.get(PROXIES)
        os.environ[PROXIES] = f"{named},127.0.0.1,::1" if named else "127.0.0.1,::1"


def is_open_to_others(bind: str) -> bool:
    """Whether anybody but this machine may come: by the address served on, or by a public one that leads here."""
    public = urlsplit(public_address()).hostname
    return not parsed(bind).is_loopback or (public is not None and public not in {HERE, "localhost", "::1"})


def must_have_account(owner: Person) -> None:
    """Refuse to open the desk to others while no administrator has a password. Raises NoAccountYet."""
    from tradewind.desk.people import has_real_account

    if not has_real_account():
        raise NoAccountYet(person=owner.username)


def public_address() -> str:
    """The address by which the team reaches the desk; empty when only this machine does."""
    return os.environ.get(URL, "").rstrip("/")


def address_of(bind: str, port: int) -> str:
    """The desk's address as a browser wants it."""
    return f"http://[{bind}]:{port}" if parsed(bind).version == 6 else f"http://{bind}:{port}"


def reachable(bind: str) -> str:
    """The address by which this machine reaches what is served on `bind`."""
    if not parsed(bind).is_unspecified:
        return bind
    return HERE if parsed(bind).version == 4 else "::1"


def family_of(bind: str) -> socket.AddressFamily:
    """Whether `bind` is of IPv4 or of IPv6. Raises NoAddress."""
    return socket.AF_INET6 if parsed(bind).version == 6 else socket.AF_INET


def parsed(bind: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address. Raises NoAddress."""
    try:
        return ipaddress.ip_address({"localhost": HERE}.get(bind, bind))
    except ValueError as error:
        raise NoAddress(address=bind) from error


def checked(url: str) -> str:
    """The public address without a slash at its end. Raises NoPublicUrl."""
    parts = urlsplit(url.rstrip("/"))
    try:
        parts.port  # noqa: B018  asking is checking
    except ValueError as error:
        raise NoPublicUrl(url=url) from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or parts.username:
        raise NoPublicUrl(url=url)
    return url.rstrip("/")
