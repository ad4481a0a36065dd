"""Which mails belong together: by the ids they refer to, else by subject and people within thirty days."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

NEAR = timedelta(days=30)
REPLY = re.compile(
    r"\s*(?:\[[^\]]{1,30}\]\s*)?(?:re|fwd?|aw|wg|sv|vs|antw|rv|res|enc|tr|odp|ynt|ilt|отв|回复|回覆|答复|答覆|转发|轉寄|返信|転送)"
    r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]",
    re.I,
)
MOST_MARKS = 20


def base_subject(subject: str) -> tuple[str, bool]:
    """The subject without its Re: and the like, and whether it had any.

    >>> base_subject("Re: 答复: Order 4711")
    ('order 4711', True)
    """
    rest = subject
    for _ in range(MOST_MARKS):
        if (mark := REPLY.match(rest)) is None:
            break
        rest = rest[mark.end() :]
    return " ".join(rest.split()).lower(), rest != subject


class Threads:
    """Names the thread of one mail after the other; what it keeps grows with the number of mails, not their size."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}
        self._talks: dict[str, list[tuple[str, frozenset[str], datetime | None]]] = {}

    def thread(self, own: str, refers_to: list[str], subject: str, people: frozenset[str], at: datetime | None) -> str:
        """The thread's name: the id of its first mail, as far as that is known.

        refers_to   ids of earlier mails, oldest first
        people      addresses of sender and recipients
        """
        near_first = [own, *reversed(refers_to)]
        known = next((self._of[one] for one in near_first if one in self._of), None)
        base, answers = base_subject(subject)
        if known is None and not refers_to and answers:
            known = self._talk(base, people, at)
        name = known or (refers_to[0] if refers_to else own)
        for one in near_first:
            self._of.setdefault(one, name)
        if base:
            self._talks.setdefault(base, [])[-MOST_MARKS:] = [
                *self._talks.setdefault(base, [])[1 - MOST_MARKS :],
                (name, people, at),
            ]
        return name

    def _talk(self, base: str, people: frozenset[str], at: datetime | None) -> str | None:
        """The latest thread on that subject with two of these people, or one of them where there is but one."""
        for name, others, then in reversed(self._talks.get(base, [])):
            if len(people & others) >= min(2, len(people)) and people and _near(at, then):
                return name
        return None


def _near(at: datetime | None, then: datetime | None) -> bool:
    return at is None or then is None or abs(at - then) <= NEAR
