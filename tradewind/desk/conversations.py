"""Messages that a program tells, and one message as every door tells it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tradewind.desk import imports
from tradewind.desk.models import Batch, Job, Message, Person

KIND = "messages"
NAME = "messages.csv"  # how what a program tells is called among the imports
COLUMNS = (
    "conversation", "sender", "sender_id", "recipient", "text", "channel", "message_id", "direction", "kind",
    "reply_to", "attachment",
)  # fmt: skip


def take_in(by: Person, rows: Sequence[Mapping[str, Any]], rep: str = "") -> tuple[Batch, Job]:
    """Messages that a program tells, kept as a table first, then written by a job like any import.

    rows     each with `sent_at` (aware) and texts by the names of COLUMNS
    raises   NoSuchPerson
    """
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, ("sent_at", "epoch", *COLUMNS), extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        at: datetime = row["sent_at"]
        writer.writerow({**row, "sent_at": f"{at:%Y-%m-%d %H:%M:%S}", "epoch": int(at.timestamp())})
    file = io.BytesIO(table.getvalue().encode("utf-8", "replace"))
    batch = imports.take_in(by, file, NAME, {"kind": KIND, "rep": rep})
    return batch, imports.start(batch, by)


def message_document(message: Message) -> dict[str, Any]:
    """A message as every door tells it; `text` is plain text, whatever stands in it."""
    return {
        "id": message.pk, "message_id": message.message_id, "conversation": message.conversation_id,
        "channel": message.channel, "direction": message.direction, "party": message.party, "kind": message.kind,
        "sent_at": message.sent_at.isoformat(), "utc_offset_min": message.utc_offset_min, "rep": message.rep,
        "sender": message.sender, "subject": message.subject, "text": message.text,
        "quoted": message.quoted, "earlier": message.earlier or [],
        "attachments": message.attachments.split("\n") if message.attachments else [], "reply_to": message.reply_to,
    }  # fmt: skip
