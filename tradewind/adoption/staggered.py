"""Gain by cohort and period, each against units that do not have the tool (yet): Callaway and Sant'Anna (2021).

No covariates, varying base period, as R `did` does it. Errors come out of influence functions: what each unit adds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradewind.adoption.panel import Flags, Floats, Integers, Panel
from tradewind.errors import NoControl, NoTreated


@dataclass(frozen=True)
class GroupTime:
    """Average effects on the treated, ATT(g, t), for m cells, by cohort and then period.

    group, time   m places in the panel's times: the cohort's first period, the period looked at
    att           m, in the outcome's unit; nan where a cell has nobody to compare with
    influence     n x m, mean 0 in each column; var(att) = sum of squares / n^2
    cohort        n, each unit's first period, as in Panel.start; units with the tool from the beginning are left out
    """

    group: Integers
    time: Integers
    att: Floats
    influence: Floats
    cohort: Integers
    never: int

    @property
    def is_after(self) -> Flags:
        """m: whether the cohort has the tool in the period; the others test for trends before it."""
        return self.time >= self.group


def usable(panel: Panel) -> Panel:
    """The units with a before: those that have the tool from the first period on show no change."""
    return panel.only(panel.start > 0)


def group_time(panel: Panel, control: str = "never") -> GroupTime:
    """ATT(g, t) of every cohort and period but the first.

    control  "never": units that never have the tool; "notyet": also those that get it after the period and its base
    raises   NoTreated without a cohort that starts after the first period, NoControl without a unit to compare with
    """
    seen = usable(panel)
    if not seen.groups.size:
        raise NoTreated(periods=panel.times.size)
    if control == "never" and not (seen.start == seen.never).any():
        raise NoControl
    cells = [(int(g), t) for g in seen.groups for t in range(1, seen.times.size)]
    found = [_cell(seen, g, t, control) for g, t in cells]
    kept = [place for place, cell in enumerate(found) if cell is not None]
    if not any(cells[place][1] >= cells[place][0] for place in kept):
        raise NoControl
    told = [found[place] for place in kept]
    return GroupTime(
        group=np.array([cells[place][0] for place in kept], dtype=np.int64),
        time=np.array([cells[place][1] for place in kept], dtype=np.int64),
        att=np.array([cell[0] for cell in told if cell]),
        influence=np.column_stack([cell[1] for cell in told if cell]),
        cohort=seen.start,
        never=seen.never,
    )


def _cell(panel: Panel, group: int, time: int, control: str) -> tuple[float, Floats] | None:
    """The effect and its influence per unit, or None where nobody is left to compare with."""
    base = group - 1 if time >= group else time - 1
    change = panel.outcome[:, time] - panel.outcome[:, base]
    ours = panel.start == group
    others = panel.start == panel.never
    if control == "notyet":
        others = (panel.start > max(time, base)) & ~ours
    if not others.any():
        return None
    mean, reference = change[ours].mean(), change[others].mean()
    n = change.size
    pull = ours * (change - mean) * (n / ours.sum()) - others * (change - reference) * (n / others.sum())
    return float(mean - reference), pull


def standard_errors(influence: Floats) -> Floats:
    """The analytic standard error of each column."""
    return np.asarray(np.sqrt((influence**2).sum(axis=0)) / influence.shape[0])
