"""How right would the model have been? The past of a mailbox, told anew message by message.

The first 70 % of each inbox teach, the rest is judged. The model goes on learning while it is judged, as it does in
use: from an answer when it comes, from a message without one when its 48 hours are over, never earlier.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from polars import col

from tradewind.attention.answering import SIGNALS, AnswerModel, Look
from tradewind.attention.business import Floats
from tradewind.attention.inbox import WITHIN_MIN, Inboxes, coming, inboxes
from tradewind.attention.signals import Coming
from tradewind.errors import NothingJudged
from tradewind.scores import auc, average_precision, calibration_error, recall_in_top

TRAINED_SHARE = 0.7
URGENT_WORDS = (
    "urgent", "asap", "immediately", "deadline", "payment", "invoice", "shipment", "complaint", "problem", "help",
    "error", "紧急", "尽快", "付款", "发货", "投诉", "问题",
)  # fmt: skip
BASELINES = ("keywords", "sender_rate", "thread_rule")
TO_ME, MY_THREAD, SENDER_RATE = (SIGNALS.index(name) for name in ("to_me", "my_thread", "sender_rate"))


@dataclass(frozen=True)
class Rehearsal:
    """What was said of each judged message, and the model as it is at the end.

    said   one row per persona and message of the last 30 % of its inbox, by persona (most answers first) and time:
             persona, message_id, sent_at, p_reply (share), label (1: the persona answered within 48 h, else 0),
             keywords, sender_rate, thread_rule (what each baseline ranks by)
    """

    personas: tuple[str, ...]
    said: pl.DataFrame
    model: AnswerModel


def rehearse(mail: pl.DataFrame, personas: int = 6, trained_share: float = TRAINED_SHARE) -> Rehearsal:
    """Go through the mail as it came. `mail` as `traffic.traffic` returns it, checked by `require_answers`.

    raises   NothingJudged when no message is left to judge
    """
    found = inboxes(mail, personas)
    model = AnswerModel(sorted(found.personas))
    judged_from = {name: first_judged(found, name, trained_share) for name in found.personas}
    rows = [
        (one.row, one.look, float(one.came), keywords(one.message))
        for one in followed(found, model)
        if one.row >= judged_from[one.look.rep]
    ]
    if not rows:
        raise NothingJudged
    return Rehearsal(found.personas, table(mail, found.personas, rows), model)


class Followed(NamedTuple):
    """A message in one inbox: its row, what was said of it, what became of it, and when that was known (minutes)."""

    row: int
    message: Coming
    look: Look
    came: bool
    known_at: float


def followed(found: Inboxes, model: AnswerModel) -> Iterator[Followed]:
    """Each message of each inbox in the order of time; the model learns what has become of the earlier ones by then."""
    waiting: list[tuple[float, int, Followed]] = []
    count = 0
    for row, (one, before) in enumerate(coming(found.mail)):
        while waiting and waiting[0][0] <= one.at:
            done = heapq.heappop(waiting)[2]
            model.learn(done.look, done.came)
        readers = found.readers(row, one.sender)
        for look in model.look(one, readers):
            came_at = found.answered[look.rep].get(row)
            known_at = one.at + WITHIN_MIN if came_at is None else came_at
            entry = Followed(row, one, look, came_at is not None, known_at)
            heapq.heappush(waiting, (known_at, count, entry))
            count += 1
            yield entry
        model.remember(one, readers, before)


def first_judged(found: Inboxes, name: str, trained_share: float) -> int:
    """The row from which on a persona's inbox is judged."""
    first, last = found.span[name]
    inbox = np.flatnonzero((found.mail["sender"] != name).to_numpy()[first + 1 : last]) + first + 1
    trained = int(trained_share * inbox.size)
    return int(inbox[trained]) if trained < inbox.size else found.mail.height


def keywords(one: Coming) -> float:
    """How many of the words that sound urgent a message has."""
    small = one.text.lower()
    return float(sum(word in small for word in URGENT_WORDS))


def table(mail: pl.DataFrame, personas: tuple[str, ...], rows: list[tuple[int, Look, float, float]]) -> pl.DataFrame:
    """What was said, as Rehearsal.said has it."""
    said = pl.DataFrame(
        {
            "place": [personas.index(look.rep) for _, look, _, _ in rows],
            "persona": [look.rep for _, look, _, _ in rows],
            "row": [row for row, _, _, _ in rows],
            "p_reply": [look.chance for _, look, _, _ in rows],
            "label": [int(came) for _, _, came, _ in rows],
            "keywords": [count for _, _, _, count in rows],
            "sender_rate": [float(look.signals[SENDER_RATE]) for _, look, _, _ in rows],
            "thread_rule": [float(look.signals[TO_ME] + (look.signals[MY_THREAD] > 0)) for _, look, _, _ in rows],
        }
    )
    told = said.join(mail.select("row", "message_id", "sent_at"), on="row", how="left")
    return told.sort("place", "row").select(
        "persona", "message_id", "sent_at", "p_reply", "label", *BASELINES
    )  # fmt: skip


def ranking(said: pl.DataFrame, by: str = "p_reply") -> dict[str, float | None]:
    """auc, average_precision and recall_at_10 (the top tenth) of one persona's messages, ranked by a column."""
    ranked, came = said[by].cast(pl.Float64).to_numpy(), said["label"].cast(pl.Float64).to_numpy()
    measures: dict[str, Callable[[Floats, Floats], float | None]] = {
        "auc": auc, "average_precision": average_precision, "recall_at_10": recall_in_top
    }  # fmt: skip
    return {name: measure(ranked, came) for name, measure in measures.items()}


def calibration(said: pl.DataFrame) -> float:
    """The mean distance between what was said and what came, over ten groups of equal size."""
    return calibration_error(said["p_reply"].to_numpy(), said["label"].cast(pl.Float64).to_numpy())


def groups(said: pl.DataFrame, count: int = 10) -> pl.DataFrame:
    """What was said against what came, in groups of equal size by chance: group, messages, said, came (shares)."""
    place = (col.p_reply.rank("ordinal") - 1) * count // pl.len() + 1
    placed = said.with_columns(group=place.cast(pl.Int64)).sort("group", "p_reply")
    return placed.group_by("group", maintain_order=True).agg(
        messages=pl.len().cast(pl.Int64), said=col.p_reply.mean(), came=col.label.mean()
    )
