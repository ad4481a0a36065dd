"""What do CLI and API hand out of attention? Its findings as plain JSON values; shares are fractions of one."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from tradewind.attention.arrivals import Arrivals
from tradewind.attention.late_slot import late_slot
from tradewind.attention.slots import WindowRule, even_windows
from tradewind.attention.waiting import realtime_interruptions, waiting
from tradewind.attention.windows import best_windows
from tradewind.errors import NoArrivals
from tradewind.hours.clock import of_minutes

if TYPE_CHECKING:
    import polars as pl

    from tradewind.attention.backtest import Rehearsal

Document = dict[str, Any]


def backtest(found: Rehearsal) -> Document:
    """Scores per persona and their means, beside the baselines, and the model: what weighs most, how calibrated."""
    from tradewind.attention.answering import strongest
    from tradewind.attention.backtest import BASELINES, groups

    of_persona = dict(zip(found.personas, parts(found), strict=True))
    told = [persona(name, said) for name, said in of_persona.items() if not said.is_empty()]
    return {
        "personas": told,
        "mean": mean(told),
        "baselines": {name: mean([ranked(said, name) for said in of_persona.values()]) for name in BASELINES},
        "model": {
            "signals": [{"signal": name, "weight": weight} for name, weight in strongest(found.model)],
            "own": {
                name: [{"signal": signal, "weight": weight} for signal, weight in strongest(found.model, name, 5)]
                for name in found.personas
            },
            "calibration": groups(found.said).to_dicts(),
        },
    }


def parts(found: Rehearsal) -> list[pl.DataFrame]:
    """What was said of each persona's messages."""
    return [found.said.filter(persona=name) for name in found.personas]


def persona(name: str, said: pl.DataFrame) -> Document:
    """One persona: messages that were judged, the share of them answered, and the scores."""
    from tradewind.attention.backtest import calibration

    counted = {"persona": name, "messages": said.height, "base_rate": float(said["label"].cast(float).mean())}  # type: ignore[arg-type]
    return {**counted, **ranked(said, "p_reply"), "ece": calibration(said)}


def ranked(said: pl.DataFrame, by: str) -> Document:
    """The scores of a ranking; null where nothing or everything was answered."""
    from tradewind.attention.backtest import ranking

    return ranking(said, by) if not said.is_empty() else {}


def mean(told: list[Document]) -> Document:
    """The mean of every score over the personas that have it."""
    names = [name for name in (told[0] if told else {}) if name not in ("persona", "messages")]
    found = {name: [one[name] for one in told if one.get(name) is not None] for name in names}
    return {name: sum(values) / len(values) if values else None for name, values in found.items()}


def plan(planned: Arrivals, judged: Arrivals, rule: WindowRule, test_from: date | None) -> Document:
    """The plan and what it does, beside evenly spaced windows and reading each message as it comes."""
    if not judged.day.size:
        raise NoArrivals
    windows = best_windows(planned, rule)
    realtime = realtime_interruptions(judged, rule.from_min, rule.to_min)
    return {
        **judgement(judged, windows, rule, realtime),
        "even": judgement(judged, even_windows(rule), rule, realtime),
        "late_slot": late(planned, judged, windows, rule),
        "planned_on": planned.day.size,
        "judged_on": judged.day.size,
        "test_from": test_from.isoformat() if test_from else None,
    }


def judgement(judged: Arrivals, windows: tuple[int, ...], rule: WindowRule, realtime: float) -> Document:
    """What windows do to the senders and to the rep."""
    done = waiting(judged, windows, rule.within_min)
    return {
        "windows": [of_minutes(window) for window in windows],
        "mean_wait_min": done.mean_min,
        "median_wait_min": done.median_min,
        "within_share": done.within_share,
        "interruptions_per_day": float(len(windows)),
        "realtime_interruptions_per_day": realtime,
    }


def late(planned: Arrivals, judged: Arrivals, windows: tuple[int, ...], rule: WindowRule) -> Document | None:
    """The price of the late slot; null where no window is late."""
    found = late_slot(planned, judged, windows, rule)
    if found is None:
        return None
    return {
        "window": of_minutes(found.window),
        "without": [of_minutes(window) for window in found.without],
        "saves_min": found.saves_min,
        "regions": [asdict(region) for region in found.regions],
    }
