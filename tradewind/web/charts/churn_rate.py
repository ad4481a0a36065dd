"""The team's churn rate beside the published one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tradewind.web.charts import form
from tradewind.web.numbers import share


def churn_rate(document: dict[str, Any]) -> dict[str, Any] | None:
    """The chart of a stored churn rate: its final form as the thick line, the early sign as a thin one."""
    months = document["months"]
    if not months:
        return None
    published = document["benchmark"]
    layers = [
        *form.range_band(published["low"], published["high"], _("published range")),
        *form.average_line(
            published["average"], _("industry average {share}").format(share=share(published["average"], 1))
        ),
        *line(months, "early_90", form.US_EARLY, 1.5, _("us, early sign: 90 days without an order")),
        *line(months, "final", form.US, 4, _("us: 12 months without an order")),
        *form.case_diamond(published["case"], _("case {share}").format(share=share(published["case"]))),
    ]
    return form.chart(layers, _("Churn rate by month beside the published industry figure"))


def line(months: list[dict[str, Any]], which: str, color: str, width: float, label: str) -> list[form.Layer]:
    """One form of the rate over the months, with its name at its highest month; a lone month is a dot."""
    points = [{"month": f"{one['month'][:7]}-01", "rate": one["rate"]} for one in months if one["form"] == which]
    if not points:
        return []
    drawn = {"type": "line", "color": color, "strokeWidth": width, "strokeCap": "round", "strokeJoin": "round",
             "point": {"color": color, "filled": True, "size": 60 if width > 2 else 18, "opacity": 1}}  # fmt: skip
    place = {
        "x": {"field": "month", "type": "temporal", "axis": form.month_axis()},
        "y": {"field": "rate", "type": "quantitative", "axis": {"format": ".0%", "title": None, "tickCount": 5},
              "scale": {"zero": True, "nice": True}},
    }  # fmt: skip
    top = max(points, key=lambda one: float(one["rate"]))
    edge = 0 if top in points[1:-1] or len(points) == 1 else 1 if top is points[0] else -1
    align = {0: "center", 1: "left", -1: "right"}[edge]
    text = {"type": "text", "text": label, "color": color, "fontSize": 12, "fontWeight": 600, "dy": -12, "align": align}
    return [
        {"data": {"values": points}, "mark": drawn, "encoding": place},
        {"data": {"values": [top]}, "mark": text, "encoding": place},
    ]
