"""How much does the team's own history count beside the published case? Each strength by its precision.

Plain floats, like the ripple itself.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from statistics import pstdev

from tradewind.retention.ripple import CASE, RippleParameters, fit_ripple
from tradewind.retention.ripple_bands import SEED, draws

Known = tuple[float, float] | None  # value and standard error


@dataclass(frozen=True)
class Own:
    """What the team's own history says of each strength: value and standard error, null where it is too thin."""

    psi: Known = None
    sf: Known = None
    phi: Known = None


@dataclass(frozen=True)
class Weights:
    """The share of the team's own history in each strength, 0 to 1; the published case has the rest."""

    psi: float = 0.0
    sf: float = 0.0
    phi: float = 0.0


def mixed(own: Own, usual_phi: float, chosen_phi: float | None = None) -> tuple[RippleParameters, Weights]:
    """The case's parameters drawn towards the team's own, each by its precision.

    usual_phi   what phi is without own history
    chosen_phi  what a person chose; own history then says nothing of phi

    The published case has the spread that the article's ranges allow (ripple_bands); a normal prior.
    """
    counted = weights(own, chosen_phi is None)
    phi = towards(usual_phi, own.phi, counted.phi) if chosen_phi is None else chosen_phi
    case = fit_ripple(CASE, phi)
    psi, sf = towards(case.psi, own.psi, counted.psi), towards(case.sf, own.sf, counted.sf)
    return RippleParameters(psi, sf, phi), counted


def weights(own: Own, with_phi: bool = True) -> Weights:
    """The share of own history in each strength: prior variance / (prior variance + standard error squared)."""
    prior = spread()
    phi = share(prior.phi, own.phi) if with_phi else 0.0
    return Weights(share(prior.psi, own.psi), share(prior.sf, own.sf), phi)


def share(prior: float, known: Known) -> float:
    """The weight of what is known with this standard error beside a prior with that standard deviation."""
    return prior**2 / (prior**2 + known[1] ** 2) if known else 0.0


def towards(value: float, known: Known, weight: float) -> float:
    """The value drawn towards what is known; never below 0, as no pull is."""
    return max(0.0, value + weight * (known[0] - value)) if known else value


@cache
def spread() -> RippleParameters:
    """The standard deviation of each strength within the article's ranges."""
    drawn = [parameters for _, parameters in draws()]
    return RippleParameters(*(pstdev(getattr(one, name) for one in drawn) for name in ("psi", "sf", "phi")))


def drawn_towards(own: Own, every: int) -> list[RippleParameters]:
    """Every so many of the article's draws, drawn towards own history: draws of the mixture."""
    dice = random.Random(SEED)  # noqa: S311 -- repeatable draws, no secret
    counted = weights(own)

    def pulled(one: RippleParameters, name: str) -> float:
        known: Known = getattr(own, name)
        seen = (known[0] + known[1] * dice.gauss(0, 1), known[1]) if known else None
        return towards(getattr(one, name), seen, getattr(counted, name))

    taken = (parameters for _, parameters in draws()[::every])
    return [RippleParameters(pulled(one, "psi"), min(pulled(one, "sf"), 1.0), pulled(one, "phi")) for one in taken]
