"""The currency in which the desk sums amounts, and changing it."""

from __future__ import annotations

from babel.numbers import list_currencies
from django.db import transaction
from django.db.models import Count

from tradewind.desk import access, facts, queue
from tradewind.desk.audit import note_change
from tradewind.desk.models import AuditEntry, Batch, DeskState, FindingRun, Order, Person
from tradewind.errors import DeskEmpty, FactsBusy, NotFound, UnknownCurrency

CHANGED = "base_currency_changed"
MOVING = (Batch.State.WRITING, Batch.State.UNDOING)


def amounts_without_rate() -> list[tuple[str, int]]:
    """(currency, orders) of the orders that count as no money because nobody knows a rate, most first."""
    missing = Order.objects.filter(amount_base=None).values_list("currency").annotate(orders=Count("pk"))
    return list(missing.order_by("-orders", "currency"))


@transaction.atomic
def change(currency: str, by: Person) -> None:
    """Sum in `currency` from now on: every order is converted anew, and what was found before is set aside.

    raises   NotAllowed for whoever is no administrator; DeskEmpty while there is no base currency;
             UnknownCurrency for what is none, or is the base already; FactsBusy while an import is written
    """
    access.must_administer(by)
    facts.hold()
    before = DeskState.now().base_currency
    if not before:
        raise DeskEmpty
    if currency == before or currency not in list_currencies():
        raise UnknownCurrency(currency=currency or "–", base=before)
    if Batch.objects.filter(state__in=MOVING).exists():
        raise FactsBusy
    DeskState.objects.update(base_currency=currency)
    Order.objects.update(amount_base=None)  # nothing of the old currency shows under the new one's name
    FindingRun.objects.filter(is_current=True).update(is_current=False)
    note_change(by, CHANGED, "desk:base_currency", before=before, after=currency)
    queue.enqueue("rates", by)


def change_back(by: Person) -> None:
    """Undo the last change. Raises as `change`; NotFound when it was changed otherwise since, or never."""
    access.must_administer(by)
    last = AuditEntry.objects.filter(action=CHANGED).first()
    if last is None or last.facts["after"] != DeskState.now().base_currency:
        raise NotFound
    change(last.facts["before"], by)
