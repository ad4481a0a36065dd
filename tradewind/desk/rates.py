"""A person's own exchange rates, which go before the European Central Bank's."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from babel.numbers import list_currencies
from django.db import transaction
from django.db.models import QuerySet

from tradewind.desk import access, calendar, queue
from tradewind.desk.audit import note_change
from tradewind.desk.models import DeskState, ExchangeRate, Order, Person
from tradewind.errors import DeskEmpty, NotFound, RateDayOutOfRange, RateOutOfRange, UnknownCurrency

MOST = Decimal(10_000_000)
FIRST_DAY = date(1950, 1, 1)
DAYS_AHEAD = 31  # a rate fixed in advance; further on it is rather a slip of the year


def own_rates() -> list[tuple[str, date, Decimal]]:
    """(currency, on, per_base): so many units of the currency are one unit of the desk's base currency from that day
    on, until the next rate."""
    rates = _rates().order_by("currency", "on")
    return list(rates.values_list("currency", "on", "per_base"))


def rates_newest_first() -> list[ExchangeRate]:
    """The table as a page shows it, by currency, the newest rate of each first."""
    return list(_rates().select_related("by").order_by("currency", "-on"))


@transaction.atomic
def set_rate(currency: str, on: date, per_base: Decimal, by: Person) -> ExchangeRate:
    """From the day `on`, `per_base` units of `currency` are one unit of the base currency. Replaces the rate of the
    same day; the orders in that currency are converted anew.

    raises   NotAllowed for whoever is no administrator; DeskEmpty while there is no base currency;
             UnknownCurrency, RateDayOutOfRange, RateOutOfRange
    """
    access.must_administer(by)
    base = DeskState.now().base_currency
    if not base:
        raise DeskEmpty
    _must_be_right(base, currency, on, per_base)
    known = _rates().filter(currency=currency, on=on).first()
    before = known and str(known.per_base)
    rate = known or ExchangeRate(base=base, currency=currency, on=on)
    rate.per_base, rate.by = per_base, by
    rate.save()
    note_change(by, "rate_set", f"rate:{currency}", on=on.isoformat(), per_base=str(per_base), base=base, before=before)
    _convert_anew(currency, by)
    return rate


@transaction.atomic
def keep_answer(currency: str, on: date, per_base: Decimal, by: Person) -> None:
    """Keep a rate that a person gave while importing, unless the table has one for that day already."""
    base = DeskState.now().base_currency
    _must_be_right(base, currency, on, per_base)
    if not _rates().filter(currency=currency, on__lte=on).exists():
        ExchangeRate.objects.create(base=base, currency=currency, on=on, per_base=per_base, by=by)
        note_change(by, "rate_set", f"rate:{currency}", on=on.isoformat(), per_base=str(per_base), base=base)


@transaction.atomic
def remove_rate(pk: int, by: Person) -> ExchangeRate:
    """Take a rate out of the table; the orders in that currency are converted anew. Raises NotAllowed, NotFound."""
    access.must_administer(by)
    rate = ExchangeRate.objects.filter(pk=pk).first()
    if rate is None:
        raise NotFound
    told = {"on": rate.on.isoformat(), "per_base": str(rate.per_base), "base": rate.base}
    note_change(by, "rate_removed", f"rate:{rate.currency}", **told)
    rate.delete()
    _convert_anew(rate.currency, by)
    return rate


def last_day() -> date:
    """The last day for which a rate is taken today."""
    return calendar.today() + timedelta(days=DAYS_AHEAD)


def _rates() -> QuerySet[ExchangeRate]:
    """Those that count: a rate says nothing once the desk has another base currency."""
    return ExchangeRate.objects.filter(base=DeskState.now().base_currency)


def _must_be_right(base: str, currency: str, on: date, per_base: Decimal) -> None:
    last = last_day()
    if currency == base or currency not in list_currencies():
        raise UnknownCurrency(currency=currency, base=base)
    if not FIRST_DAY <= on <= last:
        raise RateDayOutOfRange(day=on, first=FIRST_DAY, last=last)
    places = per_base.as_tuple().exponent
    if not (per_base.is_finite() and 0 < per_base < MOST and isinstance(places, int) and places >= -8):
        raise RateOutOfRange(rate=per_base)


def _convert_anew(currency: str, by: Person) -> None:
    if Order.objects.filter(currency=currency).exists():
        queue.enqueue("rates", by, currency=currency)
