"""What is seen of a message when it comes, for one rep: a few dozen numbers of thread, sender, words, habits.

Only what is remembered at that moment enters (see `memory`). Each number is brought to a usual size by fixed constants,
not by the data at hand, so that a number means the same in every desk and on every day.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, log1p, sqrt

import numpy as np

from tradewind.attention.business import Floats, Ints
from tradewind.attention.memory import DAY, HOUR, Faded, Rep, Sender, Thread, Topics

FURTHEST = 4.0  # usual sizes from the usual value at which a signal is cut
USUAL_RATE = log(0.03)  # of messages answered
SHORT_TEXT = 120
NEVER_H = 8.0  # the logarithm of hours since something that never happened
HELD_TEAM, HELD_OWN = 10.0, 8.0

# name: (usual value, usual distance from it)
OF_MESSAGE = {
    "reply": (0.5, 0.5), "thread_messages": (0.6, 0.7), "thread_age": (0.9, 1.3), "thread_silence": (0.6, 1.0),
    "thread_people": (0.6, 0.6), "by_starter": (0.06, 0.25), "reply_by_starter": (0.06, 0.25),
    "rival_answers": (0.1, 0.3), "length": (5.9, 0.8), "questions": (0.4, 0.5), "no_question": (0.6, 0.5),
    "short": (0.07, 0.25), "code": (0.3, 0.5), "thanks": (0.2, 0.4), "thanks_by_starter": (0.03, 0.2),
    "sender_messages": (3.2, 2.3), "sender_new": (0.13, 0.33), "sender_wrote": (2.4, 2.5), "sender_helps": (0.4, 0.4),
    "sender_is_answered": (0.35, 0.27), "sender_silence": (4.0, 2.6), "traffic_hour": (1.7, 0.6),
    "traffic_day": (4.4, 0.5), "recipients": (0.9, 0.3), "answer_delay": (0.7, 1.0), "team_words": (-2.0, 2.5),
    "saturday": (0.06, 0.25), "sunday": (0.05, 0.25),
}  # fmt: skip
OF_REP = {
    "to_me": (0.01, 0.1), "to_me_by_starter": (0.0, 0.06), "to_me_asking": (0.0, 0.05), "names_me": (0.0, 0.1),
    "my_thread": (0.02, 0.15), "my_thread_by_starter": (0.0, 0.05), "my_messages": (0.02, 0.15),
    "my_thread_silence": (0.05, 0.4), "to_helper": (0.16, 0.3), "i_started": (0.0, 0.05), "my_silence": (2.5, 1.3),
    "active_15_min": (0.03, 0.17), "active_hour": (0.1, 0.3), "wrote_hour": (0.1, 0.25), "wrote_day": (1.1, 0.6),
    "wrote_week": (2.8, 0.6), "wrote_month": (4.2, 0.6), "rate_day": (-0.3, 0.9), "rate_week": (-0.2, 0.8),
    "rate_month": (-0.2, 0.8), "rate_ever": (-0.2, 0.85), "rate_openings": (0.2, 0.8), "opening_rate": (0.0, 0.6),
    "next_4_h_of_week": (-3.3, 0.6), "next_12_h_of_week": (-2.2, 0.4), "next_4_h_of_day": (-1.6, 0.6),
    "next_12_h_of_day": (-0.5, 0.35), "sender_rate": (-1.0, 1.5), "sender_mine": (0.7, 0.9),
    "sender_recent": (0.04, 0.12), "topics": (-4.2, 3.0), "best_topics": (0.9, 0.5), "own_words": (-6.5, 3.8),
}  # fmt: skip
NAMES = ("level", *OF_MESSAGE, *OF_REP)
USUAL = np.array([value for value, _ in (*OF_MESSAGE.values(), *OF_REP.values())])
SIZE = np.array([size for _, size in (*OF_MESSAGE.values(), *OF_REP.values())])


@dataclass(frozen=True, slots=True)
class Coming:
    """One message as it comes.

    at          minutes since 1970-01-01 UTC
    parent_*    of the message that it answers; null where it answers none
    names       ids and addresses among its recipients
    """

    at: float
    sender: str
    thread: str
    text: str
    buckets: Ints
    names: frozenset[str]
    parent_sender: str | None = None
    parent_at: float | None = None
    parent_answers: int = 0


def of_message(
    one: Coming, sender: Sender, thread: Thread | None, traffic: tuple[Faded, Faded], team: Topics
) -> list[float]:
    """The signals that are the same for every rep, in the order of OF_MESSAGE."""
    small = one.text.lower()
    starter = float(thread is not None and thread.starter == one.sender)
    reply, thanks = float(one.parent_sender is not None), float("thank" in small or "谢" in small)
    asks = small.count("?") + small.count("？")
    weekday = int(one.at // DAY + 3) % 7
    return [
        reply,
        log1p(thread.messages) if thread else 0.0,
        hours_log(one.at - thread.first_at) if thread else 0.0,
        hours_log(one.at - thread.last_at) if thread else 0.0,
        log1p(len(thread.senders)) if thread else 0.0,
        starter,
        starter * reply,
        log1p(one.parent_answers),
        log1p(len(one.text)),
        log1p(asks),
        float(asks == 0),
        float(len(one.text) < SHORT_TEXT),
        float("<-" in one.text or "> " in one.text),
        thanks,
        thanks * starter * reply,
        log1p(sender.sent),
        float(sender.sent == 0),
        log1p(sender.wrote),
        sender.wrote / (sender.sent + 2.0),
        sender.got / (sender.sent + 2.0),
        hours_log(one.at - sender.last_at) if sender.last_at is not None else NEVER_H,
        log1p(traffic[0].now(one.at)),
        log1p(traffic[1].now(one.at)),
        log1p(len(one.names)),
        hours_log(one.at - one.parent_at) if one.parent_at is not None else 0.0,
        words_lift(team.lift(one.buckets, HELD_TEAM)) if team.answers >= HELD_TEAM else 0.0,
        float(weekday == 5),
        float(weekday == 6),
    ]


def of_rep(one: Coming, name: str, rep: Rep, shared: list[float], parent: Sender | None, team: Topics) -> list[float]:
    """The signals of one rep, in the order of OF_REP; `shared` are those of `of_message`."""
    reply, starter, asks = shared[0], shared[5], 1 - shared[10]
    to_me = float(one.parent_sender == name)
    mine = rep.threads.get(one.thread)
    elsewhere = float(mine is not None and not to_me)
    silence = HOUR * 24 * 365 if rep.last_at is None else one.at - rep.last_at
    own = rep.senders[one.sender]
    ever = (rep.answered["ever"].held + 1) / (rep.seen["ever"].held + 30)
    rates = {half: rate(rep.answered[half], rep.seen[half], one.at) for half in ("day", "week", "month", "ever")}
    lift = rep.topics.lift(one.buckets, HELD_OWN) if rep.topics.answers and one.buckets.size else np.zeros(1)
    return [
        to_me,
        to_me * starter,
        to_me * asks,
        float(not to_me and (name in one.names or name in one.text)),
        elsewhere,
        elsewhere * starter,
        log1p(mine[0]) if mine else 0.0,
        hours_log(one.at - mine[1]) if mine else 0.0,
        parent.wrote / (parent.sent + 2.0) if parent and not to_me else 0.0,
        float(mine is not None and one.thread in rep.started),
        min(hours_log(silence), NEVER_H),
        float(silence < 15),
        float(silence < HOUR),
        *(log1p(rep.wrote[half].now(one.at)) for half in ("hour", "day", "week", "month")),
        *rates.values(),
        rate(rep.openings_answered, rep.openings_seen, one.at),
        rates["month"] * (1 - reply),
        *(habit(rep.week, one.at, hours) for hours in (4, 12)),
        *(habit(rep.day, one.at, hours) for hours in (4, 12)),
        log((own.answered + 3 * ever) / (own.seen + 3)) - USUAL_RATE,
        log1p(own.answered),
        1 / (1 + (one.at - own.last_at) / DAY) if own.last_at is not None else 0.0,
        words_lift(lift),
        float(np.sort(lift)[-3:].mean()),
        words_lift(rep.vocabulary_lift(one.buckets, team, HELD_OWN)),
    ]


def whole(shared: list[float], own: list[float]) -> Floats:
    """All signals of one message and rep at usual size, the level (1) first: one entry per NAMES."""
    sized = np.minimum(np.maximum((np.array(shared + own) - USUAL) / SIZE, -FURTHEST), FURTHEST)
    return np.concatenate([[1.0], sized])


def hours_log(minutes: float) -> float:
    """Hours that have passed, as a logarithm."""
    return log1p(minutes / HOUR)


def rate(answered: Faded, seen: Faded, at: float) -> float:
    """The share answered of late, as a logarithm beside the usual one."""
    return log((answered.now(at) + 0.3) / (seen.now(at) + 10)) - USUAL_RATE


def habit(hours: Floats, at: float, ahead: int) -> float:
    """The share of what the rep writes that falls into the coming hours of the day or week, as a logarithm."""
    first = int(at // HOUR) % hours.size
    share, total = ahead / hours.size, float(hours.sum()) + 2.0
    come = float(hours[first : first + ahead].sum())
    if first + ahead > hours.size:
        come += float(hours[: first + ahead - hours.size].sum())
    return log((come + 0.5 * share * total) / total)


def words_lift(lift: Floats) -> float:
    """What the words of a message say together; that words go together is allowed for by the root."""
    return float(lift.sum()) / sqrt(lift.size + 5)
