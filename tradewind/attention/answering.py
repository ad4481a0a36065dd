"""How likely does this rep answer this message within 48 hours? A model that learns with every answer.

The team's weights are learnt from all reps, each rep's own weights on top of them, both held to 0. The words have
their weights in a model of their own, whose log-odds are two more signals for the dense one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from tradewind.attention.business import Floats, Ints
from tradewind.attention.learner import Dense, Words, chance_of
from tradewind.attention.memory import DAY, HOUR, Faded, Rep, Sender, Thread, Topics
from tradewind.attention.signals import NAMES, Coming, of_message, of_rep, whole

BASE = -3.5  # log-odds of an answer before anything is known: 3 %
SIGNALS = (*NAMES, "words_team", "words_own")
WORDS_SIZE = (3.0, 2.0)  # brings the log-odds of the words to the size of the other signals
LEVEL_HELD = 0.1
TEAM_HELD, OWN_HELD = 60.0, 120.0


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a message when it came, for one rep, and what was said: enough to learn from it later.

    signals   one entry per SIGNALS
    chance    that the rep answers within 48 hours, in (0, 1)
    """

    rep: str
    signals: Floats
    buckets: Ints
    chance: float


class AnswerModel:
    """The model of a team, fed with messages in the order of time.

    reps   whose answers are foretold

    Use: `look` at a message, then `remember` it, and `learn` each look once its answer is known: when the rep has
    answered, or when 48 hours have passed.
    """

    def __init__(self, reps: Sequence[str]) -> None:
        self.reps = {name: Rep() for name in reps}
        self.senders: defaultdict[str, Sender] = defaultdict(Sender)
        self.threads: dict[str, Thread] = {}
        self.traffic = Faded(HOUR), Faded(DAY)
        self.topics = Topics()
        self.words = Words(1 + len(self.reps))
        self.rows = {name: 1 + place for place, name in enumerate(self.reps)}
        self.team = Dense(held(TEAM_HELD, LEVEL_HELD))
        self.own = {name: Dense(held(OWN_HELD, OWN_HELD / 10)) for name in reps}

    def look(self, one: Coming, reps: Collection[str]) -> list[Look]:
        """What is to be said of a message for each of the reps, from what is remembered now."""
        shared = of_message(one, self.senders[one.sender], self.threads.get(one.thread), self.traffic, self.topics)
        parent = self.senders[one.parent_sender] if one.parent_sender is not None else None
        said = self.words.log_odds(one.buckets) if reps else np.zeros(0)
        found = []
        for name in reps:
            seen = whole(shared, of_rep(one, name, self.reps[name], shared, parent, self.topics))
            of_words = said[0] * WORDS_SIZE[0], said[self.rows[name]] * WORDS_SIZE[1]
            signals = np.concatenate([seen, of_words])
            found.append(Look(name, signals, one.buckets, chance_of(self.log_odds(signals, name))))
        return found

    def log_odds(self, signals: Floats, rep: str) -> float:
        """The logarithm of the odds of an answer."""
        return BASE + float(signals @ self.team.weights) + float(signals @ self.own[rep].weights)

    def learn(self, look: Look, came: bool) -> None:
        """Correct the model by what became of a message."""
        truth = float(came)
        of_team = BASE + float(look.signals @ self.team.weights)
        self.own[look.rep].learn(look.signals, truth, of_team)
        self.team.learn(look.signals, truth, BASE)
        self.words.learn(look.buckets, self.rows[look.rep], truth, BASE)

    def remember(self, one: Coming, readers: Collection[str], answered: Coming | None) -> None:
        """Take a message into memory, once it was looked at.

        readers    the reps in whose inbox it came
        answered   the message that it answers, of another person; null where it answers none
        """
        opening = one.parent_sender is None
        for name in readers:
            self.reps[name].see(one.sender, opening, one.buckets, one.at)
        if writer := self.reps.get(one.sender):
            writer.write(one.thread, one.thread not in self.threads, one.buckets, one.at)
        if answered is not None:
            self.answered(one, answered)
        self.topics.see(one.buckets)
        sender = self.senders[one.sender]
        sender.sent += 1
        sender.last_at = one.at
        for count in self.traffic:
            count.add(one.at)
        thread = self.threads.setdefault(one.thread, Thread(one.at, one.at, one.sender))
        thread.messages += 1
        thread.last_at = one.at
        thread.senders.add(one.sender)

    def answered(self, one: Coming, answered: Coming) -> None:
        """Remember that `one` answers another person's message."""
        if writer := self.reps.get(one.sender):
            writer.answer(answered.sender, answered.parent_sender is None, answered.buckets, one.at)
        self.senders[one.sender].wrote += 1
        self.senders[answered.sender].got += 1
        self.topics.answer(answered.buckets)


def held(strength: float, level: float) -> Floats:
    """How strongly each weight is held to 0; the level is free to move."""
    return np.array([level, *[strength] * (len(SIGNALS) - 1)])


def strongest(model: AnswerModel, rep: str | None = None, most: int = 10) -> list[tuple[str, float]]:
    """The signals that weigh most, by size: of the team, or of a rep with the own part."""
    weights = model.team.weights + (model.own[rep].weights if rep is not None else 0.0)
    order = np.argsort(-np.abs(weights[1:]), kind="stable")[:most] + 1
    return [(SIGNALS[place], float(weights[place])) for place in order]
