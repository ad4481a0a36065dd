"""How far do cases go the drawn standard way? Each variant against it, step by step.

A step of the standard that is left out, and a step that does not belong, cost one each; the cheapest account counts:
the alignment of van der Aalst, Adriansyah & van Dongen (2012), WIREs Data Mining 2(2), with a straight line as model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tradewind.process.flow import Variant


@dataclass(frozen=True)
class Conformance:
    """fitting     cases that go exactly the standard way
    fitness     mean over cases of 1 - (skipped + extra) / (steps of the case + steps of the standard), in [0, 1]
    skipped     standard step -> cases that leave it out
    extra       activity -> cases with it where it does not belong
    """

    cases: int
    fitting: int
    fitness: float
    skipped: dict[str, int]
    extra: dict[str, int]


def conformance(variants: Sequence[Variant], activities: Sequence[str], standard: Sequence[str]) -> Conformance:
    """Of `flow.variants`. `standard` is a list of one activity or more, in order."""
    codes = {name: code for code, name in enumerate(activities)}
    way = [codes.get(step, -1 - place) for place, step in enumerate(standard)]
    skipped: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    cases, fitting, fitness = 0, 0, 0.0
    for variant in variants:
        count, sequence = variant.count, variant.sequence
        left_out, beside = deviations(sequence, way)
        cases += count
        fitting += count if not left_out and not beside else 0
        fitness += count * (1 - (len(left_out) + len(beside)) / (len(sequence) + len(way)))
        for place in set(left_out):
            skipped[standard[place]] += count
        for code in set(beside):
            extra[activities[code]] += count
    return Conformance(cases, fitting, fitness / cases, dict(skipped.most_common()), dict(extra.most_common()))


def deviations(sequence: Sequence[int], way: Sequence[int]) -> tuple[list[int], list[int]]:
    """Places of `way` that the sequence leaves out, and codes in it that do not belong: a longest common subsequence.

    >>> deviations([0, 2, 2, 3], [0, 1, 2, 3])
    ([1], [2])
    """
    steps = len(way)
    rows = [[0] * (steps + 1)]
    for code in reversed(sequence):
        below, row = rows[-1], [0] * (steps + 1)
        for place in range(steps - 1, -1, -1):
            row[place] = below[place + 1] + 1 if code == way[place] else max(below[place], row[place + 1])
        rows.append(row)
    rows.reverse()
    left_out, beside, place = [], [], 0
    for at, code in enumerate(sequence):
        while place < steps and code != way[place] and rows[at][place + 1] == rows[at][place]:
            left_out.append(place)
            place += 1
        if place < steps and code == way[place]:
            place += 1
        else:
            beside.append(code)
    return left_out + list(range(place, steps)), beside
