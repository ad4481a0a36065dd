"""Signing in that keeps failing is slowed down, per user name and per address, and tells nothing."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client
from django.utils import timezone

from tradewind.desk.models import AuditEntry, Person, WrongSignIns

GOOD = "typhoon-shelter-9"
pytestmark = pytest.mark.django_db


@pytest.fixture
def erin(db: None) -> Person:
    person = Person.objects.add("erin")
    person.set_password(GOOD)
    person.save()
    return person


def try_in(name: str, word: str = "wrong", address: str = "203.0.113.1") -> int:
    return Client(REMOTE_ADDR=address).post("/sign-in", {"username": name, "password": word}).status_code


def pass_minutes(minutes: int) -> None:
    """As if so much time had gone by."""
    for row in WrongSignIns.objects.all():
        row.last_at -= timedelta(minutes=minutes)
        row.until = row.until and row.until - timedelta(minutes=minutes)
        row.save()


def test_five_wrong_passwords_close_a_name_from_every_address(erin: Person) -> None:
    assert [try_in("erin", address=f"203.0.113.{n}") for n in range(6)] == [422] * 5 + [429]
    assert try_in("erin", GOOD, "198.51.100.1") == 429
    assert try_in("ERIN ", GOOD) == 429
    pass_minutes(1)
    assert try_in("erin", GOOD) == 302


def test_the_wait_grows_and_says_how_long_it_is(erin: Person) -> None:
    waits = []
    for _ in range(5):
        try_in("erin")
    for _ in range(6):
        answer = Client().post("/sign-in", {"username": "erin", "password": GOOD})
        assert answer.status_code == 429
        minutes = int(answer.headers["Retry-After"]) // 60
        assert f"after {minutes} minutes" in answer.content.decode()
        waits.append(minutes)
        pass_minutes(minutes)
        assert try_in("erin") == 422
    assert waits == [1, 2, 4, 8, 15, 15]


def test_success_forgets_the_failures_of_the_name(erin: Person) -> None:
    for _ in range(3):
        assert [try_in("erin") for _ in range(4)] == [422] * 4
        assert try_in("erin", GOOD) == 302


def test_old_failures_do_not_count(erin: Person) -> None:
    for _ in range(3):
        assert [try_in("erin") for _ in range(4)] == [422] * 4
        pass_minutes(16)


def test_twenty_wrong_ones_close_an_address_but_no_other(erin: Person) -> None:
    assert [try_in(f"nobody-{n}") for n in range(21)] == [422] * 20 + [429]
    assert try_in("erin", GOOD) == 429
    assert try_in("erin", GOOD, "198.51.100.1") == 302


def test_ones_own_success_does_not_open_the_address_for_more_guesses(erin: Person) -> None:
    answers = []
    for n in range(21):
        answers.append(try_in(f"nobody-{n}"))
        if n % 3 == 0 and answers[-1] == 422:
            try_in("erin", GOOD)
    assert answers == [422] * 20 + [429]


def test_the_addresses_of_one_ipv6_network_count_together(erin: Person) -> None:
    assert [try_in(f"nobody-{n}", address=f"2001:db8::{n:x}") for n in range(21)] == [422] * 20 + [429]
    assert try_in("erin", GOOD, "2001:db8:1::1") == 302


@pytest.mark.parametrize("name", ["nobody", "left", "unset", "", "a\x00b", "x" * 10_000, "<b>", "\u202e"])
def test_unknown_names_answer_as_known_ones_do(name: str, erin: Person) -> None:
    Person.objects.add("left", is_active=False)
    Person.objects.add("unset")
    here, told = Client(), []
    for tried in ("erin", name):
        answer = here.post("/sign-in", {"username": tried, "password": "wrong"})
        told.append((answer.status_code, "do not fit together" in answer.content.decode()))
    assert told == [(422, True)] * 2
    answers = [try_in(name) for _ in range(5)]
    assert answers == [422] * 4 + [429]


def test_an_unknown_name_costs_a_hash_as_a_known_one_does(erin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    real = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify

    def encode(self: Argon2PasswordHasher, *words: str) -> str:
        hashed.append("encode")
        return str(real[0](self, *words))

    def verify(self: Argon2PasswordHasher, *words: str) -> bool:
        hashed.append("verify")
        return bool(real[1](self, *words))

    monkeypatch.setattr(Argon2PasswordHasher, "encode", encode)
    monkeypatch.setattr(Argon2PasswordHasher, "verify", verify)
    for name in ("erin", "nobody"):
        hashed.clear()
        try_in(name)
        assert len(hashed) == 1, name


def test_refusals_are_in_the_audit_once_per_wait_and_hold_no_typed_name(erin: Person) -> None:
    for _ in range(12):
        try_in("erin")
        try_in("my-secret-password", address="198.51.100.9")
    entries = list(AuditEntry.objects.filter(action="sign_in_refused"))
    assert len(entries) == 2
    assert {entry.about for entry in entries} == {f"person:{erin.pk}", "sign_in"}
    assert "my-secret-password" not in str(list(AuditEntry.objects.values()) + list(WrongSignIns.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_get_no_further_than_one_after_the_other() -> None:
    person = Person.objects.add("erin")
    person.set_password(GOOD)
    person.save()
    answers: list[int] = []

    def guess(n: int) -> None:
        try:
            answers.append(try_in("erin", f"guess-{n}", f"203.0.113.{n}"))
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [422] * 5 + [429] * 5


def test_counters_that_no_longer_matter_are_cleared(erin: Person) -> None:
    for n in range(5):
        try_in(f"nobody-{n}")
    WrongSignIns.objects.update(last_at=timezone.now() - timedelta(hours=1), until=None)
    try_in("erin")
    assert WrongSignIns.objects.count() == 2
