"""How many order days to expect of a buyer: the middle of what may happen, not its mean.

A mean of .4 orders is right of nobody, and it is the mean that one large buyer drags. The median is the number that is
off by least on average. It follows from the chance of silence and a mean number of orders: whoever orders at all orders
once, and the rest is negative binomial. Which mean serves best is tried on the team's past slices:

    model        mean of BG/NBD and Pareto/NBD
    mixed        half that, half the pace of the last two horizons
    lately       the pace of the last horizon and that of the last two
    persistence  no median at all: as many as in the last horizon
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import nbinom

from tradewind.retention import fitted
from tradewind.retention.bgnbd import Floats
from tradewind.retention.diary import Known
from tradewind.retention.features import FEATURES
from tradewind.retention.slices import Models

CHOICES = ("mixed", "model", "lately", "persistence")
ALONE = "model"  # where no past slice can tell


@dataclass(frozen=True)
class OrdersParameters:
    """choice   of CHOICES; mean_error of each on the slices that it was tried on, in order days"""

    choice: str
    mean_error: dict[str, float]


def fit_orders(tried: list[tuple[dict[str, Floats], Floats]]) -> OrdersParameters:
    """The choice with the least mean error, or the first where none is better by half a standard error.

    tried   of each past slice, what each choice says and the order days that came
    """
    if not tried:
        return OrdersParameters(ALONE, {})
    errors = {name: np.concatenate([np.abs(said[name] - came) for said, came in tried]) for name in CHOICES}
    best = min(CHOICES, key=lambda name: float(errors[name].mean()))
    gain = errors[CHOICES[0]] - errors[best]
    sure = float(gain.mean()) > float(gain.std()) / np.sqrt(gain.size / len(tried)) / 2
    means = {name: float(error.mean()) for name, error in errors.items()}
    return OrdersParameters(best if sure else CHOICES[0], means)


def order_choices(
    known: Known, models: Models, columns: Floats, silent: Floats, horizon_days: int
) -> dict[str, Floats]:
    """What each of CHOICES says of buyers of two order days or more; `silent` is their chance of no order."""
    buyers = known.histories()
    model = (
        fitted.expected_orders("bgnbd", models.bgnbd, buyers, horizon_days)
        + fitted.expected_orders("pareto", models.pareto, buyers, horizon_days)
    ) / 2
    once = np.expm1(columns[:, FEATURES.index("orders_1")])
    twice = np.expm1(columns[:, FEATURES.index("orders_2")]) / 2
    means = {"mixed": (model + twice) / 2, "model": model, "lately": (once + twice) / 2}
    shape = known.n.astype(np.float64)
    return {name: median_orders(silent, mean, shape) for name, mean in means.items()} | {"persistence": once}


def median_orders(silent: Floats, mean: Floats, shape: Floats) -> Floats:
    """The median of 0 with the chance `silent`, else 1 + a negative binomial, so that the whole has this mean."""
    some = np.maximum(1 - silent, 1e-9)
    more = np.maximum(mean / some - 1, 1e-9)
    middle = np.clip((0.5 - silent) / some, 0.0, 1 - 1e-9)
    return np.where(silent >= 0.5, 0.0, 1 + np.maximum(nbinom.ppf(middle, shape, shape / (shape + more)), 0.0))
