"""A team's messages on a desk: what is said of each, what still waits, the model, and each rep's own figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from polars import col

from tradewind.attention.answering import strongest
from tradewind.attention.arrivals import arrivals
from tradewind.attention.basis import basis
from tradewind.attention.buyers_clock import on_buyers_clocks
from tradewind.attention.following import KEY, Followed, calibration, follow, likely_from
from tradewind.attention.turns import TURN, turns

if TYPE_CHECKING:
    from tradewind.attention.business import Floats

Document = dict[str, Any]
PLAN_DAYS = 365  # plans look at the arrivals of the last year
NO_MESSAGE = ("deleted", "system", "call")


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

    def _chances(self, rep: str) -> Floats:
        return np.where((self.mail["rep"] == rep).to_numpy(), self.state.chances, np.nan)


def minutes_of(now: datetime) -> float:
    """Minutes since 1970-01-01 of a naive moment in UTC."""
    return now.replace(tzinfo=UTC).timestamp() / 60
