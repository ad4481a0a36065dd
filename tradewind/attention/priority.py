"""P1, P2 or P3? A message's priority from three sources, each of them shown: deadline, chance of an answer, rules.

P1 may interrupt, P2 waits for the next window, P3 waits for quiet. No single word decides: a rule that people wrote
lifts by one step, what the rep said of this very message stands.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from tradewind.attention.contact_rules import ELAPSED, Deadline

P1, P2, P3 = 1, 2, 3
DEADLINE, CHANCE, RULE, SAID = "deadline", "chance", "rule", "said"
URGENT, NOT_URGENT = "urgent", "not_urgent"


@dataclass(frozen=True)
class PriorityRule:
    """What the team wrote: messages of this customer, or with one of these words, count one step more.

    code         its name, e.g. `payment`
    customers    customer_ids; empty: any
    words        lower case, in any language; empty: any text
    """

    code: str
    customers: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Source:
    """One source of a priority: which, the step it asks for, and its fact (minutes, a share, a rule's name, a word)."""

    kind: str
    step: int
    fact: float | str | None = None


@dataclass(frozen=True)
class Priority:
    """The step, 1 (may interrupt) to 3 (quiet), and every source that spoke, the strongest first."""

    step: int
    sources: tuple[Source, ...]


def priority(
    chance: float | None, likely_from: float, due: Deadline | None, next_window: datetime | None, met: Sequence[str],
    said: str | None = None, now: datetime | None = None,
) -> Priority:  # fmt: skip
    """The priority of one message.

    chance        that this rep answers within 48 hours, or null where no model is there yet
    likely_from   the chance from which an answer is likely, usually that of the best third of the rep's own past
    due           by when the answer is promised, or null
    next_window   when the rep reads next anyway (aware), or null: nothing is held
    met           the codes of the rules that the message meets, see `rules_met`
    said          the rep's own word on this message: `urgent`, `not_urgent` or null
    now           the moment of looking (aware); null: no deadline is over yet

    A deadline that `is_pressing` asks for P1, any other one for P2; the team's own promise asks for nothing where an
    answer is unlikely. A likely answer asks for P2, an unlikely one
    for P3: on real mail the likeliest tenth holds one answer in five, too few to interrupt for. The strongest source
    counts; a rule lifts that by one step.

    >>> priority(0.3, 0.05, None, None, ["payment"]).step, priority(0.01, 0.05, None, None, ["payment"]).step
    (1, 2)
    """
    unlikely = chance is not None and chance < likely_from
    found = [*from_chance(chance, likely_from), *from_deadline(due, next_window, unlikely, now)]
    step = min((source.step for source in found), default=P3)
    lifted = max(P1, step - 1) if met else step
    found += [Source(RULE, lifted, code) for code in met]
    if said in (URGENT, NOT_URGENT):
        lifted = P1 if said == URGENT else P3
        found.insert(0, Source(SAID, lifted, said))
    return Priority(lifted, tuple(sorted(found, key=lambda one: (one.kind != SAID, one.step))))


def from_chance(chance: float | None, likely_from: float) -> list[Source]:
    """What the chance of an answer asks for."""
    if chance is None:
        return []
    return [Source(CHANCE, P2 if chance >= likely_from else P3, chance)]


def from_deadline(
    due: Deadline | None, next_window: datetime | None, unlikely: bool = False, now: datetime | None = None
) -> list[Source]:
    """What the deadline asks for."""
    if due is None:
        return []
    strict = due.rule.clock == ELAPSED
    pressing = is_pressing(due.at, strict, unlikely, next_window, now)
    return [Source(DEADLINE, P1 if pressing else P3 if unlikely and not strict else P2, due.rule.channel)]


def is_pressing(
    due_at: datetime, strict: bool, unlikely: bool, next_window: datetime | None, now: datetime | None = None
) -> bool:
    """Whether waiting for the next window would break the deadline.

    One that is over already presses no more: the window is early enough for it. The team's own promise does not press
    for a message that is unlikely to need an answer; a platform's (`strict`) does, since what is missed there is lost.
    """
    ahead = next_window is not None and due_at < next_window and (now is None or now <= due_at)
    return ahead and (strict or not unlikely)


def rules_met(rules: Sequence[PriorityRule], customer_id: str | None, text: str) -> list[str]:
    """The codes of the rules that a message meets, in the team's order."""
    low = text.lower()
    return [rule.code for rule in rules if meets(rule.customers, customer_id) and contains(rule.words, low)]


def meets(customers: Collection[str], customer_id: str | None) -> bool:
    return not customers or customer_id in customers


def contains(words: Collection[str], text: str) -> bool:
    return not words or any(word in text for word in words)
