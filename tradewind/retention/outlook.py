"""What does the blend say of each buyer, as a row each? The chances of `chance` on the orders of a team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

import polars as pl

from tradewind.retention.chance import ChanceParameters, expected_orders, fit_chance, no_order
from tradewind.retention.diary import EPOCH, Diary, Known, day_number
from tradewind.retention.slices import Past


@dataclass(frozen=True)
class Inputs:
    """What a fit has seen: buyers, their order days, the first and last of these, and a digest of all of them.

    digest   SHA-256 of every buyer, day and amount up to the day, so that a recomputation can tell other inputs
    """

    buyers: int
    order_days: int
    first_on: date | None
    last_on: date | None
    digest: str


def inputs_of(orders: pl.DataFrame, today: date) -> Inputs:
    """The inputs of a fit on the evening of `today`; orders as `fit_outlook` takes them."""
    diary = Diary.of(orders.filter(pl.col.ordered_on <= today))
    digest = sha256("\n".join(diary.buyers.to_list()).encode())
    for entries in (diary.buyer, diary.day, diary.amount):
        digest.update(entries.tobytes())
    first, last = (EPOCH + timedelta(days=day) for day in diary.span) if diary.span else (None, None)
    return Inputs(diary.buyers.len(), diary.day.size, first, last, digest.hexdigest())


def past_of(orders: pl.DataFrame, horizon_days: int) -> Past:
    """The team's past for a horizon, whose slices are made when they are asked for.

    orders   one row per order of the whole team: customer_id, ordered_on, amount, amount_base -- see ORDERS
    raises   MissingColumn
    """
    return Past(Diary.of(orders), horizon_days)


def fit_outlook(past: Past, today: date) -> ChanceParameters:
    """The blend of the team as of the evening of `today`; see chance.fit_chance."""
    return fit_chance(past, day_number(today))


def outlook(orders: pl.DataFrame, parameters: ChanceParameters) -> pl.DataFrame:
    """What the blend says of each buyer with an order day, for the horizon that it was fitted for.

    orders   as for `fit_outlook`
    returns  customer_id, p_no_order share, p_no_order_at_last share (as it was on the evening of the buyer's last
             order day), expected_orders float (0 or more)
    raises   MissingColumn
    """
    diary = Diary.of(orders)
    known = Known.of(diary, parameters.today)
    silent = no_order(known, parameters)
    return pl.DataFrame(
        {
            "customer_id": diary.buyers.gather(known.place),
            "p_no_order": silent,
            "p_no_order_at_last": no_order(known, parameters, known.last),
            "expected_orders": expected_orders(known, parameters, silent),
        },
        schema_overrides={"customer_id": pl.String},
    )
