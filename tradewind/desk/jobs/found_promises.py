"""Promises in our own messages of late, kept as suggestions, once per message."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from polars import col

from tradewind.desk.models import Customer, FoundPromise, Message
from tradewind.ledger import Ledger
from tradewind.remind.promises import promises

LOOK_BACK_DAYS = 14


def find_promises(ledger: Ledger, today: date) -> int:
    """Keep what our messages of the last 14 days promise for today or later; says how many are kept anew."""
    since = today - timedelta(days=LOOK_BACK_DAYS)
    at = col.sent_at.dt.replace_time_zone("UTC")
    sent = ledger.table("messages").filter(
        col.direction == "out", col.customer_id.is_not_null(), col.sent_at >= since, col.text.str.len_chars() > 0
    )
    day = at.dt.convert_time_zone(settings.TIME_ZONE).dt.date()
    told = sent.select("channel", "message_id", "customer_id", at.alias("at"), day.alias("day"), "text")
    _forget_gone()
    found = [
        (channel, number, key, moment, one)
        for channel, number, key, moment, on, text in told.iter_rows()
        for one in promises(text, on)[:1]
        if one.due_on >= today
    ]
    if not found:
        return 0
    numbers = dict(Customer.objects.filter(customer_id__in={row[2] for row in found}).values_list("customer_id", "pk"))
    rows = [
        FoundPromise(
            channel=channel, message_id=number, customer_id=numbers[key], sent_at=at, said=one.said, due_on=one.due_on
        )
        for channel, number, key, at, one in found
        if key in numbers
    ]
    before = FoundPromise.objects.count()
    FoundPromise.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return FoundPromise.objects.count() - before


def _forget_gone() -> None:
    """Suggestions whose message an import's undo has taken along."""
    there = Message.objects.filter(channel=OuterRef("channel"), message_id=OuterRef("message_id"))
    FoundPromise.objects.filter(~Exists(there), state=FoundPromise.State.OPEN).delete()
