"""Fader, Hardie & Lee (2005), section 4: CDNOW, 2,357 buyers, 39 weeks of calibration."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.retention.histories import real_orders
from tradewind.retention.lifetime import fit_lifetime
from tradewind.retention.order_days import purchase_history

WEEK = 7


def test_bgnbd_reproduces_the_published_cdnow_parameters(shared: Path) -> None:
    every_purchase = real_orders(shared, "cdnow").with_columns(amount=pl.lit(1.0))  # the paper counts free ones too
    history = purchase_history(every_purchase, date(1997, 9, 30))
    found = fit_lifetime(history)
    in_weeks = found.log_likelihood + float(history["frequency"].sum()) * math.log(WEEK)
    assert (history.height, found.degenerate) == (2357, None)
    assert found.r == pytest.approx(0.243, abs=0.001)
    assert found.alpha_days / WEEK == pytest.approx(4.414, abs=0.005)
    assert found.a == pytest.approx(0.793, abs=0.002)
    assert found.b == pytest.approx(2.426, abs=0.005)
    assert in_weeks == pytest.approx(-9582.4, abs=0.05)


def test_the_log_likelihood_on_all_of_cdnow_is_that_of_lifetimes(shared: Path) -> None:
    """lifetimes 0.11.3 reaches -25582.2211538 on the order days of 1997-01-01 to 1998-07-01."""
    found = fit_lifetime(purchase_history(real_orders(shared, "cdnow"), date(1998, 7, 1)))
    assert found.log_likelihood == pytest.approx(-25582.2211538, abs=1e-5)
