"""What did the warning get right, and what did it miss, on the team's own past?"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from polars import col

from tradewind.retention.order_days import order_days
from tradewind.retention.warning import WarningRule, fit_warning, require_horizon, risk_of_silence

FEWEST_BUYERS = 10  # eligible at a cutoff; with fewer the cutoff tells nothing
SMALL_SAMPLE = 30  # named buyers; with fewer the interval is so wide that the precision is only a hint
Z95 = 1.959963984540054
RECORD = ("customer_id", "p_no_order", "expected_orders", "order_days", "money_at_risk", "on_list")


def cutoff_days(today: date, horizon_days: int, cutoffs: int = 12) -> list[date]:
    """Monthly cutoffs, latest first: `today` less the horizon, and the same day of the months before."""
    latest = pl.Series([today - timedelta(days=horizon_days)])
    return [latest.dt.offset_by(f"-{n}mo").item() for n in range(cutoffs)]


def warning_record(
    orders: pl.DataFrame, today: date, horizon_days: int = 90, cutoffs: int = 12, rule: WarningRule | None = None
) -> pl.DataFrame:
    """Hits and misses of the list at each cutoff: `record_by_cutoff` of `warning_record_buyers`."""
    return record_by_cutoff(warning_record_buyers(orders, today, horizon_days, cutoffs, rule))


def warning_record_buyers(
    orders: pl.DataFrame, today: date, horizon_days: int = 90, cutoffs: int = 12, rule: WarningRule | None = None
) -> pl.DataFrame:
    """The list as it would have been at each cutoff, and who then stopped.

    Model and list see orders up to the cutoff only. A buyer stopped who has no order day in the `horizon_days` after.

    orders   one row per order of the whole team: customer_id, ordered_on, amount, amount_base -- see ORDERS
    cutoffs  at most so many, a month apart, back from `today` less the horizon; those with fewer than 10 buyers to
             judge are left out
    returns  one row per cutoff and buyer not lost already, latest cutoff first, most money at risk first:
               cutoff date, customer_id, p_no_order share, expected_orders float, order_days int,
               money_at_risk float, on_list bool,
               lead_days int (from the cutoff to the day after which the buyer counts as lost, 0 or more),
               orders_after int (order days within the horizon), stopped bool
    raises   MissingColumn, HorizonOutOfRange
    """
    require_horizon(horizon_days)
    days = order_days(orders, today)
    tried = [judged_at(orders, days, day, horizon_days, rule) for day in cutoff_days(today, horizon_days, cutoffs)]
    empty = judged_at(orders.clear(), days, today, horizon_days, rule)
    return pl.concat([empty, *(judged for judged in tried if judged.height >= FEWEST_BUYERS)])


def judged_at(
    orders: pl.DataFrame, days: pl.DataFrame, cutoff: date, horizon_days: int, rule: WarningRule | None
) -> pl.DataFrame:
    """The buyers not lost already at `cutoff`, and what they did after it."""
    known = orders.filter(col.ordered_on <= cutoff)
    parameters = fit_warning(known, cutoff, rule)
    buyers = risk_of_silence(known, cutoff, horizon_days, parameters)
    within = (days["ordered_on"] > cutoff) & (days["ordered_on"] <= cutoff + timedelta(days=horizon_days))
    after = days.filter(within).group_by("customer_id").agg(orders_after=pl.len().cast(pl.Int64))
    lead = (parameters.rule.lost_after_days - col.silent_days).alias("lead_days")
    not_lost = buyers.filter(col.why_not.ne_missing("lost_already"))
    eligible = not_lost.select(pl.lit(cutoff).alias("cutoff"), *RECORD, lead)
    joined = eligible.join(after, on="customer_id", how="left", maintain_order="left")
    return joined.with_columns(col.orders_after.fill_null(0)).with_columns(stopped=col.orders_after == 0)


def record_by_cutoff(buyers: pl.DataFrame) -> pl.DataFrame:
    """Hits and misses per cutoff: the column cutoff (date, latest first) and those of `record_of`."""
    ranked = buyers.with_columns(rank=col.p_no_order.rank("average").over("cutoff"))
    return with_shares(ranked.group_by("cutoff", maintain_order=True).agg(**sums()))


def record_of(buyers: pl.DataFrame) -> pl.DataFrame:
    """Hits and misses of the list over all cutoffs together.

    buyers   as `warning_record_buyers` returns it, or the rows of some of its buyers
    returns  one row (a buyer counts once per cutoff):
               eligible, named, stopped, hits, missed, false_alarms   int  buyers; hits: named and stopped
               mean_p_no_order      share  what the model said on average; beside base_rate it shows the calibration
               median_lead_days     float  of the hits: days left to act before the buyer counts as lost, or null
               money_at_risk, money_hit  float  at risk at the cutoff: of all who stopped, of the hits
               precision            share  hits / named, null where none was named
               precision_low, precision_high  share  its Wilson interval, 95 %
               recall               share  hits / stopped, null where none stopped
               base_rate            share  stopped / eligible: the precision of a list drawn by lot
               auc                  share  chance that a buyer who stopped was ranked above one who did not, or null
               money_recall         share  money_hit / money_at_risk, or null
               small                bool   fewer than 30 named: read the interval, not the precision
    source   Wilson (1927), JASA 22; AUC as the Mann-Whitney statistic
    """
    return with_shares(buyers.with_columns(rank=col.p_no_order.rank("average")).select(**sums()))


def sums() -> dict[str, pl.Expr]:
    """What is counted and summed before any share is taken."""
    hit = col.on_list & col.stopped
    return {
        "eligible": pl.len().cast(pl.Int64),
        "named": count(col.on_list),
        "stopped": count(col.stopped),
        "hits": count(hit),
        "missed": count(col.stopped & ~col.on_list),
        "false_alarms": count(col.on_list & ~col.stopped),
        "mean_p_no_order": col.p_no_order.mean(),
        "median_lead_days": col.lead_days.filter(hit).median(),
        "money_at_risk": col.money_at_risk.filter(col.stopped).sum(),
        "money_hit": col.money_at_risk.filter(hit).sum(),
        "rank_sum": col.rank.filter(col.stopped).sum(),
    }


def count(what: pl.Expr) -> pl.Expr:
    """How many rows are so."""
    return what.sum().cast(pl.Int64)


def share(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """part / whole, null where there is no whole."""
    return pl.when(whole > 0).then(part / whole)


def with_shares(counts: pl.DataFrame) -> pl.DataFrame:
    """The `sums` with every share that follows from them."""
    low, high = wilson(col.hits, col.named)
    pairs = col.stopped * (col.eligible - col.stopped)
    return counts.with_columns(
        precision=share(col.hits, col.named), precision_low=low, precision_high=high,
        recall=share(col.hits, col.stopped), base_rate=share(col.stopped, col.eligible),
        auc=share(col.rank_sum - col.stopped * (col.stopped + 1) / 2, pairs),
        money_recall=share(col.money_hit, col.money_at_risk),
        small=col.named < SMALL_SAMPLE,
    ).drop("rank_sum")  # fmt: skip


def wilson(hits: pl.Expr, of: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The 95 % interval of a share of few cases; null where there is no case."""
    p, n = share(hits, of), of.cast(pl.Float64)
    middle = p + Z95**2 / (2 * n)
    spread = Z95 * (p * (1 - p) / n + Z95**2 / (4 * n**2)).sqrt()
    whole = 1 + Z95**2 / n
    return ((middle - spread) / whole).clip(0, 1), ((middle + spread) / whole).clip(0, 1)


def calibration(buyers: pl.DataFrame, groups: int = 10) -> pl.DataFrame:
    """What the model said against what happened, in groups of equal size by p_no_order.

    buyers   as `warning_record_buyers` returns it, or the rows of some of its buyers
    returns  one row per group, least p_no_order first: group int (1 …), buyers int, stopped int,
             mean_p_no_order share, observed share (stopped / buyers)
    """
    place = (col.p_no_order.rank("ordinal") - 1) * groups // pl.len() + 1
    placed = buyers.sort("p_no_order", "cutoff", "customer_id").with_columns(group=place.cast(pl.Int64))
    said = placed.group_by("group", maintain_order=True).agg(
        buyers=pl.len().cast(pl.Int64), stopped=count(col.stopped), mean_p_no_order=col.p_no_order.mean()
    )
    return said.with_columns(observed=share(col.stopped, col.buyers))
