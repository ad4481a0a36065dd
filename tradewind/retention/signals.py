"""What do other signals add to the chance of silence: messages falling silent, poor ratings, late shipments,
cancellations?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from polars import col
from scipy.special import expit

from tradewind.retention.bgnbd import Floats
from tradewind.retention.blend import learnt_on, usual_odds
from tradewind.retention.diary import EPOCH
from tradewind.retention.slices import Past, Slice
from tradewind.retention.talk import inbound, talk_signals

RECENT_DAYS = 180
YEAR_DAYS = 365
RIDGE = 4.0  # pull of each weight to nothing, in squared standard deviations of the signal
FEWEST = 30  # labelled rows to learn from, and to test on
Z95 = 1.959963984540054
SIGNALS = ("inbound_silent", "inbound_change", "complaints", "rating", "late_days", "cancelled_share")
FRAME = pl.Schema({"customer_id": pl.String, "day": pl.Date})


@dataclass(frozen=True)
class Added:
    """What one signal added out of time.

    signal       its column
    known        share of the tested cases in which the signal was known
    cases        tested: a buyer counts on each day that it was looked at; buyers: how many different ones
    gain         log-loss per case without the signal less with it: above 0 it helped
    low, high    95 % interval of the gain, by buyers
    proven       the whole interval is above 0
    """

    signal: str
    known: float
    cases: int
    buyers: int
    gain: float
    low: float
    high: float
    proven: bool


def what_signals_add(past: Past, today: int, signals: pl.DataFrame) -> list[Added]:
    """What each column of `signals` adds to what the order days alone said on the past slices that are over by today.

    On each slice the weight of a signal is learnt from the slices whose horizon was over by its day, beside the
    log-odds of the blend of then; it is tested on the slice itself, so nothing is known beforehand. What is unknown
    of a buyer counts as the mean, and that it is unknown as a signal of its own.

    signals  customer_id, day, and a float column per signal (null: unknown): as known on the evening of each day
    returns  one per column that could be tested; none where the history is too short
    """
    slices = [(one, odds) for one in past.before(today) if (odds := own_odds(past, one)) is not None]
    names = [name for name in signals.columns if name not in FRAME]
    found = []
    for name in names:
        tests = [tested(past, slices, place, name, signals) for place in range(len(slices))]
        rows = [one for one in tests if one is not None]
        if sum(one[0].size for one in rows) >= FEWEST:
            found.append(summed(name, rows))
    return found


def own_odds(past: Past, one: Slice) -> Floats | None:
    """What the usual blend would have said on the day of a past slice; None where it had nothing to learn from."""
    learnt = learnt_on(past, one.known.today, one.known.today)
    return usual_odds(one.columns, learnt, past.overlap) if learnt else None


Cases = tuple[Floats, np.typing.NDArray[np.int64], Floats]  # gain, buyer, whether known


def tested(
    past: Past, slices: list[tuple[Slice, Floats]], place: int, name: str, signals: pl.DataFrame
) -> Cases | None:
    """The gain of each case of one slice; None where there was too little to learn from before it."""
    one, odds = slices[place]
    earlier = [pair for pair in slices if pair[0].known.today + past.horizon_days <= one.known.today]
    if sum(pair[0].known.n.size for pair in earlier) < FEWEST:
        return None
    learnt = [column(past, pair[0], name, signals) for pair in earlier]
    values = np.concatenate(learnt)
    seen = np.isfinite(values)
    if seen.sum() < FEWEST or float(np.std(values[seen])) < 1e-9:
        return None
    middle, spread = float(values[seen].mean()), float(np.std(values[seen]))
    before = np.concatenate([pair[1] for pair in earlier])
    silent = np.concatenate([pair[0].silent_after for pair in earlier])
    weights = {wide: fit(before, standing(values, middle, spread, wide), silent) for wide in (False, True)}
    mine = column(past, one, name, signals)
    losses = {
        wide: loss(odds + standing(mine, middle, spread, wide) @ weights[wide], one.silent_after) for wide in weights
    }
    return losses[False] - losses[True], one.known.place, np.isfinite(mine).astype(np.float64)


def column(past: Past, one: Slice, name: str, signals: pl.DataFrame) -> Floats:
    """The signal of each buyer of a slice, not a number where it is unknown."""
    day = EPOCH + timedelta(days=int(one.known.today))
    buyers = pl.DataFrame({"customer_id": past.diary.buyers.gather(one.known.place)})
    mine = signals.filter(col.day == day).select("customer_id", value=col(name).cast(pl.Float64))
    joined = buyers.join(mine, on="customer_id", how="left", maintain_order="left")
    return joined["value"].fill_null(float("nan")).to_numpy()


def standing(values: Floats, middle: float, spread: float, with_signal: bool) -> Floats:
    """Columns beside the log-odds: a constant; with the signal also its standard score, and whether it is unknown."""
    ones = np.ones(values.size)
    if not with_signal:
        return ones[:, None]
    unknown = ~np.isfinite(values)
    score = np.where(unknown, 0.0, np.clip((np.nan_to_num(values) - middle) / spread, -4, 4))
    return np.column_stack([ones, score, unknown.astype(np.float64)])


def fit(odds: Floats, columns: Floats, silent: Floats) -> Floats:
    """Logistic weights beside fixed log-odds, by Newton's method, held to nothing."""
    weights = np.zeros(columns.shape[1])
    for _ in range(30):
        chance = expit(odds + columns @ weights)
        slope = columns.T @ (chance - silent) + RIDGE * weights
        bend = (columns * (chance * (1 - chance))[:, None]).T @ columns + RIDGE * np.eye(columns.shape[1])
        step = np.linalg.solve(bend, slope)
        weights = weights - np.clip(step, -1, 1)
        if float(np.abs(step).max()) < 1e-9:
            break
    return np.asarray(weights)


def loss(odds: Floats, silent: Floats) -> Floats:
    """The log-loss of each case."""
    lost: Floats = np.logaddexp(0.0, odds) - silent * odds
    return lost


def summed(name: str, rows: list[Cases]) -> Added:
    """The mean gain with its interval, each buyer's cases held together."""
    gain, buyer, known = (np.concatenate([one[place] for one in rows]) for place in range(3))
    mean = float(gain.mean())
    _, own = np.unique(buyer, return_inverse=True)
    off = np.bincount(own, gain - mean)
    error = float(np.sqrt((off**2).sum())) / gain.size
    low, high = mean - Z95 * error, mean + Z95 * error
    return Added(name, float(known.mean()), gain.size, off.size, mean, low, high, low > 0)


def slice_days(past: Past, today: int) -> list[date]:
    """The days on which `what_signals_add` will ask for signals."""
    return [EPOCH + timedelta(days=int(one.known.today)) for one in past.before(today)]


def own_signals(
    days: Iterable[date], orders: pl.DataFrame, messages: pl.DataFrame, ratings: pl.DataFrame
) -> pl.DataFrame:
    """The desk's own signals as known on the evening of each day, in the form that `what_signals_add` takes.

    orders, messages, ratings  see ledger.schema; shipped_on and promised_on may be missing
    returns  customer_id, day,
               inbound_silent, inbound_change, complaints   of messages, see talk.talk_signals
               rating           mean score of the last 180 days
               late_days        mean days that shipments of the last 180 days left after the promised day, 0 if none did
               cancelled_share  of the orders of the last 365 days, those taken back
    """
    said = inbound(messages)
    parts = [one_day(day, orders, said, ratings) for day in days]
    schema = {**FRAME, **dict.fromkeys(SIGNALS, pl.Float64())}
    return pl.concat([pl.DataFrame(schema=schema), *parts])


def one_day(day: date, orders: pl.DataFrame, said: pl.DataFrame, ratings: pl.DataFrame) -> pl.DataFrame:
    """The signals on one evening; `said` as `talk.inbound` returns it."""
    rated = recent(ratings.with_columns(on=col.rated_at.dt.date()), day, RECENT_DAYS)
    known = recent(orders.with_columns(on=col.ordered_on), day, YEAR_DAYS)
    shares = known.group_by("customer_id").agg(cancelled_share=(col.amount < 0).mean())
    found = [
        talk_signals(said, day),
        rated.group_by("customer_id").agg(rating=col.score.sort().mean()),
        lateness(orders, day),
        shares,
    ]
    buyers = orders.filter(col.ordered_on <= day).select("customer_id").unique().sort("customer_id")
    told = buyers.with_columns(day=pl.lit(day))
    for one in found:
        told = told.join(one, on="customer_id", how="left", maintain_order="left")
    return told.select("customer_id", "day", *(col(name).cast(pl.Float64) for name in SIGNALS))


def lateness(orders: pl.DataFrame, day: date) -> pl.DataFrame:
    """The mean lateness of what was shipped lately; nobody's where ship dates are missing."""
    if not {"shipped_on", "promised_on"} <= set(orders.columns):
        return pl.DataFrame(schema={"customer_id": pl.String, "late_days": pl.Float64})
    shipped = recent(orders.with_columns(on=col.shipped_on), day, RECENT_DAYS).drop_nulls("promised_on")
    late = (col.shipped_on - col.promised_on).dt.total_days().clip(lower_bound=0)
    return shipped.group_by("customer_id").agg(late_days=late.cast(pl.Float64).mean())


def recent(rows: pl.DataFrame, day: date, days: int) -> pl.DataFrame:
    """The rows whose `on` is one of the last days up to `day`."""
    return rows.filter(col.on <= day, col.on > day - timedelta(days=days))
