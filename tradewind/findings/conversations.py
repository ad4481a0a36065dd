"""Conversations out of files, without any set-up: what `tradewind messages read` and an import read alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from tradewind.collect.messages import Asked, conversations
from tradewind.errors import AmbiguousMessageDates


class Told:
    """The messages of one path as JSON, and what was read, once they are drawn.

    ask      given the facts of AmbiguousMessageDates, the order of dates; None: such a conversation is refused
    raises   what `conversations` raises; AmbiguousMessageDates before the first message of a conversation
    """

    def __init__(
        self, path: Path, dates: str = "auto", timezone: str | None = None, ask: Callable[..., str] | None = None
    ) -> None:
        self.messages, self.ambiguous, self._ask = 0, False, ask
        self._found = conversations(path, Asked(dates, timezone))

    def json_lines(self) -> Iterator[str]:
        """The messages as lines of JSON, some at a time."""
        for place in range(len(self._found)):
            for messages, lines in self._drawn(place):
                self.messages += messages
                yield lines

    def summary(self) -> dict[str, Any]:
        """format, messages, rejected (line, reason; file where there are several), ambiguous."""
        several = len(self._found) > 1
        rejected = [
            {**({"file": one.source.name} if several else {}), **asdict(line)}
            for one in self._found
            for line in one.noted.rejected
        ]
        left_out = sum(one.noted.unlisted for one in self._found)
        return {
            "format": " + ".join(dict.fromkeys(one.form.name for one in self._found)),
            "messages": self.messages,
            "rejected": rejected,
            "ambiguous": self.ambiguous,
            **({"rejected_left_out": left_out} if left_out else {}),
        }

    def _drawn(self, place: int) -> Iterator[tuple[int, str]]:
        one = self._found[place]
        try:
            yield from one.json_lines()
        except AmbiguousMessageDates as question:
            if self._ask is None:
                self.ambiguous = True
                raise
            self._found[place] = replace(one, asked=replace(one.asked, dates=self._ask(**question.facts)))
            yield from self._found[place].json_lines()
