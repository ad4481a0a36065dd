"""The one form of every benchmarked chart: shaded range, dashed average, diamond for the case, thick line for us.

Colours are those of the light page, so that a drawing stands on its own in a mail or on paper; on a page desk.css
gives each of them the reader's colour, light or dark, by its value.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

Layer = dict[str, Any]
US, US_EARLY, RANGE, AVERAGE, CASE = "#0b6670", "#3d828a", "#e7ecef", "#53636f", "#8a5801"
INK, SOFT, LINE = "#16222b", "#53636e", "#dce2e6"
WIDTH, HEIGHT = 880, 240
SIGN = 22
ONE: Layer = {"values": [{}]}
DASHED: Layer = {"type": "rule", "color": AVERAGE, "strokeDash": [6, 4], "strokeWidth": 1.5}
DIAMOND: Layer = {"type": "point", "shape": "diamond", "filled": True, "size": 130, "color": CASE, "opacity": 1}
BAND: Layer = {"type": "rect", "color": RANGE}
FONT = "Inter, Segoe UI, PingFang SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif"


def chart(layers: list[Layer], description: str) -> dict[str, Any]:
    """The layers as one Vega-Lite chart in the desk's look."""
    axis = {"labelColor": SOFT, "titleColor": SOFT, "labelFontSize": 12, "titleFontSize": 12,
            "titleFontWeight": "normal", "domain": False, "ticks": False, "gridColor": LINE,
            "labelPadding": 6}  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": description,
        "width": WIDTH,
        "height": HEIGHT,
        "background": None,
        "padding": 4,
        "layer": layers,
        "config": {"font": FONT, "view": {"stroke": None}, "axis": axis, "axisX": {"grid": False}},
    }


def range_band(low: float, high: float) -> Layer:
    """The published range, shaded."""
    return {
        "data": ONE,
        "mark": {"type": "rect", "color": RANGE},
        "encoding": {"y": {"datum": low}, "y2": {"datum": high}},
    }


def average_line(average: float) -> Layer:
    """The published industry average, dashed."""
    return {"data": ONE, "mark": DASHED, "encoding": {"y": {"datum": average}}}


def case_diamond(value: float) -> Layer:
    """The article's one company, a diamond at the right edge."""
    return {"data": ONE, "mark": DIAMOND, "encoding": {"x": {"value": WIDTH - 8}, "y": {"datum": value}}}


def line(color: str, width: float) -> Layer:
    """The mark of a line of ours with its months as dots."""
    dots = {"color": color, "filled": True, "size": 60 if width > 2 else 18, "opacity": 1}
    return {
        "type": "line",
        "color": color,
        "strokeWidth": width,
        "strokeCap": "round",
        "strokeJoin": "round",
        "point": dots,
    }


def legend(entries: list[tuple[Layer, str]]) -> list[Layer]:
    """What each mark is, in rows above the drawing: (mark, words)."""
    layers: list[Layer] = []
    left, row = 0.0, 0
    for mark, words in entries:
        wide = SIGN + sum(12.5 if ord(letter) > 0x2E7F else 6.6 for letter in words) + 22
        if left + wide > WIDTH:
            left, row = 0.0, row + 1
        y = {"value": -18 - 20 * row}
        layers += [_sign(mark, left, y), _words(words, left, y)]
        left += wide
    return layers


def _sign(mark: Layer, left: float, y: Layer) -> Layer:
    if mark["type"] == "rect":
        block = {"type": "rect", "color": mark["color"]}
        ends = {"x": {"value": left}, "x2": {"value": left + SIGN}}
        return {
            "data": ONE,
            "mark": block,
            "encoding": {**ends, "y": {"value": y["value"] - 6}, "y2": {"value": y["value"] + 6}},
        }
    if mark["type"] == "point":
        return {"data": ONE, "mark": mark, "encoding": {"x": {"value": left + SIGN / 2}, "y": y}}
    stroke = {**mark, "type": "rule"}
    stroke.pop("point", None)
    return {"data": ONE, "mark": stroke, "encoding": {"x": {"value": left}, "x2": {"value": left + SIGN}, "y": y}}


def _words(words: str, left: float, y: Layer) -> Layer:
    text = {"type": "text", "text": words, "align": "left", "baseline": "middle", "color": INK, "fontSize": 12}
    return {"data": ONE, "mark": text, "encoding": {"x": {"value": left + SIGN + 6}, "y": y}}


def month_axis() -> dict[str, Any]:
    """Months as the reader writes them."""
    year, month = ("%Y年", "%-m月") if get_language() == "zh-hans" else ("%Y", "%b")
    words = f"timeFormat(datum.value, month(datum.value) == 0 ? '{year}' : '{month}')"
    return {"title": None, "labelExpr": words, "labelOverlap": "greedy", "tickCount": "month"}
