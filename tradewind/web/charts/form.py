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
WIDTH, HEIGHT = 720, 240
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


def range_band(low: float, high: float, label: str) -> list[Layer]:
    """The published range, shaded."""
    band = {
        "data": ONE,
        "mark": {"type": "rect", "color": RANGE},
        "encoding": {"y": {"datum": low}, "y2": {"datum": high}},
    }
    return [band, note(high, label, SOFT, dy=9)]


def average_line(average: float, label: str) -> list[Layer]:
    """The published industry average, dashed."""
    rule = {"type": "rule", "color": AVERAGE, "strokeDash": [6, 4], "strokeWidth": 1.5}
    return [{"data": ONE, "mark": rule, "encoding": {"y": {"datum": average}}}, note(average, label, AVERAGE, dy=-7)]


def case_diamond(value: float, label: str) -> list[Layer]:
    """The article's one company, a diamond at the right edge."""
    place = {"x": {"value": WIDTH - 8}, "y": {"datum": value}}
    diamond = {"type": "point", "shape": "diamond", "filled": True, "size": 130, "color": CASE, "opacity": 1}
    text = {"type": "text", "text": label, "align": "right", "dx": -12, "color": CASE, "fontSize": 12}
    return [{"data": ONE, "mark": diamond, "encoding": place}, {"data": ONE, "mark": text, "encoding": place}]


def note(value: float, label: str, color: str, dy: int) -> Layer:
    """A word at the left edge beside a published value."""
    text = {"type": "text", "text": label, "align": "left", "dx": 6, "dy": dy, "color": color, "fontSize": 12}
    return {"data": ONE, "mark": text, "encoding": {"x": {"value": 0}, "y": {"datum": value}}}


def month_axis() -> dict[str, Any]:
    """Months as the reader writes them."""
    year, month = ("%Y年", "%-m月") if get_language() == "zh-hans" else ("%Y", "%b")
    words = f"timeFormat(datum.value, month(datum.value) == 0 ? '{year}' : '{month}')"
    return {"title": None, "labelExpr": words, "labelOverlap": "greedy", "tickCount": "month"}


ONE: dict[str, Any] = {"values": [{}]}
