"""Converting orders into the base currency anew, after a person has changed the table of rates or that currency."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from django.db import transaction

from tradewind.collect import amounts_in_base
from tradewind.desk import bulk, facts
from tradewind.desk.jobs.money import ten_thousandths
from tradewind.desk.jobs.performing import Progress
from tradewind.desk.models import DeskState, Job, Order
from tradewind.desk.rates import own_rates

AT_ONCE = 1_000
COLUMNS = ("order_id", "ordered_on", "amount", "currency", "amount_base")
TYPES = {
    "order_id": pl.String, "ordered_on": pl.String, "amount": pl.Int64, "currency": pl.String,
    "amount_base": pl.Int64,
}  # fmt: skip


def run(job: Job, progress: Progress) -> None:
    """Convert the orders in the job's currency, all where it names none, in short transactions; raises the facts'
    version if any changed."""
    currency = job.arguments.get("currency")
    orders = Order.objects.filter(currency=currency) if currency else Order.objects.all()
    keys = list(orders.order_by("pk").values_list("order_id", flat=True))
    changed = 0
    for some in bulk.parts(keys, AT_ONCE):
        progress("rates", changed, len(keys))
        with transaction.atomic():
            changed += convert(some)
    if changed or not currency:
        with transaction.atomic():
            facts.changed()


def convert(order_ids: Sequence[str]) -> int:
    """Set amount_base of these orders as an import of them would have it now; says how many differed.

    The caller holds the transaction.
    """
    rows = [(key, str(on), *rest) for key, on, *rest in bulk.select(Order, COLUMNS, "order_id", order_ids)]
    stored = pl.DataFrame(rows, schema=TYPES, orient="row")
    if stored.is_empty():
        return 0
    orders = stored.with_columns(pl.col("ordered_on").str.to_date(), pl.col("amount") / 10_000).drop("amount_base")
    told = amounts_in_base(orders, DeskState.now().base_currency, rates_as_frame())
    anew = told.select("order_id", now=ten_thousandths("amount_base"))
    differing = anew.join(stored, on="order_id").filter(pl.col("now").ne_missing(pl.col("amount_base")))
    bulk.update(Order, "order_id", ("amount_base",), differing.select("now", "order_id").rows())
    return differing.height


def rates_as_frame() -> pl.DataFrame:
    """The person's table as `amounts_in_base` wants it."""
    rows = [(currency, on, float(per_base)) for currency, on, per_base in own_rates()]
    return pl.DataFrame(rows, schema={"currency": pl.String, "on": pl.Date, "per_base": pl.Float64}, orient="row")
