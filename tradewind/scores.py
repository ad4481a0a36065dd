"""How right were the chances? What was said, in [0, 1], against what came, 1 or 0: measures for every matter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]
SURE = 1e-6  # no chance is taken for surer in the log-loss
GROUPS = 10
Scores = dict[str, float | None]


def scores(said: Floats, came: Floats) -> Scores:
    """auc, average_precision, brier, log_loss, ece.

    returns  auc and average_precision are null where it came for all or none; all are where there is no case
    source   auc as the Mann-Whitney statistic; ece over 10 groups of equal size by what was said
    """
    if not said.size:
        return dict.fromkeys(("auc", "average_precision", "brier", "log_loss", "ece"))
    held = np.clip(said, SURE, 1 - SURE)
    return {
        "auc": auc(said, came),
        "average_precision": average_precision(said, came),
        "brier": float(np.mean((said - came) ** 2)),
        "log_loss": float(-np.mean(came * np.log(held) + (1 - came) * np.log(1 - held))),
        "ece": calibration_error(said, came),
    }


def auc(said: Floats, came: Floats) -> float | None:
    """The chance that a case for which it came was ranked above one for which it did not; ties count half."""
    yes, no = float(came.sum()), float((1 - came).sum())
    if not yes or not no:
        return None
    return float((rankdata(said)[came == 1].sum() - yes * (yes + 1) / 2) / (yes * no))


def average_precision(said: Floats, came: Floats) -> float | None:
    """The precision of every list that the ranking allows, weighted by what each step adds to the recall."""
    if not came.sum() or came.all():
        return None
    order = np.argsort(-said, kind="stable")
    hits, last = np.cumsum(came[order]), np.append(np.diff(said[order]) != 0, True)
    hits, named = hits[last], (np.flatnonzero(last) + 1).astype(np.float64)
    return float(np.sum(np.diff(hits, prepend=0.0) / came.sum() * hits / named))


def calibration_error(said: Floats, came: Floats) -> float:
    """The mean distance between what was said and what came, over groups of equal size."""
    groups = np.array_split(np.argsort(said, kind="stable"), GROUPS)
    return float(sum(abs(said[one].sum() - came[one].sum()) for one in groups) / said.size)


def recall_in_top(said: Floats, came: Floats, share: float = 0.1) -> float | None:
    """What part of all that came stands in the first `share` of the ranking; null where none came.

    Of a group of equal chances that the cut divides, the same part counts: the order of rows changes nothing.
    """
    if not came.sum():
        return None
    named = np.ceil(share * said.size)
    bar = np.sort(said)[::-1][int(named) - 1]
    above, level = said > bar, said == bar
    taken = (named - above.sum()) / level.sum()
    return float((came[above].sum() + taken * came[level].sum()) / came.sum())
