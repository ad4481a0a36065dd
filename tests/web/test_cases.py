"""What people do about a warning, and that every click can be taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web import rows
from tradewind.desk.models import ChurnWarning, Person

BrowserOf = Callable[[Person], Client]


@pytest.fixture
def warning(alice: Person) -> ChurnWarning:
    return rows.a_buyer_at_risk(rows.a_run(), alice)


def act(client: Client, warning: ChurnWarning, what: str, **data: object) -> str:
    """Send the form as Today does, and return the page that follows."""
    address = f"/retention/warnings/{warning.pk}/{what}"
    page = client.post(address, {**data, "next": "/"}, follow=True).content.decode()
    warning.refresh_from_db()
    return page


def test_taking_a_case_is_quiet_and_can_be_undone(alice: Person, warning: ChurnWarning, browser_of: BrowserOf) -> None:
    client = browser_of(alice)
    page = act(client, warning, "assign", to=alice.pk)
    assert (warning.state, warning.assigned) == ("working", alice)
    assert "Casa Azul is now with Alice." in page
    assert f"/retention/warnings/{warning.pk}/hand-back" in page
    assert 'role="alert"' not in page
    assert "is now with" not in client.get("/").content.decode(), "told once"
    act(client, warning, "hand-back")
    assert (warning.state, warning.assigned) == ("new", None)


def test_a_manager_assigns_within_the_team(
    alice: Person, bob: Person, warning: ChurnWarning, browser_of: BrowserOf
) -> None:
    act(browser_of(bob), warning, "assign", to=alice.pk)
    assert warning.assigned == alice


@pytest.mark.parametrize("outcome", ["won_back", "lost"])
def test_an_outcome_with_its_note_can_be_undone(
    alice: Person, warning: ChurnWarning, browser_of: BrowserOf, outcome: str
) -> None:
    client = browser_of(alice)
    page = act(client, warning, "outcome", outcome=outcome, note="new buyer there, wants FOB prices")
    assert (warning.state, warning.closed_by) == (outcome, alice)
    assert f"/retention/warnings/{warning.pk}/reopen" in page
    assert "wants FOB prices" in client.get("/retention/ended").content.decode()
    act(client, warning, "reopen")
    assert (warning.state, warning.closed_on) == ("new", None)


def test_an_outcome_that_is_none_changes_nothing(alice: Person, warning: ChurnWarning, browser_of: BrowserOf) -> None:
    assert browser_of(alice).post(f"/retention/warnings/{warning.pk}/outcome", {"outcome": "quiet"}).status_code == 404
    warning.refresh_from_db()
    assert warning.state == "new"


def test_the_form_of_a_case_opens_in_its_row(alice: Person, warning: ChurnWarning, browser_of: BrowserOf) -> None:
    client = browser_of(alice)
    assert f'id="case-{warning.pk}"' not in client.get("/retention").content.decode()
    assert f'id="case-{warning.pk}"' in client.get(f"/retention?case={warning.pk}").content.decode()
    assert f'id="case-{warning.pk}"' in client.get(f"/customers/{warning.customer_id}").content.decode()


def test_a_settled_buyer_leaves_the_queue_and_is_still_counted(
    alice: Person, warning: ChurnWarning, browser_of: BrowserOf
) -> None:
    client = browser_of(alice)
    page = act(client, warning, "outcome", outcome="lost", note="")
    assert 'class="queue"' not in page
    assert "1 more is recorded as ended" in page
    assert "Money at risk" in page
    act(client, warning, "reopen")
    assert 'class="queue"' in client.get("/").content.decode()
