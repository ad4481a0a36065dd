"""Fader, Hardie & Lee (2005), section 4: CDNOW, 2,357 buyers, 39 weeks of calibration."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.retention.histories import real_orders
from tradewind.retention.diary import Diary, Known, day_number
from tradewind.retention.fitted import fit_bgnbd, fit_nbd, fit_pareto, fit_regular
from tradewind.retention.lifetime import fit_lifetime, histories
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


def test_pareto_nbd_reproduces_the_published_cdnow_parameters(shared: Path) -> None:
    """Fader & Hardie (2005), "A note on deriving the Pareto/NBD model": r .553, alpha 10.578, s .606, beta 11.669."""
    every_purchase = real_orders(shared, "cdnow").with_columns(amount=pl.lit(1.0))
    history = purchase_history(every_purchase, date(1997, 9, 30))
    found = fit_pareto(histories(history))
    in_weeks = found.log_likelihood + float(history["frequency"].sum()) * math.log(WEEK)
    r, alpha, s, beta = found.theta
    assert (r, alpha / WEEK) == pytest.approx((0.553, 10.578), abs=0.01)
    assert (s, beta / WEEK) == pytest.approx((0.606, 11.669), abs=0.1)
    assert in_weeks == pytest.approx(-9595.0, abs=0.05)


def test_without_regularity_mbg_cnbd_is_the_published_mbg_nbd(shared: Path) -> None:
    """Batislam, Denizel & Filiztekin (2007) and BTYDplus: r .525, alpha 6.183, a .891, b 1.614 on CDNOW; k is 1."""
    every_purchase = real_orders(shared, "cdnow").with_columns(amount=pl.lit(1.0))
    known = Known.of(Diary.of(every_purchase), day_number(date(1997, 9, 30)))
    found = fit_regular(known.histories(), known.gaps()[0])
    r, alpha, a, b = found.theta
    assert found.k == 1
    assert (r, alpha / WEEK, a, b) == pytest.approx((0.525, 6.183, 0.891, 1.614), rel=0.01)


def test_nbd_is_less_likely_than_the_models_that_let_buyers_stop(shared: Path) -> None:
    buyers = histories(purchase_history(real_orders(shared, "cdnow"), date(1997, 9, 30)))
    assert fit_nbd(buyers).log_likelihood < fit_pareto(buyers).log_likelihood < fit_bgnbd(buyers).log_likelihood
