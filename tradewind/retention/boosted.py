"""A small boosted model: what the logistic misses, in a few shallow trees.

It starts from given log-odds and adds short steps. Each tree asks the same few questions of every buyer (oblivious
trees), so that it is a handful of numbers which are stored with the run like any other parameter.

source   Friedman (2001), Annals of Statistics 29(5); Prokhorenkova et al. (2018), CatBoost, for oblivious trees
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from tradewind.retention.bgnbd import Floats

TREES = 40
DEPTH = 3
STEP = 0.12  # share of each tree's correction that is taken
BINS = 24  # thresholds per column that are tried
COLUMNS_A_TREE = 10
HELD = 12.0  # effective buyers' worth of pull towards no correction in each leaf
SEED = 20261123
Bins = NDArray[np.intp]


@dataclass(frozen=True)
class Tree:
    """Questions "is column above threshold", and the correction of the log-odds for each pattern of answers."""

    columns: tuple[int, ...]
    thresholds: tuple[float, ...]
    corrections: tuple[float, ...]


@dataclass(frozen=True)
class BoostedParameters:
    trees: tuple[Tree, ...]


def fit_boosted(columns: Floats, yes: Floats, weight: Floats, log_odds: Floats) -> BoostedParameters:
    """Trees that bring `log_odds` closer to `yes` (0 or 1); weight of each case, 0 or more."""
    draw = np.random.default_rng(SEED)
    edges = [np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1])) for column in columns.T]
    binned = np.column_stack(
        [np.searchsorted(cut, column, side="left") for cut, column in zip(edges, columns.T, strict=True)]
    )
    odds, trees = log_odds.copy(), []
    varied = np.flatnonzero([cut.size > 1 for cut in edges])
    for _ in range(TREES if varied.size else 0):
        said = expit(odds)
        slope, bend = weight * (yes - said), weight * said * (1 - said)
        asked = draw.choice(varied, min(COLUMNS_A_TREE, varied.size), replace=False)
        tree, leaf = grow(binned, edges, asked, slope, bend)
        odds += np.array(tree.corrections)[leaf]
        trees.append(tree)
    return BoostedParameters(tuple(trees))


def grow(binned: Bins, edges: list[Floats], asked: Bins, slope: Floats, bend: Floats) -> tuple[Tree, Bins]:
    """One tree: at each level the question, of the `asked` columns, that explains most; and each case's leaf."""
    leaf = np.zeros(len(slope), dtype=np.intp)
    columns, thresholds = [], []
    for level in range(DEPTH):
        column, cut = best_question(binned[:, asked], leaf, 2**level, slope, bend)
        at = int(asked[column])
        cut = min(cut, edges[at].size - 1)
        columns.append(at)
        thresholds.append(float(edges[at][cut]))
        leaf = 2 * leaf + (binned[:, at] > cut)
    down, up = np.bincount(leaf, bend, 2**DEPTH), np.bincount(leaf, slope, 2**DEPTH)
    corrections = STEP * up / (down + HELD / 4)  # a case's bend is at most 1/4
    return Tree(tuple(columns), tuple(thresholds), tuple(float(one) for one in corrections)), leaf


def best_question(binned: Bins, leaf: Bins, leaves: int, slope: Floats, bend: Floats) -> tuple[int, int]:
    """The column and the bin at whose upper edge the leaves are best parted."""
    columns = binned.shape[1]
    place = (leaf[:, None] * columns + np.arange(columns)) * BINS + binned
    shape = (leaves, columns, BINS)
    up, down = (
        np.bincount(place.ravel(), np.repeat(one, columns), leaves * columns * BINS).reshape(shape).cumsum(axis=2)
        for one in (slope, bend)
    )
    held = HELD / 4
    whole_up, whole_down = up[:, :, -1:], down[:, :, -1:]
    gain = up**2 / (down + held) + (whole_up - up) ** 2 / (whole_down - down + held)
    best = int(np.argmax(gain.sum(axis=0)[:, :-1]))
    return best // (BINS - 1), best % (BINS - 1)


def correction(columns: Floats, parameters: BoostedParameters) -> Floats:
    """What the trees add to the log-odds of each row."""
    total = np.zeros(len(columns))
    for tree in parameters.trees:
        leaf = np.zeros(len(columns), dtype=np.intp)
        for column, threshold in zip(tree.columns, tree.thresholds, strict=True):
            leaf = 2 * leaf + (columns[:, column] > threshold)
        total += np.array(tree.corrections)[leaf]
    return total
