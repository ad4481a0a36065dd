"""Is the blend as good as the best single ranker, chosen with hindsight? On made-up teams of many rhythms, or on files.

    python -m benchmarks.chances [SEED] [ORDERS.parquet HORIZON_DAYS …]

A file has customer_id, ordered_at, amount. Three cutoffs each; the rankers are the blend's own members (all four
purchase models, the learners, the prior), days of silence, and overdue by the own cycle. `short` is what the blend
lacks, in thousandths. `noise` is the calibration error that the same chances would show if they were true.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import polars as pl
from polars import col
from scipy.special import expit

from benchmarks.rhythms import RHYTHMS, orders_of
from tradewind.retention import fitted
from tradewind.retention.bgnbd import Floats
from tradewind.retention.blend import member_odds
from tradewind.retention.rolling import Judged, rolling_backtest
from tradewind.retention.slices import columns_of
from tradewind.scores import calibration_error, scores

HEADING = f"{'':34}{'n':>6}{'base':>6}   {'AUC':6}{'best':18}{'short':>5}   {'loss':6}{'best':18}{'short':>5}   " \
    f"{'ECE':6}{'noise':8}{'MAE':6}{'best':19}ratio"  # fmt: skip


def chances(judged: Judged) -> dict[str, Floats]:
    """What each ranker said of each buyer."""
    columns = columns_of(judged.known, judged.parameters.models, judged.parameters.horizon_days)
    members = {name: expit(odds) for name, odds in member_odds(columns, judged.parameters.learnt).items()}
    return members | judged.silent


def errors(judged: Judged) -> dict[str, float]:
    """The mean absolute error of the expected orders."""
    pareto = fitted.expected_orders(
        "pareto", judged.parameters.models.pareto, judged.known.histories(), judged.parameters.horizon_days
    )
    said = {
        "tradewind": judged.expected["tradewind"], "persistence": judged.expected["recency"],
        "bgnbd": judged.expected["bgnbd"], "pareto": pareto,
    }  # fmt: skip
    return {name: float(np.abs(some - judged.orders_after).mean()) for name, some in said.items()}


def mean_scores(found: list[Judged], score: str) -> dict[str, float]:
    """The mean over the cutoffs, of each ranker that was there at all of them."""
    said = [chances(one) for one in found]
    return {
        name: float(np.mean([scores(some[name], came_of(one))[score] for some, one in zip(said, found, strict=True)]))
        for name in said[0]
        if all(name in some for some in said)
    }  # fmt: skip


def came_of(judged: Judged) -> Floats:
    came: Floats = (judged.orders_after == 0).astype(np.float64)
    return came


def noise(judged: Judged) -> float:
    """The calibration error of chances that are true, at these chances."""
    draw, said = np.random.default_rng(1), judged.silent["tradewind"]
    drawn = [(draw.random(said.size) < said).astype(np.float64) for _ in range(20)]
    return float(np.mean([calibration_error(said, some) for some in drawn]))


def line(name: str, found: list[Judged]) -> str:
    """One team in figures."""
    auc, loss, ece = (mean_scores(found, score) for score in ("auc", "log_loss", "ece"))
    mine = auc.pop("tradewind"), loss.pop("tradewind"), ece["tradewind"]
    ranker, surest = max(auc, key=auc.__getitem__), min(loss, key=loss.__getitem__)
    mae = {of: float(np.mean([errors(one)[of] for one in found])) for of in errors(found[0])}
    expected = mae.pop("tradewind")
    nearest = min(mae, key=mae.__getitem__)
    buyers, base = (float(np.mean([some(came_of(one)) for one in found])) for some in (np.size, np.mean))
    return (
        f"{name:34}{buyers:6.0f}{base:6.2f}   {mine[0]:.3f} {ranker:12}{auc[ranker]:.3f}"
        f"{1000 * (auc[ranker] - mine[0]):+6.0f}   {mine[1]:.3f} {surest:12}{loss[surest]:.3f}"
        f"{1000 * (mine[1] - loss[surest]):+6.0f}   {mine[2]:.3f} {np.mean([noise(one) for one in found]):.3f}   "
        f"{expected:.3f} {nearest:12}{mae[nearest]:6.3f} {expected / mae[nearest]:.3f}"
    )


def histories(seed: int, files: list[str]) -> Iterator[tuple[str, pl.DataFrame, int]]:
    """The files given, or all made-up teams."""
    for file, horizon in zip(files[::2], files[1::2], strict=True):
        raw = pl.read_parquet(file).drop_nulls("customer_id")
        yield file.rpartition("/")[2][:28], raw.with_columns(ordered_on=col.ordered_at.dt.date()), int(horizon)
    for name, rhythm in RHYTHMS.items() if not files else ():
        orders = orders_of(rhythm, seed)
        yield from ((name, orders, horizon) for horizon in rhythm.horizons)


def main() -> None:
    given = sys.argv[1:]
    seed = int(given.pop(0)) if given and given[0].isdigit() else 1
    print(HEADING)
    for name, orders, horizon in histories(seed, given):
        print(line(f"{name} {horizon}", rolling_backtest(orders, horizon)), flush=True)


if __name__ == "__main__":
    main()
