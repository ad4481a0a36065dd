"""How likely is it that a buyer stays silent? The blend, with all that it was made with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from tradewind.retention import fitted
from tradewind.retention.bgnbd import Floats
from tradewind.retention.blend import (
    BlendParameters,
    LearntParameters,
    fit_blend,
    fit_learnt,
    learnt_on,
    member_odds,
    usual_odds,
)
from tradewind.retention.diary import Known, Whole
from tradewind.retention.expected import OrdersParameters, fit_orders, median_orders, order_choices
from tradewind.retention.level import DayLevel, LevelParameters, fit_level, shift_to
from tradewind.retention.logistic import log_odds
from tradewind.retention.prior import PRIOR
from tradewind.retention.slices import COLUMNS, Models, Past, Slice, columns_of, fit_models

ANCHOR = COLUMNS.index("bgnbd")


@dataclass(frozen=True)
class ChanceParameters:
    """All that a buyer's chance of silence is computed with, besides the orders.

    today         the day the parameters were fitted on, days since 1970
    horizon_days  that they hold for
    models        the purchase models as fitted; learnt and blend as in retention.blend
    level         as in retention.level; shift the log-odds that it adds to the blend's
    orders        how the expected orders are made, as in retention.expected
    """

    today: int
    horizon_days: int
    models: Models
    learnt: LearntParameters | None
    blend: BlendParameters
    level: LevelParameters
    shift: float
    orders: OrdersParameters


def fit_chance(past: Past, today: int) -> ChanceParameters:
    """The parameters for chances told on the evening of `today`, from what was known then."""
    known, horizon = Known.of(past.diary, today), past.horizon_days
    slices = past.before(today)
    models = fit_models(known)
    learnt = fit_learnt(slices, today, past)
    blend = fit_blend(past, slices, learnt, today)
    level = fit_level([level_on(past, one, today) for one in slices], today, horizon, past.overlap)
    shift = shift_for(columns_of(known.repeated(), models, horizon), learnt, blend, level)
    orders = fit_orders([orders_tried(past, one, today) for one in slices], past.overlap)
    return ChanceParameters(today, horizon, models, learnt, blend, level, shift, orders)


def orders_tried(past: Past, one: Slice, of: int) -> tuple[dict[str, Floats], Floats]:
    """What each way to expect orders would have said on the day of a past slice, and what came."""
    silent = expit(usual_odds(one.columns, learnt_on(past, one.known.today, of), past.overlap))
    return order_choices(one.known, one.models, one.columns, silent, past.horizon_days), one.orders_after


def level_on(past: Past, one: Slice, of: int) -> DayLevel:
    """What BG/NBD, the prior and the usual blend would have said on the day of a past slice."""
    columns, learnt = one.columns, learnt_on(past, one.known.today, of)
    own = None if learnt is None else usual_odds(columns, learnt, past.overlap)
    return DayLevel.of(one.known.today, columns[:, ANCHOR], log_odds(columns, PRIOR), own, one.silent_after)


def shift_for(
    columns: Floats, learnt: LearntParameters | None, blend: BlendParameters, level: LevelParameters
) -> float:
    """What the level adds to the blend's log-odds."""
    odds = mixed(columns, learnt, blend)
    anchored = shift_to(odds, float(expit(columns[:, ANCHOR] + level.correction).mean())) if len(columns) else 0.0
    return level.own_share * level.own_correction + (1 - level.own_share) * anchored


def mixed(columns: Floats, learnt: LearntParameters | None, blend: BlendParameters) -> Floats:
    """The weighted mean of the members' log-odds."""
    said = member_odds(columns, learnt)
    total = np.zeros(len(columns))
    for name, weight in sorted(blend.weights.items()):  # in one order, however a database kept them
        total += weight * said[name]
    return total


def no_order(known: Known, parameters: ChanceParameters, evenings: Whole | None = None) -> Floats:
    """Each known buyer's chance of no order day within the horizon, on `known.today` or an evening of its own.

    A buyer of one order day has no rhythm yet: its chance is that of BG/NBD.
    """
    horizon = parameters.horizon_days
    chance = fitted.no_order("bgnbd", parameters.models.bgnbd, known.histories(evenings), horizon)
    often = known.n >= 2
    if often.any():
        when = None if evenings is None else evenings[often]
        columns = columns_of(known.those(often), parameters.models, horizon, when)
        chance[often] = expit(mixed(columns, parameters.learnt, parameters.blend) + parameters.shift)
    return chance


def expected_orders(known: Known, parameters: ChanceParameters, silent: Floats) -> Floats:
    """The order days to expect of each known buyer within the horizon; `silent` as `no_order` returns it."""
    models, horizon = parameters.models, parameters.horizon_days
    mean = fitted.expected_orders("bgnbd", models.bgnbd, known.histories(), horizon)
    expected = median_orders(silent, mean, known.n.astype(np.float64))
    often = known.n >= 2
    if often.any():
        some = known.those(often)
        columns = columns_of(some, models, horizon)
        expected[often] = order_choices(some, models, columns, silent[often], horizon)[parameters.orders.choice]
    return expected
