"""A program keeps the desk's own exchange rates as an administrator does on the page."""

from __future__ import annotations

import pytest

from tests.api.asking import program_of
from tests.web import rows
from tradewind.desk.models import AuditEntry, Job, Person


@pytest.fixture
def desk(dora: Person) -> None:
    """A desk that counts in pounds, with an order in yuan."""
    rows.a_run()
    rows.an_order(rows.a_buyer(dora, "Casa Azul"), 5, 900, "CNY")


def test_a_rate_is_set_replaced_read_by_all_and_removed(desk: None, alice: Person, dora: Person) -> None:
    program = program_of(dora)
    for per_base in ("9.10", "9.15"):
        rate = program.ask("post", "rates", currency="CNY", on="2026-01-01", per_base=per_base).json()
    told = program_of(alice).told("rates")
    assert told["base"] == "GBP"
    assert told["rates"] == [rate]
    assert (rate["currency"], rate["on"], rate["per_base"], rate["by"]) == ("CNY", "2026-01-01", "9.15", "dora")
    assert program.ask("post", f"rates/{rate['id']}/remove").json() == rate
    assert program.told("rates")["rates"] == []
    assert Job.objects.filter(kind="rates").count() == 3
    assert AuditEntry.objects.filter(action__in=("rate_set", "rate_removed")).count() == 3
    assert program.ask("post", f"rates/{rate['id']}/remove").status_code == 404


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"per_base": "nine"}, "RateOutOfRange"),
        ({"per_base": "-1"}, "RateOutOfRange"),
        ({"on": "soon"}, "RateDayOutOfRange"),
        ({"on": "2999-01-01"}, "RateDayOutOfRange"),
        ({"currency": "GBP"}, "UnknownCurrency"),
    ],
)
def test_what_is_no_rate_is_refused_in_both_languages(
    desk: None, dora: Person, said: dict[str, str], code: str
) -> None:
    entered = {"currency": "CNY", "on": "2026-01-01", "per_base": "9.15"} | said
    messages = set()
    for language in ("en", "zh-CN"):
        answer = program_of(dora, language).ask("post", "rates", **entered)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
        messages.add(answer.json()["error"]["message"])
    assert len(messages) == 2
