"""A chart is drawn once per scope and language, in colours that a page may change, and described in the reader's words."""

from __future__ import annotations

import re
from pathlib import Path

from django.test import Client

from tests.web import rows
from tradewind.desk.models import Drawing, Job, Person
from tradewind.web import charts
from tradewind.web.charts import form

STYLE = Path(charts.__file__).parents[1] / "static" / "web" / "desk.css"


def no_progress(_step: str, _done: int = 0, _total: int = 0) -> None:
    """A job's progress that nobody watches."""


def drawn(alice: Person) -> list[Drawing]:
    """All charts of a run, drawn by the job."""
    run = rows.a_run()
    rows.store_sums(run, f"rep:{alice.pk}")
    rows.store_sums(run, "all")
    charts.run(Job(kind="charts", arguments={"run": run.pk}), no_progress)
    return list(Drawing.objects.order_by("pk"))


def test_every_scope_and_language_gets_its_drawing_once(alice: Person) -> None:
    first = drawn(alice)
    assert len(first) == 2 * 2 * 2
    charts.run(Job(kind="charts", arguments={"run": first[0].run_id}), no_progress)
    assert [one.pk for one in Drawing.objects.order_by("pk")] == [one.pk for one in first]


def test_a_run_that_is_gone_needs_no_drawing(db: None) -> None:
    charts.run(Job(kind="charts", arguments={"run": 404}), no_progress)


def test_the_chart_speaks_the_readers_language(alice: Person) -> None:
    by_language = {one.language: one.svg for one in drawn(alice) if one.name == "churn_rate"}
    assert "industry average 17.5%" in by_language["en"]
    assert "行业平均 17.5%" in by_language["zh-hans"]
    assert 'role="img" aria-label="逐月客户流失率' in by_language["zh-hans"]
    assert "aria-roledescription" not in by_language["en"]


def test_a_page_can_give_every_colour_its_own(alice: Person) -> None:
    style = STYLE.read_text()
    for one in drawn(alice):
        colours = set(re.findall(r'(?:fill|stroke)="(#\w+)"', one.svg))
        assert colours
        assert not [colour for colour in colours if f'="{colour}"]' not in style]
        assert "style=" not in one.svg
        assert "<script" not in one.svg


def test_an_empty_rate_has_no_chart(alice: Person) -> None:
    assert charts.CHARTS["churn_rate"]({"months": [], "benchmark": {}}) is None
    assert charts.CHARTS["warning_record"]({"calibration": []}) is None


def test_the_published_figures_keep_the_one_form() -> None:
    band, average, case = form.range_band(0.15, 0.25), form.average_line(0.175), form.case_diamond(0.23)
    assert band["mark"]["type"] == "rect"
    assert average["mark"]["strokeDash"]
    assert case["mark"]["shape"] == "diamond"


def test_the_drawing_stands_on_the_page(alice: Person) -> None:
    drawn(alice)
    client = Client()
    client.force_login(alice)
    assert "<svg role=" in client.get("/retention/churn").content.decode()
    assert "<svg role=" in client.get("/retention/record").content.decode()
