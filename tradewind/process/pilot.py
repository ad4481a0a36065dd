"""What is a pilot worth? A part is paid first, shows the gain with some noise, and the rest is paid only if it pays.

The worth is linear in the gain, so only the mean of what the pilot lets one believe counts. Computed by sums over a
grid of gains and of signals, without draws; plain floats.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp, fsum, log

from tradewind.process.gate import Standing, gate
from tradewind.process.programme import Programme
from tradewind.process.ranges import Range

GAINS, SIGNALS = 160, 320
REACH = 5.0  # standard deviations of the noise beyond the range of gains
USUAL_SHARE, USUAL_TRAINING, USUAL_NOISE = 0.2, 0.5, 0.02


@dataclass(frozen=True)
class Pilot:
    """share     of the investment that the pilot takes, in [0, 1]
    training  share of the training that it takes
    noise     standard deviation of the gain that it shows around the true one; at least 1/160 of the range counts
    """

    share: float = USUAL_SHARE
    training: float = USUAL_TRAINING
    noise: float = USUAL_NOISE


@dataclass(frozen=True)
class PilotWorth:
    """all_in        mean NPV when everything is paid at once
    gated         mean NPV when the rest is paid only after a pilot that lets one hope
    option        gated - all_in: what may be stopped is worth
    informed      gated, if the pilot showed the true gain
    stop_share    how often one stops after the pilot
    continue_gain from which believed gain on one goes on; null where there is nothing to gain on
    """

    cost: float
    all_in: float
    gated: float
    option: float
    informed: float
    stop_share: float
    continue_gain: float | None


def pilot_worth(programme: Programme, gains: Range, pilot: Pilot) -> PilotWorth:
    """The worth of a pilot when the gain lies in `gains`, a range with low < high. The pilot takes no time."""
    cost = pilot.share * programme.investment + pilot.training * programme.training
    spent = Standing(spent=cost, remaining=programme.investment + programme.training - cost)
    none = gate(replace(programme, gain=0.0), spent)
    slope = gate(replace(programme, gain=1.0), spent).npv - none.npv
    ahead = [(gain, weight, none.npv + slope * gain) for gain, weight in prior(gains)]
    all_in = fsum(weight * worth for _, weight, worth in ahead) - cost
    informed = fsum(weight * max(worth, 0.0) for _, weight, worth in ahead) - cost
    believed = [(none.npv + slope * mean, chance) for mean, chance in beliefs(gains, pilot.noise)]
    parts = [_hoped(*one, *other) for one, other in pairwise(believed)]
    total = fsum(chance for chance, _, _ in parts)
    gated = fsum(hoped for _, _, hoped in parts) / total - cost
    stopped = fsum(stop for _, stop, _ in parts) / total
    return PilotWorth(cost, all_in, gated, gated - all_in, informed, stopped, none.required_gain)


def _hoped(worth: float, chance: float, next_worth: float, next_chance: float) -> tuple[float, float, float]:
    """Between two signals the worth is a straight line: how likely one is there, stops there, what going on brings."""
    mean = (chance + next_chance) / 2
    low, high = sorted((worth, next_worth))
    if low >= 0:
        return mean, 0.0, mean * (low + high) / 2
    if high <= 0:
        return mean, mean, 0.0
    going_on = high / (high - low)
    return mean, mean * (1 - going_on), mean * going_on * high / 2


def prior(gains: Range) -> list[tuple[float, float]]:
    """Gains over the range and their probabilities, which sum to one."""
    alpha, beta = gains.shape
    places = [(step + 0.5) / GAINS for step in range(GAINS)]
    logs = [(alpha - 1) * log(x) + (beta - 1) * log(1 - x) for x in places]
    weights = [exp(one - max(logs)) for one in logs]
    total = fsum(weights)
    return [
        (gains.low + x * (gains.high - gains.low), weight / total) for x, weight in zip(places, weights, strict=True)
    ]


def beliefs(gains: Range, noise: float) -> list[tuple[float, float]]:
    """The mean gain believed after each signal, in order, and how dense the signals are there."""
    known = prior(gains)
    noise = max(noise, (gains.high - gains.low) / GAINS)  # finer than the grid nothing can be told apart
    low, high = gains.low - REACH * noise, gains.high + REACH * noise
    found = []
    for step in range(SIGNALS + 1):
        signal = low + step * (high - low) / SIGNALS
        likely = [weight * exp(-0.5 * ((signal - gain) / noise) ** 2) for gain, weight in known]
        if chance := fsum(likely):
            mean = fsum(one * gain for one, (gain, _) in zip(likely, known, strict=True)) / chance
            found.append((mean, chance))
    return found
