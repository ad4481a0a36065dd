"""How many order days to expect of a buyer: the middle of what may happen, not its mean.

A mean of .4 orders is right of nobody, and it is the mean that one large buyer drags. The median is the number that is
off by least on average. It follows from the chance of silence and a mean number of orders: whoever orders at all orders
once, and the rest is negative binomial. Which mean serves best is tried on the team's past slices:

    broad    a third each: that of the models, the pace of the last horizon, and that of the last two
    model    mean of BG/NBD and Pareto/NBD
    mixed    half that, half the pace of the last two horizons
    lately   the pace of the last horizon and that of the last two
    once     the pace of the last horizon
    kept     no median at all: as many as in the last horizon, and none where silence is likelier than not
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

CHOICES = ("broad", "model", "mixed", "lately", "once", "kept")  # the first where no past slice can tell
BETTER = 0.03  # by which share another must err less than the first, were half a slice known; less with more of them


@dataclass(frozen=True)
class OrdersParameters:
    """choice   of CHOICES; mean_error of each on the slices that it was tried on, in order days"""

    choice: str
    mean_error: dict[str, float]


def fit_orders(tried: list[tuple[dict[str, Floats], Floats]], overlap: float) -> OrdersParameters:
    """The choice with the least mean error, the first unless others are clearly better.

    tried    of each past slice, what each choice says and the order days that came
    overlap  what a slice is worth beside its neighbours, as in Past.overlap
    """
    if not tried:
        return OrdersParameters(CHOICES[0], {})
    means = {
        name: float(np.concatenate([np.abs(said[name] - came) for said, came in tried]).mean()) for name in CHOICES
    }
    doubt = 1 + BETTER / (len(tried) * overlap + 0.5)
    found = min(CHOICES, key=lambda name: means[name] * (1.0 if name == CHOICES[0] else doubt))
    return OrdersParameters(found, means)


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
    means = {
        "broad": (model + once + twice) / 3,
        "model": model,
        "mixed": (model + twice) / 2,
        "lately": (once + twice) / 2,
        "once": once,
    }
    shape = known.n.astype(np.float64)
    medians = {name: median_orders(silent, mean, shape) for name, mean in means.items()}
    return medians | {"kept": np.where(silent >= 0.5, 0.0, once)}


def median_orders(silent: Floats, mean: Floats, shape: Floats) -> Floats:
    """The median of 0 with the chance `silent`, else 1 + a negative binomial, so that the whole has this mean."""
    some = np.maximum(1 - silent, 1e-9)
    more = np.maximum(mean / some - 1, 1e-9)
    middle = np.clip((0.5 - silent) / some, 0.0, 1 - 1e-9)
    return np.where(silent >= 0.5, 0.0, 1 + np.maximum(nbinom.ppf(middle, shape, shape / (shape + more)), 0.0))
