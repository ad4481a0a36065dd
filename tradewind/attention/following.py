"""A team's model kept up to date: what it says of each message when it comes, learnt from what becomes of it.

It goes on where it stopped; where the past has changed since, or a person took back what was said of a message that
it has learnt, it begins anew.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
import polars as pl
from polars import col

from tradewind.attention.answering import AnswerModel, Look
from tradewind.attention.business import Floats
from tradewind.attention.inbox import WITHIN_MIN, coming
from tradewind.attention.kept_model import as_bytes, from_bytes
from tradewind.attention.local_time import utc_minutes

LIKELY_SHARE, LIKELY_OF = 1 / 3, 1_000  # the best third of a rep's last messages is likely to be answered
Said = Mapping[str, bool]  # by `key_of`: a person's word on a message, urgent or not
KEY = pl.concat_str("channel", "message_id", separator="\x1f", ignore_nulls=True)


@dataclass
class Followed:
    """Where a model stands.

    rows, mark     how many messages it has seen, and what marks them
    chances        of every message seen, NaN for the reps' own
    waiting        looks at messages of which it has not learnt yet, by their keys
    said           the persons' words that it knew
    """

    model: AnswerModel
    rows: int = 0
    mark: int = 0
    chances: Floats = field(default_factory=lambda: np.zeros(0))
    waiting: dict[str, Look] = field(default_factory=dict)
    said: dict[str, bool] = field(default_factory=dict)

    def as_bytes(self) -> bytes:
        """To be kept; see `resumed`."""
        model, *rest = (getattr(self, name) for name in NAMES)
        return as_bytes([model, *rest])


NAMES = ("model", "rows", "mark", "chances", "waiting", "said")


def follow(mail: pl.DataFrame, said: Said, now: float, stored: bytes = b"") -> Followed:
    """The model after all messages, and after what has become of them until now.

    mail     as `turns.turns` returns it, of the reps of one team
    said     what persons said of messages: urgent counts as answered, not urgent as not to be answered
    now      minutes since 1970-01-01 UTC
    stored   what was kept of the last time, or nothing
    """
    reps = sorted(mail["rep"].unique().to_list())
    keys: list[str] = mail.select(KEY).to_series().to_list()
    at, answered = utc_minutes(mail["sent_at"]), known_answers(mail)
    state = resumed(stored, reps, keys, said) or Followed(AnswerModel(reps))
    places = {key: row for row, key in enumerate(keys)}
    heap = [(known_at(places[key], at, answered, said, key), key) for key in state.waiting]
    heapq.heapify(heap)
    chances = np.full(mail.height, np.nan)
    chances[: state.rows] = state.chances
    whose, mine = mail["rep"].to_list(), mail["mine"].to_list()
    for row, (one, before) in enumerate(coming(mail, state.rows)):
        if row < state.rows:
            continue
        learn_until(state, heap, one.at, places, answered, said)
        readers = [] if mine[row] else [whose[row]]
        for look in state.model.look(one, readers):
            chances[row] = look.chance
            state.waiting[keys[row]] = look
            heapq.heappush(heap, (known_at(row, at, answered, said, keys[row]), keys[row]))
        state.model.remember(one, readers, before)
    learn_until(state, heap, now, places, answered, said)
    state.rows, state.mark, state.chances = mail.height, mark_of(keys), chances
    state.said = {key: value for key, value in said.items() if key in places}
    return state


def learn_until(
    state: Followed, heap: list[tuple[float, str]], now: float, places: Mapping[str, int],
    answered: Floats, said: Said,
) -> None:  # fmt: skip
    """Learn what is known by then, in the order in which it became known."""
    while heap and heap[0][0] <= now:
        key = heapq.heappop(heap)[1]
        came = said.get(key, bool(answered[places[key]] < np.inf))
        state.model.learn(state.waiting.pop(key), came)


def known_answers(mail: pl.DataFrame) -> Floats:
    """Per message the minute at which it was answered within 48 hours; infinite where it was not."""
    answered = mail["answered_at"].dt.epoch("us").cast(pl.Float64).to_numpy() / 60e6  # NaN where there is none
    in_time: Floats = np.where(answered - utc_minutes(mail["sent_at"]) <= WITHIN_MIN, answered, np.inf)
    return in_time


def known_at(row: int, at: Floats, answered: Floats, said: Said, key: str) -> float:
    """When it is known what became of a message: by the answer, by a person's word at once, else after 48 hours."""
    if key in said:
        return float(at[row])
    return float(min(answered[row], at[row] + WITHIN_MIN))


def resumed(stored: bytes, reps: list[str], keys: list[str], said: Said) -> Followed | None:
    """The state that was kept, if it still holds; see the module."""
    found = from_bytes(stored) if stored else None
    if not isinstance(found, list) or len(found) != len(NAMES):
        return None
    state = Followed(*found)
    seen = keys[: state.rows]
    if list(state.model.reps) != reps or len(seen) < state.rows or mark_of(seen) != state.mark:
        return None
    changed = {key for key in {*state.said, *said} if state.said.get(key) != said.get(key)}
    learnt = changed.intersection(seen) - set(state.waiting)
    return None if learnt else state


def mark_of(keys: list[str]) -> int:
    """What marks the messages of those keys in that order."""
    return crc32("\n".join(keys).encode())


def likely_from(chances: Floats) -> float:
    """The chance from which an answer is likely for a rep: that of the best third of its last messages."""
    last = chances[~np.isnan(chances)][-LIKELY_OF:]
    return float(np.quantile(last, 1 - LIKELY_SHARE)) if last.size else 0.0


def calibration(mail: pl.DataFrame, chances: Floats, now: float, groups: int = 10, most: int = 5_000) -> pl.DataFrame:
    """What was said of the last messages whose fate is known against what came, in groups of equal size by chance.

    returns   group, messages, said, came (shares)
    """
    from tradewind.attention.backtest import groups as grouped

    at, answered = utc_minutes(mail["sent_at"]), known_answers(mail)
    known = ~np.isnan(chances) & (np.minimum(answered, at + WITHIN_MIN) <= now)
    told = pl.DataFrame({"p_reply": chances[known][-most:], "label": (answered[known] < np.inf)[-most:]})
    return grouped(told.with_columns(col.label.cast(pl.Float64)), groups)
