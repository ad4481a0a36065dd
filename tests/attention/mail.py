"""Made-up mail: a few lines that a test writes down, or a small world in which one rep answers by a known habit."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

import polars as pl

MONDAY = datetime(2026, 3, 2)  # 00:00 UTC


def mail_of(*rows: dict[str, Any]) -> pl.DataFrame:
    """Messages from rows of message_id, sent_at, sender and whatever else the test needs."""
    kinds: dict[str, Any] = {"sent_at": pl.Datetime("us"), "reply_to": pl.String, "utc_offset_min": pl.Int64}
    return pl.DataFrame(list(rows), schema_overrides={name: kind for name, kind in kinds.items() if name in rows[0]})


def a_world(threads: int = 400, seed: int = 7) -> pl.DataFrame:
    """Buyers write, rep `wei` answers most questions on prices within hours and nothing else; `ana` what is left.

    message_id, sent_at, sender, reply_to, conversation_id, subject, text, utc_offset_min
    """
    chance, rows, at = Random(seed), [], MONDAY
    for number in range(threads):
        at += timedelta(minutes=chance.randint(20, 200))
        about_price = chance.random() < 0.5
        buyer = f"buyer{chance.randint(1, 25)}"
        text = "请问最新报价是多少? price list please" if about_price else "our label artwork, see attachment"
        rows.append(message(f"m{number}", at, buyer, None, number, "price" if about_price else "artwork", text))
        if chance.random() < 0.8:
            rep, minutes = ("wei" if about_price else "ana"), chance.randint(5, 300)
            rows.append(
                message(f"a{number}", at + timedelta(minutes=minutes), rep, f"m{number}", number, "", "here it is")
            )
    return pl.DataFrame(rows).sort("sent_at")


def message(
    known_as: str, at: datetime, sender: str, reply_to: str | None, thread: int, subject: str, text: str
) -> dict[str, Any]:
    return {
        "message_id": known_as, "sent_at": at, "sender": sender, "reply_to": reply_to, "conversation_id": f"t{thread}",
        "subject": subject, "text": text, "utc_offset_min": 480 if sender in ("wei", "ana") else 60,
    }  # fmt: skip
