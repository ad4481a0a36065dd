"""One message of a file as the desk will keep it, cut to what the desk's columns hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tradewind.collect.messages.overlap import Overlap
from tradewind.collect.messages.speakers import sender_key

LENGTHS = {"channel": 40, "conversation_id": 200, "sender": 200, "reply_to": 200, "subject": 300}
QUOTED_LETTERS = 100_000  # of what a mail quotes


@dataclass(frozen=True)
class Said:
    """One message as the desk will keep it, before anybody knows whose it is."""

    channel: str
    message_id: str
    conversation_id: str
    sender: str
    account: str
    key: str  # of the sender; empty for what the program says
    direction: str  # in, out, system; empty where the source does not tell
    at: datetime
    utc_offset_min: int | None
    kind: str
    text: str
    reply_to: str
    subject: str
    attachments: str
    quoted: str
    edited: bool
    to: tuple[str, ...]  # the names and addresses that it went to


def said_of(row: dict[str, Any], at: datetime, overlap: Overlap) -> Said:
    """A row of a frame of messages, cut to what the desk's columns hold."""
    told = {name: str(row[name] or "").replace("\x00", "") for name in ("channel", "sender", "sender_id", "text")}
    chat, system = row["conversation"].replace("\x00", ""), row["kind"] == "system"
    cut = {name: (value or "").replace("\x00", "")[: LENGTHS[name]] for name, value in (
        ("channel", told["channel"]), ("sender", told["sender"]), ("reply_to", row["reply_to"]),
        ("subject", row["subject"]), ("conversation_id", chat),
    )}  # fmt: skip
    own = row["message_id"].replace("\x00", "")
    return Said(
        **cut,
        message_id=overlap.message_id(own, chat, told["sender"], at, row["kind"], told["text"]),
        account=told["sender_id"],
        key="" if system else sender_key(told["channel"], told["sender"], told["sender_id"]).replace("\x00", ""),
        direction="system" if system else row["direction"] or "",
        at=at,
        utc_offset_min=row["utc_offset_min"],
        kind=row["kind"],
        text=told["text"],
        attachments="\n".join(row["attachments"] or ()).replace("\x00", ""),
        quoted=(row["quoted"] or "").replace("\x00", "")[:QUOTED_LETTERS],
        edited=bool(row["edited"]),
        to=tuple(one.replace("\x00", "") for one in row["recipients"] or ()),
    )
