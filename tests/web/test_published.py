"""A published figure is everybody's to read, an administrator's to change, and the change shows wherever it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.api.asking import Program
from tests.web import rows
from tradewind.desk.models import AuditEntry, Drawing, Job, OwnFigure, Person
from tradewind.desk.tokens import make_token

BrowserOf = Callable[[Person], Client]
OURS = {"average": "21.5", "low": "19", "high": "24", "case": "23", "reason": "Our trade fair's survey <b>"}


def change(client: Client, **said: str) -> str:
    data = {**OURS, **said, "next": "/settings/published"}
    return client.post("/settings/published/churn_rate", data, follow=True).content.decode()


def test_an_own_figure_shows_marked_on_page_api_and_chart_until_it_is_reset(
    dora: Person, browser_of: BrowserOf
) -> None:
    run = rows.a_run()
    rows.store_sums(run, "all")
    Drawing.objects.create(run=run, scope="all", name="churn_rate", language="en", svg="<svg></svg>")
    client, program = browser_of(dora), Program(make_token(dora, "tests")[1])
    assert "Undo" in change(client)
    page = client.get("/retention/churn").content.decode()
    assert "changed by the team" in page and "Average 21.5%" in page and "survey &lt;b&gt;" in page
    told = program.ask("get", "retention/rate").json()["benchmark"]
    assert (told["average"], told["changed"]["published"]["average"]) == (0.215, 0.175)
    assert not Drawing.objects.exists()
    assert Job.objects.get(kind="charts").arguments == {"run": run.pk, "anew": "churn_rate"}
    assert "changed by the team" in client.get("/settings/published").content.decode()
    client.post("/settings/published/churn_rate/reset")
    assert "changed by the team" not in client.get("/retention/churn").content.decode()
    told = program.ask("get", "retention/rate").json()["benchmark"]
    assert (told["average"], "changed" in told) == (0.175, False)


def test_each_change_is_written_down_and_can_be_taken_back_once(dora: Person, browser_of: BrowserOf) -> None:
    client = browser_of(dora)
    change(client)
    client.post("/settings/published/churn_rate/reset")
    first, reset = AuditEntry.objects.filter(action="figure_changed").order_by("pk")
    assert (first.facts["before"], first.facts["after"]["figures"]["average"]) == (None, 0.215)
    client.post(f"/settings/published/changes/{reset.pk}/undo")
    own = OwnFigure.objects.get()
    assert (own.figures["average"], own.by, own.reason) == (0.215, dora, OURS["reason"])
    change(client, average="22")
    client.post(f"/settings/published/changes/{first.pk}/undo")  # not the last change any more
    assert OwnFigure.objects.get().figures["average"] == 0.22


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"reason": " "}, "Say in a few words why"),
        ({"average": "<i>"}, "&lt;i&gt; cannot stand for churn_rate"),
        ({"average": "101"}, "cannot stand for churn_rate. Write a number from 0"),
        ({"average": "-1"}, "cannot stand for churn_rate"),
        ({"average": "nan"}, "cannot stand for churn_rate"),
        ({"average": "30"}, "cannot stand for churn_rate"),
    ],
)
def test_what_cannot_stand_is_refused_in_words(
    said: dict[str, str], words: str, dora: Person, browser_of: BrowserOf
) -> None:
    assert words in change(browser_of(dora), **said)
    assert not OwnFigure.objects.exists()


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_others_read_but_do_not_change(
    who: str, alice: Person, bob: Person, dora: Person, browser_of: BrowserOf
) -> None:
    change(browser_of(dora))
    entry = AuditEntry.objects.get(action="figure_changed")
    client = browser_of({"alice": alice, "bob": bob}[who])
    page = client.get("/settings/published").content.decode()
    assert "survey" in page and "Keep the figure" not in page
    change(client, average="20")
    for path in ("churn_rate/reset", f"changes/{entry.pk}/undo"):
        client.post(f"/settings/published/{path}")
    assert OwnFigure.objects.get().figures["average"] == 0.215
    assert client.post("/settings/published/nothing", OURS).status_code == 404


def test_a_figure_is_read_with_its_range_in_one_and_its_thousands_apart(dora: Person, browser_of: BrowserOf) -> None:
    page = browser_of(dora).get("/settings/published").content.decode()
    assert "Customer churn rate: industry average 17.5 · range 15–25 · case 23 % a year" in page
    assert "range 700,000–1,100,000 · case 1,000,000 USD" in page
    assert 'value="700000"' in page, "a field takes no commas"
