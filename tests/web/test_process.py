"""流程 on the pages: the stored map at any share of steps, with its table; nothing for whom nothing is stored."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.web import rows
from tradewind.desk.models import Person, ScopeFinding

BrowserOf = Callable[[Person], Client]


@pytest.fixture
def flow(alice: Person) -> None:
    rows.store_flow(rows.a_flow(), f"rep:{alice.pk}")


def test_the_map_is_drawn_at_the_share_asked_for_with_its_table(
    alice: Person, browser_of: BrowserOf, flow: None
) -> None:
    client = browser_of(alice)
    most, every = (client.get(f"/process?paths={paths}").content.decode() for paths in (0, 100))
    assert "打样" in every and "打样" not in most.split('class="flow"')[1]
    shown = every.split('<div id="map"')[1].split("</details>")[0]
    assert shown.count('<path class="pm-step"') == shown.count('<tr><th scope="row">') == 4
    assert "<style" not in every


def test_the_slider_gets_the_map_alone(alice: Person, browser_of: BrowserOf, flow: None) -> None:
    part = browser_of(alice).get("/process?paths=50", headers={"hx-request": "true", "hx-target": "map"})
    assert part.content.decode().startswith('<div id="map"')


@pytest.mark.parametrize("paths", ["", "nan", "inf", "-5", "1e99", "<script>", "８０"])
def test_whatever_share_is_asked_something_is_drawn(
    alice: Person, browser_of: BrowserOf, flow: None, paths: str
) -> None:
    page = browser_of(alice).get("/process", {"paths": paths}).content.decode()
    assert "<svg xmlns" in page and "<script>alert" not in page


def test_names_in_a_log_cannot_bring_in_markup(alice: Person, browser_of: BrowserOf) -> None:
    run = rows.a_flow()
    rows.store_flow(run, f"rep:{alice.pk}", bad="<img src=x onerror=alert(1)>")
    for path in ("/process?paths=100", "/process/ways", "/process/waiting"):
        assert "<img" not in browser_of(alice).get(path).content.decode()


def test_problems_and_troubles_are_said_in_words(alice: Person, browser_of: BrowserOf, flow: None) -> None:
    page = browser_of(alice).get("/process").content.decode()
    assert "4 events name nobody who did them" in page
    assert re.search(r"Late shipment</th><td class=\"n\">5</td><td class=\"n\">10.0%", page)
    chinese = browser_of(alice).get("/process", headers={"accept-language": "zh-CN"}).content.decode()
    assert "延迟出货" in chinese and "绘出全部步骤的 80%" in chinese


def test_whoever_has_no_case_is_told_so(charlie: Person, browser_of: BrowserOf) -> None:
    run = rows.a_flow()
    for path in ("/process", "/process/ways", "/process/waiting"):
        assert "No case is yours to see" in browser_of(charlie).get(path).content.decode()
    error = {"code": "NoEvents", "facts": {}}
    ScopeFinding.objects.create(run=run, scope=f"rep:{charlie.pk}", name="process_map", document={"refused": error})
    assert "No case is yours to see" in browser_of(charlie).get("/process").content.decode()


COMPARED = {"before": 0.2, "after": 0.25, "difference": 0.05, "low": 0.01, "high": 0.09, "verdict": "worse"}


def test_before_and_after_stand_beside_the_published_risk(alice: Person, bob: Person, browser_of: BrowserOf) -> None:
    run, change = rows.a_flow(), rows.a_process_change(bob)
    page = browser_of(alice).get("/process/changes").content.decode()
    assert "are being compared" in page and "First day after the change" not in page
    document = {
        "cases": {"before": 90, "after": 80}, "left_out": {"straddling": 7, "unfinished": 2},
        "operating_risk": {"change": 0.25, "low": 0.05, "high": 0.45},
        "figures": {"median_case_s": {**COMPARED, "before": 864_000, "verdict": None}, "any_share": COMPARED},
    }  # fmt: skip
    finding = {"run": run, "scope": f"rep:{alice.pk}", "name": f"comparison:{change.pk}"}
    stored = ScopeFinding.objects.create(**finding, document=document)
    page = browser_of(alice).get("/process/changes").content.decode()
    assert all(
        words in page for words in ("25.0% (5.0% to 45.0%)", "5% on average, 3% to 12%, case 10%", "10 d", "worse")
    )
    stored.document = {"refused": {"code": "NoTwoSides", "facts": {"before": 3, "after": 4, "least": 10}}}
    stored.save()
    assert "ten" in browser_of(alice).get("/process/changes").content.decode()


def test_a_manager_dates_a_change_and_takes_it_back(bob: Person, browser_of: BrowserOf) -> None:
    client = browser_of(bob)
    answer = client.post("/process/changes", {"on": "2026-01-15", "name": "验货前移"})
    assert "验货前移" in client.get(answer.headers["Location"]).content.decode()
    client.post("/process/changes", {"on": "some day", "name": "x"})
    assert client.get("/process/changes").content.decode().count("data-row") == 1
    client.post(f"/process/changes/{answer.headers['Location'].split('=')[1]}/undo")
    assert "验货前移" not in client.get("/process/changes").content.decode().split("<main")[1].split('class="lead"')[1]


def test_the_form_of_the_reading_offers_the_usual_way_and_keeps_what_is_wrong(
    bob: Person, browser_of: BrowserOf
) -> None:
    rows.store_flow(run := rows.a_flow(), f"team:{bob.team_id}", bad="<b>打样")
    rows.store_flow(run, "all", bad="<b>打样")
    client = browser_of(bob)
    offered = client.get("/process/reading?way").content.decode()
    assert "询盘\n报价\nPI</textarea>" in offered and "&lt;b&gt;打样" in offered and "<b>打样" not in offered
    wrong = client.post("/process/reading", {"standard": "询盘\n发货", "zone": "Asia/Shanghai", "hours": "9-5"})
    page = wrong.content.decode()
    assert 'role="alert"' in page and "询盘\n发货</textarea>" in page
    kept = client.post("/process/reading", {"standard": "询盘\r\nPI", "closing": ["PI"]}, follow=True)
    assert kept.redirect_chain[-1][0] == "/process/ways"
    assert "No standard way is drawn" in kept.content.decode(), "the job has not run yet"
