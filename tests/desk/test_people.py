"""Sign-in links: one use, 15 minutes, only their hash is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tradewind.desk.models import Person, SignInLink
from tradewind.desk.people import desk_owner, link_is_open, sign_in_token, spend_link
from tradewind.errors import LinkSpent

pytestmark = pytest.mark.django_db


def test_a_link_signs_its_person_in_once(alice: Person) -> None:
    token = sign_in_token(alice)
    assert link_is_open(token)
    assert spend_link(token) == alice
    with pytest.raises(LinkSpent):
        spend_link(token)


def test_asking_about_a_link_does_not_spend_it(alice: Person) -> None:
    token = sign_in_token(alice)
    assert link_is_open(token) and link_is_open(token)


def test_a_link_of_16_minutes_ago_is_dead(alice: Person) -> None:
    token = sign_in_token(alice)
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert not link_is_open(token)
    with pytest.raises(LinkSpent):
        spend_link(token)


def test_a_person_who_left_cannot_use_a_link(alice: Person) -> None:
    token = sign_in_token(alice)
    Person.objects.filter(pk=alice.pk).update(is_active=False)
    with pytest.raises(LinkSpent):
        spend_link(token)


def test_the_token_itself_is_nowhere_in_the_database(alice: Person) -> None:
    token = sign_in_token(alice)
    assert token not in str(list(SignInLink.objects.values()))


def test_a_new_desk_has_one_owner_without_a_password(db: None) -> None:
    owner = desk_owner()
    assert desk_owner() == owner
    assert not owner.has_usable_password()
    assert owner.role == Person.Role.ADMIN
