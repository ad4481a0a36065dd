"""How soon must whom be answered, on which channel? The team's rules of contact as data, and what follows of them.

A platform counts the hours of a clock that never stops; a team's own promise counts the buyer's office hours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tradewind.hours import Clock, business_deadline
from tradewind.hours.clock import aware

OFFICE, ELAPSED = "office", "elapsed"
HOUR = 60.0


@dataclass(frozen=True)
class ContactRule:
    """One promise.

    channel  as messages name it: trademanager, inquiry, whatsapp, mail, …; `*` is every other one
    minutes  until the answer, above 0
    clock    `office`: the buyer's office hours; `elapsed`: every hour counts, as platforms do
    source   who says so
    """

    channel: str
    minutes: float
    clock: str
    source: str


USUAL_RULES = (
    ContactRule("trademanager", HOUR, ELAPSED, "Alibaba.com response rate: TradeManager within 1 h"),
    ContactRule("inquiry", 24 * HOUR, ELAPSED, "Alibaba.com response rate: inquiries within 24 h"),
    ContactRule("whatsapp", 24 * HOUR, ELAPSED, "WhatsApp: free-form answers within 24 h of the buyer's message"),
    ContactRule("*", 4 * HOUR, OFFICE, "usual: 4 office hours of the buyer"),
)


@dataclass(frozen=True)
class Deadline:
    """By when (UTC) an answer is due, and by which rule."""

    at: datetime
    rule: ContactRule


def rule_for(channel: str | None, rules: Sequence[ContactRule] = USUAL_RULES) -> ContactRule | None:
    """The first rule of the channel, else the first of `*`; null where neither is there."""
    own = (rule for rule in rules if rule.channel == channel)
    return next(own, next((rule for rule in rules if rule.channel == "*"), None))


def deadline(
    channel: str | None, sent_at: datetime, buyer: Clock, rules: Sequence[ContactRule] = USUAL_RULES
) -> Deadline | None:
    """By when a buyer's message must be answered; null where no rule speaks of its channel.

    sent_at  an aware moment
    buyer    the buyer's own clock, with its weekend and holidays
    raises   NaiveTime, YearOutOfRange, NeverOpens

    >>> from datetime import UTC
    >>> friday = datetime(2026, 11, 20, 21, tzinfo=UTC)  # 16:00 in New York
    >>> deadline("mail", friday, Clock("America/New_York", "US")).at.isoformat()  # Monday 11:00
    '2026-11-23T16:00:00+00:00'
    """
    rule = rule_for(channel, rules)
    if rule is None:
        return None
    if rule.clock == ELAPSED:
        return Deadline(aware(sent_at) + timedelta(minutes=rule.minutes), rule)
    return Deadline(business_deadline(buyer, sent_at, rule.minutes), rule)
