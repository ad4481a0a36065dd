"""A team's messages on a desk: what is said of each, what still waits, the model, and each rep's own figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import polars as pl
from polars import col

from tradewind.attention.answering import strongest
from tradewind.attention.arrivals import arrivals
from tradewind.attention.basis import basis
from tradewind.attention.buyers_clock import on_buyers_clocks
from tradewind.attention.contact_rules import ELAPSED, ContactRule
from tradewind.attention.contacts import buyer_months, contacts, said_again
from tradewind.attention.following import KEY, Followed, calibration, follow, likely_from
from tradewind.attention.priority import PriorityRule
from tradewind.attention.response import by_priority, response_minutes
from tradewind.attention.turns import TURN, turns
from tradewind.findings.attention_meter import meter_document

if TYPE_CHECKING:
    from tradewind.attention.business import Floats

Document = dict[str, Any]
PLAN_DAYS = 365  # plans look at the arrivals of the last year
NO_MESSAGE = ("deleted", "system", "call")


class Rules(Protocol):
    """The team's rules of contact, as `desk.contact_rules` keeps them."""

    @property
    def promises(self) -> tuple[ContactRule, ...]: ...
    @property
    def urgent(self) -> tuple[PriorityRule, ...]: ...


@dataclass(frozen=True)
class TeamInbox:
    """The messages of a team's reps, and the model that follows them.

    mail   as `attention.turns.turns` returns it, on the buyers' clocks, with `chance` (null for the reps' own)
    """

    mail: pl.DataFrame
    state: Followed
    now: datetime

    @classmethod
    def of(
        cls, messages: pl.DataFrame, zones: Mapping[str, str], said: Mapping[tuple[str, str], bool], now: datetime,
        stored: bytes = b"",
    ) -> TeamInbox:  # fmt: skip
        """The model after these messages; `stored` is what `state.as_bytes()` gave the last time.

        messages  as ledger.schema.MESSAGES, of the team's reps
        zones     of buyers, by customer_id
        said      persons' words (urgent or not) by channel and message_id
        now       naive UTC
        """
        mail = on_buyers_clocks(turns(messages), zones)
        words = {f"{channel}\x1f{key}": urgent for (channel, key), urgent in said.items()}
        state = follow(mail, words, minutes_of(now), stored)
        chance = pl.Series("chance", state.chances, dtype=pl.Float64, nan_to_null=True)
        return cls(mail.with_columns(chance), state, now)

    @property
    def reps(self) -> list[str]:
        """User names of whose mailboxes and chats these are."""
        return list(self.state.model.reps)

    def likely_from(self, rep: str) -> float:
        """The chance from which an answer of the rep is likely."""
        return likely_from(self._chances(rep))

    def waiting(self, handled: Sequence[tuple[str, str]], days: int) -> pl.DataFrame:
        """The conversations in which the other side wrote last, a row each with its last message.

        handled  messages (channel, message_id) that people called handled: what waits begins after them
        days     how far back from the newest message
        returns  channel, message_id, rep, customer_id, sent_at, first_at (of the oldest that waits), more (how many
                 wait before it), chance (the highest), text
        """
        if self.mail.is_empty():
            return self.mail.select(*TURN, "message_id", "customer_id", "sent_at", "chance", "text").clear()
        done = {f"{channel}\x1f{key}" for channel, key in handled}
        since = min(self.mail["sent_at"][-1], self.now) - timedelta(days=days)
        over = pl.when(col.mine | KEY.is_in(list(done))).then(col.row).max().over(TURN).fill_null(-1)
        left = self.mail.filter(
            col.row > over, ~col.mine, col.sent_at >= since, ~col.kind.is_in(NO_MESSAGE)
        )  # fmt: skip
        return left.group_by(TURN, maintain_order=True).agg(
            col.message_id.last(), col.customer_id.last(), col.sent_at.last(), first_at=col.sent_at.first(),
            more=pl.len().cast(pl.Int64) - 1, chance=col.chance.max(), text=col.text.str.join("\n"),
        )  # fmt: skip

    def model_document(self, rep: str | None = None) -> Document:
        """The model as people inspect it: what weighs most, how calibrated it is, what it has learnt from."""
        chances = self.state.chances if rep is None else self._chances(rep)
        told = calibration(self.mail, chances, minutes_of(self.now))
        weighs = [{"signal": name, "weight": weight} for name, weight in strongest(self.state.model)]
        own = strongest(self.state.model, rep) if rep in self.state.model.reps else []
        return {
            "messages": int((~np.isnan(chances)).sum()),
            "reps": len(self.reps),
            "likely_from": likely_from(chances),
            "signals": weighs,
            "own": [{"signal": name, "weight": weight} for name, weight in own],
            "calibration": told.to_dicts(),
        }

    def basis(self, rep: str, zone: str) -> Document:
        """What plans of the rep's windows are weighed on: the arrivals of the last year. Raises UnknownZone."""
        mine = self.mail.filter(rep=rep)
        if mine.is_empty():
            return basis(arrivals(mine, zone))
        return basis(arrivals(mine.filter(col.sent_at > mine["sent_at"][-1] - timedelta(days=PLAN_DAYS)), zone))

    def meter(self, rep: str, zone: str, since: date | None, rules: Rules, orders: pl.DataFrame) -> Document | None:
        """The rep's own figures, as `attention_meter.meter_document` has them, and beside them `priorities` (response
        by priority), `contacts` and `said_again`; null for a rep who has written nothing. Raises UnknownZone."""
        mine = self.with_priority(rep, rules)
        if not mine["mine"].any():
            return None
        found = meter_document(mine, rep, zone, "messages", since, rules.promises)
        months = contacts(buyer_months(mine, orders))
        waited = response_minutes(mine, rep, zone)
        return {
            **found,
            "priorities": by_priority(waited, mine).to_dicts(),
            "contacts": {
                "groups": months.groups.to_dicts(),
                "slope": asdict(months.slope) if months.slope else None,
                "verdict": months.verdict,
            },
            "said_again": said_again(mine, orders),
        }

    def with_priority(self, rep: str, rules: Rules) -> pl.DataFrame:
        """The rep's messages with `priority` (1 to 3) as they would have got it without windows, numbered anew."""
        mine = self.mail.filter(rep=rep)
        strict = [one.channel for one in rules.promises if one.clock == ELAPSED]
        text = col.text.fill_null("").str.to_lowercase()
        met = pl.lit(False)
        for rule in rules.urgent:
            words = text.str.contains_any(sorted(rule.words)) if rule.words else pl.lit(True)
            whose = col.customer_id.is_in(sorted(rule.customers)) if rule.customers else pl.lit(True)
            met = met | (words & whose)
        asked = (col.chance >= self.likely_from(rep)) | col.channel.is_in(strict)
        return mine.with_columns(
            priority=3 - asked.fill_null(False).cast(pl.Int64) - met.fill_null(False).cast(pl.Int64)
        )

    def _chances(self, rep: str) -> Floats:
        return np.where((self.mail["rep"] == rep).to_numpy(), self.state.chances, np.nan)


def minutes_of(now: datetime) -> float:
    """Minutes since 1970-01-01 of a naive moment in UTC."""
    return now.replace(tzinfo=UTC).timestamp() / 60
