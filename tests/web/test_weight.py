"""Pages stay light: few queries however many buyers, no analysis in the web process, nothing from elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web import rows
from tradewind.desk.models import ChurnWarning, Drawing, FindingRun, Person, Programme

BrowserOf = Callable[[Person], Client]
MOST_QUERIES = 15


def paths(warning: ChurnWarning, batch: int) -> list[str]:
    """Every page that a rep opens."""
    buyer = warning.customer_id
    return [
        "/", "/messages", "/messages/windows", "/messages/meter", "/messages/rules", "/messages/rules/print",
        "/customers", "/customers?view=at_risk&q=buyer", f"/customers/{buyer}", "/retention", "/retention/churn",
        f"/retention?case={warning.pk}", "/retention/ripple", "/retention/record", "/retention/ended", "/process",
        "/process/ways", "/process/waiting", "/process/changes", "/process/programmes", "/process/programmes/new", *of_programme(), "/adoption", "/adoption/gain", "/adoption/roll-outs", "/imports",
        f"/imports/{batch}", "/customers/doubles", "/settings/rates", "/settings/me", "/settings/people",
        "/settings/tokens", "/settings/reminders", "/settings/leave", "/settings/days", f"/customers/{buyer}/days", "/promises", "/settings/calendar", "/settings/published", "/settings/changes",
    ]  # fmt: skip


def of_programme() -> list[str]:
    """The pages of the programme that `fill` has made."""
    pk = Programme.objects.values_list("pk", flat=True).order_by("pk").first()
    return [f"/process/programmes/{pk}{rest}" for rest in ("", "?would=yes", "/beside", "/version")]


def fill(run: FindingRun, people: list[Person], numbers: range) -> ChurnWarning:
    """Buyers at risk with owners in turn, an ended case and an import each."""
    for number in numbers:
        owner = people[number % len(people)]
        warning = rows.a_buyer_at_risk(run, owner, f"Buyer {number:03}")
        rows.a_warning(warning.customer, state="lost", closed_on=rows.TODAY, closed_by=owner, assigned=owner)
        rows.a_batch(owner)
        rows.an_entry(rows.a_message(rows.a_buyer(owner, f"Talk {number:03}")), owner)
    rows.a_programme(people[0])
    return warning


def test_queries_stay_few_however_many_buyers_there_are(
    alice: Person,
    bob: Person,
    browser_of: BrowserOf,
    django_assert_max_num_queries: Callable[[int], CaptureQueriesContext],
) -> None:
    run = rows.a_run()
    rows.store_sums(run, f"team:{bob.team_id}")
    rows.store_flow(rows.a_flow(), f"team:{bob.team_id}")
    batch = rows.a_batch(bob).pk
    client = browser_of(bob)
    counts: list[dict[str, int]] = []
    for numbers in (range(3), range(3, 60)):
        warning = fill(run, [alice, bob], numbers)
        counts.append({})
        for path in paths(warning, batch):
            with django_assert_max_num_queries(MOST_QUERIES) as captured:
                assert client.get(path).status_code == 200
            counts[-1][re.sub(r"[0-9]+", "", path.split("?")[0])] = len(captured) - looks(captured)
    assert counts[0] == counts[1]


def looks(captured: CaptureQueriesContext) -> int:
    """How many of the queries keep that a page was opened today, which the first look of a day does."""
    return sum("desk_openedpage" in query["sql"] for query in captured.captured_queries)


def test_a_look_changes_nothing_but_the_day_of_the_look(alice: Person, browser_of: BrowserOf) -> None:
    warning = fill(rows.a_run(), [alice], range(2))
    client = browser_of(alice)
    for path in paths(warning, rows.a_batch(alice).pk):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(path)
        assert not [
            query
            for query in captured.captured_queries
            if re.match(r"\s*(INSERT|UPDATE|DELETE)", query["sql"]) and "desk_openedpage" not in query["sql"]
        ], path


SCRIPT = """
import sys, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
from tests.web import rows, test_weight
from tradewind.desk.models import Person
dora = Person.objects.add("dora", role="admin")
run = rows.a_run()
rows.store_sums(run, "all")
rows.store_flow(rows.a_flow(), "all")
warning = test_weight.fill(run, [dora], range(2))
client = Client()
client.force_login(dora)
for path in [*test_weight.paths(warning, rows.a_batch(dora, "waiting").pk), "/sign-in"]:
    assert client.get(path).status_code == 200, path
heavy = {"polars", "numpy", "scipy", "vl_convert", "pyarrow", "babel.messages"} & set(sys.modules)
print("heavy:", sorted(heavy))
"""


def test_the_web_process_loads_no_analysis(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "TRADEWIND_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "tradewind.settings",
        "TRADEWIND_HOSTS": "testserver",
    }
    environment.pop("DATABASE_URL", None)
    here = Path(__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, cwd=here, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "heavy: []"


def test_pages_load_nothing_from_elsewhere_and_style_nothing_inline(alice: Person, browser_of: BrowserOf) -> None:
    run = rows.a_run()
    rows.store_sums(run, f"rep:{alice.pk}")
    rows.store_flow(rows.a_flow(), f"rep:{alice.pk}")
    warning = fill(run, [alice], range(2))
    Drawing.objects.create(run=run, scope=f"rep:{alice.pk}", name="churn_rate", language="en", svg="<svg></svg>")
    client = browser_of(alice)
    for path in paths(warning, rows.a_batch(alice, "waiting").pk):
        response = client.get(path)
        page = response.content.decode()
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page), path
        assert not re.search(r"<script(?![^>]*src=)", page), path
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', page), path


@pytest.mark.parametrize("file", ["desk.css", "keys.js", "palette.js", "icons.svg", "mark.svg"])
def test_static_files_are_small_and_served(file: str, db: None) -> None:
    response = Client().get(f"/static/web/{file}")
    assert response.status_code == 200
    assert len(b"".join(response.streaming_content)) < 26_000  # type: ignore[attr-defined]
