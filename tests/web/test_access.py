"""Who sees what, route by route. A route that is not in the table fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.apart import apart
from tests.web import rows
from tradewind.desk.calendar_feeds import make as make_calendar
from tradewind.desk.invitations import invite
from tradewind.desk.models import Person
from tradewind.desk.people import sign_in_token
from tradewind.desk.tokens import make_token

BrowserOf = Callable[[Person], Client]
OK, GONE, DONE, SIGN_IN, REFUSED = 200, 404, 302, "sign-in", 405
NOT_THEIRS = 403
NONE = 400  # the batch is seen, and has no wrong rows

# name: (method, Alice who owns the rows, Bob who manages her, Charlie the stranger, nobody signed in)
TABLE: dict[str, tuple[str, object, object, object, object]] = {
    "today": ("get", OK, OK, OK, SIGN_IN),
    "customers": ("get", OK, OK, OK, SIGN_IN),
    "customers-one": ("get", OK, OK, GONE, SIGN_IN),
    "customers-hand-over": ("post", DONE, DONE, GONE, SIGN_IN),
    "customers-hand-back": ("post", DONE, GONE, GONE, SIGN_IN),
    "customers-done": ("get", OK, OK, GONE, SIGN_IN),
    "customers-snooze": ("get", OK, OK, GONE, SIGN_IN),
    "customers-next-step": ("get", OK, OK, GONE, SIGN_IN),
    "customers-notes": ("post", DONE, DONE, GONE, SIGN_IN),
    "customers-personal-data": ("get", 403, OK, GONE, SIGN_IN),
    "customers-personal-data-archive": ("get", 403, OK, GONE, SIGN_IN),
    "customers-erase": ("post", DONE, DONE, GONE, SIGN_IN),  # told that only an administrator erases
    "customers-write": ("get", OK, OK, GONE, SIGN_IN),
    "customers-contacts": ("post", DONE, DONE, GONE, SIGN_IN),
    "contacts-change": ("post", DONE, DONE, GONE, SIGN_IN),
    "contacts-remove": ("post", DONE, DONE, GONE, SIGN_IN),
    "contacts-undo": ("post", DONE, DONE, GONE, SIGN_IN),
    "customers-take-back": ("post", DONE, DONE, GONE, SIGN_IN),  # told that nobody added it by hand
    "customers-add": ("get", OK, OK, OK, SIGN_IN),
    "customers-hand-over-many": ("post", DONE, DONE, DONE, SIGN_IN),  # told that a rep may not, or that none is ticked
    "customers-hand-overs-undo": ("post", GONE, DONE, GONE, SIGN_IN),
    "customers-csv": ("get", OK, OK, OK, SIGN_IN),
    "customers-xlsx": ("get", OK, OK, OK, SIGN_IN),
    "palette": ("get", OK, OK, OK, SIGN_IN),
    "follow-ups-drop": ("post", DONE, DONE, GONE, SIGN_IN),
    "follow-ups-undo": ("post", DONE, DONE, GONE, SIGN_IN),
    "promises": ("get", OK, OK, OK, SIGN_IN),
    "promises-take": ("post", DONE, DONE, GONE, SIGN_IN),
    "promises-refuse": ("post", DONE, DONE, GONE, SIGN_IN),
    "promises-undo": ("post", DONE, DONE, GONE, SIGN_IN),
    "customers-days": ("get", OK, OK, GONE, SIGN_IN),
    "settings-days": ("get", OK, OK, OK, SIGN_IN),
    "settings-days-remove": ("post", DONE, DONE, GONE, SIGN_IN),
    "settings-days-undo": ("post", DONE, DONE, GONE, SIGN_IN),
    "settings-leave": ("get", OK, OK, OK, SIGN_IN),
    "settings-leave-remove": ("post", DONE, DONE, GONE, SIGN_IN),
    "settings-leave-undo": ("post", DONE, DONE, GONE, SIGN_IN),
    "settings-reminders": ("get", OK, OK, OK, SIGN_IN),
    "settings-reminders-one": ("get", GONE, OK, GONE, SIGN_IN),  # a draft is the managers'
    "settings-reminders-use": ("post", GONE, DONE, GONE, SIGN_IN),
    "settings-reminders-discard": ("post", GONE, DONE, GONE, SIGN_IN),
    "settings-reminders-undo": ("post", GONE, DONE, GONE, SIGN_IN),
    "reminders-drop": ("post", DONE, DONE, GONE, SIGN_IN),
    "reminders-undo": ("post", DONE, DONE, GONE, SIGN_IN),
    "notes-change": ("get", OK, GONE, GONE, SIGN_IN),
    "notes-remove": ("post", DONE, GONE, GONE, SIGN_IN),
    "notes-undo": ("post", DONE, GONE, GONE, SIGN_IN),
    "customers-set-clock": ("post", DONE, DONE, GONE, SIGN_IN),
    "customers-unset-clock": ("post", GONE, GONE, GONE, SIGN_IN),  # nothing was set
    "customers-doubles": ("get", OK, OK, OK, SIGN_IN),
    "customers-doubles-merge": ("post", DONE, DONE, GONE, SIGN_IN),
    "customers-doubles-no": ("post", DONE, DONE, GONE, SIGN_IN),
    "customers-doubles-reopen": ("post", DONE, DONE, GONE, SIGN_IN),
    "customers-merges-undo": ("post", DONE, DONE, GONE, SIGN_IN),
    "messages": ("get", OK, OK, OK, SIGN_IN),
    "messages-count": ("get", OK, OK, OK, SIGN_IN),
    "adoption": ("get", OK, OK, OK, SIGN_IN),
    "adoption-gain": ("get", OK, OK, OK, SIGN_IN),
    "adoption-shown": ("post", DONE, DONE, DONE, SIGN_IN),
    "adoption-roll-outs": ("get", OK, OK, OK, SIGN_IN),
    "adoption-roll-outs-remove": ("post", DONE, DONE, GONE, SIGN_IN),  # told that a rep may not
    "adoption-roll-outs-undo": ("post", DONE, DONE, GONE, SIGN_IN),
    "messages-one": ("get", OK, OK, GONE, SIGN_IN),
    "messages-windows": ("get", OK, OK, OK, SIGN_IN),
    "messages-windows-undo": ("post", DONE, GONE, GONE, SIGN_IN),  # Alice's
    "messages-windows-calendar": ("post", DONE, DONE, DONE, SIGN_IN),  # told that a file is missing
    "messages-meter": ("get", OK, OK, OK, SIGN_IN),
    "messages-meter-share": ("post", DONE, DONE, DONE, SIGN_IN),
    "messages-rules": ("get", OK, OK, OK, SIGN_IN),
    "messages-rules-back": ("post", DONE, GONE, DONE, SIGN_IN),  # told that a rep may not; none is written
    "messages-rules-print": ("get", OK, OK, OK, SIGN_IN),
    "messages-acknowledge": ("post", DONE, DONE, DONE, SIGN_IN),
    "messages-handled": ("post", DONE, GONE, GONE, SIGN_IN),  # in Alice's inbox
    "messages-snooze": ("get", OK, GONE, GONE, SIGN_IN),
    "messages-say": ("post", DONE, GONE, GONE, SIGN_IN),
    "messages-undo": ("post", DONE, GONE, GONE, SIGN_IN),
    "senders": ("get", OK, OK, OK, SIGN_IN),
    "senders-settle": ("post", DONE, DONE, GONE, SIGN_IN),
    "senders-undo": ("post", DONE, DONE, GONE, SIGN_IN),
    "retention": ("get", OK, OK, OK, SIGN_IN),
    "retention-ripple": ("get", OK, OK, OK, SIGN_IN),
    "retention-record": ("get", OK, OK, OK, SIGN_IN),
    "retention-ended": ("get", OK, OK, OK, SIGN_IN),
    "retention-assign": ("post", DONE, DONE, GONE, SIGN_IN),
    "retention-hand-back": ("post", DONE, DONE, GONE, SIGN_IN),
    "retention-outcome": ("post", DONE, DONE, GONE, SIGN_IN),
    "retention-reopen": ("post", DONE, DONE, GONE, SIGN_IN),
    "imports-sources": ("get", OK, OK, OK, SIGN_IN),
    "imports-sources-new": ("get", NONE, NONE, NONE, SIGN_IN),  # told that no kind is named
    "imports-sources-one": ("get", OK, OK, GONE, SIGN_IN),
    "imports-sources-test": ("post", DONE, DONE, GONE, SIGN_IN),
    "imports-sources-pause": ("post", DONE, DONE, GONE, SIGN_IN),
    "imports-sources-resume": ("post", DONE, DONE, GONE, SIGN_IN),
    "imports-sources-remove": ("post", DONE, DONE, GONE, SIGN_IN),
    "process": ("get", OK, OK, OK, SIGN_IN),
    "process-ways": ("get", OK, OK, OK, SIGN_IN),
    "process-waiting": ("get", OK, OK, OK, SIGN_IN),
    "process-reading": ("get", NOT_THEIRS, OK, NOT_THEIRS, SIGN_IN),
    "process-reading-undo": ("post", GONE, DONE, GONE, SIGN_IN),
    "process-changes": ("get", OK, OK, OK, SIGN_IN),
    "process-changes-remove": ("post", DONE, DONE, DONE, SIGN_IN),  # told that a rep may not
    "process-changes-undo": ("post", DONE, DONE, DONE, SIGN_IN),
    "process-programmes": ("get", OK, OK, OK, SIGN_IN),
    "process-programmes-new": ("get", OK, OK, OK, SIGN_IN),
    "process-programmes-one": ("get", OK, OK, GONE, SIGN_IN),  # Alice's team's
    "process-programmes-version": ("get", OK, OK, GONE, SIGN_IN),
    "process-programmes-beside": ("get", OK, OK, GONE, SIGN_IN),
    "process-programmes-decide": ("post", DONE, DONE, GONE, SIGN_IN),  # told that a rep may not
    "process-programmes-remove": ("post", DONE, DONE, GONE, SIGN_IN),
    "process-programmes-undo": ("post", DONE, DONE, GONE, SIGN_IN),
    "imports": ("get", OK, OK, OK, SIGN_IN),
    "imports-one": ("get", OK, GONE, GONE, SIGN_IN),
    "imports-inspect": ("post", DONE, GONE, GONE, SIGN_IN),
    "imports-confirm": ("post", DONE, GONE, GONE, SIGN_IN),
    "imports-cancel": ("post", DONE, GONE, GONE, SIGN_IN),
    "imports-wrong-rows": ("get", NONE, GONE, GONE, SIGN_IN),
    "imports-undo": ("post", DONE, GONE, GONE, SIGN_IN),
    "retention-churn": ("get", OK, OK, OK, SIGN_IN),
    "retention-false-alarms": ("post", DONE, DONE, DONE, SIGN_IN),  # told that a rep may not
    "retention-false-alarms-undo": ("post", GONE, DONE, GONE, SIGN_IN),
    "retention-state-seen": ("post", DONE, DONE, GONE, SIGN_IN),
    "retention-state-unseen": ("post", DONE, DONE, GONE, SIGN_IN),
    "settings": ("get", DONE, DONE, DONE, SIGN_IN),
    "settings-me": ("get", OK, OK, OK, SIGN_IN),
    "settings-me-password": ("post", DONE, DONE, DONE, SIGN_IN),
    "settings-me-sign-out-elsewhere": ("post", DONE, DONE, DONE, SIGN_IN),
    "settings-people": ("get", OK, OK, OK, SIGN_IN),
    "settings-people-one": ("get", OK, OK, GONE, SIGN_IN),  # Alice's
    "settings-people-invite": ("post", DONE, DONE, GONE, SIGN_IN),  # told that only an administrator may
    "settings-people-leave": ("post", DONE, DONE, GONE, SIGN_IN),
    "settings-people-return": ("post", DONE, DONE, GONE, SIGN_IN),
    "settings-people-hand-over": ("post", DONE, DONE, DONE, SIGN_IN),
    "settings-teams": ("post", DONE, DONE, DONE, SIGN_IN),
    "settings-teams-one": ("post", DONE, DONE, DONE, SIGN_IN),
    "settings-tokens": ("get", OK, OK, OK, SIGN_IN),
    "settings-tokens-revoke": ("post", DONE, GONE, GONE, SIGN_IN),
    "settings-calendar": ("get", OK, OK, OK, SIGN_IN),
    "settings-calendar-choose": ("post", DONE, GONE, GONE, SIGN_IN),  # Alice has one
    "settings-calendar-revoke": ("post", DONE, DONE, DONE, SIGN_IN),
    "calendar": ("get", OK, OK, OK, OK),
    "settings-sending": ("get", OK, OK, OK, SIGN_IN),
    "settings-sending-try": ("post", DONE, DONE, DONE, SIGN_IN),  # told that there is none
    "settings-sending-remove": ("post", DONE, DONE, DONE, SIGN_IN),
    "letters-put-aside": ("post", DONE, DONE, GONE, SIGN_IN),
    "settings-changes": ("get", OK, OK, OK, SIGN_IN),
    "settings-desk": ("get", OK, OK, OK, SIGN_IN),
    "settings-desk-back": ("post", DONE, DONE, DONE, SIGN_IN),  # told on the page that only an administrator may
    "settings-rates": ("get", OK, OK, OK, SIGN_IN),
    "settings-rates-remove": ("post", DONE, DONE, DONE, SIGN_IN),
    "settings-published": ("get", OK, OK, OK, SIGN_IN),
    "settings-published-change": ("post", DONE, DONE, DONE, SIGN_IN),  # told that only an administrator may
    "settings-published-reset": ("post", DONE, DONE, DONE, SIGN_IN),
    "settings-published-undo": ("post", DONE, DONE, DONE, SIGN_IN),
    "sample-load": ("post", DONE, DONE, DONE, SIGN_IN),  # told on the page that only an administrator may
    "sample-clear": ("post", DONE, DONE, DONE, SIGN_IN),
    "sign-in": ("get", OK, OK, OK, OK),
    "sign-in-link": ("get", OK, OK, OK, OK),
    "invitation": ("get", OK, OK, OK, OK),
    "sign-out": ("post", DONE, DONE, DONE, SIGN_IN),
    "language": ("post", DONE, DONE, DONE, DONE),
}


def routes(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[tuple[str, str]]:
    """(name, address with its parameters) of every page; the API has a table of its own, in tests/api."""
    for one in patterns:
        if str(one.pattern) == "api/":
            continue
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, before + str(one.pattern))
        else:
            yield one.name or "", before + str(one.pattern)


@pytest.fixture
def numbers(alice: Person, bob: Person, dora: Person) -> dict[str, str]:
    """What stands in for the parameters of a route, per matter."""
    warning = rows.a_buyer_at_risk(rows.a_run(), alice)
    batch = rows.a_batch(alice)
    double, merge = rows.a_double(warning.customer, rows.a_buyer(alice, "Casa Azul Ltda")), rows.a_merge(alice)
    return {
        "customers": str(warning.customer_id),
        "contacts": str(rows.a_contact(warning.customer, alice).pk),
        "letters": str(rows.a_letter(warning.customer, alice).pk),
        "customers-hand-overs": str(rows.a_hand_over(bob).pk),
        "follow-ups": str(rows.a_step(warning.customer, alice).pk),
        "promises": str(rows.a_promise(warning.customer).pk),
        "settings-days": str(rows.a_special_day(warning.customer, alice).pk),
        "settings-leave": str(rows.a_leave(alice, bob).pk),
        "settings-reminders": str(rows.a_draft(bob).pk),
        "reminders": str(rows.a_reminder(rows.a_buyer(alice, "Reminded")).pk),
        "notes": str(rows.a_note(warning.customer, alice).pk),
        "customers-doubles": str(double.pk),
        "customers-merges": str(merge.pk),
        "retention": str(warning.pk),
        "retention-state": str(rows.a_state(warning.customer).pk),
        "retention-false-alarms": str(rows.a_budget(bob).pk),
        "process-reading": str(rows.a_reading(bob).pk),
        "process-changes": str(rows.a_process_change(bob).pk),
        "process-programmes": str(rows.a_programme(bob).pk),
        "adoption-roll-outs": str(rows.a_roll_out(bob, [alice]).pk),
        "imports": str(batch.pk),
        "imports-sources": str(rows.a_source(alice).pk),
        "messages": str(rows.an_entry(rows.a_message(rows.a_buyer(alice, "Talk Ltda")), alice).pk),
        "messages-windows": str(rows.some_windows(alice).pk),
        "senders": str(rows.a_sender(alice).pk),
        "settings-people": str(alice.pk),
        "settings-teams": str(alice.team_id),
        "settings-tokens": str(make_token(alice, "tests")[0].pk),
        "calendar": make_calendar(alice, False)[1],
        "sign": sign_in_token(alice),
        "invitation": invite(alice, dora),
    }


def number_of(name: str, numbers: dict[str, str]) -> str:
    """The number for the longest beginning of the route's name that has one."""
    parts = name.split("-")
    beginnings = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((numbers[one] for one in beginnings if one in numbers), "1")


def addresses(numbers: dict[str, str]) -> dict[str, str]:
    """Each route of the table with its parameters filled in."""
    patterns = dict(routes(get_resolver().url_patterns))
    filled = {}
    for name in TABLE:
        filled[name] = patterns[name].replace("<slug:metric>", "churn_rate")
        for parameter in ("<int:pk>", "<str:token>"):
            filled[name] = filled[name].replace(parameter, number_of(name, numbers))
    return filled


def test_every_route_is_in_the_table() -> None:
    assert sorted(name for name, _ in routes(get_resolver().url_patterns)) == sorted(TABLE)


@pytest.mark.parametrize("who", ["alice", "bob", "charlie", "nobody"])
def test_each_person_sees_what_is_theirs(
    who: str, alice: Person, bob: Person, charlie: Person, numbers: dict[str, str], browser_of: BrowserOf
) -> None:
    column = ["alice", "bob", "charlie", "nobody"].index(who)
    people = {"alice": alice, "bob": bob, "charlie": charlie}
    client = browser_of(people[who]) if who in people else Client()
    signed_in, told = SimpleCookie(client.cookies), {}
    data = {
        "to": alice.pk,
        "outcome": "lost",
        "role": "never",
        "said": "urgent",
        "until": "tomorrow",
        "language": "en",
        "keep": "casa azul",
        "text": "hello",
        "name": "Rosa",
    }
    for name, address in addresses(numbers).items():
        with apart():
            client.cookies = SimpleCookie(signed_in)
            response = getattr(client, TABLE[name][0])(address, data if TABLE[name][0] == "post" else {})
        asked_back = response.headers.get("Location", "").startswith("/sign-in?next=")
        told[name] = SIGN_IN if response.status_code == DONE and asked_back else response.status_code
    assert told == {name: answers[column] for name, (_, *answers) in TABLE.items()}


def test_changes_are_never_made_by_looking(alice: Person, numbers: dict[str, str], browser_of: BrowserOf) -> None:
    client, told = browser_of(alice), {}
    for name, address in addresses(numbers).items():
        if TABLE[name][0] == "post":
            with apart():
                told[name] = client.get(address).status_code
    assert told and set(told.values()) == {REFUSED}, told


def test_lists_hold_only_ones_own_buyers(
    alice: Person, bob: Person, charlie: Person, dora: Person, numbers: dict[str, str], browser_of: BrowserOf
) -> None:
    for path in ("/", "/customers", "/retention"):
        for person in (alice, bob, dora):
            assert b"Casa Azul" in browser_of(person).get(path).content
        assert b"Casa Azul" not in browser_of(charlie).get(path).content


def test_a_rep_hands_a_case_to_nobody_else(
    alice: Person, charlie: Person, numbers: dict[str, str], browser_of: BrowserOf
) -> None:
    response = browser_of(alice).post(f"/retention/warnings/{numbers['retention']}/assign", {"to": charlie.pk})
    assert response.status_code == GONE


def test_forms_without_their_token_are_refused_in_our_frame(alice: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    response = client.post("/sign-out")
    assert response.status_code == 403
    assert b"This form is too old" in response.content


def test_what_is_not_there_is_said_in_our_frame_in_both_languages(alice: Person, browser_of: BrowserOf) -> None:
    for language, words in (("en", "There is no such page for you"), ("zh-CN", "没有您能看到的这个页面")):
        for client in (browser_of(alice), Client()):
            response = client.get("/nothing", headers={"accept-language": language})
            assert response.status_code == GONE
            assert words in response.content.decode()


def test_our_failure_is_said_in_our_frame(
    alice: Person, browser_of: BrowserOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("tradewind.desk.retention.current_run", broken)
    client = browser_of(alice)
    client.raise_request_exception = False
    for language, words in (("en", "it is our fault"), ("zh-CN", "这是我们的问题")):
        response = client.get("/", headers={"accept-language": language})
        assert response.status_code == 500
        assert words in response.content.decode()
