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
    final, early = form.line(form.US, 4), form.line(form.US_EARLY, 1.5)
    average, case = share(published["average"], 1), share(published["case"])
    words = _("{share}, changed by the team") if "changed" in published else _("industry average {share}")
    layers = [
        form.range_band(published["low"], published["high"]),
        form.average_line(published["average"]),
        *drawn(months, "early_90", early),
        *drawn(months, "final", final),
        form.case_diamond(published["case"]),
        *form.legend(
            [
                (final, _("us: 12 months without an order")),
                (early, _("us, early sign: 90 days without an order")),
                (form.DASHED, words.format(share=average)),
                (form.BAND, _("published range")),
                (form.DIAMOND, _("case {share}").format(share=case)),
            ]
        ),
    ]
    return form.chart(layers, _("Churn rate by month beside the published industry figure"))


def drawn(months: list[dict[str, Any]], which: str, mark: form.Layer) -> list[form.Layer]:
    """One form of the rate over the months."""
    points = [{"month": f"{one['month'][:7]}-01", "rate": one["rate"]} for one in months if one["form"] == which]
    y = {"axis": {"format": ".0%", "title": None, "tickCount": 5}, "scale": {"zero": True, "nice": True}}
    place = {
        "x": {"field": "month", "type": "temporal", "axis": form.month_axis()},
        "y": {"field": "rate", "type": "quantitative", **y},
    }
    return [{"data": {"values": points}, "mark": mark, "encoding": place}] if points else []
