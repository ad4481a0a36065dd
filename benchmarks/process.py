"""How fast are event logs read and analysed, and programmes reckoned, against pm4py and pyxirr in the same run?

    python -m benchmarks.process [--events 2000000] [--data ../shared/data/processes] [--xes 260000]

Six analyses (steps with lengths, variants, lengths of cases, rework, handover) of made-up events and of the open logs
in --data, and the reading of XES; each contender in a process of its own, one after the other, the results compared.
pm4py (AGPL) and pyxirr are in requirements/bench.txt and never needed by the desk. The time of pm4py does not count
its `format_dataframe`, ours does count the making of the log from plain columns.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

STEPS, RESOURCES, LEAST, MOST = 24, 40, 4, 12
PROGRAMMES = 2000
SHORT_S = 3


def made_up(events: int, seed: int = 0) -> pl.DataFrame:
    """A log of about so many events in order of time: cases of 4 to 12 steps that mostly follow one another."""
    dice = np.random.default_rng(seed)
    sizes = dice.integers(LEAST, MOST + 1, round(events * 2 / (LEAST + MOST)))
    firsts = np.cumsum(sizes) - sizes
    place = np.arange(sizes.sum()) - np.repeat(firsts, sizes)
    waits = np.cumsum(dice.exponential(30_000, len(place)).astype(np.int64))
    at = waits - np.repeat(waits[firsts], sizes) + np.repeat(dice.integers(0, 3 * 365 * 86400, len(sizes)), sizes)
    order = np.argsort(at, kind="stable")
    case = np.repeat(np.arange(len(sizes)), sizes)[order]
    step = ((place * 2 + dice.integers(0, 3, len(place))) % STEPS)[order]
    return pl.DataFrame(
        {
            "case_id": pl.Series(case).cast(pl.String).str.pad_start(8, "0"),
            "activity": "activity " + pl.Series(step).cast(pl.String),
            "happened_at": pl.Series((at[order] + 1_600_000_000) * 1_000_000).cast(pl.Datetime("us")),
            "resource": "rep " + pl.Series(dice.integers(0, RESOURCES, len(case))).cast(pl.String),
        }
    )


def as_xes(log: pl.DataFrame, to: Path) -> None:
    """The log as XES."""
    event = (
        '<event><string key="concept:name" value="{}"/><string key="org:resource" value="{}"/>'
        '<string key="lifecycle:transition" value="complete"/><date key="time:timestamp" value="{}Z"/></event>\n'
    )
    lines = log.with_columns(
        line=pl.format(event, "activity", "resource", pl.col("happened_at").dt.strftime("%Y-%m-%dT%H:%M:%S%.3f"))
    )
    traces = lines.group_by("case_id", maintain_order=True).agg(pl.col("line").str.join(""))
    with to.open("w") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xmlns="http://www.xes-standard.org/">\n')
        for case, text in traces.iter_rows():
            file.write(f'<trace><string key="concept:name" value="{case}"/>\n{text}</trace>\n')
        file.write("</log>\n")


def timed(times: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    """The result; its time goes into `times`."""
    since = time.perf_counter()
    found = work()
    times[name] = time.perf_counter() - since
    return found


def ours(file: Path) -> dict[str, Any]:
    """Times and totals of Tradewind."""
    from tradewind.process import flow
    from tradewind.process.log import event_log

    frame, times = pl.read_parquet(file), dict[str, float]()
    log = timed(times, "log", lambda: event_log(frame))
    follows = timed(times, "steps, lengths", lambda: flow.directly_follows(log))
    ways = timed(times, "variants", lambda: flow.variants(log))
    lengths = timed(times, "cases", lambda: flow.case_lengths(log) / 1e6)
    again = timed(times, "rework", lambda: flow.rework(log))
    hands = timed(times, "handover", lambda: flow.handover(log))
    told = {
        "edges": follows.height, "follows": int(follows["count"].sum()), "mean": float(follows["mean_s"].sum()),
        "median": float(follows["median_s"].sum()), "variants": len(ways), "cases": float(np.median(lengths)),
        "rework": int(again["cases"].sum()), "handover": hands.height,
    }  # fmt: skip
    return {"times": times, "told": told}


def peer(file: Path) -> dict[str, Any]:
    """Times and totals of pm4py."""
    import pandas as pd
    import pm4py

    columns = {"case_id": "case:concept:name", "activity": "concept:name", "happened_at": "time:timestamp"}
    frame = pl.read_parquet(file).rename({**columns, "resource": "org:resource"})
    frame = frame.with_columns(pl.col("org:resource").fill_null("__NONE__"))
    plain = pd.DataFrame({name: frame[name].to_list() for name in frame.columns})
    plain["time:timestamp"] = plain["time:timestamp"].dt.tz_localize("UTC")
    times: dict[str, float] = {}
    log = timed(times, "(format)", lambda: pm4py.format_dataframe(plain))
    timed(times, "steps", lambda: pm4py.discover_dfg(log))
    lengths, _, _ = timed(times, "steps, lengths", lambda: pm4py.discover_performance_dfg(log))
    ways = timed(times, "variants", lambda: pm4py.get_variants(log))
    cases = timed(times, "cases", lambda: pm4py.get_all_case_durations(log))
    again = timed(times, "rework", lambda: pm4py.get_rework_cases_per_activity(log))
    hands = timed(times, "handover", lambda: pm4py.discover_handover_of_work_network(log))
    counts, _, _ = pm4py.discover_dfg(log)
    told = {
        "edges": len(counts), "follows": sum(counts.values()), "mean": sum(one["mean"] for one in lengths.values()),
        "median": sum(one["median"] for one in lengths.values()), "variants": len(ways),
        "cases": float(np.median(cases)), "rework": sum(again.values()), "handover": len(hands.connections),
    }  # fmt: skip
    return {"times": times, "told": told}


def ours_xes(file: Path) -> dict[str, Any]:
    """Time of Tradewind's reading."""
    from tradewind.collect.events import collect_events

    times: dict[str, float] = {}
    found = timed(times, "xes", lambda: collect_events(file))
    return {"times": times, "told": {"events": found.height, "cases": found["case_id"].n_unique()}}


def peer_xes(file: Path) -> dict[str, Any]:
    """Time of pm4py's reading."""
    import pm4py

    times: dict[str, float] = {}
    found = timed(times, "xes", lambda: pm4py.read_xes(str(file)))
    return {"times": times, "told": {"events": len(found), "cases": found["case:concept:name"].nunique()}}


CONTENDERS = {"ours": ours, "peer": peer, "ours_xes": ours_xes, "peer_xes": peer_xes}


def run(contender: str, file: Path) -> dict[str, Any]:
    """One contender in a process of its own."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.process", "--only", contender, "--file", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def race(name: str, file: Path, kinds: tuple[str, str]) -> None:
    """Both contenders on one file: their times, the ratio, and whether they tell the same."""
    mine, theirs = (run(kind, file) for kind in kinds)
    same = all(
        abs(mine["told"][key] - theirs["told"][key]) <= 1e-9 * abs(theirs["told"][key]) for key in theirs["told"]
    )
    own = sum(mine["times"].values())
    other = sum(spent for part, spent in theirs["times"].items() if not part.startswith("("))
    print(f"{name:24} ours {own:8.3f} s   pm4py {other:8.3f} s   {other / own:5.1f} x   same: {same}")
    for part in dict.fromkeys([*theirs["times"], *mine["times"]]):
        print(f"    {part:20} {mine['times'].get(part, 0):8.3f}        {theirs['times'].get(part, 0):8.3f}")


def race_of_rates() -> None:
    """Internal rates and a million draws; pyxirr's rate must be among ours."""
    import pyxirr

    from tradewind.process.chances import chances
    from tradewind.process.money import yearly
    from tradewind.process.programme import Programme
    from tradewind.process.ranges import Range
    from tradewind.process.rates import internal_rates

    dice = np.random.default_rng(1)
    series = [
        [-float(dice.uniform(50, 500)), *map(float, dice.uniform(-20, 200, dice.integers(3, 12)))]
        for _ in range(PROGRAMMES)
    ]
    times: dict[str, float] = {}
    mine = timed(times, "ours", lambda: [internal_rates(yearly(one)) for one in series])
    theirs = timed(times, "pyxirr", lambda: [pyxirr.irr(one) for one in series])
    missed = sum(
        rate is not None and not any(abs(rate - one) <= 1e-9 * (1 + abs(one)) for one in found.rates)
        for rate, found in zip(theirs, mine, strict=True)
    )
    each = {name: 1e6 * spent / PROGRAMMES for name, spent in times.items()}
    print(f"internal rates: ours {each['ours']:.0f} us, all of them; pyxirr {each['pyxirr']:.1f} us, one")
    print(f"rates of pyxirr that ours lack: {missed}")
    programme = Programme(1e6, 3.2e6, 0.15, 0.1, 5, training=8e4, maintenance=0.18, interruption=0.05, loss=5e5)
    ranges = {
        "investment": Range(7e5, 8e5, 11e5),
        "gain": Range(0.15, 0.2, 0.25),
        "interruption": Range(0.03, 0.05, 0.12),
    }
    timed(times, "draws", lambda: chances(programme, ranges))
    print(f"a million draws of three ranges: {times['draws']:.3f} s")


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--events", type=int, default=2_000_000)
    asked.add_argument("--xes", type=int, default=260_000)
    asked.add_argument("--data", type=Path, default=Path("../shared/data/processes"))
    asked.add_argument("--only", choices=CONTENDERS)
    asked.add_argument("--file", type=Path)
    told = asked.parse_args()
    if told.only:
        found = CONTENDERS[told.only](told.file)
        if sum(found["times"].values()) < SHORT_S:  # the first time counts what a library makes ready once
            found = CONTENDERS[told.only](told.file)
        print(json.dumps(found))
        return
    race_of_rates()
    with tempfile.TemporaryDirectory() as folder:
        for log in sorted(told.data.glob("*.parquet")):
            file = Path(folder) / log.name
            pl.read_parquet(log).rename({"timestamp": "happened_at"}).select(
                "case_id", "activity", "happened_at", "resource"
            ).write_parquet(file)
            race(log.stem, file, ("ours", "peer"))
        xes = Path(folder) / "made_up.xes"
        as_xes(made_up(told.xes), xes)
        race(f"XES, {told.xes:,} events", xes, ("ours_xes", "peer_xes"))
        made_up(told.events).write_parquet(Path(folder) / "made_up.parquet")
        race(f"{told.events:,} events", Path(folder) / "made_up.parquet", ("ours", "peer"))


if __name__ == "__main__":
    main()
