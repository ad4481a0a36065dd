"""Connecting to addresses that people typed: each is resolved once, checked, and connected to as it was checked.

Only addresses of the public network are connected to, unless an administrator of the machine has named the host, its
address or its network in TRADEWIND_INSIDE_HOSTS. Redirects are not followed: each would need a check of its own.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from tradewind.errors import AddressInside, AddressUnknown, AnswerTooLarge, NotAUrl, Unreachable

TIMEOUT_SECONDS = 10
MOST_BYTES = 20 * 1024 * 1024
PORTS = {"http": 80, "https": 443}
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Answer:
    """What a web address answered; `headers` by their names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def addresses(host: str, port: int) -> list[str]:
    """The addresses of the host to which the desk may connect, in the order to try them.

    For libraries that connect by themselves: give them one of these, never the name, which may lead elsewhere by then.
    raises   AddressUnknown; AddressInside when one of them is inside the network and nobody allowed it
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressUnknown(host=host) from error
    known = list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))
    for one in known:
        if not _is_allowed(host, ipaddress.ip_address(one), port):
            raise AddressInside(host=host, address=one)
    return known


def connect(host: str, port: int, timeout: float = TIMEOUT_SECONDS) -> socket.socket:
    """A connection to one of the host's checked addresses. Raises as `addresses`, and Unreachable."""
    why = ""
    for address in addresses(host, port):
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            why = error.strerror or str(error)
    raise Unreachable(host=host, port=str(port), why=why)


def ask(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    timeout: float = TIMEOUT_SECONDS,
    most_bytes: int = MOST_BYTES,
) -> Answer:
    """Ask a web address and return its answer, whatever its status; certificates are checked.

    raises   NotAUrl, AnswerTooLarge, and as `connect`
    """
    scheme, host, port, path = _parts(url)
    connection = (_Https if scheme == "https" else _Http)(host, port, timeout=timeout)
    try:
        connection.request(method, path, body, dict(headers or {}))
        answer = connection.getresponse()
        read = answer.read(most_bytes + 1)
        if len(read) > most_bytes:
            raise AnswerTooLarge(host=host, most_mb=most_bytes // 1024 // 1024)
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, read)
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(host=host, port=str(port), why=str(error) or type(error).__name__) from error
    finally:
        connection.close()


class _Http(http.client.HTTPConnection):
    def connect(self) -> None:
        self.sock = connect(self.host, self.port, self.timeout or TIMEOUT_SECONDS)


class _Https(http.client.HTTPSConnection):
    def connect(self) -> None:
        plain = connect(self.host, self.port, self.timeout or TIMEOUT_SECONDS)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def _parts(url: str) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotAUrl(url=url[:200]) from error
    is_plain = not (parts.username or parts.password) and url.isascii() and url.isprintable() and " " not in url
    if parts.scheme not in PORTS or not parts.hostname or not is_plain:
        raise NotAUrl(url=url[:200])
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, parts.hostname, port or PORTS[parts.scheme], path


def _is_allowed(host: str, address: Address, port: int) -> bool:
    return _is_outside(address) or any(_names(one, host, address, port) for one in settings.TRADEWIND_INSIDE_HOSTS)


def _is_outside(address: Address) -> bool:
    """Whether anybody's machine may stand at the address; one that carries another inside counts as that one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in ipaddress.ip_network("64:ff9b::/96"):  # an IPv4 address behind a translator
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_outside(inner)
    return address.is_global and not address.is_multicast


def _names(entry: str, host: str, address: Address, port: int) -> bool:
    """Whether an entry of the setting means this host at this address and port."""
    place, its_port = _entry(entry)
    if its_port and its_port != port:
        return False
    try:
        return address in ipaddress.ip_network(place, strict=False)
    except ValueError:
        return place.casefold() == host.casefold()


def _entry(entry: str) -> tuple[str, int | None]:
    """An entry's host or network and its port: mail.office:993, 10.0.8.0/24, [fd00::1]:993, fd00::/8."""
    if entry.startswith("["):
        place, _, rest = entry[1:].partition("]")
        return place, int(rest[1:]) if rest[1:].isdecimal() else None
    place, _, number = entry.rpartition(":")
    if number.isdecimal() and place and ":" not in place:
        return place, int(number)
    return entry, None
