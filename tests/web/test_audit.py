"""Whoever changes a row leaves an entry in the audit, page by page and route by route, and can read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from tests.api import test_access as at_the_api
from tests.api.asking import program_of
from tests.web import rows
from tests.web import test_access as on_the_pages
from tradewind.desk.audit import ACTIONS, note_change
from tradewind.desk.models import AuditEntry, ExchangeRate, Person

numbers, at_api = on_the_pages.numbers, at_the_api.numbers
BrowserOf = Callable[[Person], Client]
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
# Sessions, the queue of jobs and what a program or browser did last tell of no change to what people work with.
PASSING = {
    "desk_auditentry", "desk_signedin", "desk_wrongsignins", "desk_apitoken", "desk_job", "desk_deskstate",
    "django_q_ormq", "desk_person", "desk_openedpage",
}  # fmt: skip
NEXT_WEEK = (date.today() + timedelta(days=7)).isoformat()
ONES_OWN = {"language", "sign-out", "settings-me-sign-out-elsewhere"}  # one's own language and sessions

# What is said to a page, so that it has something to change.
SAID: dict[str, dict[str, object]] = {
    "process-programmes-decide": {"choice": "stop"},
    "customers-done": {"result": "ordered"},
    "customers-snooze": {"on": NEXT_WEEK},
    "customers-next-step": {"what": "call", "on": NEXT_WEEK},
    "customers-notes": {"text": "called"},
    "customers-contacts": {"name": "Rosa"},
    "contacts-change": {"name": "Rosa Maria"},
    "settings-sending": {"means": "mail", "address": "a@lamps.example", "host": "smtp.lamps.example"},
    "settings-sending-remove": {"means": "mail"},
    "customers-add": {"name": "Lanternas do Sul", "anyway": "1"},
    "customers-set-clock": {"zone": "America/Sao_Paulo"},
    "messages-say": {"said": "urgent"},
    "messages-snooze": {"until": "tomorrow"},
    "notes-change": {"text": "called again"},
    "customers-doubles-merge": {"keep": "casa azul"},
    "retention-outcome": {"outcome": "lost"},
    "settings-me-password": {"password": "typhoon-shelter-9", "again": "typhoon-shelter-9"},
    "settings-people": {"name": "Erin", "username": "erin", "role": "rep"},
    "settings-people-one": {"name": "Alicia", "role": "rep"},
    "settings-teams": {"name": "Africa"},
    "settings-teams-one": {"name": "Latin America"},
    "settings-tokens": {"name": "sheet", "days": "30"},
    "customers-days": {"kind": "birthday", "name": "Rui", "on": "1990-02-28"},
    "settings-days": {"kind": "fair", "name": "Canton Fair", "on": "2027-04-15"},
    "settings-reminders": {"why": "as it is"},
    "settings-rates": {"currency": "CNY", "on": "2026-01-01", "per_base": "9.15"},
    "settings-desk": {"currency": "EUR"},
    "settings-published-change": {"average": "20", "low": "15", "high": "25", "case": "23", "reason": "our survey"},
}


A_REPS = {
    "settings-sending", "settings-sending-remove", "letters-put-aside",
    "customers-contacts", "contacts-change", "contacts-remove", "contacts-undo",
    "customers-add", "customers-csv", "customers-done", "customers-next-step", "customers-notes", "customers-set-clock",
    "customers-snooze", "customers-unset-clock", "customers-doubles-merge", "customers-merges-undo", "follow-ups-drop", "reminders-drop", "reminders-undo",
    "promises-take", "promises-undo", "customers-days", "settings-days-remove", "settings-days-undo",
    "settings-leave-remove", "settings-leave-undo",
    "follow-ups-undo", "imports", "imports-undo", "retention-assign", "retention-hand-back", "retention-outcome",
    "messages-handled", "messages-snooze", "messages-say", "messages-undo",
    "retention-reopen", "settings-me-password", "settings-tokens",
}  # fmt: skip
ONES_OWN_INBOX = {"messages-handled", "messages-snooze", "messages-say", "messages-undo"}
AN_ADMINISTRATORS = A_REPS - ONES_OWN_INBOX | {
    "customers-hand-over-many", "customers-hand-overs-undo", "settings-people", "settings-people-one",
    "settings-days", "settings-reminders-use", "settings-reminders-undo",
    "settings-people-invite", "settings-people-leave", "settings-people-return", "settings-published-change",
    "settings-published-reset", "settings-rates", "settings-rates-remove", "settings-teams", "settings-teams-one",
}  # fmt: skip


def in_turn() -> list[tuple[str, str]]:
    """Every page; a contact without a plan is noted once the planned one is dropped."""
    pages = list(on_the_pages.routes(get_resolver().url_patterns))
    names = [name for name, _ in pages]
    done = pages.pop(names.index("customers-done"))
    pages.insert(names.index("follow-ups-drop"), done)
    return pages


def written(act: Callable[[], object]) -> set[str]:
    """The tables whose rows `act` changed, those of the passing kind left out."""
    with CaptureQueriesContext(connection) as captured:
        act()
    found = (WRITES.match(query["sql"]) for query in captured.captured_queries)
    return {one[1] for one in found if one} - PASSING


def every_change(client: Client) -> str:
    """What the changes page tells, on all its pages."""
    address, told = "/settings/changes", ""
    while address:
        page = unescape(client.get(address).content.decode())
        following = re.search(r'href="(\?before=\d+)"', page)
        told, address = told + page, f"/settings/changes{following[1]}" if following else ""
    return told


def entries_of(person: Person) -> int:
    return AuditEntry.objects.filter(by=person).count()


@pytest.mark.parametrize("who", ["alice", "dora"])
def test_no_page_changes_a_row_without_an_entry(
    who: str, alice: Person, dora: Person, numbers: dict[str, str], browser_of: BrowserOf
) -> None:
    person = {"alice": alice, "dora": dora}[who]
    client, silent, told = browser_of(person), [], set()
    for name, address in in_turn():
        if name in ONES_OWN or address.startswith("/sign-in"):
            continue
        address = address.replace("<slug:metric>", "churn_rate")
        if name == "settings-rates-remove" and (kept := ExchangeRate.objects.order_by("-pk").first()):
            numbers[name] = str(kept.pk)
        for parameter in ("<int:pk>", "<str:token>"):
            address = address.replace(parameter, on_the_pages.number_of(name, numbers))
        said: dict[str, Any] = dict(SAID.get(name, {"to": alice.pk, "buyer": numbers["customers"]}))
        if name == "imports":
            said["file"] = SimpleUploadedFile("orders.csv", b"a,b\n1,2\n")
        before = entries_of(person)
        tables = written(lambda address=address, said=said: client.post(address, said))  # type: ignore[misc]
        if entries_of(person) > before:
            told.add(name)
        elif tables:
            silent.append((name, tables))
    assert not silent
    assert told >= (A_REPS if person is alice else AN_ADMINISTRATORS)
    page = every_change(client)
    actions = set(AuditEntry.objects.filter(by=person).values_list("action", flat=True))
    assert actions <= set(ACTIONS)
    assert not [one for one in actions if ACTIONS[one] not in page]


@pytest.mark.parametrize("who", ["alice", "dora"])
def test_no_route_of_the_api_changes_a_row_without_an_entry(
    who: str, alice: Person, bob: Person, dora: Person, at_api: dict[str, int]
) -> None:
    person, silent, told = {"alice": alice, "dora": dora}[who], [], set()
    for route in at_the_api.TABLE:
        program, before = program_of(person), entries_of(person)
        tables = written(lambda route=route, program=program: at_the_api.ask(program, route, at_api))  # type: ignore[misc]
        if entries_of(person) > before:
            told.add(route)
        elif tables:
            silent.append((route, tables))
    assert not silent
    assert len(told) >= {"alice": 8, "dora": 10}[who], told


def test_each_reads_own_changes_and_an_administrator_everybodys(
    alice: Person, bob: Person, dora: Person, browser_of: BrowserOf
) -> None:
    buyer = rows.a_buyer(alice, "Casa <b>Azul</b>")
    rows.a_note(buyer, alice)
    note_change(None, "sign_in_refused", f"person:{alice.pk}", address="203.0.113.9")
    for person, sees in ((alice, True), (bob, False), (dora, True)):
        page = browser_of(person).get("/settings/changes").content.decode()
        assert ("Casa &lt;b&gt;Azul&lt;/b&gt;" in page) is sees
        assert ("203.0.113.9" in page) is (person is dora)
    assert "note added" not in browser_of(dora).get(f"/settings/changes?by={bob.pk}").content.decode()
    buyer.owner = None
    buyer.save()
    page = browser_of(alice).get("/settings/changes").content.decode()
    assert "note added" in page and "Azul" not in page, "a buyer given away has no name here"


def test_a_long_audit_is_read_page_by_page(alice: Person, browser_of: BrowserOf) -> None:
    for number in range(120):
        note_change(alice, "note_added", f"note:{number}", words=f"<i>fact {number}</i>")
    client, address, seen = browser_of(alice), "/settings/changes", []
    while address:
        page = client.get(address).content.decode()
        seen += [int(one) for one in re.findall(r"&lt;i&gt;fact (\d+)&lt;/i&gt;", page)]
        following = re.search(r'href="(\?before=\d+)"', page)
        address = f"/settings/changes{following[1]}" if following else ""
    assert seen == list(reversed(range(120)))
    for odd in ("before=x", "before=-1", "before=99999999999999999999999", "by=99999999999999999999999", "by=%00"):
        assert client.get(f"/settings/changes?{odd}").status_code == 200
