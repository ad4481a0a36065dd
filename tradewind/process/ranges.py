"""How sure is an input? Low, likely and high, as a PERT distribution: a beta with the likely value as its mode.

source   Malcolm, Roseboom, Clark & Fazar (1959), Operations Research 7(5): mean (low + 4 likely + high) / 6
"""

from __future__ import annotations

from dataclasses import dataclass

WEIGHT = 4.0


@dataclass(frozen=True)
class Range:
    """low <= likely <= high; all three alike: it is known exactly."""

    low: float
    likely: float
    high: float

    @property
    def mean(self) -> float:
        """(low + 4 likely + high) / 6."""
        return (self.low + WEIGHT * self.likely + self.high) / (WEIGHT + 2)

    @property
    def is_known(self) -> bool:
        """Whether there is no range."""
        return self.low == self.high

    @property
    def shape(self) -> tuple[float, float]:
        """alpha and beta of the beta distribution between low and high."""
        place = (self.likely - self.low) / (self.high - self.low)
        return 1 + WEIGHT * place, 1 + WEIGHT * (1 - place)
