"""What a rep does on the pages without a script: steps, notes, quick add, hand-over of many, files that leave the desk."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.web import rows
from tradewind.desk import calendar
from tradewind.desk.models import AuditEntry, Customer, FollowUp, Note, Person

BrowserOf = Callable[[Person], Client]
EVIL = '=HYPERLINK("http://x")'


def content(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_an_exported_cell_is_no_formula_and_numbers_stay_numbers(
    alice: Person, charlie: Person, browser_of: BrowserOf
) -> None:
    run = rows.a_run()
    rows.a_risk(run, rows.a_buyer(alice, EVIL, country="-1+1", customer_id="@sum"))
    rows.a_buyer(charlie, "Not mine")
    text = content(browser_of(alice).get("/customers.csv")).decode()
    assert text.startswith("\ufeff")
    _, row = csv.reader(StringIO(text[1:]))
    assert row[:3] == ["'@sum", f"'{EVIL}", "'-1+1"]
    assert float(row[9]) == 2130.41
    book = load_workbook(BytesIO(content(browser_of(alice).get("/customers.xlsx"))))
    cells = [cell for line in book.active.iter_rows(min_row=2) for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert cells[9].value == 2130.41
    assert AuditEntry.objects.filter(action="customers_exported", by=alice).count() == 2


def test_a_note_is_shown_as_it_is_changed_and_taken_back(alice: Person, browser_of: BrowserOf) -> None:
    buyer, client = rows.a_buyer(alice, "Casa Azul"), browser_of(alice)
    client.post(f"/customers/{buyer.pk}/notes", {"text": "<b>FOB</b>\nNingbo", "kind": "call"})
    page = client.get(f"/customers/{buyer.pk}").content.decode()
    assert "&lt;b&gt;FOB&lt;/b&gt;<br>Ningbo" in page
    note = Note.objects.get()
    client.post(f"/notes/{note.pk}", {"text": "CIF", "kind": "note"})
    client.post(f"/notes/{note.pk}/undo")
    note.refresh_from_db()
    assert (note.text, note.kind) == ("<b>FOB</b>\nNingbo", "call")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_due_step_is_done_without_a_script(alice: Person, browser_of: BrowserOf, language: str) -> None:
    step = rows.a_step(rows.a_buyer(alice, "Casa Azul"), alice, -3, "<i>prices</i>")
    client = browser_of(alice)
    page = client.get("/", headers={"accept-language": language}).content.decode()
    assert {"en": "overdue by 3 days", "zh-CN": "逾期 3 天"}[language] in page
    assert "&lt;i&gt;prices" in page
    client.post(f"/customers/{step.customer_id}/done", {"step": step.pk, "result": "sent", "day": "week"})
    assert list(FollowUp.objects.order_by("pk").values_list("state", flat=True)) == ["done", "open"]
    client.post(f"/follow-ups/{step.pk}/undo")
    assert FollowUp.objects.get().state == "open"


def test_a_manager_hands_a_view_over_and_takes_it_back(alice: Person, bob: Person, browser_of: BrowserOf) -> None:
    for number in range(3):
        rows.a_buyer(None, f"Nobody {number}")
    client = browser_of(bob)
    client.post("/customers/hand-over", {"all": "1", "view": "unassigned", "q": "", "to": alice.pk})
    assert Customer.objects.filter(owner=alice).count() == 3
    change = AuditEntry.objects.filter(action="buyers_handed_over").latest("pk")
    client.post(f"/customers/hand-overs/{change.pk}/undo")
    assert Customer.objects.filter(owner=None).count() == 3


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_step_reminder_and_risk_of_a_buyer_are_one_entry_that_one_act_clears(
    alice: Person, browser_of: BrowserOf, language: str
) -> None:
    run = rows.a_run()
    buyer, other = rows.a_buyer(alice, "Casa Azul"), rows.a_buyer(alice, "Lanternas do Sul")
    rows.a_risk(run, buyer)
    rows.a_step(buyer, alice, -3, "prices")
    rows.a_reminder(buyer)
    alone = rows.a_reminder(other, due_on=calendar.today() - timedelta(days=2))
    rows.a_reminder(rows.a_buyer(alice, "Beyond the day"), is_waiting=True)
    client = browser_of(alice)
    headers = {"accept-language": language}
    page = client.get("/", headers=headers).content.decode()
    assert page.count(f'id="buyer-{buyer.pk}"') == 1
    assert {"en": "No contact since 2026-10-01", "zh-CN": "2026-10-01 以来没有联系"}[language] in page
    assert {"en": "waiting for 2 days", "zh-CN": "已等 2 天"}[language] in page
    assert "Beyond the day" not in page and "Beyond the day" in client.get("/?waiting=1").content.decode()
    assert {"en": "1 more reminder waits", "zh-CN": "还有 1 条提醒"}[language] in page
    step = FollowUp.objects.get()
    client.post(f"/customers/{buyer.pk}/done", {"step": step.pk, "day": "week"}, headers={"hx-request": "true"})
    assert buyer.reminders.get().state == "done"
    client.post(f"/reminders/{alone.pk}/drop")
    assert f'id="buyer-{other.pk}"' not in client.get("/").content.decode()
    client.post(f"/reminders/{alone.pk}/undo")
    assert f'id="buyer-{other.pk}"' in client.get("/").content.decode()


def test_sixty_due_steps_take_no_more_queries_than_two(
    alice: Person,
    bob: Person,
    dora: Person,
    browser_of: BrowserOf,
    django_assert_max_num_queries: Callable[[int], CaptureQueriesContext],
) -> None:
    rows.a_run()
    for number in range(60):
        buyer = rows.a_buyer(alice if number % 2 else None, f"Buyer {number}")
        rows.a_step(buyer, alice, number % 3 - 2)
        rows.a_reminder(buyer if number % 3 else rows.a_buyer(alice, f"Reminded {number}"))
    for person, path in ((alice, "/"), (bob, "/"), (bob, "/?whose=mine"), (dora, "/")):
        client = browser_of(person)
        with django_assert_max_num_queries(15):
            assert client.get(path).status_code == 200
