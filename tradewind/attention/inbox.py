"""Whose inbox is looked at, what comes into it, and which of it was answered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from tradewind.attention.business import Floats
from tradewind.attention.local_time import utc_minutes
from tradewind.attention.memory import HOUR
from tradewind.attention.signals import Coming
from tradewind.attention.traffic import answers
from tradewind.attention.words import buckets, words

WITHIN_MIN = 48 * HOUR
NOBODY = frozenset[str]()
NO_WORDS = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Inboxes:
    """The inboxes of the personas: every message of others between a persona's first and its last message.

    mail      as `traffic.traffic` returns it
    personas  those who answer most, most answers first
    span      per persona the rows of its first and its last message
    answered  per persona the row of each message that it answered within 48 hours, and when (minutes UTC)
    """

    mail: pl.DataFrame
    personas: tuple[str, ...]
    span: dict[str, tuple[int, int]]
    answered: dict[str, dict[int, float]]

    def readers(self, row: int, sender: str) -> list[str]:
        """In whose inboxes the message of that row is, by name: who answers most in the end decides nothing."""
        return [
            name for name in sorted(self.personas) if name != sender and self.span[name][0] < row < self.span[name][1]
        ]


def inboxes(mail: pl.DataFrame, personas: int = 6) -> Inboxes:
    """The inboxes of the `personas` senders who answer others most (of equal ones the first by name)."""
    found = answers(mail)
    counted = Counter(found["sender"].to_list())
    names = tuple(sorted(counted, key=lambda name: (-counted[name], name))[:personas])
    at = utc_minutes(mail["sent_at"])
    of_sender: defaultdict[str, list[int]] = defaultdict(list)
    for row, sender in enumerate(mail["sender"].to_list()):
        if sender in names:
            of_sender[sender].append(row)
    answered: dict[str, dict[int, float]] = {name: {} for name in names}
    for row, parent, sender in zip(found["row"], found["parent"], found["sender"], strict=True):
        if sender in answered and at[row] - at[parent] <= WITHIN_MIN:
            answered[sender].setdefault(parent, float(at[row]))
    return Inboxes(mail, names, {name: (of_sender[name][0], of_sender[name][-1]) for name in names}, answered)


def coming(mail: pl.DataFrame, since: int = 0) -> Iterator[tuple[Coming, Coming | None]]:
    """Each message as it comes, in the order of time, with the message of another person that it answers.

    since   rows before this one come without their words, unless a later one answers them
    """
    at: Floats = utc_minutes(mail["sent_at"])
    worded = set(mail["parent"][since:].to_list()) if since else set()
    told: list[Coming] = []
    answers_got = np.zeros(mail.height, dtype=np.int64)
    columns = ("sender", "conversation_id", "message_id", "subject", "text", "recipients", "parent")
    for row, (sender, thread, known_as, subject, text, recipients, parent) in enumerate(
        mail.select(columns).iter_rows()
    ):
        before = told[parent] if parent >= 0 else None
        one = Coming(
            at=float(at[row]),
            sender=sender,
            thread=thread or (before.thread if before else known_as),
            text=text or "",
            buckets=buckets(words(subject, text)) if row >= since or row in worded else NO_WORDS,
            names=frozenset(recipients) if recipients else NOBODY,
            parent_sender=before.sender if before else None,
            parent_at=before.at if before else None,
            parent_answers=int(answers_got[parent]) if before else 0,
        )
        told.append(one)
        if before is not None:
            answers_got[parent] += 1
        yield one, before if before is not None and before.sender != sender else None
