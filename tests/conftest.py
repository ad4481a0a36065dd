"""Whom the tests know: Alice owns the buyers, Bob manages her team, Charlie is a stranger, Dora runs the desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tradewind.desk.models import Person, Team

SHARED = Path(__file__).parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever touches the database runs on both databases, unless it says that one is enough."""
    for item in items:
        if item.get_closest_marker("one_database"):
            continue
        if item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ()):
            item.add_marker("both_databases")


@pytest.fixture
def shared() -> Path:
    """The real data beside the checkout; tests that need it are skipped where it is absent."""
    if not SHARED.exists():
        pytest.skip("needs ../shared/data beside the checkout")
    return SHARED


@pytest.fixture
def team(db: None) -> Team:
    return Team.objects.create(name="South America")


@pytest.fixture
def alice(team: Team) -> Person:
    return Person.objects.add("alice", name="Alice", role="rep", team=team)


@pytest.fixture
def bob(team: Team) -> Person:
    return Person.objects.add("bob", name="Bob", role="manager", team=team)


@pytest.fixture
def charlie(db: None) -> Person:
    return Person.objects.add("charlie", name="Charlie", role="rep")


@pytest.fixture
def dora(db: None) -> Person:
    return Person.objects.add("dora", name="Dora", role="admin")


@pytest.fixture
def browser_of() -> Callable[[Person], Client]:
    """A client that is signed in as the person given."""

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in
