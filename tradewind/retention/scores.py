"""How right were the chances? Six measures of what was said against what came."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

from tradewind.retention.bgnbd import Floats

SURE = 1e-6  # no chance is taken for surer in the log-loss
GROUPS = 10
Scores = dict[str, float | None]


def scores(said: Floats, silent: Floats) -> Scores:
    """auc, average_precision, brier, log_loss, ece.

    said, silent   per buyer the chance of no order, and 1 for none, else 0
    returns        auc and average_precision are null where all or none fell silent; all are where there is no buyer
    source         auc as the Mann-Whitney statistic; ece over 10 groups of equal size by what was said
    """
    if not said.size:
        return dict.fromkeys(("auc", "average_precision", "brier", "log_loss", "ece"))
    held = np.clip(said, SURE, 1 - SURE)
    return {
        "auc": auc(said, silent),
        "average_precision": average_precision(said, silent),
        "brier": float(np.mean((said - silent) ** 2)),
        "log_loss": float(-np.mean(silent * np.log(held) + (1 - silent) * np.log(1 - held))),
        "ece": calibration_error(said, silent),
    }


def auc(said: Floats, silent: Floats) -> float | None:
    """The chance that a buyer who fell silent was ranked above one who did not; ties count half."""
    fell, stayed = float(silent.sum()), float((1 - silent).sum())
    if not fell or not stayed:
        return None
    return float((rankdata(said)[silent == 1].sum() - fell * (fell + 1) / 2) / (fell * stayed))


def average_precision(said: Floats, silent: Floats) -> float | None:
    """The precision of every list that the ranking allows, weighted by what each step adds to the recall."""
    if not silent.sum() or silent.all():
        return None
    order = np.argsort(-said, kind="stable")
    hits, last = np.cumsum(silent[order]), np.append(np.diff(said[order]) != 0, True)
    hits, named = hits[last], (np.flatnonzero(last) + 1).astype(np.float64)
    return float(np.sum(np.diff(hits, prepend=0.0) / silent.sum() * hits / named))


def calibration_error(said: Floats, silent: Floats) -> float:
    """The mean distance between what was said and what came, over groups of equal size."""
    groups = np.array_split(np.argsort(said, kind="stable"), GROUPS)
    return float(sum(abs(said[one].sum() - silent[one].sum()) for one in groups) / said.size)
