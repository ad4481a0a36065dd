"""Tokens: shown once, kept as a hash, ended at any time; guessing is answered slower and slower."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from tradewind.cli import tradewind
from tradewind.desk.access import token_for, tokens_of
from tradewind.desk.models import ApiToken, AuditEntry, Person, WrongTokens
from tradewind.desk.tokens import WRONG_MINUTES, WRONG_MOST, make_token, person_of, revoke
from tradewind.errors import NoSuchPerson, NotFound, TokenRefused, TooManyWrongTokens

pytestmark = pytest.mark.django_db


def cli(*words: str) -> str:
    """What `tradewind WORDS` prints, run in this process."""
    done = CliRunner().invoke(tradewind, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_token_speaks_for_its_person_and_only_its_hash_is_kept(alice: Person) -> None:
    token, secret = make_token(alice, "crm")
    assert person_of(secret) == alice
    assert secret.startswith(token.prefix)
    assert len(secret) > 40
    stored = json.dumps(list(ApiToken.objects.values()) + list(AuditEntry.objects.values()), default=str)
    assert secret not in stored


def test_two_tokens_are_never_alike(alice: Person) -> None:
    assert make_token(alice, "crm")[1] != make_token(alice, "crm")[1]


@pytest.mark.parametrize("secret", ["", "tw_", "tw_wrong", "词", "x" * 100_000, "a\x00b"])
def test_what_is_no_token_is_refused(alice: Person, secret: str) -> None:
    make_token(alice, "crm")
    with pytest.raises(TokenRefused):
        person_of(secret)


def test_a_revoked_token_is_refused_and_revoking_twice_changes_nothing(alice: Person) -> None:
    token, secret = make_token(alice, "crm")
    ended = revoke(token, alice).revoked_at
    with pytest.raises(TokenRefused):
        person_of(secret)
    assert revoke(token, alice).revoked_at == ended
    assert AuditEntry.objects.filter(action="token_revoked").count() == 1


def test_an_expired_token_is_refused(alice: Person) -> None:
    token, secret = make_token(alice, "crm", days=30)
    assert person_of(secret) == alice
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(TokenRefused):
        person_of(secret)


def test_who_has_left_is_refused(alice: Person) -> None:
    _, secret = make_token(alice, "crm")
    Person.objects.filter(pk=alice.pk).update(is_active=False)
    with pytest.raises(TokenRefused):
        person_of(secret)


def test_making_and_revoking_is_written_down(alice: Person, dora: Person) -> None:
    token, _ = make_token(alice, "crm", by=dora)
    revoke(token, dora)
    told = AuditEntry.objects.filter(about=f"token:{token.pk}").values_list("action", "by")
    assert set(told) == {("token_made", dora.pk), ("token_revoked", dora.pk)}


def test_the_last_use_is_written_at_most_once_a_minute(alice: Person) -> None:
    token, secret = make_token(alice, "crm")
    person_of(secret)
    token.refresh_from_db()
    first = token.last_used_at
    assert first is not None
    person_of(secret)
    token.refresh_from_db()
    assert token.last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(minutes=2))
    person_of(secret)
    token.refresh_from_db()
    assert token.last_used_at > first - timedelta(seconds=1)


def test_after_twenty_wrong_tokens_an_address_waits_and_a_right_one_is_still_heard(alice: Person) -> None:
    _, secret = make_token(alice, "crm")
    for _ in range(WRONG_MOST):
        with pytest.raises(TokenRefused):
            person_of("tw_wrong", "10.0.0.1")
    with pytest.raises(TooManyWrongTokens):
        person_of("tw_wrong", "10.0.0.1")
    with pytest.raises(TokenRefused):
        person_of("tw_wrong", "10.0.0.2")
    assert person_of(secret, "10.0.0.1") == alice
    WrongTokens.objects.update(since=timezone.now() - timedelta(minutes=WRONG_MINUTES, seconds=1))
    with pytest.raises(TokenRefused):
        person_of("tw_wrong", "10.0.0.1")
    assert list(WrongTokens.objects.values_list("address", "count")) == [("10.0.0.1", 1)]


def test_everybody_sees_own_tokens_and_an_administrator_all(alice: Person, bob: Person, dora: Person) -> None:
    token, _ = make_token(alice, "crm")
    assert list(tokens_of(alice)) == list(tokens_of(dora)) == [token]
    assert not tokens_of(bob)
    with pytest.raises(NotFound):
        token_for(bob, token.pk)


def test_the_command_line_makes_lists_and_revokes(dora: Person, alice: Person) -> None:
    made = json.loads(cli("token", "make", "crm", "--person", "alice", "--days", "30", "--json"))
    assert person_of(made["secret"]) == alice
    assert (made["person"], made["state"]) == ("alice", "open")
    (listed,) = json.loads(cli("token", "list", "--json"))["tokens"]
    assert "secret" not in listed
    assert made["secret"] not in cli("token", "list")
    assert json.loads(cli("token", "revoke", str(made["token"]), "--json"))["state"] == "revoked"
    with pytest.raises(TokenRefused):
        person_of(made["secret"])


def test_the_command_line_speaks_for_the_owner_unless_told(dora: Person) -> None:
    secret = cli("token", "make", "backup").split()[-1]
    assert person_of(secret) == dora
    assert "revoked" in cli("token", "revoke", str(ApiToken.objects.get().pk))


def test_a_token_for_nobody_or_of_no_number_is_refused(dora: Person) -> None:
    for words, refusal in (
        (("token", "make", "crm", "--person", "eve"), NoSuchPerson),
        (("token", "revoke", "99"), NotFound),
    ):
        with pytest.raises(refusal):
            cli(*words)
