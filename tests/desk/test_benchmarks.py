"""Every published figure stands beside the own one, with what is behind it, or with what would give it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.web import rows
from tradewind import published
from tradewind.desk import benchmarks, figures, process_changes
from tradewind.desk.models import Person, ScopeFinding

pytestmark = pytest.mark.django_db


def told(person: Person) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in benchmarks.told(person)["metrics"]}


def test_an_empty_desk_tells_what_was_published_and_what_would_give_the_own(dora: Person) -> None:
    found = told(dora)
    assert list(found) == [one.id for one in published.metrics()]
    assert (found["churn_rate"]["average"], found["churn_rate"]["low"], found["churn_rate"]["case"]) == (
        0.175, 0.15, 0.23,
    )  # fmt: skip
    assert all(one["own"] is None and one["observations"] is None and one["needs"] for one in found.values())
    assert found["required_gain"]["required"] == 0.15


def test_what_is_stored_stands_beside_it_over_the_buyers_that_one_may_see(
    alice: Person, bob: Person, charlie: Person, dora: Person
) -> None:
    run = rows.a_run()
    rows.store_sums(run, f"team:{bob.team_id}")
    rows.a_programme(bob)
    figures.change("churn_rate", {"average": 0.2}, "our survey", dora)
    change = process_changes.add(rows.TODAY - timedelta(days=90), "EDI", None, bob)
    risk = {"change": -0.1, "low": -0.2, "high": 0.05}
    ScopeFinding.objects.create(
        run=rows.a_flow(), scope=f"team:{bob.team_id}", name=process_changes.stored_as(change),
        document={"operating_risk": risk, "cases": {"before": 30, "after": 12}},
    )  # fmt: skip
    own = told(bob)
    assert (own["churn_rate"]["average"], own["churn_rate"]["own"], own["churn_rate"]["observations"]) == (
        0.2,
        0.175,
        40,
    )
    assert (own["risk_change"]["own"], own["risk_change"]["own_low"], own["risk_change"]["observations"]) == (
        -0.1,
        -0.2,
        42,
    )
    assert own["investment"]["own"] == 1_000_000 and own["investment"]["observations"] == 1
    assert own["required_gain"]["own"] == pytest.approx(0.15, abs=1e-6)
    assert told(charlie)["churn_rate"]["own"] is None and told(charlie)["investment"]["own"] is None
