"""The made-up company: the same for the same day, in keeping with its own laws, and with its truth in its facts."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars import col

from tradewind.ledger.sample import SampleCompany, sample_company
from tradewind.ledger.sample.hours import here_on
from tradewind.ledger.sample.people import REPS
from tradewind.ledger.sample.truth import LATE_DAYS, process_changed_on, tool_from
from tradewind.ledger.schema import TABLES
from tradewind.retention.churn_rate import churn_rate
from tradewind.retention.warning import buyers_at_risk

TODAY = date(2026, 11, 24)
CHINA = pl.duration(hours=8)
USERS = {one.username for one in REPS if one.tool_after is not None}


@pytest.fixture(scope="module")
def company() -> SampleCompany:
    return sample_company(TODAY)


def summary(company: SampleCompany) -> str:
    """A digest of every cell, through text, so that it stands for the rows and nothing else."""
    digest = hashlib.sha256()
    for name, frame in company.tables.items():
        digest.update(f"{name} {frame.height}\n{frame.write_csv(float_precision=2)}".encode())
    return digest.hexdigest()


def test_the_same_day_and_seed_give_the_same_company_to_the_last_byte() -> None:
    assert summary(sample_company(TODAY, buyers=30)) == summary(sample_company(TODAY, buyers=30))
    assert summary(sample_company(TODAY, buyers=30)) != summary(sample_company(TODAY, seed=21, buyers=30))
    assert summary(sample_company(TODAY, buyers=30)) != summary(sample_company(TODAY + timedelta(1), buyers=30))


def test_it_is_the_company_that_it_was() -> None:
    """Changed on purpose? Then say so in the list of changes, and put the new digest here."""
    assert summary(sample_company(date(2026, 3, 1), buyers=30))[:16] == "d45dc7aaa41b6ecd"


@settings(max_examples=12, deadline=None)
@given(st.dates(date(2023, 1, 1), date(2034, 12, 31)), st.integers(0, 10_000), st.integers(1, 25))
def test_its_facts_keep_the_laws_of_the_ledger(today: date, seed: int, buyers: int) -> None:
    company = sample_company(today, seed, buyers)
    tables = company.tables
    orders, lines, messages, events = (tables[name] for name in ("orders", "order_lines", "messages", "events"))
    known = set(tables["customers"]["customer_id"])
    assert [frame.schema for frame in tables.values()] == [TABLES[name] for name in tables]
    assert tables["customers"].height == len(known) == buyers
    if orders.height:
        assert today - timedelta(days=3 * 365) <= orders["ordered_on"].min() <= orders["ordered_on"].max() < today  # type: ignore[operator]
        assert orders["order_id"].is_unique().all()
    assert (orders.drop_nulls("shipped_on")["shipped_on"] < today).all()
    sums = lines.group_by("order_id").agg(total=col.amount.sum())
    joined = orders.join(sums, on="order_id", how="full")
    assert (joined["amount"] - joined["total"]).abs().fill_null(1).max() in (None, pytest.approx(0, abs=0.005))
    assert set(orders["customer_id"]) | set(messages["customer_id"].drop_nulls()) <= known
    assert set(messages["rep"]) | set(orders["rep"]) <= {one.username for one in REPS}
    for table, at in (
        ("messages", "sent_at"),
        ("usage", "used_at"),
        ("events", "happened_at"),
        ("ratings", "rated_at"),
    ):
        assert ((tables[table][at] + timedelta(hours=8)).dt.date() < today).all(), f"{table} of today or later"
    assert messages.select("channel", "message_id").is_unique().all()
    assert tables["usage"].select("rep", "used_at", "tool", "action").is_unique().all()
    assert events.select("case_id", "happened_at").is_unique().all(), "a case does one thing at a time"
    assert set(tables["ratings"]["score"]) <= {1.0, 2.0, 3.0, 4.0, 5.0}
    assert all(here_on(one.made_at) < today for one in company.steps)
    assert all(one.closed_at is None or one.made_at < one.closed_at for one in company.steps)
    assert all(here_on(one.closed_at) < today for one in company.steps if one.closed_at)
    assert all(here_on(one.at) < today for one in company.notes)
    assert tables["ratings"].select("customer_id", "rated_at").is_unique().all()


def test_answers_name_what_they_answer(company: SampleCompany) -> None:
    messages = company.tables["messages"]
    asked = messages.select(reply_to="message_id", asked_at="sent_at", asked="direction", to="customer_id")
    answers = messages.drop_nulls("reply_to").join(asked, on="reply_to", how="left")
    assert answers["asked"].unique().to_list() == ["in"]
    assert (answers["sent_at"] >= answers["asked_at"]).all()
    assert answers.filter(col.to.ne_missing(col.customer_id)).is_empty()


def test_every_order_falls_into_its_reps_time_with_the_buyer(company: SampleCompany) -> None:
    orders, owners = company.tables["orders"], company.tables["ownership"]
    ways = orders.filter(col.promised_on.is_not_null())
    held = ways.join(owners, on=["customer_id", "rep"], how="left").filter(
        col.from_on.le(col.ordered_on) & (col.until_on.is_null() | (col.ordered_on < col.until_on))
    )
    assert held["order_id"].n_unique() == held.height == ways.height
    assert owners.filter(col.until_on.is_null())["customer_id"].is_unique().all()
    assert owners.drop_nulls("until_on").height > 5, "one hand-over"


def test_its_figures_are_those_of_a_team_that_could_be(company: SampleCompany) -> None:
    orders = company.tables["orders"]
    rates = churn_rate(orders, TODAY).filter(col.form == "final")
    assert 0.15 <= rates.select(col.lost.sum() / col.active.sum()).item() <= 0.20, "about the published 17.5 %"
    assert 5_000 <= orders.height <= 8_000
    assert 50_000 <= company.tables["messages"].height <= 120_000
    assert company.tables["customers"]["country"].n_unique() == 40
    assert 30 <= buyers_at_risk(orders, TODAY)["on_list"].sum() <= 100
    assert set(orders["currency"]) == {"USD", "EUR", "GBP"}
    late = (col.shipped_on - col.promised_on).dt.total_days() > LATE_DAYS
    assert 0.03 <= orders.drop_nulls("shipped_on").select(late.mean()).item() <= 0.15


def test_every_made_up_address_is_of_the_kind_that_can_never_exist(company: SampleCompany) -> None:
    contacts = company.tables["contacts"]
    assert contacts["email"].str.contains(r"^[a-z.]+@[a-z-]+\.example$").all()
    assert contacts["phone"].drop_nulls().len() > 50


def test_reps_with_the_tool_answer_faster_than_before_it(company: SampleCompany) -> None:
    """The median answer of working hours, a year before against the last year: TOOL_ANSWERS is .25."""
    messages = company.tables["messages"]
    asked = messages.select(reply_to="message_id", asked_at="sent_at")
    answers = messages.drop_nulls("reply_to").join(asked, on="reply_to")
    waited = (col.sent_at - col.asked_at).dt.total_minutes()
    here = (col.asked_at + CHINA).dt
    at_work = answers.filter(here.hour().is_between(9, 15), here.weekday() <= 5, waited < 480)
    told = at_work.with_columns(after=col.asked_at.dt.date() > tool_from(TODAY) + timedelta(days=270))
    told = told.filter(col.after | (col.asked_at.dt.date() < tool_from(TODAY)))
    medians = {
        key: group.select(waited.median()).item()
        for key, group in told.with_columns(user=col.rep.is_in(list(USERS))).group_by("user", "after")
    }
    assert medians[(True, True)] < 0.88 * medians[(True, False)]
    assert medians[(False, True)] > 0.88 * medians[(False, False)]


def test_the_tool_is_used_by_those_who_took_to_it_from_their_own_day_on(company: SampleCompany) -> None:
    usage = company.tables["usage"]
    assert set(usage["rep"]) == USERS
    for rep in REPS:
        since = rep.tool_since(TODAY)
        if since:
            assert usage.filter(col.rep == rep.username)["used_at"].min().date() >= since - timedelta(days=1)  # type: ignore[union-attr]
    assert set(usage["module"]) == {"collect", "remind", "analyse"}


def test_goods_wait_less_for_their_inspection_since_the_process_changed(company: SampleCompany) -> None:
    events = company.tables["events"].filter(col.lifecycle == "complete")
    made = events.filter(col.activity == "生产").group_by("case_id").agg(made_at=col.happened_at.max(), n=pl.len())
    seen = events.filter(col.activity == "验货").group_by("case_id").agg(seen_at=col.happened_at.max(), m=pl.len())
    waits = made.filter(col.n == 1).join(seen.filter(col.m == 1), on="case_id")
    days = ((col.seen_at - col.made_at).dt.total_hours() / 24).mean()
    changed = col.made_at.dt.date() >= process_changed_on(TODAY)
    before, after = (waits.filter(which).select(days).item() for which in (~changed, changed))
    assert after < 0.75 * before


def test_who_is_served_late_complains_more_and_rates_lower(company: SampleCompany) -> None:
    shipped = company.tables["orders"].drop_nulls("shipped_on")
    late = (col.shipped_on - col.promised_on).dt.total_days()
    asked = shipped.select("customer_id", "shipped_on", late=late)
    rated = company.tables["ratings"].with_columns(rated_on=col.rated_at.dt.date()).sort("rated_on")
    told = rated.join_asof(asked.sort("shipped_on"), left_on="rated_on", right_on="shipped_on", by="customer_id",
                           check_sortedness=False)  # fmt: skip
    scores = [told.filter(which)["score"].mean() for which in (col.late > LATE_DAYS, col.late <= 0)]
    assert scores[0] < scores[1] - 0.3  # type: ignore[operator]
