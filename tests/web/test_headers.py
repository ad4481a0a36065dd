"""Every page and every answer of the API is kept out of caches, frames and other sites; proxies are believed by name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.test.utils import override_settings
from django.urls import get_resolver

from tests.api.asking import program_of
from tests.web import rows
from tests.web.test_access import routes
from tradewind.desk.models import Person

BrowserOf = Callable[[Person], Client]
EXPECTED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")


def must_be_safe(answer: object, path: str) -> None:
    headers = answer.headers  # type: ignore[attr-defined]
    assert {name: headers.get(name) for name in EXPECTED} == EXPECTED, path
    assert all(part in headers["Content-Security-Policy"] for part in POLICY), path
    assert "unsafe" not in headers["Content-Security-Policy"], path
    assert "camera=()" in headers["Permissions-Policy"], path
    assert headers["Referrer-Policy"] in {"same-origin", "strict-origin"}, path
    assert "no-store" in headers["Cache-Control"], path


def test_every_page_sends_the_safe_headers_signed_in_or_not(alice: Person, browser_of: BrowserOf) -> None:
    rows.a_buyer_at_risk(rows.a_run(), alice)
    pages = [address for _, address in routes(get_resolver().url_patterns) if "<" not in address]
    assert "/settings/me" in pages
    for path in [*pages, "/nothing", "/invitation/made-up", "/sign-in/made-up"]:
        for client in (browser_of(alice), Client()):
            must_be_safe(client.get(path), path)


def test_every_answer_of_the_api_sends_them(alice: Person) -> None:
    for path in ("customers", "imports", "retention/watch", "retention/rate", "nothing", "customers/0"):
        must_be_safe(program_of(alice).ask("get", path), path)
        must_be_safe(Client().get(f"/api/v1/{path}"), path)


@pytest.mark.parametrize(
    ("comes_from", "forwarded", "counts_as"),
    [
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),  # a stranger who claims to be someone else
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "1.1.1.1, 198.51.100.1", "198.51.100.1"),  # what stands before it the client made up
        ("10.0.0.2", "198.51.100.1, 10.0.0.3", "198.51.100.1"),  # two proxies
        ("::ffff:10.0.0.2", "[2001:db8::7]:4711", "2001:db8::7"),
    ],
)
@override_settings(TRADEWIND_TRUSTED_PROXIES=["10.0.0.0/24"])
def test_only_named_proxies_say_who_the_client_is(
    alice: Person, comes_from: str, forwarded: str, counts_as: str
) -> None:
    alice.set_password("typhoon-shelter-9")
    alice.save()
    client = Client(REMOTE_ADDR=comes_from, HTTP_X_FORWARDED_FOR=forwarded)
    client.post("/sign-in", {"username": "alice", "password": "typhoon-shelter-9"})
    assert alice.sessions.get().address == counts_as


@override_settings(
    TRADEWIND_TRUSTED_PROXIES=["10.0.0.2"],
    SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
    SECURE_HSTS_SECONDS=3600,
)
def test_only_named_proxies_say_that_the_connection_is_safe(db: None) -> None:
    answers = [
        Client(REMOTE_ADDR=address, HTTP_X_FORWARDED_PROTO="https").get("/sign-in").headers
        for address in ("10.0.0.2", "203.0.113.5")
    ]
    assert ["Strict-Transport-Security" in headers for headers in answers] == [True, False]
