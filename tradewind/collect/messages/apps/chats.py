"""Messages out of records: by the program's own numbers where it has them, else counted by time and sender."""

from __future__ import annotations

from typing import Any

from tradewind.collect.messages.apps.values import Clock
from tradewind.collect.messages.identity import Numbered
from tradewind.collect.messages.message import Message


class Chats:
    """Makes the messages of the chats of one channel.

    unique   whether the program's numbers are of all chats together, as those of services are
    """

    def __init__(self, channel: str, unique: bool = False) -> None:
        self.channel, self.unique = channel, unique
        self._numbered: dict[str, Numbered] = {}

    def message(
        self, chat: str, own: str, clock: Clock, sender: str, text: str, kind: str, answers: str = "", **more: Any
    ) -> Message:
        """One message.

        own, answers   the program's number of it, and of the message it answers; "" for none
        more           further fields of Message
        """
        times = {"sent_at_utc": clock.utc, "utc_offset_min": clock.offset_min}
        within = "" if self.unique else f"{chat}/"
        reply_to = f"{within}{answers}" if answers else None
        if own:
            more |= {**times, "reply_to": reply_to}
            return Message(clock.at, sender or None, text, kind, self.channel, chat, f"{within}{own}", **more)
        numbered = self._numbered.setdefault(chat, Numbered(self.channel, chat))
        return numbered.message(clock.at, sender or None, text, kind, reply_to=reply_to, **times, **more)
