"""`tradewind process programme` and `process flows`: does this change pay from today on, and what are flows worth?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from tradewind.cli.printing import JSON, print_json, print_table
from tradewind.cli.words import say

DAY = click.DateTime(["%Y-%m-%d"])
DRAWS = 1_000_000
AMOUNTS = {"ignore_unknown_options": True}  # -10000 is an amount


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--draws", type=int, default=DRAWS, show_default=True, help="Draws of the Monte Carlo, to 10 million.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the draws.")
@JSON
def programme(file: Path, draws: int, seed: int, as_json: bool) -> None:
    """What a programme of change needs and brings, whole and from today on, out of a JSON FILE."""
    from tradewind.findings.programme import programme as found
    from tradewind.findings.programme_file import asked_of, programme_file

    document = found(asked_of(programme_file(file), file.name), draws, seed)
    warn(document["problems"])
    print_json(document) if as_json else _print_programme(document)


@click.command(context_settings=AMOUNTS)
@click.argument("amounts", type=float, nargs=-1, metavar="FLOWS…")
@click.option("--rate", type=float, required=True, help="Yearly, e.g. 0.1; for NPV, XNPV and MIRR.")
@click.option("--finance", type=float, help="MIRR's rate for what is paid (default: --rate).")
@click.option("--reinvest", type=float, help="MIRR's rate for what is received (default: --rate).")
@click.option("--date", "days", type=DAY, multiple=True, help="One per flow, in order, for XNPV and XIRR.")
@JSON
def flows(
    amounts: tuple[float, ...],
    rate: float,
    finance: float | None,
    reinvest: float | None,
    days: tuple[datetime, ...],
    as_json: bool,
) -> None:
    """NPV, IRR, MIRR, XNPV and XIRR of FLOWS… as Excel has them; what is paid stands below 0."""
    from tradewind.findings.programme import flows as found

    document = found(amounts, rate, [day.date() for day in days], finance, reinvest)
    warn(document["problems"])
    print_json(document) if as_json else _print_flows(document)


def warn(problems: list[dict[str, Any]]) -> None:
    """What one must know to read the figures, each in a sentence on stderr."""
    said = {
        "no_sign_change": say("The flows never change sign, so they have no internal rate of return; look at the NPV."),
        "no_internal_rate": say("No rate makes these flows worth nothing, so there is no IRR; look at the NPV."),
        "several_rates": say("The flows change sign more than once and have several internal rates; look at the NPV."),
        "several_sign_changes": say("The flows change sign more than once; trust the NPV more than the IRR."),
        "too_many_sign_changes": say("The flows change sign too often to look for internal rates; look at the NPV."),
    }
    for one in problems:
        if one["code"] == "unknown_key":
            click.echo(say("{key} means nothing in a programme and was left out.", key=one["key"]), err=True)
        else:
            click.echo(said[one["code"]], err=True)


def share(value: float | None) -> str:
    """A rate or share for a person."""
    return "–" if value is None else f"{value:.2%}"


def money(value: float | None) -> str:
    """An amount for a person."""
    return "–" if value is None else f"{value:,.2f}" if abs(value) < 1000 else f"{value:,.0f}"


def _print_flows(document: dict[str, Any]) -> None:
    rows = [
        ("NPV", money(document["npv"])),
        (say("NPV, first flow today"), money(document["npv_t0"])),
        ("IRR", share(document["irr"])),
        ("MIRR", share(document["mirr"])),
        ("XNPV", money(document["xnpv"])),
        ("XIRR", share(document["xirr"])),
    ]
    rows += _several(document["irrs"], say("All internal rates"))
    rows += _several(document["xirrs"], say("All internal rates by date"))
    print_table((say("Figure"), say("Value")), rows)


def _several(rates: list[float], name: str) -> list[tuple[str, str]]:
    return [(name, ", ".join(map(share, rates)))] if len(rates) > 1 else []


def _print_programme(document: dict[str, Any]) -> None:
    forward = document["forward"]
    click.echo(
        say(
            "Would you start it today? What is still to be paid and to come is worth {npv}; stopping brings {salvage}: "
            "{decision}.",
            npv=money(forward["npv"]), salvage=money(forward["salvage"]),
            decision=say("go on") if forward["decision"] == "continue" else say("stop"),
        )
    )  # fmt: skip
    years = document["payback_years"]
    rows = [
        (say("Gain needed to go on"), share(forward["required_gain"])),
        (say("Gain needed to begin"), share(document["required_gain"])),
        (say("NPV of the whole"), money(document["npv"])),
        ("IRR", share(document["irr"])),
        ("MIRR", share(document["mirr"])),
        (say("Payback in years"), "–" if years is None else f"{years:.2f}"),
        (say("Return on investment"), share(document["roi"])),
        (say("Present value of all costs"), money(document["pv_cost"])),
        (say("Base at which 15 % is just enough"), money(document["base_B_for_15pct"])),
        (say("Spent by now (never counted)"), money(forward["sunk"])),
        *_several(document["irrs"], say("All internal rates")),
        *_pilot_rows(document["pilot"]),
    ]
    print_table((say("Figure"), say("Value")), rows)
    if chances := document["monte_carlo"]:
        facts = {name: money(chances[name]) for name in ("p5", "p50", "p95")}
        negative = share(chances["p_negative"])
        click.echo(
            say("Over the ranges the NPV is {p50} ({p5} to {p95}, 90 %); below 0 in {negative}.", **facts,
                negative=negative)
        )  # fmt: skip
    _print_tornado(document["tornado"])


def _pilot_rows(pilot: dict[str, Any] | None) -> list[tuple[str, str]]:
    if pilot is None:
        return []
    return [
        (say("What a pilot is worth"), money(pilot["option"])),
        (say("Gain to go on after the pilot"), share(pilot["continue_gain"])),
        (say("How often one stops after it"), share(pilot["stop_share"])),
    ]


def _print_tornado(bars: list[dict[str, Any]]) -> None:
    headings = [say(one) for one in ("Input", "Low", "High", "NPV at low", "NPV at high")]
    rows = [
        (bar["input"], f"{bar['low']:,.6g}", f"{bar['high']:,.6g}", money(bar["npv_low"]), money(bar["npv_high"]))
        for bar in bars
    ]
    if rows:
        print_table(headings, rows)
