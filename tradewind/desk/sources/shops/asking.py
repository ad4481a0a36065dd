"""Asking a shop's API: its address checked, its pauses kept, and what can go wrong in words."""

from __future__ import annotations

import ipaddress
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from tradewind.desk import outgoing
from tradewind.errors import NotAUrl, ShopBusy, ShopFailed, ShopLoginRefused, ShopNotFound

LONGEST_PAUSE = 5.0  # seconds that the desk waits by itself; what a shop asks for beyond waits for the next minute
TRIES = 4
BUSY = (429, 503)
MOST_BYTES = 60 << 20


def place_of(url: str) -> str:
    """The shop's address without a / at its end; one without encryption only within the own network.

    raises   NotAUrl, and what `outgoing.addresses` raises
    """
    said = url.strip().rstrip("/")
    said = said if "://" in said else f"https://{said}"
    try:
        parts = urlsplit(said)
        port = parts.port
    except ValueError as error:
        raise NotAUrl(url=url[:200]) from error
    if not parts.hostname or parts.query or parts.fragment:
        raise NotAUrl(url=url[:200])
    found = outgoing.addresses(parts.hostname, port or outgoing.PORTS.get(parts.scheme, 443))
    if parts.scheme != "https" and any(ipaddress.ip_address(one).is_global for one in found):
        raise NotAUrl(url=url[:200])
    return said


def asked(url: str, headers: Mapping[str, str], system: str) -> tuple[Any, Mapping[str, str]]:
    """The JSON that the shop answers, and the answer's headers; a short pause that it asks for is kept.

    raises   ShopBusy for a long one; ShopLoginRefused, ShopNotFound, ShopFailed, and what `outgoing.ask` raises
    """
    host = urlsplit(url).hostname or ""
    for attempt in range(1, TRIES + 1):
        answer = outgoing.ask(url, headers={"Accept": "application/json", **headers}, timeout=30, most_bytes=MOST_BYTES)
        if answer.status not in BUSY:
            break
        pause = _pause(answer.headers.get("retry-after", ""))
        if pause > LONGEST_PAUSE or attempt == TRIES:
            raise ShopBusy(host=host)
        time.sleep(pause)
    if answer.status in (401, 403):
        raise ShopLoginRefused(host=host, status=answer.status)
    if answer.status in (301, 302, 307, 308, 404):
        raise ShopNotFound(host=host, system=system)
    if answer.status != 200:
        raise ShopFailed(host=host, why=f"HTTP {answer.status}")
    try:
        return json.loads(answer.body), answer.headers
    except ValueError as error:
        raise ShopFailed(host=host, why="no JSON") from error


def _pause(said: str) -> float:
    """Seconds; 1 where the shop says none, as long as can be where it names a day."""
    try:
        return max(0.0, float(said or 1))
    except ValueError:
        return LONGEST_PAUSE + 1
