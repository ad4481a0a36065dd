"""How long does BG/NBD take on very many buyers, and how much memory? Ours, lifetimes and pymc-marketing, in one run.

    python -m benchmarks.million_buyers [--buyers 1000000] [--pymc-buyers 100000]

Each contender runs in a process of its own, on one thread, with the same made-up buyers. Fit: from arrays of x, t_x, T
to parameters. Score: P(alive), and the orders to expect in 90 days; ours tells the chance of no order as well. CPU
seconds, as other work on the machine does not count; the peak is that of the process, imports included. pymc-marketing
compiles its model first; that is in its time. Needs requirements/bench.txt.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.made_up_buyers import Floats, histories

HORIZON = 90.0
Buyers = tuple[Floats, Floats, Floats]
Said = tuple[tuple[float, ...], float, float, float]  # theta, log-likelihood, seconds to fit, to score
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "POLARS_MAX_THREADS"), "1"
)


def ours(buyers: Buyers) -> Said:
    from tradewind.retention import bgnbd, likelihood

    begun = time.process_time()
    team = bgnbd.Histories.of(*buyers)
    found = likelihood.fit(team)
    fitted = time.process_time()
    bgnbd.stopped_share(found.theta, team)
    bgnbd.no_order(found.theta, team, HORIZON)
    bgnbd.expected_orders(found.theta, team, HORIZON)
    return found.theta, found.log_likelihood, fitted - begun, time.process_time() - fitted


def lifetimes(buyers: Buyers) -> Said:
    from lifetimes import BetaGeoFitter

    begun = time.process_time()
    model = BetaGeoFitter().fit(*buyers)
    fitted = time.process_time()
    model.conditional_probability_alive(*buyers)
    model.conditional_expected_number_of_purchases_up_to_time(HORIZON, *buyers)
    theta = tuple(float(model.params_[name]) for name in ("r", "alpha", "a", "b"))
    return theta, log_likelihood(theta, buyers), fitted - begun, time.process_time() - fitted


def pymc_marketing(buyers: Buyers) -> Said:
    import pandas as pd
    from pymc_marketing.clv import BetaGeoModel

    x, recency, age = buyers
    data = pd.DataFrame({"customer_id": range(x.size), "frequency": x, "recency": recency, "T": age})
    begun = time.process_time()
    model = BetaGeoModel()
    model.fit(data, method="map", progressbar=False) if takes_data(model) else BetaGeoModel(data).fit(method="map")
    fitted = time.process_time()
    model.expected_probability_alive(data)
    model.expected_purchases(data, future_t=int(HORIZON))
    said = model.fit_result
    theta = tuple(float(said[name].mean()) for name in ("r", "alpha", "a", "b"))
    return theta, log_likelihood(theta, buyers), fitted - begun, time.process_time() - fitted


def takes_data(model: Any) -> bool:
    return "data" in model.fit.__code__.co_varnames


def log_likelihood(theta: tuple[float, ...], buyers: Buyers) -> float:
    """Of anyone's parameters by our formula, which tests hold against published numbers."""
    from tradewind.retention.bgnbd import log_likelihood as of
    from tradewind.retention.histogram import Histogram

    r, alpha, a, b = theta
    return of((r, alpha, a, b), Histogram.of(*buyers))[0]


CONTENDERS: dict[str, tuple[str, Callable[[Buyers], Said]]] = {
    "ours": ("tradewind", ours),
    "lifetimes": ("lifetimes", lifetimes),
    "pymc-marketing (MAP)": ("pymc_marketing", pymc_marketing),
}


def run(name: str, buyers: int) -> dict[str, Any]:
    """One contender in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.million_buyers", "--only", name, "--buyers", str(buyers)]
    done = subprocess.run(words, env={**os.environ, **ONE_THREAD}, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1][:100]}
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def alone(name: str, buyers: int) -> dict[str, Any]:
    """What a contender says and needs, in this process."""
    theta, height, fit, score = CONTENDERS[name][1](histories(buyers))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"theta": theta, "log_likelihood": height, "fit_s": fit, "score_s": score, "peak_mb": peak}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--buyers", type=int, default=1_000_000)
    words.add_argument("--pymc-buyers", type=int, default=100_000, help="It is far slower; 0 leaves it out.")
    words.add_argument("--only", choices=list(CONTENDERS), help=argparse.SUPPRESS)
    chosen = words.parse_args()
    if chosen.only:
        print(json.dumps(alone(chosen.only, chosen.buyers)))
        return
    print(f"{'':24}{'buyers':>10}{'fit s':>9}{'score s':>9}{'peak MB':>9}{'times ours':>12}  log-likelihood")
    for buyers in sorted({chosen.buyers, chosen.pymc_buyers} - {0}):
        first = run("ours", buyers)
        print_line("ours", buyers, first, first)
        for name, (package, _) in CONTENDERS.items():
            if package == "tradewind" or (package == "pymc_marketing" and buyers != chosen.pymc_buyers):
                continue
            there = importlib.util.find_spec(package) is not None
            print_line(name, buyers, run(name, buyers) if there else {"failed": "not installed"}, first)


def print_line(name: str, buyers: int, told: dict[str, Any], ours_told: dict[str, Any]) -> None:
    if "failed" in told:
        print(f"{name:24}{buyers:10,}  {told['failed']}", flush=True)
        return
    times = (told["fit_s"] + told["score_s"]) / (ours_told["fit_s"] + ours_told["score_s"])
    print(
        f"{name:24}{buyers:10,}{told['fit_s']:9.2f}{told['score_s']:9.2f}{told['peak_mb']:9.0f}{times:12.1f}"
        f"  {told['log_likelihood']:.6f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
