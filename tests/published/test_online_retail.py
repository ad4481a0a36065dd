"""How well BG/NBD ranks the buyers of a real exporting wholesaler, in the protocol of our retention study (2026-11).

Target: no order within the horizon. Eligible: buyers of two order days or more at the cutoff. Three cutoffs, 45 days
apart, the latest one horizon before the end of the data. The study measured a mean AUC of .785 (90 days) and .780 (180)
with the lifetimes package.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from polars import col

from tests.retention.histories import real_orders
from tradewind.retention.backtest import record_by_cutoff, record_of, warning_record_buyers
from tradewind.retention.lifetime import fit_lifetime, lifetime
from tradewind.retention.order_days import order_days, purchase_history

END = date(2011, 12, 9)


@pytest.mark.parametrize(("horizon", "auc", "buyers"), [(90, 0.785, 2106), (180, 0.780, 1923)])
def test_real_buyers_are_ranked_as_well_as_the_study_measured(
    shared: Path, horizon: int, auc: float, buyers: int
) -> None:
    orders = real_orders(shared, "online_retail_ii_dev")
    cutoffs = [END - timedelta(days=horizon + 45 * n) for n in range(3)]
    record = record_by_cutoff(pl.concat([ranked(orders, cutoff, horizon) for cutoff in cutoffs]))
    assert record["eligible"].mean() == pytest.approx(buyers, abs=1)
    assert record["auc"].mean() == pytest.approx(auc, abs=0.001)


def ranked(orders: pl.DataFrame, cutoff: date, horizon: int) -> pl.DataFrame:
    history = purchase_history(orders, cutoff)
    chances = lifetime(history, fit_lifetime(history), horizon).join(history, on="customer_id")
    after = order_days(orders, END).filter(col.ordered_on > cutoff, col.ordered_on <= cutoff + timedelta(days=horizon))
    stopped = ~col.customer_id.is_in(after["customer_id"].unique().to_list())
    known = {"cutoff": pl.lit(cutoff), "on_list": pl.lit(False), "money_at_risk": pl.lit(0.0), "lead_days": pl.lit(0)}
    return chances.filter(col.order_days >= 2).with_columns(stopped=stopped, **known)


def test_the_list_hits_more_often_than_a_list_drawn_by_lot_at_every_cutoff(shared: Path) -> None:
    record = record_by_cutoff(warning_record_buyers(real_orders(shared, "online_retail_ii_dev"), END))
    assert record.height == 12
    assert (record["precision_low"] > record["base_rate"]).all()


def test_few_buyers_are_called_a_small_sample(shared: Path) -> None:
    orders = real_orders(shared, "classicmodels_export_b2b")
    record = record_by_cutoff(warning_record_buyers(orders, date(2005, 5, 31)))
    assert record["small"].any()
    assert record_of(warning_record_buyers(orders, date(2005, 5, 31)))["eligible"].item() < 1000
