"""A logistic model that cannot run away: few effective numbers, every input bounded.

Columns that hardly vary are left out, the others are standardised and cut at 4 standard deviations, and the
coefficients are drawn to 0. In short histories a slice may hold a nearly constant column; standardised without these
guards it would decide everything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from tradewind.retention.bgnbd import Floats

LEAST_SPREAD = 1e-3  # a column with less is left out
FURTHEST = 4.0  # standard deviations from the mean at which an input is cut
STEPS = 40
LONGEST_STEP = 2.0


@dataclass(frozen=True)
class LogisticParameters:
    """mean and spread of each column (a spread of 0: left out), its coefficient, and the intercept."""

    mean: tuple[float, ...]
    spread: tuple[float, ...]
    coefficients: tuple[float, ...]
    intercept: float


def fit_logistic(columns: Floats, yes: Floats, weight: Floats, penalty: float) -> LogisticParameters:
    """The coefficients that fit `yes` (0 or 1) best, less `penalty` / 2 x their squares.

    columns  one row per case, finite; weight of each case, 0 or more, with a sum above 0
    """
    mean = np.average(columns, axis=0, weights=weight)
    spread = np.sqrt(np.average((columns - mean) ** 2, axis=0, weights=weight))
    spread = np.where(spread > LEAST_SPREAD, spread, 0.0)
    inputs = np.column_stack([np.ones(len(yes)), standardised(columns, mean, spread)])
    held = np.full(inputs.shape[1], penalty)
    held[0] = 1e-3 * penalty + 1e-9
    beta = np.zeros(inputs.shape[1])
    for _ in range(STEPS):
        said = expit(inputs @ beta)
        slope = inputs.T @ (weight * (said - yes)) + held * beta
        bend = (inputs * (weight * np.maximum(said * (1 - said), 1e-9))[:, None]).T @ inputs + np.diag(held)
        step = np.linalg.solve(bend, slope)
        size = float(np.max(np.abs(step)))
        beta -= step * min(1.0, LONGEST_STEP / max(size, 1e-12))
        if size < 1e-8:
            break
    return LogisticParameters(floats(mean), floats(spread), floats(beta[1:]), float(beta[0]))


def log_odds(columns: Floats, parameters: LogisticParameters) -> Floats:
    """The logarithm of the odds of yes, for each row."""
    inputs = standardised(columns, np.array(parameters.mean), np.array(parameters.spread))
    odds: Floats = parameters.intercept + inputs @ np.array(parameters.coefficients)
    return odds


def standardised(columns: Floats, mean: Floats, spread: Floats) -> Floats:
    """The columns in standard deviations from the mean, cut; 0 where a column is left out."""
    scaled = (columns - mean) / np.where(spread > 0, spread, 1.0)
    return np.where(spread > 0, np.clip(scaled, -FURTHEST, FURTHEST), 0.0)


def floats(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
