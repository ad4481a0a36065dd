"""Do the stored numbers hold? They are computed again from what was stored with them; for the command line."""

from __future__ import annotations

from typing import Any

from tradewind.desk.mirror import desk_ledger
from tradewind.desk.models import BuyerRisk, FindingRun
from tradewind.findings import Findings

RECOMPUTED = ("p_no_order", "expected_orders")


def recomputed_document(run: FindingRun) -> dict[str, Any]:
    """The chances and expected orders of a run, computed again from its stored parameters on the desk's orders.

    returns  today, facts_version, inputs (as stored), buyers, different (how many come out otherwise in the last bit),
             largest_difference
    raises   OtherInputs where the orders up to that day have changed since
    """
    again = Findings(desk_ledger(), run.as_of).retention.recomputed(run.parameters)
    said = {row["customer_id"]: row for row in again.to_dicts()}
    stored = BuyerRisk.objects.filter(run=run).values("customer__customer_id", *RECOMPUTED)
    gaps = [max(abs(row[name] - said[row["customer__customer_id"]][name]) for name in RECOMPUTED) for row in stored]
    return {
        "today": run.as_of.isoformat(), "facts_version": run.facts_version, "inputs": run.parameters["inputs"],
        "buyers": len(gaps), "different": sum(gap > 0 for gap in gaps), "largest_difference": max(gaps, default=0.0),
    }  # fmt: skip
