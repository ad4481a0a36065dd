"""How likely is it that a buyer stays silent? BG/NBD, fitted to the team's own order days by maximum likelihood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from polars import col

from tradewind.ledger.schema import require

if TYPE_CHECKING:
    from tradewind.retention.bgnbd import Histories
    from tradewind.retention.histogram import Floats


@dataclass(frozen=True)
class LifetimeParameters:
    """How the team's buyers order and stop, as fitted.

    r, alpha_days   order rates follow Gamma(r, alpha): r / alpha orders a day on average
    a, b            the chance that an order was the last follows Beta(a, b): a / (a + b) on average
    log_likelihood  at these parameters, in days
    buyers          that the fit has seen; repeat_buyers of them ordered on two days or more
    degenerate      null for maximum likelihood; else why the parameters were held near prior values instead:
                    few_buyers, no_repeat_buyers, no_maximum (the data push a parameter to zero or infinity)
    """

    r: float
    alpha_days: float
    a: float
    b: float
    log_likelihood: float
    buyers: int
    repeat_buyers: int
    degenerate: str | None = None

    @property
    def theta(self) -> tuple[float, float, float, float]:
        """(r, alpha, a, b) with time in days."""
        return self.r, self.alpha_days, self.a, self.b


def fit_lifetime(history: pl.DataFrame) -> LifetimeParameters:
    """The BG/NBD parameters under which the team's history is most likely.

    history  one row per buyer: frequency, recency_days, age_days -- see order_days.purchase_history; or one row per
             distinct history, with the number of buyers that have it in the column `buyers`
    returns  parameters, always finite; `degenerate` says where the data could not carry maximum likelihood
    raises   MissingColumn
    source   Fader, Hardie & Lee (2005), Marketing Science 24(2), equation 7
    """
    from tradewind.retention import likelihood  # brings SciPy: only when a fit is wanted
    from tradewind.retention.histogram import Histogram

    count = history["buyers"].cast(pl.Float64).to_numpy() if "buyers" in history.columns else None
    counted = Histogram.of(*columns(history), count)
    fit = likelihood.fit_histogram(counted)
    r, alpha, a, b = fit.theta
    repeat = int(counted.count[counted.repeated_from :].sum())
    return LifetimeParameters(r, alpha, a, b, fit.log_likelihood, int(counted.buyers), repeat, fit.degenerate)


def lifetime(history: pl.DataFrame, parameters: LifetimeParameters, horizon_days: int) -> pl.DataFrame:
    """What the model says of each buyer for the next `horizon_days`.

    history  one row per buyer: customer_id, frequency, recency_days, age_days -- see order_days.purchase_history
    returns  one row per buyer, in the same order: customer_id,
               p_alive              share  the chance that the buyer has not stopped for good; 1 for one order
               p_no_order           share  the chance of no order day within the horizon
               p_no_order_at_last   share  the same, as it was on the day of the buyer's last order
               expected_orders      float  order days to expect within the horizon, 0 or more
    raises   MissingColumn
    source   Fader, Hardie & Lee (2005), equation 10; p_no_order from the posterior Gamma(r + x, alpha + T)
    """
    from tradewind.retention import bgnbd

    now, then, theta = histories(history), histories(history, at_last=True), parameters.theta
    return history.select("customer_id").with_columns(
        p_alive=pl.Series(1 - bgnbd.stopped_share(theta, now)),
        p_no_order=pl.Series(bgnbd.no_order(theta, now, horizon_days)),
        p_no_order_at_last=pl.Series(bgnbd.no_order(theta, then, horizon_days)),
        expected_orders=pl.Series(bgnbd.expected_orders(theta, now, horizon_days)),
    )


def histories(history: pl.DataFrame, at_last: bool = False) -> Histories:
    """The arrays that the model reads; `at_last` shows each buyer as on the day of the last order."""
    from tradewind.retention.bgnbd import Histories

    x, recency, age = columns(history)
    return Histories.of(x, recency, recency if at_last else age)


def columns(history: pl.DataFrame) -> tuple[Floats, Floats, Floats]:
    """x, t_x and T in days; raises MissingColumn."""
    require(history, "purchase_history", "frequency", "recency_days", "age_days")
    numbers = history.select(col("frequency", "recency_days", "age_days").cast(pl.Float64))
    x, recency, age = (numbers[name].to_numpy() for name in numbers.columns)
    return x, recency, age
