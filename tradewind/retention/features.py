"""What does a buyer's rhythm look like today, in numbers that mean the same at any pace and in any currency?

Every number compares the buyer with itself, with the horizon or with the team; none is a bare day or a bare amount, so
that what is learnt from weekly buyers holds for yearly ones, and what one team's history taught holds for another's.
"""

from __future__ import annotations

import numpy as np

from tradewind.retention.bgnbd import Floats
from tradewind.retention.diary import Known, Whole

FEATURES = (
    "late_mean", "late_median", "late_q90", "late_longest", "late_in_spreads", "silences_outlasted", "renewal",
    "own_renewal", "reach_mean", "reach_median", "silent", "spread", "quickening", "order_days", "age", "active_share",
    "rate", "orders_1", "orders_2", "orders_4", "any_order", "amount", "amount_last", "amount_recent",
    "orders_last_year", "year_known",
)  # fmt: skip
YEAR_DAYS = 365
RECENT = 3  # gaps or orders that count as recent
CERTAIN = 0.005  # a share of past gaps is never taken for surer than this
KNOWN_RHYTHM = 3  # gaps from which a buyer's own rhythm teaches the team's
FEWEST_RHYTHMS = 10


def rhythm_features(known: Known, horizon_days: int, evenings: Whole | None = None) -> Floats:
    """The rhythm of each buyer, seen on the evening of a day.

    known     buyers of two order days or more
    evenings  the day that each buyer is looked at from, none before its last order day; `known.today` unless given
    returns   one row per buyer, one column per name in FEATURES, all finite:
                late_mean, late_median, late_q90, late_longest   log of the silence over the buyer's own gap
                late_in_spreads      late_mean in units of the spread of the buyer's gaps
                silences_outlasted   logit of the share of own gaps that were as long as the silence or longer
                renewal              logit of the chance, after such a silence, of a further one of the horizon: from
                                     the team's gaps, each over its buyer's mean
                own_renewal          the same from the buyer's own gaps, beginning with the team's
                reach_mean, reach_median   log of the horizon over the own gap
                silent, age          log of the days since the last (the first) order over the horizon
                spread               log of the coefficient of variation of the gaps, drawn to 1 for few gaps
                quickening           log of the last three gaps' mean over the mean of all
                order_days           log of their number; active_share from the first to the last over all days known
                rate                 log of the order days per horizon, drawn down for young buyers
                orders_1, _2, _4     log(1 + order days within the last 1, 2, 4 horizons); any_order within the last
                amount               log of the mean amount per order day over the team's median buyer
                amount_last, amount_recent   log of the last, the last three over the buyer's mean
                orders_last_year     log(1 + order days in the horizon's days of the year before); year_known 0 or 1
    """
    now = known.evenings if evenings is None else evenings
    found = gap_features(known, now, horizon_days) | pace_features(known, now, horizon_days) | money_features(known)
    return np.column_stack([found[name] for name in FEATURES])


def gap_features(known: Known, now: Whole, horizon: int) -> dict[str, Floats]:
    """What the gaps between orders say of the silence since the last."""
    gaps, buyer = known.gaps()
    x, silent = known.n - 1, (now - known.last).astype(np.float64)
    mean = (known.last - known.first) / x
    scaled = gaps / mean[buyer]
    spread = np.sqrt((summed((scaled - 1) ** 2, buyer, x.size) + 1) / (x + 1))
    median, q90, longest = own_quantiles(gaps, buyer, x, (0.5, 0.9, 1.0))
    outlasted = (summed(gaps >= silent[buyer], buyer, x.size) + 0.5) / (x + 1)
    renewal = team_renewal(scaled[(x >= KNOWN_RHYTHM)[buyer]], scaled, silent / mean, (silent + horizon) / mean)
    longer, as_long = (summed(gaps > (silent + more)[buyer], buyer, x.size) for more in (horizon, 0))
    late = np.log((silent + 1) / (mean + 1))
    return {
        "late_mean": late,
        "late_median": np.log((silent + 1) / (median + 1)),
        "late_q90": np.log((silent + 1) / (q90 + 1)),
        "late_longest": np.log((silent + 1) / (longest + 1)),
        "late_in_spreads": late / spread,
        "silences_outlasted": logit(outlasted),
        "renewal": logit(renewal),
        "own_renewal": logit((longer + renewal) / (as_long + 1)),
        "reach_mean": np.log(horizon / (mean + 1)),
        "reach_median": np.log(horizon / (median + 1)),
        "spread": np.log(spread),
        "quickening": np.log((recent_gap(known) + 1) / (mean + 1)),
    }


def pace_features(known: Known, now: Whole, horizon: int) -> dict[str, Floats]:
    """How often, how long, how lately."""
    age, active = (now - known.first).astype(np.float64), (known.last - known.first).astype(np.float64)
    lately = [np.log1p(orders_between(known, now - many * horizon, now)) for many in (1, 2, 4)]
    last_year = orders_between(known, now - YEAR_DAYS, now - YEAR_DAYS + horizon)
    year_known = (age >= YEAR_DAYS - horizon / 2).astype(np.float64)
    return {
        "silent": np.log((now - known.last + 1) / horizon),
        "age": np.log((age + 1) / horizon),
        "active_share": active / np.maximum(age, 1),
        "order_days": np.log(known.n),
        "rate": np.log(known.n / (age + horizon) * horizon),
        "orders_1": lately[0],
        "orders_2": lately[1],
        "orders_4": lately[2],
        "any_order": (lately[0] > 0).astype(np.float64),
        "orders_last_year": np.log1p(last_year) * year_known,
        "year_known": year_known,
    }


def money_features(known: Known) -> dict[str, Floats]:
    """How much, against the team, and lately against before. No money known counts as none of it changed."""
    total = np.concatenate([[0.0], np.cumsum(known.amount)])
    end = known.start + known.n
    mean = (total[end] - total[known.start]) / known.n
    few = np.minimum(RECENT, known.n)
    recent = (total[end] - total[end - few]) / few
    last = known.amount[end - 1] if end.size else mean
    usual = float(np.median(mean)) if mean.size else 0.0
    return {
        "amount": log_ratio(mean, np.full(mean.size, usual)),
        "amount_last": log_ratio(last, mean),
        "amount_recent": log_ratio(recent, mean),
    }


def log_ratio(part: Floats, whole: Floats) -> Floats:
    """log(part / whole), and 0 where either is not above 0."""
    both = (part > 0) & (whole > 0)
    ratio: Floats = np.log(np.where(both, part, 1.0) / np.where(both, whole, 1.0))
    return ratio


def summed(values: Floats | np.typing.NDArray[np.bool_], buyer: Whole, buyers: int) -> Floats:
    """The values added up per buyer."""
    return np.asarray(np.bincount(buyer, values, buyers), dtype=np.float64)


def orders_between(known: Known, after: Whole, until: Whole) -> Floats:
    """Each buyer's order days later than `after`, up to `until`."""
    return summed((known.day > after[known.buyer]) & (known.day <= until[known.buyer]), known.buyer, known.n.size)


def own_quantiles(gaps: Floats, buyer: Whole, x: Whole, shares: tuple[float, ...]) -> list[Floats]:
    """Quantiles of each buyer's own gaps, linear between neighbours."""
    ranked, start = gaps[np.lexsort((gaps, buyer))], np.cumsum(x) - x
    found = []
    for share in shares:
        at: Floats = np.multiply(share, x - 1, dtype=np.float64)
        low = np.floor(at).astype(np.int64)
        high = np.minimum(low + 1, x - 1)
        part: Floats = at - low
        found.append(ranked[start + low] * (1 - part) + ranked[start + high] * part)
    return found


def recent_gap(known: Known) -> Floats:
    """The mean of each buyer's last three gaps, or of all where there are fewer."""
    few = np.minimum(RECENT, known.n - 1)
    since: Floats = (known.last - known.day[known.start + known.n - 1 - few]) / few
    return since


def team_renewal(rhythms: Floats, scaled: Floats, silent: Floats, until: Floats) -> Floats:
    """The share of the team's gaps of at least `silent` that were of at least `until` too, all in own mean gaps."""
    pool = np.sort(rhythms if rhythms.size >= FEWEST_RHYTHMS else scaled)
    left_now, left_then = (pool.size - np.searchsorted(pool, when, side="right") + 0.5 for when in (silent, until))
    share: Floats = left_then / left_now
    return share


def logit(share: Floats) -> Floats:
    """The logarithm of the odds of a share, never surer than CERTAIN."""
    held = np.clip(share, CERTAIN, 1 - CERTAIN)
    odds: Floats = np.log(held) - np.log1p(-held)
    return odds
