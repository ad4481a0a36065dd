"""What was said at the time, as the findings take it: stored warnings, their outcomes, the chances of each month."""

from __future__ import annotations

from datetime import date

import polars as pl
from django.db.models import Min
from django.utils import timezone

from tradewind.desk import bulk
from tradewind.desk.models import BuyerRisk, BuyerState, ChurnWarning, FindingRun, FollowUp, SaidChance
from tradewind.findings.kept import KeptWarnings
from tradewind.ledger import Ledger

KEYS = pl.Schema({"customer_id": pl.String, "last_ordered_on": pl.Date})
TOLD = pl.Schema(
    {
        "customer_id": pl.String, "last_ordered_on": pl.Date, "warned_on": pl.Date, "p_no_order": pl.Float64,
        "money_at_risk": pl.Float64, "channel": pl.String,
    }
)  # fmt: skip
DONE = pl.Schema({"customer_id": pl.String, "on": pl.Date})
SAID = pl.Schema({"customer_id": pl.String, "said_on": pl.Date, "p_no_order": pl.Float64})


def keep_chances(run: FindingRun) -> None:
    """Keep what the month's first run says of each buyer who is not lost; later runs of the month add nothing."""
    first = run.as_of.replace(day=1)
    if SaidChance.objects.filter(said_on__gte=first).exists():
        return
    said = BuyerRisk.objects.filter(run=run).exclude(why_not="lost_already").values_list("customer", "p_no_order")
    rows = [(buyer, run.as_of.isoformat(), run.horizon_days, chance) for buyer, chance in said]
    bulk.insert(SaidChance, ("customer_id", "said_on", "horizon_days", "p_no_order"), rows)


def kept_warnings(ledger: Ledger, steps: pl.DataFrame) -> KeptWarnings:
    """All that was stored of warnings and chances; `steps` as `steps_done` returns them."""
    rows = BuyerState.objects.filter(state=BuyerState.State.AT_RISK).order_by("pk")
    told = rows.values_list("customer__customer_id", "last_ordered_on", "on", "p_no_order", "money_at_risk", "channel")
    warnings = pl.DataFrame(list(told), schema=TOLD, orient="row").unique(
        ["customer_id", "last_ordered_on"], keep="first", maintain_order=True
    )
    sent = ledger.table("messages").filter(pl.col.direction == "out", pl.col.customer_id.is_not_null())
    contacts = pl.concat([steps, sent.select("customer_id", on=pl.col.sent_at.dt.date())])
    said = SaidChance.objects.values_list("customer__customer_id", "said_on", "p_no_order")
    since: date | None = BuyerState.objects.aggregate(first=Min("on"))["first"]
    return KeptWarnings(
        warnings.join(labels(), on=KEYS.names(), how="left"), contacts,
        pl.DataFrame(list(said), schema=SAID, orient="row"), since,
    )  # fmt: skip


def labels() -> pl.DataFrame:
    """What people recorded of each silence's end, the last where it was recorded more than once."""
    rows = ChurnWarning.objects.exclude(outcome="").order_by("pk")
    told = rows.values_list("customer__customer_id", "last_ordered_on", "outcome")
    frame = pl.DataFrame(list(told), schema={**KEYS, "label": pl.String}, orient="row")
    return frame.unique(KEYS.names(), keep="last", maintain_order=True)


def steps_done() -> pl.DataFrame:
    """The follow-ups that were done: customer_id, on."""
    rows = FollowUp.objects.filter(state=FollowUp.State.DONE).values_list("customer__customer_id", "closed_at")
    return pl.DataFrame([(key, timezone.localdate(at)) for key, at in rows if at], schema=DONE, orient="row")
