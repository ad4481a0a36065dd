"""Do our tools pay? What a roll-out gained, and how surely, as JSON documents."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import polars as pl

from tradewind.adoption import certainty, synthetic, two_way
from tradewind.adoption.aggregates import AGGREGATES, Aggregate, aggregate
from tradewind.adoption.interrupted import interrupted
from tradewind.adoption.panel import Panel, panel
from tradewind.adoption.staggered import group_time, standard_errors
from tradewind.findings.documents import Document
from tradewind.findings.numbers_in_files import column, numbers, period_told, periods, table_in

STEPS = {"dynamic": "since", "group": "group", "calendar": "time"}


@dataclass(frozen=True)
class PanelFile:
    """A panel out of a file, and whether its periods are months."""

    panel: Panel
    are_months: bool

    def told(self, place: int) -> int | float | str:
        """The period at this place, as the file has it."""
        return period_told(float(self.panel.times[place]), self.are_months)


def panel_file(path: Path, unit: str, time: str, outcome: str, first_treated: str) -> PanelFile:
    """The panel in a file, its columns by their headings. Raises as panel.panel, and where a cell is no number."""
    table = table_in(path)
    (when, since), are_months = periods(table, (time, first_treated), path.name)
    rows = {"unit": column(table, unit, path.name), "time": when, "outcome": numbers(table, outcome, path.name)}
    return PanelFile(panel(pl.DataFrame({**rows, "first_treated": since})), are_months)


def gain(file: PanelFile, design: str = "cs", control: str = "never") -> Document:
    """What the tool gained: by `cs` (Callaway and Sant'Anna), `sdid` (synthetic) or `its` (before and after only)."""
    told = {"cs": _staggered, "sdid": _synthetic, "its": _interrupted}[design](file, control)
    seen, treated = file.panel, file.panel.start < file.panel.never
    return {
        "design": design,
        "units": seen.start.size,
        "treated_units": int(treated.sum()),
        "periods": seen.times.size,
        "left_out": list(seen.left_out),
        **told,
        "naive": _naive(seen),
    }


def _staggered(file: PanelFile, control: str) -> Document:
    found = group_time(file.panel, control)
    errors = standard_errors(found.influence)
    cells = zip(found.group, found.time, found.att, errors, strict=True)
    whole = {kind: aggregate(found, kind) for kind in AGGREGATES}
    naive = two_way.two_way(file.panel)
    sure, df = certainty.errors(file.panel, control), certainty.degrees(file.panel)
    told = {kind: _aggregate(file, kind, one, sure[kind], df) for kind, one in whole.items()}
    return {
        "control": control,
        "att_gt": [
            {"group": file.told(g), "time": file.told(t), "att": float(att), "se": float(se)} for g, t, att, se in cells
        ],
        **told,
        "twfe": {"att": naive.att, "se": naive.se},
        "bacon": [
            {"comparison": one.kind, "weight": one.weight, "estimate": one.estimate}
            for one in two_way.bacon(file.panel)
        ],
        "pretest": asdict(certainty.pretest(found)),
        "mde": finite(certainty.detectable(sure["simple"])),
        "verdict": verdict(told["simple"]["low"], told["simple"]["high"]),
    }


def _aggregate(file: PanelFile, kind: str, found: Aggregate, sure: float, df: int) -> Document:
    half = certainty.student_half(sure, df)
    document: Document = {
        "att": found.att,
        "se": float(standard_errors(found.influence[:, None])[0]),
        "low": finite(found.att - half),
        "high": finite(found.att + half),
        "df": df,
    }
    if kind in STEPS:
        steps = zip(found.at, found.effects, standard_errors(found.influence_at), strict=True)
        document["steps"] = [
            {STEPS[kind]: int(at) if kind == "dynamic" else file.told(at), "att": float(att), "se": float(se)}
            for at, att, se in steps
        ]
    return document


def _synthetic(file: PanelFile, _control: str) -> Document:
    found = synthetic.synthetic(file.panel)
    names = [name for name, start in zip(file.panel.units, file.panel.start, strict=True) if start == file.panel.never]
    told = {design: {"att": one.att, "se": one.se} for design, one in found.items()}
    best = found["sdid"]
    weights = [
        {"unit": name, "weight": float(weight)}
        for weight, name in sorted(zip(best.unit_weights, names, strict=True), reverse=True)
        if weight > 0
    ]
    half = None if best.se is None else certainty.normal_half(best.se)
    return {
        **told,
        "weights": weights,
        "mde": None if best.se is None else certainty.detectable(best.se),
        "verdict": verdict(None if half is None else best.att - half, None if half is None else best.att + half),
    }


def _interrupted(file: PanelFile, _control: str) -> Document:
    found = interrupted(file.panel)
    half = certainty.student_half(found.se, found.df)
    told = {**asdict(found), "low": found.att - half, "high": found.att + half}
    return {
        "its": told,
        "evidence": "weak",
        "mde": certainty.detectable(found.se),
        "verdict": verdict(told["low"], told["high"]),
    }


def _naive(seen: Panel) -> Document:
    """The mean after less the mean before, of the units that get the tool: what most reports show."""
    rows = (seen.start > 0) & (seen.start < seen.never)
    if not rows.any():
        return {"att": None}
    has = seen.treated[rows]
    return {"att": float(seen.outcome[rows][has].mean() - seen.outcome[rows][~has].mean())}


def verdict(low: float | None, high: float | None) -> str:
    """gain, loss or not_proven, by whether the interval holds 0. Not proven does not say that there is none."""
    if low is None or high is None or low <= 0 <= high:
        return "not_proven"
    return "gain" if low > 0 else "loss"


def finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
