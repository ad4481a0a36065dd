"""Who may ask for what, route by route. A route that is not in the table fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.apart import apart
from tests.api.asking import Program, program_of
from tests.web import rows
from tradewind.api.rest import api
from tradewind.desk.models import ApiToken, Batch, ExchangeRate, Person
from tradewind.desk.tokens import make_token, revoke
from tradewind.findings.programme_examples import example

MADE, FORBIDDEN, UNREADABLE = 201, 403, 422
OK, TAKEN, GONE, EMPTY, UNKNOWN, METHOD = 200, 202, 404, 409, 401, 405

# route: (Alice who owns the rows, Bob who manages her, Charlie the stranger, Dora who runs the desk)
TABLE: dict[str, tuple[int, int, int, int]] = {
    "POST imports": (TAKEN, TAKEN, TAKEN, TAKEN),
    "GET imports": (OK, OK, OK, OK),
    "GET imports/{batch}": (OK, GONE, GONE, OK),
    "POST imports/{batch}/inspect": (TAKEN, GONE, GONE, TAKEN),
    "POST imports/{batch}/confirm": (TAKEN, GONE, GONE, TAKEN),
    "POST imports/{batch}/cancel": (OK, GONE, GONE, OK),
    "POST imports/{batch}/undo": (TAKEN, GONE, GONE, TAKEN),
    "GET retention/watch": (OK, OK, OK, OK),
    "GET retention/rate": (OK, OK, EMPTY, OK),
    "GET retention/record": (OK, OK, EMPTY, OK),
    "GET retention/warnings": (OK, OK, EMPTY, OK),
    "GET retention/kept": (OK, OK, EMPTY, OK),
    "GET retention/cohorts": (OK, OK, EMPTY, OK),
    "GET retention/efforts": (OK, OK, EMPTY, OK),
    "GET retention/signals": (OK, OK, EMPTY, OK),
    "GET retention/states": (OK, OK, OK, OK),
    "POST retention/states/{change}/seen": (OK, OK, GONE, OK),
    "GET retention/ripple": (OK, OK, OK, OK),
    "GET process/changes": (OK, OK, OK, OK),
    "GET process/programmes": (OK, OK, OK, OK),
    "GET process/programmes/{programme}": (OK, OK, GONE, OK),
    "GET process/map": (OK, OK, UNREADABLE, OK),
    "POST process/changes": (FORBIDDEN, MADE, FORBIDDEN, MADE),
    "POST process/changes/{dated}/remove": (FORBIDDEN, OK, FORBIDDEN, OK),
    "POST process/changes/{dated}/undo": (FORBIDDEN, OK, FORBIDDEN, OK),
    "POST process/programmes": (FORBIDDEN, MADE, FORBIDDEN, MADE),
    "POST process/programmes/{programme}/versions": (FORBIDDEN, MADE, GONE, MADE),
    "POST process/programmes/{programme}/decisions": (FORBIDDEN, MADE, GONE, MADE),
    "POST process/programmes/{programme}/remove": (FORBIDDEN, OK, GONE, OK),
    "POST process/programmes/{programme}/undo": (FORBIDDEN, OK, GONE, OK),
    "GET process/reading": (OK, OK, OK, OK),
    "POST process/reading": (FORBIDDEN, OK, FORBIDDEN, OK),
    "POST process/reading/{said}/undo": (GONE, OK, GONE, OK),
    "GET benchmarks": (OK, OK, OK, OK),
    "GET today": (OK, OK, OK, OK),
    "POST customers": (MADE, MADE, MADE, MADE),
    "POST customers/{customer}/next-step": (OK, OK, GONE, OK),
    "POST customers/{customer}/snooze": (OK, OK, GONE, OK),
    "POST customers/{customer}/done": (OK, OK, GONE, OK),
    "POST customers/{customer}/notes": (MADE, MADE, GONE, MADE),
    "POST customers/{customer}/hand-over": (FORBIDDEN, OK, GONE, OK),
    "POST follow-ups/{step}/drop": (OK, OK, GONE, OK),
    "POST follow-ups/{step}/undo": (OK, OK, GONE, OK),
    "GET reminders": (OK, OK, OK, OK),
    "POST reminders/{reminder}/drop": (OK, OK, GONE, OK),
    "POST reminders/{reminder}/undo": (OK, OK, GONE, OK),
    "GET reminders/rules": (OK, OK, OK, OK),
    "POST reminders/rules": (FORBIDDEN, MADE, FORBIDDEN, MADE),
    "GET reminders/rules/{version}": (GONE, OK, GONE, OK),
    "POST reminders/rules/{version}/use": (GONE, OK, GONE, OK),
    "POST reminders/rules/{version}/discard": (GONE, OK, GONE, OK),
    "POST reminders/rules/{version}/undo": (GONE, OK, GONE, OK),
    "GET reminders/leaves": (OK, OK, OK, OK),
    "POST reminders/leaves": (
        MADE,
        UNREADABLE,
        UNREADABLE,
        UNREADABLE,
    ),  # nobody stands in for oneself, or another team
    "POST reminders/leaves/{leave}/remove": (OK, OK, GONE, OK),
    "GET reminders/promises": (OK, OK, OK, OK),
    "POST reminders/promises/{promise}/take": (OK, OK, GONE, OK),
    "POST reminders/promises/{promise}/refuse": (OK, OK, GONE, OK),
    "GET calendar": (OK, OK, OK, OK),
    "POST calendar": (MADE, MADE, MADE, MADE),
    "POST calendar/revoke": (OK, OK, OK, OK),
    "GET rates": (OK, OK, OK, OK),
    "POST rates": (FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    "POST rates/{rate}/remove": (FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    "GET customers": (OK, OK, OK, OK),
    "GET customers/{customer}": (OK, OK, GONE, OK),
    "GET customers/{customer}/messages": (OK, OK, GONE, OK),
    "GET messages/senders": (OK, OK, OK, OK),
    "POST messages/senders/{sender}/settle": (OK, OK, GONE, OK),
    "POST messages/senders/{sender}/undo": (OK, OK, GONE, OK),
    "POST messages": (TAKEN, TAKEN, TAKEN, TAKEN),
}
SAID: dict[str, dict[str, Any]] = {
    "POST messages/senders/{sender}/settle": {"role": "never"},
    "POST messages": {"messages": [{"sent_at": "2026-03-01T09:05:00Z", "conversation": "c", "text": "hello"}]},
    "POST reminders/rules": {"rules": {"capacity": 20}},
    "POST reminders/leaves": {"deputy": "bob", "from_on": "2030-01-01", "until_on": "2030-01-05"},
    "POST customers": {"name": "New Lamps Ltd"},
    "POST customers/{customer}/notes": {"text": "called"},
    "POST process/changes": {"on": "2026-02-01", "name": "Goods are inspected at the factory"},
    "POST process/programmes": {"name": "ERP", "inputs": example("case")},
    "POST process/programmes/{programme}/versions": {"inputs": example("average")},
    "POST process/programmes/{programme}/decisions": {"choice": "stop"},
    "POST process/reading": {"standard": ["询盘", "PI"]},
    "POST rates": {"currency": "CNY", "on": "2026-01-01", "per_base": "9.15"},
}
IN_JSON = {"POST messages", "POST reminders/rules"} | {route for route in SAID if "process/" in route}
OPEN = ("docs", "v1/openapi.json")  # hold no data
CALLERS = ("alice", "bob", "charlie", "dora")


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern).replace("<int:", "{").replace(">", "}")


@pytest.fixture
def numbers(alice: Person, bob: Person) -> dict[str, int]:
    """What stands in for the parameters of a route."""
    run = rows.a_run()
    warning, flow = rows.a_buyer_at_risk(run, alice), rows.a_flow()
    for scope in (f"rep:{alice.pk}", f"team:{bob.team_id}", "all"):
        rows.store_sums(run, scope)
        rows.store_flow(flow, scope)
    step = rows.a_step(rows.a_buyer(alice, "Step by Step"), alice)
    rate = ExchangeRate.objects.create(base="GBP", currency="USD", on=date(2026, 1, 1), per_base=1, by=bob)
    waiting, done = rows.a_batch(alice, "waiting"), rows.a_batch(alice)
    return {"customer": warning.customer_id, "batch": waiting.pk, "undo": done.pk, "step": step.pk, "rate": rate.pk, "sender": rows.a_sender(alice).pk,
            "dated": rows.a_process_change(bob).pk, "said": rows.a_reading(bob).pk, "programme": rows.a_programme(bob).pk, "change": rows.a_state(warning.customer).pk, "reminder": rows.a_reminder(rows.a_buyer(alice, "Reminded")).pk,
            "version": rows.a_draft(bob).pk, "leave": rows.a_leave(alice, bob).pk, "promise": rows.a_promise(warning.customer).pk}  # fmt: skip


def ask(program: Program, route: str, numbers: dict[str, int]) -> Any:
    method, path = route.split()
    batch = numbers["undo"] if path.endswith("undo") else numbers["batch"]
    path = path.format(**{**numbers, "batch": batch})
    data = {"file": SimpleUploadedFile("orders.csv", b"a,b\n1,2\n")} if route == "POST imports" else SAID.get(route, {})
    if route in IN_JSON:
        return program.client.post(f"/api/v1/{path}", data, content_type="application/json")
    return program.ask(method, path, **data)


def test_every_route_is_in_the_table() -> None:
    paths = api.get_openapi_schema()["paths"]
    found = {f"{method.upper()} {path.removeprefix('/api/v1/')}" for path in paths for method in paths[path]}
    assert found == set(TABLE)
    known = {f"v1/{route.split()[1]}" for route in TABLE} | set(OPEN) | {"v1/", "^v1/"}
    (door,) = [one for one in get_resolver().url_patterns if str(one.pattern) == "api/"]
    assert isinstance(door, URLResolver)
    assert set(addresses(door.url_patterns)) == known


@pytest.mark.parametrize("who", CALLERS)
def test_a_token_has_the_rights_of_its_person(
    who: str, alice: Person, bob: Person, charlie: Person, dora: Person, numbers: dict[str, int]
) -> None:
    person = {"alice": alice, "bob": bob, "charlie": charlie, "dora": dora}[who]
    program, told = program_of(person), {}
    for route in TABLE:
        with apart():
            answer = ask(program, route, numbers)
        told[route] = answer.status_code
        assert answer.headers["Content-Type"].startswith("application/json"), route
        assert "no-store" in answer.headers["Cache-Control"], route
    assert told == {route: answers[CALLERS.index(who)] for route, answers in TABLE.items()}


@pytest.mark.parametrize("kind", ["none", "empty", "wrong", "revoked", "expired", "left", "basic", "cookie"])
def test_without_a_token_that_holds_nothing_is_told_or_done(kind: str, alice: Person, numbers: dict[str, int]) -> None:
    token, secret = make_token(alice, "tests")
    if kind == "revoked":
        revoke(token, alice)
    if kind == "expired":
        ApiToken.objects.update(expires_at=token.created_at)
    if kind == "left":
        Person.objects.filter(pk=alice.pk).update(is_active=False)
    program = Program({"none": None, "cookie": None, "empty": "", "wrong": "tw_wrong"}.get(kind, secret))
    if kind == "cookie":
        program.client.force_login(alice)
    if kind == "basic":
        program = Program(None)
        program.client.defaults["HTTP_AUTHORIZATION"] = f"Basic {secret}"
    before = list(Batch.objects.values("pk", "state"))
    missing = kind in ("none", "empty", "basic", "cookie")
    for route in TABLE:
        with apart():
            answer = ask(program, route, numbers)
            assert list(Batch.objects.values("pk", "state")) == before, route
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (UNKNOWN, "Bearer"), route
        assert answer.json()["error"]["code"] == ("TokenMissing" if missing else "TokenRefused"), route


def test_lists_hold_only_what_the_person_may_see(
    alice: Person, bob: Person, charlie: Person, dora: Person, numbers: dict[str, int]
) -> None:
    for person, buyers, imports in ((alice, 3, 2), (bob, 3, 0), (dora, 3, 2), (charlie, 0, 0)):
        program = program_of(person)
        assert len(program.told("customers")["customers"]) == buyers
        assert len(program.told("retention/watch")["buyers"]) == min(buyers, 1)
        assert len(program.told("imports")["batches"]) == imports


def test_what_is_not_there_is_told_in_json(alice: Person) -> None:
    for path in ("", "nothing", "customers/", "customers/abc", "imports/1/fly", "imports/-1"):
        answer = program_of(alice).ask("get", path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (GONE, "NoSuchRoute")
        assert f"/api/v1/{path}" in answer.json()["error"]["message"]
    for path in ("customers/99999999999999999999999", "imports/99999999999999999999999", "customers/0"):
        answer = program_of(alice).ask("get", path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (GONE, "NotFound")


@pytest.mark.parametrize(
    ("method", "path", "allowed"), [("delete", "imports", "GET, POST"), ("delete", "customers", "GET, POST")]
)
def test_a_method_that_does_nothing_is_told_with_those_that_do(
    alice: Person, method: str, path: str, allowed: str
) -> None:
    answer = program_of(alice).ask(method, path)
    assert answer.status_code == METHOD
    assert answer.headers["Allow"] == answer.json()["error"]["facts"]["allowed"] == allowed


def test_too_many_wrong_tokens_are_answered_with_when_to_come_again(alice: Person) -> None:
    codes = [Program("tw_wrong").ask("get", "customers").status_code for _ in range(21)]
    assert codes == [UNKNOWN] * 20 + [429]
    answer = Program("tw_wrong").ask("get", "customers")
    assert answer.headers["Retry-After"] == "900"
    assert program_of(alice).ask("get", "customers").status_code == OK


def test_refusals_speak_the_language_of_the_reader(alice: Person) -> None:
    for language, words in (
        ("en", "The request names no token"),
        ("zh-CN", "令牌"),
        ("ja", "The request names no token"),
    ):
        answer = Program(None, language).ask("get", "customers")
        assert words in answer.json()["error"]["message"]


def test_other_sites_learn_nothing(alice: Person) -> None:
    answer = Client(headers={"origin": "https://elsewhere.example"}).get("/api/v1/customers")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_failure_of_ours_tells_nothing_of_its_inside(
    alice: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr("tradewind.desk.retention.current_run", broken)
    answer = program_of(alice).ask("get", "customers")
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "TradewindError"
    assert b"secret inside" not in answer.content
    assert "secret inside" in caplog.text
