"""An import's page goes with its state, and asks the person what only the person can know."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.web import rows
from tradewind.desk.models import Batch, Job, Person

BrowserOf = Callable[[Person], Client]
AMBIGUOUS = {
    "code": "AmbiguousDates",
    "facts": {
        "file": "o.csv", "column": "Date", "value": "03/04/2026", "first": "2026-04-03", "one": "dmy",
        "second": "2026-03-04", "other": "mdy",
    },
}  # fmt: skip


def page_of(client: Client, batch: Batch, language: str = "en") -> str:
    response = client.get(f"/imports/{batch.pk}", headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


def a_file(text: str = "order,customer,date,amount\n1,Casa Azul,2026-01-05,100\n") -> SimpleUploadedFile:
    return SimpleUploadedFile("orders.csv", text.encode())


def test_a_file_is_taken_in_and_handed_to_a_job(alice: Person, browser_of: BrowserOf) -> None:
    client = browser_of(alice)
    response = client.post("/imports", {"file": a_file(), "owner": "unassigned", "currency": "EUR"})
    batch = Batch.objects.get()
    assert response.headers["Location"] == f"/imports/{batch.pk}"
    assert batch.options == {"owner": "unassigned", "currency": "EUR"}
    assert Job.objects.get().kind == "inspect"
    page = page_of(client, batch)
    assert 'hx-trigger="every 1s"' in page
    assert '<meta http-equiv="refresh"' in page, "goes on without JavaScript"


def test_a_form_without_a_file_says_so(alice: Person, browser_of: BrowserOf) -> None:
    response = browser_of(alice).post("/imports", {"owner": "me"})
    assert response.status_code == 422
    assert b"No file came along" in response.content


def test_a_file_too_large_is_refused_in_words(alice: Person, browser_of: BrowserOf, settings: Settings) -> None:
    settings.TRADEWIND_MAX_UPLOAD_MB = 0
    response = browser_of(alice).post(
        "/imports", {"file": a_file()}, headers={"referer": "http://testserver/imports"}, follow=True
    )
    assert b'role="alert"' in response.content
    assert b"TRADEWIND_MAX_UPLOAD_MB" in response.content
    assert not Batch.objects.exists()


def test_while_it_runs_the_page_tells_pace_and_time_left(alice: Person, browser_of: BrowserOf) -> None:
    from datetime import timedelta

    from django.utils import timezone

    batch = rows.a_batch(alice, "writing")
    started = timezone.now() - timedelta(seconds=10)
    Job.objects.create(
        kind="import", state="running", arguments={"batch": batch.pk}, done=40_000, total=100_000, started_at=started
    )
    client = browser_of(alice)
    part = client.get(f"/imports/{batch.pk}", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert "40,000 of 100,000 rows" in part
    assert "rows/s" in part
    assert "15 seconds left" in part
    Batch.objects.update(state="done")
    assert "every 1s" not in client.get(f"/imports/{batch.pk}", headers={"hx-request": "true"}).content.decode()


def test_the_check_shows_the_reading_and_every_wrong_cell(alice: Person, browser_of: BrowserOf) -> None:
    page = page_of(browser_of(alice), rows.a_batch(alice, "waiting"))
    for words in ("GB18030", "semicolon", "day/month/year", "订单号", "Order number", "31/02/2026", "is no date"):
        assert words in page
    assert "Import without the wrong row" in page
    assert 'name="skip_bad_rows"' in page


def test_yes_leaves_the_wrong_rows_out(alice: Person, browser_of: BrowserOf) -> None:
    batch = rows.a_batch(alice, "waiting")
    browser_of(alice).post(f"/imports/{batch.pk}/confirm", {"skip_bad_rows": "1"})
    batch.refresh_from_db()
    assert batch.state == "writing"
    assert batch.options["skip_bad_rows"] is True


@pytest.mark.parametrize(("language", "words"), [("en", "day/month/year"), ("zh-CN", "日/月/年")])
def test_dates_with_two_readings_are_a_question(
    alice: Person, browser_of: BrowserOf, language: str, words: str
) -> None:
    batch = rows.a_batch(alice, "failed", error=AMBIGUOUS)
    client = browser_of(alice)
    page = page_of(client, batch, language)
    assert words in page
    assert ("3 Apr 2026" if language == "en" else "2026年4月3日") in page
    client.post(f"/imports/{batch.pk}/inspect", {"dates": "dmy"})
    batch.refresh_from_db()
    assert (batch.state, batch.options["dates"]) == ("inspecting", "dmy")


@pytest.mark.parametrize("state", ["waiting", "done"])
def test_counts_add_up_on_the_page(alice: Person, browser_of: BrowserOf, state: str) -> None:
    page = page_of(browser_of(alice), rows.a_batch(alice, state))
    assert "read = new + changed + unchanged + skipped + wrong" in page


def test_an_import_can_be_undone_and_tells_what_that_did(alice: Person, browser_of: BrowserOf) -> None:
    batch = rows.a_batch(alice)
    client = browser_of(alice)
    assert "Undo this import" in page_of(client, batch)
    client.post(f"/imports/{batch.pk}/undo")
    batch.refresh_from_db()
    assert batch.state == "undoing"
    batch.state, batch.undo = "undone", {"deleted": {"orders": 1234}, "restored": {}, "kept": {"customers": 2}}
    batch.save()
    page = page_of(client, batch)
    assert "orders 1,234" in page
    assert "customers 2" in page


def test_what_cannot_be_done_now_is_said_loudly_on_the_page(alice: Person, browser_of: BrowserOf) -> None:
    batch = rows.a_batch(alice, "undone", undo={"deleted": {}, "restored": {}, "kept": {}})
    for language, words in (("en", "is taken back, so this cannot be done"), ("zh-CN", "当前状态为“已撤销”")):
        headers = {"accept-language": language, "referer": f"http://testserver/imports/{batch.pk}"}
        page = browser_of(alice).post(f"/imports/{batch.pk}/undo", headers=headers, follow=True).content.decode()
        assert 'role="alert"' in page
        assert words in page


def test_a_file_that_cannot_be_read_says_why(alice: Person, browser_of: BrowserOf) -> None:
    batch = rows.a_batch(alice, "failed", error={"code": "EmptyFile", "facts": {"file": "orders.csv"}})
    assert "orders.csv is empty" in page_of(browser_of(alice), batch)


def test_a_column_can_be_said_to_be_something_else(alice: Person, browser_of: BrowserOf) -> None:
    batch = rows.a_batch(alice, "waiting")
    browser_of(alice).post(f"/imports/{batch.pk}/inspect", {"column-0": "order_id", "column-1": "product"})
    batch.refresh_from_db()
    assert batch.options["headings"] == {"备注": "product"}


def test_a_file_refused_for_its_headings_lets_the_person_name_them(alice: Person, browser_of: BrowserOf) -> None:
    error = {
        "code": "NoOrderColumns",
        "facts": {"file": "o.csv", "headings": "Wer, Wann, Wieviel", "missing": "customer"},
    }
    batch = rows.a_batch(alice, "failed", error=error, reading={}, problems=[])
    client = browser_of(alice)
    assert 'name="column-2"' in page_of(client, batch)
    client.post(
        f"/imports/{batch.pk}/inspect", {"column-0": "customer", "column-1": "ordered_on", "column-2": "amount"}
    )
    batch.refresh_from_db()
    assert batch.options["headings"] == {"Wer": "customer", "Wann": "ordered_on", "Wieviel": "amount"}


def test_orders_that_come_in_part_are_a_choice(alice: Person, browser_of: BrowserOf) -> None:
    facts = {
        "orders": {"created": 3, "updated": 1, "unchanged": 0},
        "part_orders": {"orders": 2, "first": ["A1", "A2"]},
    }
    batch = rows.a_batch(alice, "waiting", facts=facts)
    client = browser_of(alice)
    assert "only some of the lines of 2 orders" in page_of(client, batch)
    client.post(f"/imports/{batch.pk}/confirm", {"part_orders": "replace"})
    batch.refresh_from_db()
    assert batch.options["part_orders"] == "replace"
