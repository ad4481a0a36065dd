"""Signing in: a link that a look does not spend, on this machine only; a password; the language that one reads in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tradewind.desk.models import Person, SignInLink
from tradewind.desk.people import sign_in_token

BrowserOf = Callable[[Person], Client]


def is_signed_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_a_look_at_the_link_does_not_spend_it(alice: Person) -> None:
    address = f"/sign-in/{sign_in_token(alice)}"
    client = Client()
    assert client.get(address).status_code == 200
    assert client.get(address).status_code == 200
    assert not is_signed_in(client)
    assert client.post(address).headers["Location"] == "/"
    assert is_signed_in(client)


def test_the_link_works_once(alice: Person) -> None:
    address = f"/sign-in/{sign_in_token(alice)}"
    Client().post(address)
    other = Client()
    response = other.post(address)
    assert response.status_code == 410
    assert b"tradewind sign-in-link" in response.content
    assert other.get(address).status_code == 410
    assert not is_signed_in(other)


def test_the_link_ends_after_15_minutes(alice: Person) -> None:
    address = f"/sign-in/{sign_in_token(alice)}"
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().post(address).status_code == 410


@pytest.mark.parametrize(
    "origin",
    [{"REMOTE_ADDR": "192.168.1.7"}, {"REMOTE_ADDR": ""}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}],
    ids=["another machine", "nowhere", "a proxy"],
)
def test_the_link_works_on_this_machine_only(alice: Person, origin: dict[str, str]) -> None:
    address = f"/sign-in/{sign_in_token(alice)}"
    assert Client(**origin).get(address).status_code == 404  # type: ignore[arg-type]
    assert Client(**origin).post(address).status_code == 404  # type: ignore[arg-type]
    for here in ("127.0.0.1", "127.8.0.1", "::1"):
        assert Client(REMOTE_ADDR=here).get(address).status_code == 200


def test_the_link_stays_out_of_caches_and_referrers(alice: Person) -> None:
    client, address = Client(), f"/sign-in/{sign_in_token(alice)}"
    for response in (client.get(address), client.post(address), client.post(address)):
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "strict-origin"


def test_a_password_signs_in_and_leads_on(alice: Person) -> None:
    alice.set_password("typhoon-shelter-9")
    alice.save()
    client = Client()
    wrong = client.post("/sign-in", {"username": "alice", "password": "no"})
    assert wrong.status_code == 422
    assert b"do not fit together" in wrong.content
    good = {"username": "alice", "password": "typhoon-shelter-9"}
    assert client.post("/sign-in", {**good, "next": "/customers"}).headers["Location"] == "/customers"
    assert Client().post("/sign-in", {**good, "next": "https://evil.example/"}).headers["Location"] == "/"


def test_nobody_signs_in_without_a_password_of_their_own(alice: Person) -> None:
    assert Client().post("/sign-in", {"username": "alice", "password": ""}).status_code == 422


def test_the_language_stays_with_the_person(alice: Person, browser_of: BrowserOf) -> None:
    client = browser_of(alice)
    response = client.post("/language", {"language": "zh-hans", "next": "/customers?view=at_risk"})
    assert response.headers["Location"] == "/customers?view=at_risk"
    assert "客户" in client.get("/customers").content.decode()
    alice.refresh_from_db()
    assert alice.language == "zh-hans"
    elsewhere = Client()
    elsewhere.post(f"/sign-in/{sign_in_token(alice)}")
    assert 'lang="zh-Hans"' in elsewhere.get("/").content.decode()


def test_an_unknown_language_changes_nothing(alice: Person, browser_of: BrowserOf) -> None:
    client = browser_of(alice)
    client.post("/language", {"language": "xx"})
    assert 'lang="en"' in client.get("/").content.decode()


def test_a_language_form_leads_nowhere_else(alice: Person, browser_of: BrowserOf) -> None:
    response = browser_of(alice).post("/language", {"language": "en", "next": "https://evil.example/"})
    assert response.headers["Location"] == "/"


def test_signing_out_ends_the_session(alice: Person, browser_of: BrowserOf) -> None:
    client = browser_of(alice)
    client.post("/sign-out")
    assert not is_signed_in(client)
