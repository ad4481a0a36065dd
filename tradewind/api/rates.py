"""汇率 Exchange rates: the desk's own table, which goes before the European Central Bank's."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Field, Form, Router, Schema

from tradewind.api.bearer import Request
from tradewind.api.shapes import Text, refused
from tradewind.desk import rates
from tradewind.desk.models import DeskState, ExchangeRate
from tradewind.errors import RateDayOutOfRange, RateOutOfRange

router = Router()


class Entered(Schema):
    """A rate from a day on."""

    currency: Text = Field(..., description=_("ISO 4217 code, e.g. USD"))
    on: Text = Field(..., description=_("From this date on"))
    per_base: Text = Field(..., description=_("Units of the currency for one of the base currency"))


@router.get("", response={200: dict[str, Any], **refused()}, summary=_("The desk's own exchange rates"))
def table(request: Request) -> dict[str, Any]:
    """By currency, the newest first."""
    base = DeskState.now().base_currency or None
    return {"base": base, "rates": [rate_document(rate) for rate in rates.rates_newest_first()]}


@router.post("", response={200: dict[str, Any], **refused(403, 409, 422)}, summary=_("Set an exchange rate"))
def set_rate(request: Request, said: Form[Entered]) -> dict[str, Any]:
    """Replaces that of the same day; orders in the currency are converted anew. Administrators only."""
    try:
        on = date.fromisoformat(said.on)
    except ValueError as error:
        raise RateDayOutOfRange(day=said.on, first=rates.FIRST_DAY, last=rates.last_day()) from error
    try:
        per_base = Decimal(said.per_base.strip())
    except InvalidOperation as error:
        raise RateOutOfRange(rate=said.per_base) from error
    return rate_document(rates.set_rate(said.currency, on, per_base, request.auth))


@router.post("{int:rate}/remove", response={200: dict[str, Any], **refused(403, 404)}, summary=_("Remove a rate"))
def remove(request: Request, rate: int) -> dict[str, Any]:
    """Orders in the currency are converted anew without it. Administrators only."""
    return {**rate_document(rates.remove_rate(rate, request.auth)), "id": rate}


def rate_document(rate: ExchangeRate) -> dict[str, Any]:
    """A rate; `per_base` is exact, as text."""
    return {
        "id": rate.pk, "currency": rate.currency, "on": rate.on.isoformat(), "by": rate.by.username,
        "per_base": f"{rate.per_base.normalize():f}",
    }  # fmt: skip
