"""How right would the chances have been at earlier days? As a document, and as a row per buyer and cutoff."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

import polars as pl

from tradewind.findings.documents import Document
from tradewind.retention.chance import ChanceParameters
from tradewind.retention.diary import Diary
from tradewind.retention.rolling import METHODS, Judged, cutoff_scores, predictions, rolling_backtest
from tradewind.scores import Scores


@dataclass(frozen=True)
class LookingBack:
    """document    scores per cutoff and method, their means, and the blend that was chosen
    predictions   as rolling.predictions, of all cutoffs, earliest first
    """

    document: Document
    predictions: pl.DataFrame


def look_back(orders: pl.DataFrame, horizon_days: int, cutoffs: list[date] | None = None) -> LookingBack:
    """The rolling backtest on these orders; raises what rolling.rolling_backtest raises."""
    found, diary = rolling_backtest(orders, horizon_days, cutoffs), Diary.of(orders)
    told = [told_cutoff(one) for one in found]
    document = {
        "horizon_days": horizon_days,
        "cutoffs": told,
        "mean": {name: mean_scores([one["methods"][name] for one in told]) for name in METHODS},
        "chosen": chosen(found[-1].parameters),
    }
    return LookingBack(document, pl.concat([predictions(orders, diary, one) for one in found]))


def told_cutoff(judged: Judged) -> Document:
    """One cutoff; base_rate and scores are null where no order is dated on or after it."""
    seen = judged.window_days > 0
    return {
        "cutoff": judged.cutoff.isoformat(),
        "buyers": judged.known.n.size,
        "base_rate": float((judged.orders_after == 0).mean()) if seen else None,
        "window_days": judged.window_days,
        "methods": cutoff_scores(judged),
        "chosen": chosen(judged.parameters),
    }


def mean_scores(scores: list[Scores]) -> Scores:
    """The mean of each score over the cutoffs that have one."""
    return {name: mean([value for one in scores if (value := one[name]) is not None]) for name in scores[0]}


def mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def chosen(parameters: ChanceParameters) -> Document:
    """The blend and why it is so: its weights, what they were tried on, the level, the way to expected orders."""
    learnt = parameters.learnt
    return {
        **asdict(parameters.blend),
        "labelled": learnt.labelled if learnt else 0,
        "slices": learnt.slices if learnt else 0,
        "level": asdict(parameters.level),
        "orders": asdict(parameters.orders),
        "regularity": parameters.models.regular.k,
        "degenerate": {name: fitted["degenerate"] for name, fitted in asdict(parameters.models).items()},
    }
