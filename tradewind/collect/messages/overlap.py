"""Which messages of two exports of one chat are one: by the source's own number, else by what both exports tell."""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import blake2b

MADE = re.compile(r"(?:\d{8}T\d{6}|-)/")  # behind the chat's name, where the source numbers none
REMEMBERED = 100_000  # messages of which it is known how many were alike; those of one minute stand together
MOST = 200  # characters of an id
WITHOUT_TEXT = ("media", "call")  # an export says what it attaches, or that it was left out


class Overlap:
    """Gives the messages of one conversation ids that every export of it gives them, whichever phone and zone."""

    def __init__(self) -> None:
        self._alike: dict[bytes, int] = {}

    def message_id(self, own: str, conversation: str, sender: str, at: datetime, kind: str, text: str) -> str:
        """The source's own id; for an id that was made, one of the chat, the sender, the minute and the text.

        at   UTC; the same text by the same sender in the same minute is counted

        >>> told = ("Tom/20260301T090500/Tom/1", "Tom", "Tom")
        >>> ids = [Overlap().message_id(*told, datetime(2026, 3, 1, 1, 5, s), "text", "ok") for s in (0, 59)]
        >>> ids[0] == ids[1]
        True
        """
        if not (own.startswith(f"{conversation}/") and MADE.match(own, len(conversation) + 1)):
            return own if len(own) <= MOST else _digest(own).hex()
        said = kind if kind in WITHOUT_TEXT else text.strip()
        alike = _digest(f"{conversation}\x1f{sender}\x1f{at:%Y%m%d%H%M}\x1f{said}")
        number = self._alike.pop(alike, 0) + 1
        self._alike[alike] = number
        if len(self._alike) > REMEMBERED:
            del self._alike[next(iter(self._alike))]
        return f"~{alike.hex()}/{number}"


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
