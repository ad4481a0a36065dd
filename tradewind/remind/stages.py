"""What waits on the way from inquiry to balance? Steps without their next one, planned days ahead and passed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import polars as pl
from polars import col

from tradewind.remind.occasions import Facts, Occasion
from tradewind.remind.rules import Rules
from tradewind.remind.shipped import AHEAD, PASSED, WAITING, Rule

PLANNED = ("schedule", "scheduled", "plan", "planned", "计划", "预计")
UNFINISHED = ("start", "begin", "开始", *PLANNED)
OF_ORDERS = "etd_passed"  # the rule that the orders' own dates tell of too


def stage_occasions(facts: Facts, rules: Rules, today: date) -> list[Occasion]:
    """What the events of the buyers' cases, and the dates of their orders, give the rules to say.

    A rule that ends with a step of the log speaks only where the log has such a step at all: what a team never writes
    down can never end.
    """
    log = Log.of(facts, today)
    found: list[Occasion] = []
    for rule in rules.of_kind(WAITING):
        found += waiting(rule, log, facts)
    for rule in rules.of_kind(AHEAD):
        found += ahead(rule, log, today)
    for rule in rules.of_kind(PASSED):
        found += passed(rule, log, today)
        if rule.code == OF_ORDERS:
            found += unshipped(rule, log, facts, today)
    return list({(one.key): one for one in reversed(found)}.values())


class Log:
    """The events of the buyers' cases: those that have happened, those that are planned, and the money of each case."""

    def __init__(self, happened: pl.DataFrame, planned: pl.DataFrame, amounts: dict[str, float]) -> None:
        self.happened, self.planned, self.amounts = happened, planned, amounts
        self.names = sorted({*happened["activity"].to_list(), *planned["activity"].to_list()})

    @classmethod
    def of(cls, facts: Facts, today: date) -> Log:
        phase = facts.events.with_columns(phase=col.lifecycle.fill_null("").str.to_lowercase())
        lies_ahead = phase.select("case_id", "activity", "happened_at", "on", "phase", "customer_id")
        is_plan = col.phase.is_in(PLANNED) | (col.on > today)
        orders = facts.orders.filter(col.amount > 0)
        amounts = dict(orders.select("order_id", col.amount_base.fill_null(col.amount)).iter_rows())
        return cls(
            lies_ahead.filter(~is_plan & ~col.phase.is_in(UNFINISHED)), lies_ahead.filter(is_plan), amounts
        )  # fmt: skip

    def with_words(self, frame: pl.DataFrame, words: Sequence[str]) -> pl.DataFrame:
        return frame.filter(col.activity.is_in(named(self.names, words)))


def waiting(rule: Rule, log: Log, facts: Facts) -> list[Occasion]:
    """Cases whose last step of `after` has not been followed: customer, due `days` later, about the case."""
    ends = log.with_words(log.happened, rule.until)
    if ends.is_empty():
        return []
    since = log.with_words(log.happened, rule.after).sort("happened_at").group_by("case_id").last()
    over = ends.group_by("case_id").agg(ended_at=col.happened_at.max())
    open_ones = since.join(over, on="case_id", how="left").filter(
        col.ended_at.is_null() | (col.ended_at < col.happened_at)
    )
    if rule.reply_ends:
        heard = facts.contacts.filter(col.direction == "in").group_by("customer_id").agg(heard_at=col.at.max())
        open_ones = open_ones.join(heard, on="customer_id", how="left").filter(
            col.heard_at.is_null() | (col.heard_at <= col.happened_at)
        )
    return [about(rule, log, key, case, on, on + timedelta(days=rule.days)) for key, case, on in told(open_ones)]


def ahead(rule: Rule, log: Log, today: date) -> list[Occasion]:
    """Planned steps that lie ahead."""
    coming = log.with_words(log.planned, rule.after).filter(col.on >= today)
    first = coming.sort("happened_at").group_by("case_id").first()
    return [about(rule, log, key, case, on, on - timedelta(days=rule.days)) for key, case, on in told(first)]


def passed(rule: Rule, log: Log, today: date) -> list[Occasion]:
    """Planned days that are over, and what they were planned for has not happened."""
    newest = log.with_words(log.planned, rule.after).sort("happened_at").group_by("case_id").last()
    over = newest.filter(col.on < today).join(log.with_words(log.happened, rule.until), on="case_id", how="anti")
    return [about(rule, log, key, case, on, on + timedelta(days=rule.days)) for key, case, on in told(over)]


def unshipped(rule: Rule, log: Log, facts: Facts, today: date) -> list[Occasion]:
    """Orders past the day that was promised, else requested, of which nothing says that they were shipped; where the
    team writes shipments down at all."""
    known = facts.orders.filter(col.amount > 0)
    gone = log.with_words(log.happened, rule.until)
    if known["shipped_on"].null_count() == known.height and gone.is_empty():
        return []
    late = known.filter(col.shipped_on.is_null()).with_columns(on=pl.coalesce("promised_on", "requested_on"))
    late = late.filter(col.on < today).select("customer_id", case_id=col.order_id, on=col.on)
    here = late.join(gone, on="case_id", how="anti").join(facts.buyers, on="customer_id", how="semi")
    return [about(rule, log, key, case, on, on + timedelta(days=rule.days)) for key, case, on in told(here)]


def told(frame: pl.DataFrame) -> Iterable[tuple[str, str, date]]:
    return frame.select("customer_id", "case_id", "on").sort("customer_id", "case_id").iter_rows()


def about(rule: Rule, log: Log, key: str, case: str, on: date, due: date) -> Occasion:
    return Occasion(key, rule.code, due, case, {"case": case, "on": on.isoformat()}, log.amounts.get(case, 0.0))


def named(activities: Iterable[str], words: Sequence[str]) -> list[str]:
    """The activities that the words name: Chinese anywhere in it, Latin as whole words.

    >>> named(["发送报价单", "Shipping", "PI sent", "ETD plan"], ("报价", "PI", "etd"))
    ['发送报价单', 'PI sent', 'ETD plan']
    """
    patterns = [
        re.compile(re.escape(word) if re.search(r"[^\x00-\x7f]", word) else rf"(?<!\w){re.escape(word)}(?!\w)", re.I)
        for word in words
        if word.strip()
    ]
    return [name for name in activities if any(pattern.search(name) for pattern in patterns)]
