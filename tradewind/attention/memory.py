"""What is remembered of the past when a message comes: of its sender, its thread, and each rep's own habits.

Everything here is updated by messages in the order of time, after the message was looked at, so that nothing of the
future can enter a signal. All times are minutes since 1970-01-01 UTC.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from tradewind.attention.business import Floats, Ints
from tradewind.attention.words import BUCKETS

HOUR, DAY = 60.0, 1440.0
WEEK_HOURS, DAY_HOURS = 168, 24
FADES = 0.9995  # of the habit of hours, with each message that the rep writes: half is forgotten after 1,400
HALVES = {"hour": HOUR, "day": DAY, "week": 7 * DAY, "month": 30 * DAY, "ever": 1e9}


class Faded:
    """A count that halves every so many minutes."""

    __slots__ = ("at", "half", "held")

    def __init__(self, half: float) -> None:
        self.half, self.held, self.at = half, 0.0, 0.0

    def now(self, at: float) -> float:
        """What is left of the count at a moment not before the last one added."""
        return float(self.held * 0.5 ** ((at - self.at) / self.half))

    def add(self, at: float) -> None:
        self.held, self.at = self.now(at) + 1.0, at


def fading() -> dict[str, Faded]:
    return {name: Faded(half) for name, half in HALVES.items()}


@dataclass(slots=True)
class Sender:
    """What somebody did so far: messages sent, answers written to others, answers got."""

    sent: int = 0
    wrote: int = 0
    got: int = 0
    last_at: float | None = None


@dataclass(slots=True)
class Thread:
    """A conversation so far."""

    first_at: float
    last_at: float
    starter: str
    messages: int = 0
    senders: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Own:
    """What a rep had to do with one sender: messages seen, answered, when last."""

    seen: int = 0
    answered: int = 0
    last_at: float | None = None


class Topics:
    """In how many messages each word occurred, of all and of those that were answered."""

    def __init__(self) -> None:
        self.seen, self.answered = np.zeros(BUCKETS, np.float32), np.zeros(BUCKETS, np.float32)
        self.messages, self.answers = 0, 0

    def see(self, buckets: Ints) -> None:
        self.seen[buckets] += 1
        self.messages += 1

    def answer(self, buckets: Ints) -> None:
        self.answered[buckets] += 1
        self.answers += 1

    def lift(self, buckets: Ints, held: float) -> Floats:
        """Per word, the logarithm of how much more frequent it is in what was answered; `held` draws it to 0."""
        usual = (self.seen[buckets] + 0.5) / (self.messages + 1.0)
        lift: Floats = np.log((self.answered[buckets] + held * usual) / ((self.answers + held) * usual))
        return lift


class Rep:
    """One rep's habits so far."""

    def __init__(self) -> None:
        self.wrote, self.answered, self.seen = fading(), fading(), fading()
        self.openings_answered, self.openings_seen = Faded(HALVES["month"]), Faded(HALVES["month"])
        self.last_at: float | None = None
        self.week, self.day = np.zeros(WEEK_HOURS), np.zeros(DAY_HOURS)
        self.threads: dict[str, tuple[int, float]] = {}  # messages that the rep wrote in it, when last
        self.senders: defaultdict[str, Own] = defaultdict(Own)
        self.started: set[str] = set()
        self.topics = Topics()
        self.vocabulary, self.own_messages = np.zeros(BUCKETS, np.float32), 0

    def see(self, sender: str, opening: bool, buckets: Ints, at: float) -> None:
        """A message came into the rep's inbox."""
        for count in self.seen.values():
            count.add(at)
        if opening:
            self.openings_seen.add(at)
        self.senders[sender].seen += 1
        self.topics.see(buckets)

    def write(self, thread: str, opening: bool, buckets: Ints, at: float) -> None:
        """The rep wrote a message; `opening`: it begins the thread."""
        if opening:
            self.started.add(thread)
        self.vocabulary[buckets] += 1
        self.own_messages += 1
        for count in self.wrote.values():
            count.add(at)
        self.last_at = at
        hour = int(at // HOUR)
        for habit in (self.week, self.day):
            habit *= FADES
            habit[hour % habit.size] += 1
        count_before = self.threads.get(thread, (0, 0.0))[0]
        self.threads[thread] = (count_before + 1, at)

    def answer(self, sender: str, opening: bool, buckets: Ints, at: float) -> None:
        """The rep answered a message of that sender with those words."""
        for count in self.answered.values():
            count.add(at)
        if opening:
            self.openings_answered.add(at)
        own = self.senders[sender]
        own.answered += 1
        own.last_at = at
        self.topics.answer(buckets)

    def vocabulary_lift(self, buckets: Ints, team: Topics, held: float) -> Floats:
        """Per word, the logarithm of how much more frequent it is in what the rep writes than in all messages."""
        usual = (team.seen[buckets] + 0.5) / (team.messages + 1.0)
        lift: Floats = np.log((self.vocabulary[buckets] + held * usual) / ((self.own_messages + held) * usual))
        return lift
