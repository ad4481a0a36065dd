"""A desk that has been worked on, in a data folder of its own; and all that its tables hold, asked of Django.

python -m tests.desk.whole_desk make | tell | today        (TRADEWIND_HOME and DATABASE_URL say where)
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tradewind.cli.opening import open_desk


def make() -> None:
    """Imports of which one is taken back, a merge, a hand-over, a rate, a token, a case, what a run has found."""
    me = open_desk()
    from tests.desk.files import HEADING, ORDERS, taken_back, written
    from tests.desk.histories import regular_buyers
    from tradewind.desk import calendar, merging, ownership, rates, retention, tokens
    from tradewind.desk.jobs.performing import perform
    from tradewind.desk.models import ChurnWarning, Customer, Job, Person, Team

    alice = Person.objects.add("alice", name="爱丽丝 “A”", role="rep", team=Team.objects.create(name="South\tAmerica"))
    written(me, regular_buyers(calendar.today(), days=400), owner="unassigned")
    written(alice, ORDERS, skip_bad_rows=True)
    written(alice, "Order ID,Customer ID,Order Date,Amount\nX1,acme,,5\nX2,acme,2026-02-01,7.25\n", skip_bad_rows=True)
    written(me, "Customer ID,Customer Name,Country\nacme,Acmé 商贸 \\ n,Brazil\nborg,Borg,\n")
    written(me, "Customer ID,Contact Name,Email\nacme,Ana,ana@acme.example\n")
    taken_back(written(me, f"{HEADING}\nA1,acme,2026-01-05,Lamp,99,2.50,USD\nN1,new,2026-01-05,Lamp,1,0.01,EUR\n"), me)
    written(
        me,
        f"{HEADING}\nA1,acme,2026-01-05,Lamp,11,2.3456,USD\nA1,acme,2026-01-05,Sofa,0.1,1e3,USD\n",
        part_orders="replace",
    )
    acme, borg = Customer.objects.get(customer_id="acme"), Customer.objects.get(customer_id="borg")
    ownership.hand_over(Customer.objects.get(customer_id="buyer2"), alice, me, calendar.today())
    merging.merge(acme, borg, me)
    rates.set_rate("EUR", date(2026, 1, 1), Decimal("0.92345678"), me)
    tokens.make_token(alice, "crm", 30, by=me)
    for job in Job.objects.filter(state="queued").order_by("pk"):
        perform(job.pk)
    for job in Job.objects.filter(state="queued").order_by("pk"):
        perform(job.pk)
    case = ChurnWarning.objects.order_by("pk").first()
    assert case
    retention.record_outcome(retention.assign(case, alice, me), "lost", "关门了", me, calendar.today() + timedelta(0))


def tell() -> None:
    """Every row of every table of the desk as one JSON document."""
    from tradewind.cli.opening import prepare

    prepare()
    from django.apps import apps

    models = apps.get_app_config("desk").get_models(include_auto_created=True)
    print(json.dumps({model._meta.db_table: _rows(model) for model in models}, default=str, sort_keys=True))


def today() -> None:
    """What the page Today answers its owner."""
    me = open_desk()
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(me)
    print(client.get("/").status_code)


def _rows(model: Any) -> list[dict[str, Any]]:
    return list(model._base_manager.order_by("pk").values())


if __name__ == "__main__":
    {"make": make, "tell": tell, "today": today}[sys.argv[1]]()
