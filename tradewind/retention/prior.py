"""What other histories taught, for teams whose own is too short: a logistic of the same columns, shipped as numbers.

`prior.json` beside this file says what it was taught by, under which licence, and how it is made anew.
"""

from __future__ import annotations

import json
from pathlib import Path

from tradewind.retention.logistic import LogisticParameters

_DOCUMENT = json.loads((Path(__file__).parent / "prior.json").read_text("utf-8"))
TAUGHT_BY: str = _DOCUMENT["taught_by"]
COLUMNS: tuple[str, ...] = tuple(_DOCUMENT["columns"])
PRIOR = LogisticParameters(
    tuple(_DOCUMENT["mean"]), tuple(_DOCUMENT["spread"]), tuple(_DOCUMENT["coefficients"]), _DOCUMENT["intercept"]
)
