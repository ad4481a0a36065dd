"""The roll-out of the sample company's tool: whom it reached when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tradewind.desk.models import Batch, Person, Reached, RollOut
from tradewind.ledger.sample.people import REPS
from tradewind.ledger.sample.truth import TOOL


def write_roll_outs(batch: Batch, people: Mapping[str, Person]) -> list[int]:
    """Record the roll-out, one row per day on which some got the tool; the keys of what was made."""
    today = date.fromisoformat(batch.options["today"])
    days = sorted({on for rep in REPS if (on := rep.tool_since(today))})
    made = []
    for on in days:
        one = RollOut.objects.create(tool=TOOL, on=on, made_by=batch.by)
        reps = [rep for rep in REPS if rep.tool_since(today) == on]
        Reached.objects.bulk_create(Reached(roll_out=one, person=people[rep.username]) for rep in reps)
        made.append(one.pk)
    return made
