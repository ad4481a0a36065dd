"""What the warning said against what happened."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tradewind.web.charts import form


def calibration(document: dict[str, Any]) -> dict[str, Any] | None:
    """The chart of a stored record: dots on the dashed diagonal are what a warning that tells the truth shows."""
    groups = [one for one in document["calibration"] if one["observed"] is not None]
    if not groups:
        return None
    dots = [{"said": one["mean_p_no_order"], "happened": one["observed"], "buyers": one["buyers"]} for one in groups]
    diagonal = {"values": [{"said": 0, "happened": 0}, {"said": 1, "happened": 1}]}
    place = {"x": axis("said", _("said: chance of no order")), "y": axis("happened", _("happened: share that stopped"))}
    ours = form.line(form.US, 4)
    layers = [
        {"data": diagonal, "mark": {**form.DASHED, "type": "line"}, "encoding": place},
        {"data": {"values": dots}, "mark": ours, "encoding": place},
        *form.legend([(ours, _("our warning, in groups of buyers")), (form.DASHED, _("said = happened"))]),
    ]
    return form.chart(layers, _("What the warning said against what happened"))


def axis(field: str, title: str) -> dict[str, Any]:
    """A share from 0 to 100 %."""
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {"format": ".0%", "title": title, "tickCount": 5},
    }
