"""The map as SVG: activities as boxes, steps as arrows, thicker where more frequent. Colours are classes."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from math import log1p

from tradewind.process.layout import Edge, Layout

WIDTH, HEIGHT = 168, 46
ACROSS, DOWN = 200, 104
MARGIN, LOOP = 32, 50
Point = tuple[float, float]
THINNEST, THICKEST = 1.0, 6.0
MOST_WIDTH = 22  # of a box's text, in half-width letters
STYLE = (
    ".pm-box{fill:#eef3fa;stroke:#4a6fa5}.pm-begin{stroke-width:3}.pm-text{fill:#1d2733}.pm-count{fill:#5a6675}"
    ".pm-step{stroke:#7d8ea3;fill:none}.pm-back{stroke:#b8743a;fill:none;stroke-dasharray:6 4}.pm-head{fill:#7d8ea3}"
    "text{font-family:'Noto Sans CJK SC','Noto Sans',sans-serif}"
    "@media(prefers-color-scheme:dark){.pm-box{fill:#22303f;stroke:#7fa3d8}.pm-text{fill:#e8eef5}.pm-count{fill:#aab6c4}}"
)


def drawing(
    found: Layout,
    counts: Mapping[Edge, int],
    events: Mapping[str, int],
    begins: Sequence[str],
    title: str,
    is_styled: bool = True,
) -> str:
    """The map. `counts`: of the steps to draw; `events`: of the activities; `title` says what is shown; without its
    own style the classes take the colours of the page that holds it."""
    spots = [*found.place.values(), *(spot for way in found.bends.values() for spot in way)] or [(0, 0.0)]
    left = min(column for _, column in spots)
    width = round((max(column for _, column in spots) - left) * ACROSS + WIDTH + 2 * MARGIN + LOOP)
    height = round(max(row for row, _ in spots) * DOWN + HEIGHT + 2 * MARGIN)

    def point(spot: tuple[int, float]) -> Point:
        return MARGIN + WIDTH / 2 + (spot[1] - left) * ACROSS, MARGIN + HEIGHT / 2 + spot[0] * DOWN

    at = {name: point(spot) for name, spot in found.place.items()}
    ways = {edge: [at[edge[0]], *map(point, found.bends.get(edge, ())), at[edge[1]]] for edge in counts}
    most = max(counts.values(), default=1)
    steps = [_step(edge, count, ways[edge], most, edge in found.backward) for edge, count in counts.items()]
    boxes = [_box(name, events.get(name, 0), at[name], name in begins) for name in found.place]
    head = (
        '<defs><marker id="pm-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" '
        'markerUnits="userSpaceOnUse" orient="auto"><path class="pm-head" d="M0 0 8 4 0 8z"/></marker></defs>'
    )
    style = f"<style>{STYLE}</style>" if is_styled else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(title)}"><title>{escape(title)}</title>{style}{head}'
        f"{''.join(steps)}{''.join(boxes)}</svg>"
    )


def _step(edge: Edge, count: int, way: Sequence[Point], most: int, back: bool) -> str:
    thick = THINNEST + (THICKEST - THINNEST) * log1p(count) / log1p(most)
    (x, y), (to_x, to_y) = way[0], way[-1]
    if y == to_y:  # a loop, or a step within a row
        side = max(x, to_x) + WIDTH / 2
        start, end = (side, side) if x == to_x else (x + WIDTH / 2, to_x + WIDTH / 2)
        beside, above, below = side + 34, y - 30, y + 30
        path = f"M{start:.0f} {y - 10:.0f}C{beside:.0f} {above:.0f} {beside:.0f} {below:.0f} {end:.0f} {y + 10:.0f}"
        label = (side + 12, y - 18)
    else:
        edge_of_box = HEIGHT / 2 if to_y > y else -HEIGHT / 2
        points = [(x, y + edge_of_box), *way[1:-1], (to_x, to_y - edge_of_box)]
        path = f"M{x:.0f} {points[0][1]:.0f}" + "".join(_curve(one, other) for one, other in pairwise(points))
        label = ((points[0][0] + points[1][0]) / 2 + 4, (points[0][1] + points[1][1]) / 2 + 4)
    told = f"{escape(edge[0])} → {escape(edge[1])}: {count:,}"
    return (
        f'<g><title>{told}</title><path class="{"pm-back" if back else "pm-step"}" stroke-width="{thick:.1f}" '
        f'marker-end="url(#pm-arrow)" d="{path}"/>'
        f'<text class="pm-count" font-size="11" x="{label[0]:.0f}" y="{label[1]:.0f}">{count:,}</text></g>'
    )


def _curve(start: Point, end: Point) -> str:
    """From row to row, upright at both ends."""
    middle = (start[1] + end[1]) / 2
    return f"C{start[0]:.0f} {middle:.0f} {end[0]:.0f} {middle:.0f} {end[0]:.0f} {end[1]:.0f}"


def _box(name: str, events: int, at: tuple[float, float], begins: bool) -> str:
    x, y = at
    kind = "pm-box pm-begin" if begins else "pm-box"
    return (
        f'<g><title>{escape(name)}: {events:,}</title><rect class="{kind}" x="{x - WIDTH / 2:.0f}" '
        f'y="{y - HEIGHT / 2:.0f}" width="{WIDTH}" height="{HEIGHT}" rx="8"/>'
        f'<g text-anchor="middle"><text class="pm-text" font-size="13" x="{x:.0f}" y="{y - 2:.0f}">{escape(cut(name))}'
        f'</text><text class="pm-count" font-size="11" x="{x:.0f}" y="{y + 15:.0f}">{events:,}</text></g></g>'
    )


def cut(name: str) -> str:
    """The name as far as it fits into a box; Chinese letters are twice as wide.

    >>> cut("Determine necessity of stop advice"), cut("报价")
    ('Determine necessity o…', '报价')
    """
    width, kept = 0, ""
    for letter in name:
        width += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if width > MOST_WIDTH:
            return kept[:-1] + "…"
        kept += letter
    return kept
