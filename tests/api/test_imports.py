"""A file through the API: good, broken and ambiguous; what is told of it; what a hostile one is answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.api.asking import Program, program_of
from tests.api.test_tokens import cli
from tests.desk.files import HEADING, ORDERS, stored_below
from tests.web import rows
from tradewind.desk.jobs.performing import perform
from tradewind.desk.models import Batch, Customer, Job, Order, Person
from tradewind.settings import TRADEWIND_HOME

COUNTS = ("read", "created", "updated", "unchanged", "skipped", "failed")
MOST_QUERIES = 8
AMBIGUOUS = f"{HEADING}\nA1,acme,03/04/2026,Lamp,1,10,USD\nA2,acme,05/06/2026,Lamp,1,10,USD\n"
BROKEN = ORDERS + "D1,dora,2026-02-31,Lamp,1,10,USD\nD2,dora,2026-03-01,Lamp,many,10,USD\n"
on_real_jobs = pytest.mark.django_db(transaction=True)


def after_its_job(program: Program, answer: Any) -> Any:
    """The import's document once the job is through that the answer names."""
    assert answer.status_code == 202, answer.content
    perform(answer.json()["job"])
    return program.told(f"imports/{answer.json()['batch']}")


def counts(document: Any) -> dict[str, int]:
    return {name: document[name] for name in COUNTS}


@on_real_jobs
def test_a_good_file_is_written_told_and_taken_back(alice: Person, dora: Person) -> None:
    program = program_of(alice)
    answer = program.hand_in(ORDERS)
    assert answer.json()["state"] == "writing"
    told = after_its_job(program, answer)
    assert told["state"] == "done"
    assert counts(told) == {"read": 6, "created": 5, "updated": 0, "unchanged": 0, "skipped": 1, "failed": 0}
    assert told["orders"]["created"] == 4
    assert told["progress"]["state"] == "done"
    assert told["error"] is None
    assert [one["reason"] for one in told["problems"]] == ["no_customer"]
    assert [column["field"] for column in told["reading"]["columns"]][:2] == ["order_id", "customer_id"]
    assert set(Customer.objects.values_list("owner", flat=True)) == {alice.pk}
    again = after_its_job(program, program.hand_in(ORDERS))
    assert (again["created"], again["unchanged"]) == (0, 5)
    undone = after_its_job(program, program.ask("post", f"imports/{told['batch']}/undo"))
    assert undone["state"] == "undone"
    assert undone["undo"]["deleted"] == {"orders": 4, "customers": 2}
    assert not Order.objects.exists()
    listed = program_of(dora).told("imports")["batches"]
    assert listed == json.loads(cli("batches", "--json"))["batches"]


@on_real_jobs
def test_a_broken_file_stops_at_its_wrong_rows_or_goes_on_without_them(alice: Person) -> None:
    program = program_of(alice)
    told = after_its_job(program, program.hand_in(BROKEN))
    assert (told["state"], told["error"]["code"]) == ("failed", "BadDate")
    assert "31" in told["error"]["message"] and told["error"]["facts"]["bad"] == 2
    assert not Order.objects.exists()
    looked = after_its_job(program, program.hand_in(BROKEN, look="true"))
    assert (looked["state"], looked["created"], looked["failed"]) == ("waiting", 5, 2)
    assert not Order.objects.exists(), "a look writes nothing"
    answer = program.ask("post", f"imports/{looked['batch']}/confirm", skip_bad_rows="true")
    written = after_its_job(program, answer)
    assert written["state"] == "done"
    assert counts(written) == counts(looked)
    assert sum(counts(written)[name] for name in COUNTS[1:]) == written["read"]


@on_real_jobs
def test_an_ambiguous_file_asks_and_is_answered_without_being_sent_again(alice: Person) -> None:
    program = program_of(alice, "zh-CN")
    asked = after_its_job(program, program.hand_in(AMBIGUOUS, look="1"))
    assert (asked["state"], asked["error"]["code"]) == ("failed", "AmbiguousDates")
    assert asked["error"]["facts"]["one"] == "dmy"
    assert "可能是" in asked["error"]["message"]
    looked = after_its_job(program, program.ask("post", f"imports/{asked['batch']}/inspect", dates="mdy"))
    assert (looked["state"], looked["reading"]["date_order"]) == ("waiting", "mdy")
    written = after_its_job(program, program.ask("post", f"imports/{asked['batch']}/confirm"))
    assert written["state"] == "done"
    assert {str(day) for day in Order.objects.values_list("ordered_on", flat=True)} == {"2026-03-04", "2026-05-06"}


@on_real_jobs
def test_a_missing_exchange_rate_is_asked_for_and_given(alice: Person) -> None:
    program = program_of(alice)
    after_its_job(program, program.hand_in(ORDERS))
    asked = after_its_job(program, program.hand_in(f"{HEADING}\nX1,acme,2026-03-01,Lamp,1,734.5,AED\n", look="true"))
    assert asked["error"]["code"] == "MissingRates"
    answer = program.ask("post", f"imports/{asked['batch']}/inspect", rates='{"aed": 3.6725}')
    assert after_its_job(program, answer)["error"] is None
    after_its_job(program, program.ask("post", f"imports/{asked['batch']}/confirm"))
    order = Order.objects.get(order_id="X1")
    assert (order.amount, order.currency, order.amount_base) == (7_345_000, "AED", 2_000_000)


@on_real_jobs
def test_options_reach_the_reading(alice: Person) -> None:
    text = "Nr;Wer;Tag;Summe;Rest\n1;Casa;05.04.2026;1.234,50;x\n2;Casa;06.05.2026;2.000,25;y\n"
    headings = {"Nr": "order_id", "Wer": "customer", "Tag": "ordered_on", "Summe": "amount", "Rest": ""}
    options = {
        "headings": json.dumps(headings), "dates": "dmy", "decimal": "comma", "currency": "eur",
        "owner": "unassigned", "kind": "orders",
    }  # fmt: skip
    program = program_of(alice)
    told = after_its_job(program, program.hand_in(text, **options))
    assert told["state"] == "done", told["error"]
    assert told["options"] == {**options, "headings": headings, "currency": "EUR"}
    assert list(Order.objects.order_by("ordered_on").values_list("amount", "currency")) == [
        (12_345_000, "EUR"),
        (20_002_500, "EUR"),
    ]
    assert Customer.objects.get().owner is None


def test_what_cannot_be_done_in_this_state_is_a_conflict(alice: Person) -> None:
    batch = rows.a_batch(alice, "undone").pk
    for step in ("confirm", "undo", "cancel", "inspect"):
        answer = program_of(alice).ask("post", f"imports/{batch}/{step}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "AlreadyDone")
        assert answer.json()["error"]["facts"] == {"batch": batch, "state": "undone"}
        assert "is taken back" in answer.json()["error"]["message"]


def test_an_import_is_given_up(alice: Person) -> None:
    batch = rows.a_batch(alice, "waiting")
    answer = program_of(alice).ask("post", f"imports/{batch.pk}/cancel")
    assert answer.json() == {"batch": batch.pk, "state": "cancelled", "job": None}


def test_progress_is_told_while_it_runs(alice: Person) -> None:
    batch = rows.a_batch(alice, "writing")
    job = Job.objects.create(
        kind="import", state="running", arguments={"batch": batch.pk}, step="orders", done=40, total=100
    )
    progress = program_of(alice).told(f"imports/{batch.pk}")["progress"]
    assert progress == {
        "job": job.pk, "kind": "import", "state": "running", "step": "orders", "done": 40, "total": 100,
        "started_at": None,
    }  # fmt: skip


def test_the_list_turns_its_pages(alice: Person) -> None:
    numbers = [rows.a_batch(alice).pk for _ in range(120)]
    program, seen = program_of(alice), []
    after: dict[str, int] = {}
    while True:
        page = program.told("imports", **after)
        seen += [one["batch"] for one in page["batches"]]
        if page["after"] is None:
            break
        after = {"after": page["after"]}
    assert seen == numbers[::-1]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("dates", "dym"), ("dates", ""), ("decimal", "dot"), ("currency", "XQQ"), ("currency", "US\x00"),
        ("currency", "dollars"), ("headings", "{"), ("headings", "[1]"), ("headings", '{"a": 1}'),
        ("headings", '{"a\\u0000": "amount"}'), ("headings", '{"a": "\\ud800"}'), ("sheet", "a\x00b"),
        ("sheet", "x" * 201), ("kind", "people"), ("owner", "everyone"), ("look", "perhaps"), ("part_orders", "burn"),
        ("skip_bad_rows", "2"), ("rates", '{"AED": 0}'), ("rates", '{"AED": NaN}'), ("rates", '{"AED": "Infinity"}'),
        ("rates", '{"dirham": 3.67}'), ("rates", "AED=3.67"), ("without_rates", "some"),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_what_it_says_is_named_and_nothing_is_kept(
    alice: Person, field: str, value: str
) -> None:
    answer = program_of(alice).hand_in(ORDERS, **{field: value})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["facts"]["field"]) == (422, "BadField", field)
    assert error["facts"]["value"] == value[:100]
    assert not Batch.objects.exists()


def test_a_request_without_a_file_names_what_is_missing(alice: Person) -> None:
    for answer in (
        program_of(alice).ask("post", "imports", dates="dmy"),
        program_of(alice).ask("post", "imports", file="no file"),
        program_of(alice).client.post("/api/v1/imports", {"file": "x"}, content_type="application/json"),
        program_of(alice).client.post("/api/v1/imports", b"a,b\n1,2\n", content_type="text/csv"),
    ):
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "FieldMissing")
        assert answer.json()["error"]["facts"] == {"field": "file"}


def test_a_body_that_cannot_be_read_is_refused_in_words(alice: Person) -> None:
    many = "&".join(f"a{n}=1" for n in range(1001))
    for body, kind in (
        (b"--x\r\nnonsense", "multipart/form-data"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=" + "y" * 300),
        (many.encode(), "application/x-www-form-urlencoded"),
        (b"dates=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
    ):
        answer = program_of(alice).client.post("/api/v1/imports", body, content_type=kind)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "RequestBroken"), kind


def test_a_body_of_unknown_length_is_refused_in_words(alice: Person) -> None:
    program = program_of(alice)
    kind, chunked = "multipart/form-data; boundary=x", {"transfer-encoding": "chunked"}
    answer = program.client.generic("POST", "/api/v1/imports", b"x", kind, headers=chunked, CONTENT_LENGTH="")
    assert (answer.status_code, answer.json()["error"]["code"]) == (411, "LengthMissing")


def test_too_large_a_file_is_refused_and_leaves_nothing(alice: Person, settings: Settings) -> None:
    settings.TRADEWIND_MAX_UPLOAD_MB = 1
    kept = stored_below(TRADEWIND_HOME)
    for size_mb, code in ((1.5, "FileTooLarge"), (3, "RequestTooLarge")):
        answer = program_of(alice).hand_in(b"x" * int(size_mb * 1024 * 1024))
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, code)
        assert "TRADEWIND_MAX_UPLOAD_MB" in answer.json()["error"]["message"]
    assert stored_below(TRADEWIND_HOME) == kept
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\orders\\a.csv", "a.csv"), ("订单 2026.csv", "订单 2026.csv"),
        ("<b>x</b>.csv", "b>.csv"), ("'; DROP TABLE desk_batch; --.csv", "'; DROP TABLE desk_batch; --.csv"),
        ("x" * 400 + ".csv", None), ("{file}.csv", "{file}.csv"), ("%s%n.csv", "%s%n.csv"),
    ],
)  # fmt: skip
def test_hostile_names_are_names(alice: Person, name: str, kept: str | None) -> None:
    program = program_of(alice)
    answer = program.hand_in(ORDERS, name=name)
    assert answer.status_code == 202
    told = program.told(f"imports/{answer.json()['batch']}")
    assert len(told["file"]) <= 255
    assert kept is None or told["file"] == kept
    assert not {"/", "\\"} & set(told["file"])


def test_queries_stay_few(alice: Person, django_assert_max_num_queries: Callable[[int], CaptureQueriesContext]) -> None:
    program = program_of(alice)
    found = []
    for batches in (1, 60):
        batch = [rows.a_batch(alice) for _ in range(batches)][-1]
        for path in ("imports", f"imports/{batch.pk}"):
            with django_assert_max_num_queries(MOST_QUERIES) as captured:
                program.told(path)
            found.append(len(captured))
    assert found[2] <= found[0] and found[3] == found[1]
