"""Where does each activity stand on a drawn map? In rows from the begin to the end, with few crossings.

After Sugiyama, Tagawa & Toda (1981), IEEE Transactions on Systems, Man and Cybernetics 11(2): turn the loops, put each
activity a row below those that it mainly follows, order the rows by the means of their neighbours. Pure and without
chance: the same flow gives the same map.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Edge = tuple[str, str]
Spot = tuple[str, str, int]  # an activity, "", its row; or a step that passes this row
SWEEPS = 12
PASSING = 0.3  # of a box


@dataclass(frozen=True)
class Layout:
    """place     activity -> (row, column); columns are centred on 0, two boxes one apart
    bends     step -> the (row, column) that it passes between its ends, so that no box lies on its way
    backward  the steps that go up or stay in their row
    """

    place: Mapping[str, tuple[int, float]]
    bends: Mapping[Edge, Sequence[tuple[int, float]]]
    backward: frozenset[Edge]


def frequent(counts: Mapping[Edge, int], share: float) -> list[Edge]:
    """The steps to draw: the most frequent ones until they carry `share` of all, and of the activities that these touch
    each one's strongest ways in and out. 0: the most frequent step alone; 1: all. Most frequent first.
    """
    ranked = sorted(counts, key=lambda edge: (-counts[edge], edge))
    whole, carried, kept = sum(counts.values()), 0, set[Edge]()
    for edge in ranked:
        if kept and carried >= share * whole:
            break
        kept.add(edge)
        carried += counts[edge]
    touched = {name for edge in kept for name in edge}
    for side in (0, 1):
        strongest: dict[str, Edge] = {}
        for edge in ranked:
            if edge[0] != edge[1] and touched.issuperset(edge):
                strongest.setdefault(edge[side], edge)
        kept.update(strongest.values())
    return [edge for edge in ranked if edge in kept]


def layout(edges: Sequence[Edge], counts: Mapping[Edge, int], begins: Sequence[str]) -> Layout:
    """The places of all activities in `edges` and `begins`; the more frequent steps are those that go down."""
    nodes = list(dict.fromkeys([*begins, *(name for edge in edges for name in edge)]))
    rows = _rows(nodes, _downward(edges, counts))
    chains = {edge: _chain(edge, rows) for edge in edges if edge[0] != edge[1]}
    spots = [(name, "", rows[name]) for name in nodes] + [spot for chain in chains.values() for spot in chain[1:-1]]
    column = _columns(spots, [pair for chain in chains.values() for pair in pairwise(chain)])
    place = {name: (rows[name], column[name, "", rows[name]]) for name in nodes}
    bends = {edge: [(spot[2], column[spot]) for spot in chain[1:-1]] for edge, chain in chains.items()}
    backward = frozenset(edge for edge in edges if rows[edge[0]] >= rows[edge[1]])
    return Layout(place, bends, backward)


def _chain(edge: Edge, rows: Mapping[str, int]) -> list[Spot]:
    """The spots of a step from row to row: its ends, and a place of its own in each row between."""
    start, end = (rows[name] for name in edge)
    step = 1 if end > start else -1
    between = [(*edge, row) for row in range(start + step, end, step)]
    return [(edge[0], "", start), *between, (edge[1], "", end)]


def _downward(edges: Sequence[Edge], counts: Mapping[Edge, int]) -> dict[str, list[str]]:
    """The steps without loops: the most frequent first, each unless it would close a circle."""
    after: dict[str, list[str]] = {}
    for start, end in sorted(edges, key=lambda edge: (-counts[edge], edge)):
        if start != end and not _leads(after, end, start):
            after.setdefault(start, []).append(end)
    return after


def _leads(after: Mapping[str, list[str]], start: str, goal: str) -> bool:
    waiting, seen = [start], {start}
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        more = [one for one in after.get(name, ()) if one not in seen]
        seen.update(more)
        waiting += more
    return False


def _rows(nodes: Sequence[str], after: Mapping[str, list[str]]) -> dict[str, int]:
    """Each activity one row below the lowest of those before it."""
    rows = dict.fromkeys(nodes, 0)
    open_before = dict.fromkeys(nodes, 0)
    for ends in after.values():
        for end in ends:
            open_before[end] += 1
    ready = [name for name in nodes if not open_before[name]]
    for name in ready:
        for end in after.get(name, ()):
            rows[end] = max(rows[end], rows[name] + 1)
            open_before[end] -= 1
            if not open_before[end]:
                ready.append(end)
    return rows


def _columns(spots: Sequence[Spot], links: Sequence[tuple[Spot, Spot]]) -> dict[Spot, float]:
    """The column of each spot: each row is ordered by the mean column of its neighbours in other rows, down and up."""
    order: list[list[Spot]] = [[] for _ in range(max((spot[2] for spot in spots), default=-1) + 1)]
    for spot in spots:
        order[spot[2]].append(spot)
    near: dict[Spot, list[Spot]] = {spot: [] for spot in spots}
    for start, end in links:
        if start[2] != end[2]:
            near[start].append(end)
            near[end].append(start)
    column: dict[Spot, float] = {}
    for row in order:
        column |= _spread(row)
    for sweep in range(SWEEPS):
        for row in order if sweep % 2 == 0 else reversed(order):
            means = {spot: _mean([column[one] for one in near[spot]], column[spot]) for spot in row}
            row.sort(key=lambda spot: (means[spot], spot))
            column |= _spread(row)
    return column


def _spread(row: Sequence[Spot]) -> dict[Spot, float]:
    """Side by side around 0; a passing step takes less room than a box."""
    sizes = [1.0 if not spot[1] else PASSING for spot in row]
    begins = [sum(sizes[:at]) - sum(sizes) / 2 for at in range(len(row))]
    return {spot: begin + size / 2 for spot, begin, size in zip(row, begins, sizes, strict=True)}


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
