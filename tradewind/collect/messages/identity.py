"""Which message is which, where the source numbers none: by chat, time and sender, the same in every export of it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from tradewind.collect.messages.message import Message


class Numbered:
    """Makes the messages of one chat of one channel; those of one sender at one time are counted from 1."""

    def __init__(self, channel: str, conversation: str) -> None:
        self.channel, self.conversation = channel, conversation
        self._at: datetime | None = None
        self._seen: Counter[str] = Counter()

    def message(self, at: datetime | None, sender: str | None, text: str, kind: str, **more: Any) -> Message:
        """A message, with an id of its own unless the source has one."""
        if at != self._at:
            self._at = at
            self._seen.clear()
        self._seen[sender or ""] += 1
        stamp = f"{at:%Y%m%dT%H%M%S}" if at else "-"
        made = f"{self.conversation}/{stamp}/{sender or ''}/{self._seen[sender or '']}"
        return Message(at, sender, text, kind, self.channel, self.conversation, more.pop("message_id", made), **more)
