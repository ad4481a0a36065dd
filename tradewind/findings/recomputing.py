"""What is stored of a list's parameters and inputs, and the numbers that they give again."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tradewind.errors import OtherInputs
from tradewind.findings.documents import Document
from tradewind.findings.looking_back import chosen
from tradewind.retention.chance import ChanceParameters
from tradewind.retention.outlook import inputs_of, outlook
from tradewind.retention.restored import restored

if TYPE_CHECKING:
    from tradewind.retention.standing import StandingParameters
    from tradewind.retention.warning import WarningParameters


def watch_parameters(
    orders: pl.DataFrame, today: date, parameters: WarningParameters, standing: StandingParameters
) -> Document:
    """The parameters of a list as plain JSON values.

    returns  lifetime, team_cycle_days, rule, chance: as warning.WarningParameters has them;
             chosen: the blend in short, its weights and why; early_warning: standing.StandingParameters;
             inputs: outlook.Inputs, with which a recomputation knows that it looks at the same orders
    """
    told = {
        **asdict(parameters),
        "chosen": chosen(parameters.chance) if parameters.chance else None,
        "early_warning": asdict(standing),
        "inputs": asdict(inputs_of(orders, today)),
    }
    plain: Document = json.loads(json.dumps(told, default=str))
    return plain


def recomputed(orders: pl.DataFrame, today: date, stored: Document) -> pl.DataFrame:
    """What the stored parameters say of each buyer; see outlook.outlook.

    raises   OtherInputs where the orders up to `today` are not those that were seen then
    """
    seen = inputs_of(orders, today)
    if seen.digest != stored["inputs"]["digest"]:
        raise OtherInputs(today=today.isoformat(), then=stored["inputs"]["order_days"], now=seen.order_days)
    return outlook(orders, restored(ChanceParameters, stored["chance"]))
